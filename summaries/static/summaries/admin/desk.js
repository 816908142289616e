// The quick search of the desk answers while one types.

const PAUSE = 150; // milliseconds
const form = document.querySelector("form[data-quick]");
const field = form?.querySelector("input");
const answers = form?.querySelector(".summaries-answers");
let timer = 0;
let asked = "";

async function answer() {
  const words = field.value.trim();
  if (words === asked) return;
  asked = words;
  if (!words) {
    answers.replaceChildren();
    return;
  }
  const url = `${form.dataset.quick}?${new URLSearchParams({ q: words })}`;
  const response = await fetch(url, { redirect: "manual" }).catch(() => null);
  if (!response?.ok || words !== asked) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  answers.replaceChildren(...page.body.children);
}

field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(answer, PAUSE);
});
form?.addEventListener("keydown", (event) => {
  if (!["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
  const stops = [field, ...answers.querySelectorAll("a")];
  const here = stops.indexOf(document.activeElement);
  event.preventDefault();
  if (event.key === "Escape") {
    asked = "";
    field.value = "";
    answers.replaceChildren();
    field.focus();
  } else stops[(here + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length].focus();
});
