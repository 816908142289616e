// Keeps the visitor's basket on the device: a list of parts such as "12.part-3".
//
// The basket's page is made by the server from its address alone. What is removed or moved there
// is kept here if the page shows parts of the device's own basket, and not somebody else's.

(() => {
  const STORE = "summaries-basket";
  const MOST = 50;
  const link = document.querySelector("[data-basket]");
  if (!link) return;

  const read = () => {
    try {
      const keys = JSON.parse(localStorage.getItem(STORE) ?? "[]");
      return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
    } catch {
      return [];
    }
  };

  const write = (keys) => {
    try {
      localStorage.setItem(STORE, JSON.stringify(keys.slice(0, MOST)));
    } catch {
      // Storage is full or not allowed: the basket lives in the address alone.
    }
  };

  const address = (keys) => {
    const query = new URLSearchParams([["mine", "1"], ...keys.map((key) => ["part", key])]);
    return `${link.dataset.basket}?${query}`;
  };

  const show = () => {
    const keys = read();
    link.href = address(keys);
    link.hidden = keys.length === 0;
    link.querySelector("[data-count]").textContent = keys.length;
    for (const add of document.querySelectorAll("[data-basket-add]")) {
      const isIn = keys.includes(add.dataset.basketAdd);
      add.querySelector("[data-label]").textContent = isIn ? add.dataset.in : add.dataset.add;
    }
  };

  const page = document.querySelector("[data-basket-keys]");
  const shown = page?.dataset.basketKeys.split(" ").filter(Boolean) ?? [];
  if (page && !shown.length && read().length) location.replace(address(read()));

  document.addEventListener("click", (event) => {
    const change = event.target.closest("[data-basket-set]");
    if (change && shown.length === read().length && shown.every((key) => read().includes(key))) {
      write(change.dataset.basketSet.split(" ").filter(Boolean));
    }
    const add = event.target.closest("[data-basket-add]");
    if (!add || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const key = add.dataset.basketAdd;
    const keys = read();
    write(keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key]);
    show();
  });

  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();
})();
