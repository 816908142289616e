// Keeps the visitor's basket on the device: a list of parts such as "12.part-3".
//
// The basket's page is made by the server from its address alone. What changes there is kept here
// if its address names the parts of the device's own basket, and not somebody else's.

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
    const query = new URLSearchParams(keys.map((key) => ["part", key]));
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

  // On the basket's page: what was moved or added by its address, and is public still, is kept.
  const page = document.querySelector("[data-basket-keys]");
  const named = new URLSearchParams(location.search).getAll("part");
  const own = read();
  const isOwn = named.length === own.length && named.every((key) => own.includes(key));
  if (page && isOwn) write(page.dataset.basketKeys.split(" ").filter(Boolean));
  else if (page && !named.length) location.replace(address(own));

  document.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-basket-remove]");
    if (remove && isOwn) {
      const gone = remove.dataset.basketRemove.split(" ");
      write(read().filter((key) => !gone.includes(key)));
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
