// New tags in the field of an article's tags: offered last, and said to be new.
const { defaults } = window.django.jQuery.fn.select2;

defaults.set("insertTag", (offers, added) => offers.push(added));
defaults.set("createTag", function ({ term }) {
  const name = term.trim();
  const label = this.$element[0].dataset.new ?? "%(name)s";
  return name && { id: name, text: label.replace("%(name)s", () => name) };
});
