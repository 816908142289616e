// Keeps what is typed into an article's form: on the server as a working copy, every few
// seconds and on leaving, and in this browser until the server has it.

const PAUSE = 2000; // milliseconds without typing before a save
const LATEST = 10_000; // milliseconds after the first change, for whom makes no pause
const RETRY = 15_000;
const HERE = 300; // milliseconds before the browser has it
const KEPT_ALIVE = 60_000; // bytes that a browser still sends for a page that is left
const box = document.querySelector(".summaries-draft");
const form = box?.closest("form");

if (form) {
  // On the way back, a browser would fill in what stood here then, whatever was saved since.
  form.autocomplete = "off";

  const state = box.querySelector(".summaries-draft-state");
  const field = (name) => form.elements[name];
  const prefix = `summaries-draft ${box.dataset.user} ${box.dataset.url} `;
  let page = begin(); // names what this page keeps in the browser
  let sent = ""; // the page that was submitted
  let typed = 0; // counts the changes
  let kept = 0; // up to which the server has them
  let since = 0; // when the first came that it has not
  let busy = null;
  let timer = 0;
  let hereTimer = 0;
  let isHere = true;
  let isLeaving = false;
  let isReady = false;
  let isLoggedOut = false;
  let hasFailed = false;

  // The lock tells other tabs that this one is still at it.
  function begin() {
    const name = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
    navigator.locks?.request(prefix + name, () => new Promise(() => {}));
    return name;
  }

  function addressOf(key) {
    const url = new URL(location);
    url.searchParams.set("draft", key);
    return url;
  }

  // In this browser

  async function keepHere() {
    clearTimeout(hereTimer);
    hereTimer = 0;
    const place = prefix + page;
    const entries = [];
    for (const [name, value] of new FormData(form)) {
      entries.push(value instanceof File ? [name, await value.text(), value.name] : [name, value]);
    }
    if (typed === kept) return; // meanwhile
    try {
      localStorage.setItem(place, JSON.stringify(entries));
      isHere = true;
    } catch {
      isHere = false; // full or forbidden
    }
  }

  function keptHere() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    } catch {
      return []; // forbidden
    }
  }

  function forget(place) {
    try {
      localStorage.removeItem(place);
    } catch {
      // Forbidden: there is nothing to forget.
    }
  }

  // On the server

  async function post(data, isAgain = false) {
    const isLeft = document.visibilityState === "hidden" && sizeOf(data) < KEPT_ALIVE;
    const options = { method: "POST", body: data, redirect: "manual", keepalive: isLeft };
    const response = await fetch(box.dataset.url, options);
    if (response.ok) {
      isLoggedOut = false;
      return response.json();
    }
    const isRefused = response.type === "opaqueredirect" || response.status === 403;
    isLoggedOut = isRefused && !isAgain;
    if (isLoggedOut && (await renewToken())) {
      data.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
      return post(data, true);
    }
    throw new Error(response.status);
  }

  function sizeOf(data) {
    const sizes = [...data].map(([name, value]) => 200 + name.length + (value.size ?? 3 * value.length));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async function keep() {
    clearTimeout(timer);
    if (busy || typed === kept) return busy;
    isLeaving = false; // what was submitted got no answer
    since = Date.now();
    busy = send();
    hasFailed = !(await busy);
    busy = null;
    if (typed !== kept) timer = setTimeout(keep, hasFailed ? RETRY : PAUSE);
  }

  async function send() {
    const [upTo, place] = [typed, prefix + page];
    try {
      const answer = await post(new FormData(form));
      kept = upTo;
      field("draft_key").value = answer.key;
      field("draft_version").value = answer.version;
      state.textContent = answer.saved;
      if (typed === kept) forget(place);
      if (answer.version) history.replaceState(history.state, "", addressOf(answer.key));
      else if (typed === kept) delete form.dataset.unsaved;
      return true;
    } catch {
      say();
      return false;
    }
  }

  // Why the server has not got the text, and where it is.
  function say() {
    const { login, unsaved, nowhere } = state.dataset;
    if (isHere) state.textContent = isLoggedOut ? login : unsaved;
    else state.textContent = nowhere;
  }

  // After another login of the same user, the form needs the new token against forged requests.
  async function renewToken() {
    const response = await fetch(location, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!response?.ok) return false;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (fresh.querySelector(".summaries-draft")?.dataset.user !== box.dataset.user) return false;
    field("csrfmiddlewaretoken").value = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
    isLoggedOut = false;
    return true;
  }

  // What a killed browser, a lost session or a failing server left here becomes a working copy.
  async function rescue() {
    const saved = document.cookie.match(/(?:^|; )summaries-saved="?([^;"]*)/)?.[1].split(".") ?? [];
    const held = (await navigator.locks?.query())?.held.map((lock) => lock.name) ?? [];
    const found = [];
    for (const place of keptHere()) {
      if (held.includes(place)) continue; // another tab is at it
      const text = localStorage.getItem(place);
      if (text && !saved.includes(place.slice(prefix.length))) {
        const answer = await post(restored(JSON.parse(text))).catch(() => null);
        if (!answer) continue;
        if (answer.version && !isShown(answer)) found.push(answer.key);
      }
      forget(place);
    }
    if (!found.length) return;
    const key = found.find((one) => one === field("draft_key").value) ?? found.at(-1);
    if (typed === 0) {
      location.replace(addressOf(key));
    } else {
      const line = box.querySelector(".summaries-draft-found");
      line.hidden = false;
      line.querySelector("a").href = addressOf(key);
    }
  }

  // Whether this is the working copy that the form has opened with.
  function isShown({ key, version }) {
    return key === field("draft_key").value && String(version) === field("draft_version").value;
  }

  function restored(entries) {
    const data = new FormData();
    for (const [name, text, file] of entries) {
      if (file === undefined) data.append(name, text);
      else data.append(name, new File([text], file));
    }
    data.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
    return data;
  }

  // While one types

  function note() {
    if (page === sent) page = begin(); // what was submitted has not got this
    if (typed === kept) since = Date.now();
    typed += 1;
    form.dataset.unsaved = "";
    clearTimeout(timer);
    const wait = Math.min(PAUSE, Math.max(0, since + LATEST - Date.now()));
    timer = setTimeout(keep, isLeaving ? RETRY : wait);
    hereTimer ||= setTimeout(keepHere, HERE);
  }

  let heard = null;
  form.addEventListener("input", ({ target }) => {
    heard = target;
    note();
  });
  form.addEventListener("change", ({ target }) => {
    if (target !== heard) note(); // else it is said already
    heard = null;
  });
  // The admin's pickers and autocompletes speak through jQuery, or say nothing. As the page
  // gets ready, they report changes that are none.
  const { jQuery } = window.django ?? {};
  jQuery?.(() => jQuery(form).on("change", ({ originalEvent }) => originalEvent ?? note()));
  document.addEventListener("click", (event) => {
    if (event.target.closest(".datetimeshortcuts, .calendarbox, .clockbox")) note();
  });
  if (Number(field("draft_version").value)) form.dataset.unsaved = "";

  // Leaving

  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    const opensTab = submitter?.formTarget === "_blank";
    const isDone = isReady || (!busy && !isLoggedOut && typed === kept);
    if (!isDone) {
      event.preventDefault();
      isReady = await prepare(opensTab);
      if (isReady) form.requestSubmit(submitter);
      return;
    }
    isReady = false;
    if (opensTab) return;
    clearTimeout(timer);
    isLeaving = true;
    sent = page;
    field("draft_page").value = page;
  });

  // Whether the form can be submitted; whatever comes of it, the text is kept.
  async function prepare(opensTab) {
    // What is under way counts the working copy on, and this would seem another tab's.
    await busy;
    if (typed !== kept) await keepHere();
    // The other tab shows what the server has.
    if (opensTab) await keep();
    else if (isLoggedOut && !(await renewToken())) say();
    const can = opensTab ? typed === kept : !isLoggedOut;
    if (!can) state.scrollIntoView({ block: "nearest" });
    return can;
  }

  addEventListener("beforeunload", (event) => {
    if (typed !== kept && !isLeaving) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (isLeaving) return;
    if (document.visibilityState === "hidden" || hasFailed) keep();
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    const button = form.querySelector("[name=_continue]");
    if (button) form.requestSubmit(button);
    else keep();
  });

  // One tab at a time, since a browser that was killed opens all its tabs again.
  if (navigator.locks) navigator.locks.request(prefix, rescue);
  else rescue();
}
