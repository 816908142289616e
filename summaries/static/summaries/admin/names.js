// Names for the fields that Django's autocomplete puts in place of a select.
const $ = window.django.jQuery;

const nameOf = (select) => (select.labels[0]?.textContent ?? "").trim().replace(/[:：]$/, "");

// jQuery calls this after the autocomplete was set up.
$(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered");
    shown?.setAttribute("aria-label", nameOf(select));
    shown?.querySelector("input")?.setAttribute("aria-label", nameOf(select));
  }
});

// The list of offers has a search field of its own, made when it opens.
$(document).on("select2:open", ({ target }) => {
  document
    .querySelector(".select2-dropdown .select2-search__field")
    ?.setAttribute("aria-label", nameOf(target));
});
