// Keeps what is typed into an article's form: on the server as a working copy, every few
// seconds and on leaving, and in this browser until the server has it.

const PAUSE = 2000; // milliseconds without typing before a save
const RETRY = 15000;
const box = document.querySelector(".summaries-draft");
const form = box?.closest("form");

if (form) {
  const state = box.querySelector(".summaries-draft-state");
  const field = (name) => form.elements[name];
  const prefix = `summaries-draft ${box.dataset.user} ${box.dataset.url} `;
  const place = () => prefix + field("draft_key").value;
  let typed = 0; // counts the changes
  let kept = 0; // up to which the server has them
  let busy = null;
  let timer = 0;
  let isLeaving = false;
  let isLoggedOut = false;
  let hasFailed = false;

  function addressOf(key) {
    const url = new URL(location);
    url.searchParams.set("draft", key);
    return url;
  }

  // In this browser

  async function keepHere() {
    const entries = [];
    for (const [name, value] of new FormData(form)) {
      entries.push(value instanceof File ? [name, await value.text(), value.name] : [name, value]);
    }
    try {
      localStorage.setItem(place(), JSON.stringify(entries));
    } catch {
      // Full or forbidden: the server's copy is the only one then.
    }
  }

  function forget(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Forbidden: there is nothing to forget.
    }
  }

  // On the server

  async function post(data) {
    const response = await fetch(box.dataset.url, {
      method: "POST",
      body: data,
      redirect: "manual",
    });
    if (response.ok) return response.json();
    isLoggedOut = response.type === "opaqueredirect" || response.status === 403;
    throw new Error(response.status);
  }

  async function keep() {
    clearTimeout(timer);
    if (busy || typed === kept) return busy;
    const upTo = typed;
    const before = place();
    busy = (async () => {
      try {
        const answer = await post(new FormData(form));
        kept = upTo;
        isLoggedOut = false;
        field("draft_key").value = answer.key;
        field("draft_version").value = answer.version;
        state.textContent = answer.saved;
        if (typed === kept) forget(before);
        if (answer.version) history.replaceState(history.state, "", addressOf(answer.key));
        hasFailed = false;
      } catch {
        hasFailed = true;
        state.textContent = isLoggedOut ? state.dataset.login : state.dataset.unsaved;
        if (isLoggedOut) await renewToken();
      }
    })();
    await busy;
    busy = null;
    if (typed !== kept) timer = setTimeout(keep, hasFailed ? RETRY : PAUSE);
  }

  // After another login, the form needs the new token against forged requests.
  async function renewToken() {
    const response = await fetch(location, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!response?.ok) return false;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.querySelector(".summaries-draft")) return false;
    field("csrfmiddlewaretoken").value = page.querySelector("[name=csrfmiddlewaretoken]").value;
    isLoggedOut = false;
    return true;
  }

  // What a killed browser, a lost session or a failing server left here becomes a working copy.
  async function rescue() {
    const saved = document.cookie.match(/(?:^|; )summaries-saved="?([^;"]*)/)?.[1].split(".") ?? [];
    const held = (await navigator.locks?.query())?.held.map((lock) => lock.name) ?? [];
    let found = null;
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith(prefix))) {
      if (held.includes(key)) continue; // another tab is at it
      if (saved.includes(key.slice(prefix.length))) {
        forget(key);
        continue;
      }
      const data = new FormData();
      for (const [name, text, file] of JSON.parse(localStorage.getItem(key))) {
        if (file === undefined) data.append(name, text);
        else data.append(name, new File([text], file));
      }
      data.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
      const answer = await post(data).catch(() => null);
      if (!answer) continue;
      forget(key);
      if (answer.version) found = answer.key;
    }
    if (found && typed === 0) location.replace(addressOf(found));
  }

  function note() {
    typed += 1;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
    clearTimeout(note.here);
    note.here = setTimeout(keepHere, 300);
  }

  form.addEventListener("input", note);
  form.addEventListener("change", note);
  // The admin's pickers and autocompletes speak through jQuery, or say nothing. As the page
  // gets ready, they report changes that are none.
  const { jQuery } = window.django ?? {};
  jQuery?.(() => jQuery(form).on("change", note));
  document.addEventListener("click", (event) => {
    if (event.target.closest(".datetimeshortcuts, .calendarbox, .clockbox")) note();
  });

  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    isLeaving = submitter?.formTarget !== "_blank";
    clearTimeout(timer);
    if (typed !== kept) keepHere();
    if (busy) {
      // What is under way counts the working copy on, and this would seem another tab's.
      event.preventDefault();
      await busy;
      form.requestSubmit(submitter);
    } else if (isLoggedOut) {
      event.preventDefault();
      isLeaving = false;
      if (await renewToken()) form.requestSubmit(submitter);
      else state.textContent = state.dataset.login;
    } else if (!isLeaving && typed !== kept) {
      // The other tab shows what the server has.
      event.preventDefault();
      await keep();
      if (typed === kept) form.requestSubmit(submitter);
    }
  });

  addEventListener("beforeunload", (event) => {
    if (typed !== kept && !isLeaving) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !isLeaving) keep();
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[name=_continue]") ?? form.querySelector("[name=_save]"));
  });

  rescue();
  navigator.locks?.request(place(), () => new Promise(() => {}));
}
