// Enhancements of the public site. Every page is complete without them.

(() => {
  const wide = matchMedia("(min-width: 62rem)");

  // Folds stand open beside the text; browsers that know ::details-content do so by CSS.
  const unfold = () => {
    if (CSS.supports("selector(::details-content)") || !wide.matches) return;
    for (const fold of document.querySelectorAll("details.fold")) fold.open = true;
  };
  const fold = () => {
    for (const fold of document.querySelectorAll("details.fold")) fold.open = wide.matches;
  };
  if (!CSS.supports("selector(::details-content)")) wide.addEventListener("change", fold);
  unfold();

  followReader();
  changeListsInPlace();
  closeMenus();
  keepWordsWhole();
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

  // Filters and results are one piece, which is swapped as a whole.
  function changeListsInPlace() {
    const finder = document.getElementById("finder");
    if (!finder) return;
    let open = [];
    let focused = "";

    // Addresses name only what is set.
    finder.addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) {
        if (value !== "") continue;
        const values = formData.getAll(name).filter((one) => one !== "");
        formData.delete(name);
        for (const one of values) formData.append(name, one);
      }
    });

    // On a phone the results stand below the filters: close these, and go there.
    finder.addEventListener("click", (event) => {
      if (wide.matches || !event.target.closest(".filters-actions .button")) return;
      document.getElementById("filters-fold").open = false;
    });

    document.addEventListener("htmx:before:swap", (event) => {
      const { request, response } = event.detail.ctx;
      // An error page is shown as a page, not inside the list.
      if (response?.status >= 400) {
        event.preventDefault();
        location.assign(request.action);
      }
      focused = document.activeElement.id;
      open = [...finder.querySelectorAll(".filters details[open]")].map(({ id }) => id);
    });

    document.addEventListener("htmx:after:swap", () => {
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
      unfold();
      const count = document.getElementById("count");
      document.getElementById("announcement").textContent = count.textContent.trim();
      // Whoever followed a link that is gone goes on at the beginning of the results.
      if (document.activeElement !== document.body) return;
      (document.getElementById(focused) ?? count).focus({ preventScroll: true });
    });
  }

  // The menu and the search field of a phone close on Escape and on a tap outside.
  function closeMenus() {
    const menus = document.querySelectorAll(".site-header details.fold");
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || wide.matches) return;
      for (const menu of menus) {
        if (!menu.open) continue;
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
        menu.open = false;
      }
    });
    addEventListener("click", ({ target }) => {
      if (wide.matches) return;
      for (const menu of menus) if (!menu.contains(target)) menu.open = false;
    });
  }

  // Chinese headings break between words, not within them or within a number.
  function keepWordsWhole() {
    if (!Intl.Segmenter) return;
    const closing = /^[\p{Pe}\p{Pf}\p{Po}\s]/u;
    const numeral = "[0-9〇零一二三四五六七八九十百千万]";
    const [ends, begins] = [new RegExp(`${numeral}$`), new RegExp(`^${numeral}`)];
    const breaks = (before, word) =>
      before && !closing.test(word) && !(ends.test(before) && begins.test(word));
    const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
    for (const heading of document.querySelectorAll(":is(h1, h2, h3):lang(zh)")) {
      const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (texts.nextNode()) nodes.push(texts.currentNode);
      for (const node of nodes) {
        const words = [...segmenter.segment(node.data)].map(({ segment }) => segment);
        node.replaceWith(
          ...words.flatMap((word, index) =>
            breaks(words[index - 1], word) ? [document.createElement("wbr"), word] : [word],
          ),
        );
      }
      heading.classList.add("is-segmented");
    }
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
