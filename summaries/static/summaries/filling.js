// Fills the text in while one types. Nothing leaves the browser unless a file is asked for.

(() => {
  const form = document.querySelector("form.filling");
  const fields = [...form.querySelectorAll("textarea")];
  const places = new Map(fields.map((field) => [field.name, []]));
  for (const place of form.querySelectorAll(".place")) {
    places.get(place.dataset.field)?.push(place);
  }
  const counted = [...form.querySelectorAll(".place")].filter(
    (place) => !place.closest(".article-title"),
  );

  for (const field of fields) {
    field.addEventListener("input", () => {
      show(field);
      count();
      remember();
    });
    field.addEventListener("focus", () => point(field));
    field.addEventListener("blur", () => point(null));
  }
  form.querySelector(".filling-text").addEventListener("click", (event) => {
    const place = event.target.closest(".place");
    if (place) fields.find((field) => field.name === place.dataset.field)?.focus();
  });
  document.getElementById("clear").addEventListener("click", (event) => {
    event.preventDefault();
    for (const field of fields) field.value = "";
    showAll();
    fields[0]?.focus();
  });
  // Empty fields need not be sent.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (places.has(name) && value === "") formData.delete(name);
    }
  });
  // The browser brings back what was typed when one returns to the page.
  addEventListener("pageshow", showAll);
  offerMemory();
  showAll();

  function show(field) {
    const value = field.value.trim();
    for (const place of places.get(field.name)) {
      place.classList.toggle("is-filled", value !== "");
      place.querySelector(".place-value").textContent = value;
    }
  }

  function showAll() {
    fields.forEach(show);
    count();
  }

  function count() {
    const left = counted.filter((place) => !place.classList.contains("is-filled")).length;
    const said = left.toLocaleString(document.documentElement.lang);
    const output = document.getElementById("left");
    if (output.textContent !== said) output.textContent = said;
  }

  // Shows where in the text a field stands.
  function point(field) {
    for (const place of form.querySelectorAll(".is-current")) place.classList.remove("is-current");
    if (!field) return;
    const own = places.get(field.name);
    for (const place of own) place.classList.add("is-current");
    if (matchMedia("(min-width: 62rem)").matches) own.at(0)?.scrollIntoView({ block: "nearest" });
  }

  // With the visitor's consent, the values of named blanks stay on this device.
  function offerMemory() {
    const consent = document.getElementById("remember");
    const kept = recall();
    consent.checked = kept !== null;
    for (const field of fields) {
      const { name } = field.dataset;
      if (kept && !field.value && Object.hasOwn(kept, name)) field.value = kept[name];
    }
    consent.addEventListener("change", () => {
      if (consent.checked) remember();
      else forget();
    });
  }

  function remember() {
    if (!document.getElementById("remember").checked) return;
    const kept = recall() ?? {};
    for (const { dataset, value } of fields) {
      if (dataset.name && value.trim()) kept[dataset.name] = value;
    }
    try {
      localStorage.setItem("summaries-values", JSON.stringify(kept));
    } catch {
      // The browser keeps nothing, or is full.
    }
  }

  function recall() {
    try {
      return JSON.parse(localStorage.getItem("summaries-values"));
    } catch {
      return null;
    }
  }

  function forget() {
    try {
      localStorage.removeItem("summaries-values");
    } catch {
      // Nothing was kept.
    }
  }
})();
