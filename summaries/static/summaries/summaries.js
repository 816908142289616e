// Enhancements of the public site. Every page is complete without them.

(() => {
  const wide = matchMedia("(min-width: 62rem)");

  // Folds stand open beside the text; browsers that know ::details-content do so by CSS.
  if (!CSS.supports("selector(::details-content)")) {
    const unfold = () => {
      for (const fold of document.querySelectorAll("details.fold")) fold.open = wide.matches;
    };
    wide.addEventListener("change", unfold);
    unfold();
  }

  followReader();
  keepFiltersAndResultsTogether();
  for (const form of document.querySelectorAll("form[data-titles]")) offerTitles(form);

  // The contents list marks the heading that is being read.
  function followReader() {
    const links = new Map();
    for (const link of document.querySelectorAll(".contents a")) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    if (!links.size) return;
    let current = null;
    const mark = () => {
      const line = innerHeight / 4;
      let reading = null;
      for (const heading of links.keys()) {
        if (heading.getBoundingClientRect().top <= line) reading = heading;
      }
      if (reading === current) return;
      links.get(current)?.removeAttribute("aria-current");
      current = reading;
      const link = links.get(current);
      link?.setAttribute("aria-current", "location");
      if (link && wide.matches) keepInView(link);
    };
    let waiting = false;
    const soon = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    mark();
  }

  // Scrolls the contents list alone; scrollIntoView() might pull at the page.
  function keepInView(link) {
    const list = link.closest(".contents");
    const { top, bottom } = link.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    if (top < frame.top) list.scrollTop -= frame.top - top;
    if (bottom > frame.bottom) list.scrollTop += bottom - frame.bottom;
  }

  function keepFiltersAndResultsTogether() {
    const form = document.querySelector("form.filters");
    const results = document.getElementById("results");
    if (!form || !results) return;

    // Addresses name only what is set.
    form.addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) {
        if (value === "") formData.delete(name);
      }
      if (formData.getAll("tags").length < 2) formData.delete("tags_mode");
    });

    // On a phone the results stand below the filters: go there.
    form.addEventListener("submit", () => {
      if (wide.matches) return;
      form.querySelector("details").open = false;
      results.scrollIntoView();
    });

    // A filter that was removed in the results is removed in the form as well.
    document.addEventListener("htmx:after:history:update", () => {
      const asked = new URLSearchParams(location.search);
      for (const control of form.elements) {
        const values = asked.getAll(control.name);
        if (control.type === "checkbox") control.checked = values.includes(control.value);
        else if (control.type === "radio") {
          control.checked = control.value === (values[0] ?? "all");
        } else if (control.name) control.value = values[0] ?? "";
      }
    });

    document.addEventListener("htmx:after:swap", () => {
      const count = document.getElementById("count");
      document.getElementById("announcement").textContent = count.textContent.trim();
      // Whoever followed a link inside the results goes on reading at their beginning.
      if (document.activeElement === document.body) count.focus({ preventScroll: true });
    });

    // An error page is shown as a page, not inside the results.
    document.addEventListener("htmx:before:swap", (event) => {
      const { request, response } = event.detail.ctx;
      if (response?.status < 400) return;
      event.preventDefault();
      location.assign(request.action);
    });
  }

  // Titles for what is being typed: a combobox with a list, after the ARIA Authoring Practices.
  function offerTitles(form) {
    const input = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    list.id = `${input.id}-titles`;
    list.className = "search-titles";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0].textContent);
    list.hidden = true;
    form.append(list);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-controls": list.id,
      "aria-expanded": "false",
    })) {
      input.setAttribute(name, value);
    }
    let waiting = 0;
    let chosen = -1;
    let asked = null;

    const show = (titles) => {
      chosen = -1;
      list.replaceChildren(
        ...titles.map(({ title, url, language }, index) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${index}`;
          option.lang = language;
          option.dataset.url = url;
          option.textContent = title;
          option.setAttribute("role", "option");
          return option;
        }),
      );
      list.hidden = !titles.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (index) => {
      list.children[chosen]?.removeAttribute("aria-selected");
      chosen = index;
      const option = list.children[chosen];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    };
    const ask = async () => {
      asked?.abort();
      const words = input.value.trim();
      if (words.length < 2 && !/[^\x00-\x7f]/.test(words)) return show([]);
      asked = new AbortController();
      try {
        const url = `${form.dataset.titles}?${new URLSearchParams({ q: words })}`;
        const response = await fetch(url, { signal: asked.signal });
        if (response.ok) show((await response.json()).titles);
      } catch (error) {
        if (error.name !== "AbortError") show([]);
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 150);
    });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (event.key === "Escape" && count) {
        event.preventDefault(); // which would empty the field
        show([]);
      } else if (event.key === "ArrowDown" && count) {
        event.preventDefault();
        choose(chosen + 1 < count ? chosen + 1 : -1);
      } else if (event.key === "ArrowUp" && count) {
        event.preventDefault();
        choose(chosen < 0 ? count - 1 : chosen - 1);
      } else if (event.key === "Enter" && chosen >= 0 && count) {
        event.preventDefault();
        location.assign(list.children[chosen].dataset.url);
      }
    });
    // Before the field loses the focus, which closes the list.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    const close = () => {
      clearTimeout(waiting);
      asked?.abort();
      show([]);
    };
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
  }
})();
