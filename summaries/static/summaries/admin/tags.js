// New tags in the field of an article's tags: offered last, and said to be new.
const { defaults } = window.django.jQuery.fn.select2;
const label = document.querySelector("select[data-new]")?.dataset.new ?? "%(name)s";

defaults.set("insertTag", (offers, added) => offers.push(added));
defaults.set("createTag", ({ term }) => {
  const name = term.trim();
  return name ? { id: name, text: label.replace("%(name)s", () => name) } : null;
});
