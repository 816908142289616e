/* The editor of an article's parts: their order, their titles, and the text of each, which
   is shown as it reads and becomes an editor where one clicks into it. */

import { countWords, plainText } from "summaries/words";

const OPEN_AT_ONCE = 3; // so few parts are editors from the start
const PAUSE = 300; // milliseconds without typing before the words are counted
const EDGE = 80; // pixels from the window's edge where a drag scrolls
const FIRST_WORDS = 60; // characters
const UNSTORABLE = /[\0\p{Surrogate}]/gu; // half a character, and one that no database holds

// The address of an image, with KEY in the place of its key.
const IMAGE_FILE =
  JSON.parse(document.getElementById("summaries-rich-text")?.dataset.options || "{}").images?.file ??
  "";

class Part {
  constructor(list, element) {
    this.list = list;
    this.element = element;
    this.find = (selector) => element.querySelector(selector);
    this.title = this.find("input[name$='-title']");
    this.source = this.find("textarea");
    this.anchor = this.find("input[name$='-anchor']");
    this.editor = null;
    this.opening = null;
    this.show();
  }

  get isRemoved() {
    return this.element.classList.contains("is-removed");
  }

  /* The HTML to be saved: to the letter as it came, unless it was really changed. */
  get body() {
    if (!this.editor) return this.source.value;
    const { doc } = this.editor.state;
    if (doc !== this.read?.doc) {
      const html = doc.eq(this.opened) ? this.original : this.tidy(this.editor.getHTML());
      this.read = { doc, html };
    }
    return this.read.html;
  }

  get text() {
    if (!this.editor) return plainText(this.source.value);
    const { doc } = this.editor.state;
    const ends = (leaf) => (leaf.type.name === "hardBreak" ? "\n" : "");
    return doc.textBetween(0, doc.content.size, "\n", ends).trim();
  }

  toJSON() {
    const said = { title: this.title.value, body: this.body, anchor: this.anchor.value };
    for (const name of ["title", "body"]) said[name] = said[name].replace(UNSTORABLE, "");
    return said;
  }

  /* Show the text as it reads; without the editor, its source. */
  show() {
    this.view?.remove();
    this.source.hidden = Boolean(this.list.config);
    if (!this.list.config) return;
    this.view = document.createElement("div");
    this.view.className = "summaries-part-text ProseMirror";
    this.view.tabIndex = 0;
    this.view.setAttribute("role", "group");
    this.view.setAttribute("aria-labelledby", this.source.getAttribute("aria-labelledby"));
    this.view.setAttribute("aria-description", this.list.say("edit"));
    const content = fragment(this.source.value);
    for (const image of content.querySelectorAll("img[src^='image:']")) {
      const key = image.getAttribute("src").slice("image:".length);
      image.setAttribute("src", IMAGE_FILE.replace("KEY", key));
    }
    this.view.append(content);
    for (const link of this.view.querySelectorAll("a[href]")) {
      link.title = link.getAttribute("href");
      link.removeAttribute("href"); // a click opens the editor
    }
    this.source.before(this.view);
  }

  /* Make an editor of the text; ``at`` is where in the text was clicked, if at all. */
  open(at = null) {
    if (this.list.config) this.opening ??= this.makeEditor(at);
    return this.opening;
  }

  async makeEditor(at) {
    const top = this.view?.getBoundingClientRect().top;
    const editor = await this.load();
    if (!editor) return;
    this.view.remove();
    this.original = this.source.value;
    this.opened = editor.state.doc;
    this.editor = editor;
    editor.setOptions({
      editorProps: {
        attributes: {
          role: "textbox",
          "aria-multiline": "true",
          "aria-labelledby": this.source.getAttribute("aria-labelledby"),
        },
        scrollThreshold: { top: 60, right: 0, bottom: EDGE, left: 0 },
        scrollMargin: { top: 80, right: 0, bottom: EDGE + 20, left: 0 },
      },
    });
    if (!editor.isInitialized) await new Promise((resolve) => editor.on("create", resolve));
    this.list.translate(this.element.querySelector(".prose-menubar"));
    if (!at) return;
    const box = editor.view.dom.getBoundingClientRect();
    window.scrollBy({ top: box.top - top, behavior: "instant" });
    const point = { left: box.left + at.x, top: top + at.y };
    const place = editor.view.posAtCoords(point);
    editor.commands.focus(place?.pos ?? "start", { scrollIntoView: false });
  }

  /* An editor; where it cannot be had, the source is shown instead, for good. */
  async load() {
    try {
      const [{ createEditor }, { tidy, say }] = await Promise.all([
        import("django-prose-editor/configurable"),
        import("summaries/rich-text"),
      ]);
      say(this.list.messages);
      this.tidy = tidy;
      return await createEditor(this.source, this.list.config);
    } catch (error) {
      console.error(error);
      this.list.config = null;
      this.show();
      return null;
    }
  }

  /* Take another text, shown as it reads. */
  replace(html) {
    this.close();
    this.source.value = html;
    this.show();
  }

  close() {
    const html = this.body;
    this.destroy();
    this.source.value = html;
  }

  destroy() {
    // The last editor would take the page's style element along, and the next one add its own.
    if (this.editor) this.editor.css = null;
    this.editor?.destroy();
    this.editor = this.opening = this.read = null;
  }

  get isCollapsed() {
    return this.element.classList.contains("is-collapsed");
  }

  collapse(isCollapsed) {
    this.element.classList.toggle("is-collapsed", isCollapsed);
    this.find("[data-do=toggle]").setAttribute("aria-expanded", String(!isCollapsed));
  }

  count() {
    const text = this.text;
    this.words = countWords(text);
    this.name = this.title.value.trim() || text.slice(0, FIRST_WORDS).replaceAll("\n", " ");
    this.find(".summaries-part-words span").textContent = this.words.toLocaleString();
  }
}

class Parts {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.name = root.dataset.name;
    this.messages = JSON.parse(root.dataset.messages);
    this.config = root.dataset.editor ? JSON.parse(root.dataset.editor) : null;
    this.list = root.querySelector(".summaries-parts-list");
    this.contents = root.querySelector(".summaries-contents");
    this.status = root.querySelector("[role=status]");
    const { content } = root.querySelector("template.summaries-new-part");
    for (const place of [root, content]) {
      for (const one of place.querySelectorAll(".summaries-unscripted")) one.remove();
    }
    this.parts = new Map();
    for (const element of this.list.children) this.adopt(element);
    this.menu = this.fromTemplate("summaries-part-menu");
    root.classList.add("is-live");
    this.contents.open = window.matchMedia("(min-width: 1200px)").matches;
    this.listen();
    this.refresh();
    this.saved = this.state();
    if (this.config && this.parts.size <= OPEN_AT_ONCE) this.all.forEach((part) => part.open());
    this.reveal(location.hash);
  }

  say(key, values = {}) {
    return this.messages[key].replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  }

  announce(key, values) {
    this.status.textContent = this.say(key, values);
  }

  /* The editor's menu in the user's language. */
  translate(menu) {
    for (const one of menu.querySelectorAll("[title], .prose-menubar__option > *")) {
      const said = one.title || one.textContent;
      const translated = this.messages.menu[said.toLowerCase()] ?? said;
      if (!one.title) one.textContent = translated;
      else one.title = one.ariaLabel = translated;
    }
  }

  fromTemplate(name) {
    return this.root.querySelector(`template.${name}`).content.firstElementChild.cloneNode(true);
  }

  adopt(element) {
    const part = new Part(this, element);
    this.parts.set(element, part);
    return part;
  }

  /* All parts in their order, also those that were removed. */
  get all() {
    return [...this.list.children].map((element) => this.parts.get(element));
  }

  get present() {
    return this.all.filter((part) => !part.isRemoved);
  }

  number(part) {
    return this.present.indexOf(part) + 1;
  }

  of(target) {
    return this.parts.get(target.closest(".summaries-part"));
  }

  json() {
    return JSON.stringify(this.present);
  }

  /* What the form would send. */
  state() {
    const fields = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return JSON.stringify(fields) + this.json();
  }

  listen() {
    this.form.addEventListener("formdata", ({ formData }) => {
      const type = "application/json";
      formData.set(this.name, new File([this.json()], `${this.name}.json`, { type }));
      for (const field of ["title", "body", "anchor"]) formData.delete(`${this.name}-${field}`);
    });
    this.root.addEventListener("click", (event) => this.click(event));
    this.root.addEventListener("keydown", (event) => this.key(event), { capture: true });
    this.root.addEventListener("input", (event) => {
      const part = this.of(event.target);
      if (part) this.countLater(part);
    });
    this.root.addEventListener("pointerdown", (event) => {
      if (event.target.matches(".summaries-part-grip") && event.button === 0) this.drag(event);
    });
    window.addEventListener("hashchange", () => this.reveal(location.hash));
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".summaries-part-menu, [data-do=menu]")) this.closeMenu();
    });
    this.root.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.menu.parentElement?.contains(relatedTarget)) this.closeMenu();
    });
  }

  /* Numbers, words and contents; typing alone counts later, and its own part only. */
  refresh() {
    for (const part of this.all) part.count();
    this.showContents();
  }

  countLater(part) {
    clearTimeout(part.timer);
    part.timer = setTimeout(() => {
      part.count();
      this.showContents();
    }, PAUSE);
  }

  showContents() {
    const rows = this.contents.querySelector("ol");
    let total = 0;
    const lines = this.present.map((part, index) => {
      total += part.words;
      part.find(".summaries-part-number").textContent = this.say("part", { number: index + 1 });
      const line = part.line ?? document.createElement("li");
      part.line = line;
      if (!line.firstChild) line.append(...["a", "span"].map((tag) => document.createElement(tag)));
      const [link, words] = line.children;
      link.href = `#${part.element.id}`;
      link.textContent = part.name || this.say("untitled");
      words.textContent = part.words.toLocaleString();
      return line;
    });
    rows.replaceChildren(...lines);
    this.contents.querySelector(".summaries-total").textContent = total.toLocaleString();
  }

  changed() {
    this.refresh();
    this.root.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* Clicks and keys */

  click(event) {
    const { target } = event;
    const link = target.closest(".summaries-contents a");
    if (link) {
      event.preventDefault();
      this.jump(this.parts.get(document.getElementById(link.hash.slice(1))));
      return;
    }
    const button = target.closest("[data-do]");
    if (button) {
      if (button.getAttribute("aria-disabled") !== "true") this.act(button);
      return;
    }
    const view = target.closest(".summaries-part-text");
    if (view && window.getSelection().isCollapsed) {
      const box = view.getBoundingClientRect();
      this.of(view).open({ x: event.clientX - box.left, y: event.clientY - box.top });
    }
  }

  key(event) {
    const { target, key } = event;
    if (event.isComposing) return;
    if (key === "Escape" && this.menu.isConnected) {
      const button = this.of(this.menu).find("[data-do=menu]");
      this.closeMenu();
      button.focus();
      event.stopPropagation();
    } else if (key === "Enter" && event.shiftKey && (event.ctrlKey || event.metaKey)) {
      const part = this.of(target);
      if (!part?.editor?.view.dom.contains(target)) return;
      event.preventDefault();
      event.stopPropagation();
      this.split(part);
    } else if (key === "Enter" && target.name === `${this.name}-title`) {
      event.preventDefault(); // it would save the form
      this.enter(this.of(target));
    } else if ((key === "Enter" || key === " ") && target.matches(".summaries-part-text")) {
      event.preventDefault();
      this.enter(this.of(target));
    }
  }

  async enter(part) {
    part.collapse(false);
    await part.open();
    if (part.editor) part.editor.commands.focus("start");
    else part.source.focus();
  }

  /* Open the part of this address, such as that of a finding. */
  async reveal(hash) {
    const part = hash && this.parts.get(document.getElementById(hash.slice(1)));
    if (!part) return;
    part.collapse(false);
    await part.open();
    this.jump(part);
  }

  jump(part) {
    part.collapse(false);
    part.element.scrollIntoView({ block: "start" });
    part.title.focus({ preventScroll: true });
  }

  act(button) {
    const part = this.of(button);
    const does = button.dataset.do;
    if (does === "menu") return this.openMenu(part, button);
    if (does !== "up" && does !== "down") this.closeMenu();
    const deeds = {
      collapse: () => this.present.forEach((one) => one.collapse(true)),
      expand: () => this.present.forEach((one) => one.collapse(false)),
      toggle: () => part.collapse(!part.isCollapsed),
      add: () => this.add(part),
      up: () => this.step(part, -1, button),
      down: () => this.step(part, 1, button),
      split: () => this.split(part, button.dataset.heading),
      merge: () => this.merge(part),
      remove: () => this.remove(part),
      restore: () => this.restore(part),
    };
    return deeds[does]();
  }

  /* The menu of a part */

  openMenu(part, button) {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    this.closeMenu();
    if (isOpen) return;
    this.menu = this.fromTemplate("summaries-part-menu");
    this.fillMenu(part);
    button.setAttribute("aria-expanded", "true");
    button.after(this.menu);
    this.menu.querySelector("button:not([aria-disabled=true])").focus({ preventScroll: true });
    this.menu.scrollIntoView({ block: "nearest" });
  }

  closeMenu() {
    if (!this.menu.isConnected) return;
    this.menu.parentElement.querySelector("[data-do=menu]").setAttribute("aria-expanded", "false");
    this.menu.remove();
  }

  fillMenu(part) {
    const merge = this.menu.querySelector("[data-do=merge]");
    for (const [index, heading] of headings(fragment(part.body)).entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.do = "split";
      button.dataset.heading = index;
      button.textContent = this.say("splitAt", { title: heading.textContent.trim() });
      const item = document.createElement("li");
      item.append(button);
      merge.parentElement.before(item);
    }
    const link = this.menu.querySelector(".summaries-move a");
    if (link) {
      const isSaved = this.state() === this.saved && !("unsaved" in this.form.dataset);
      const anchor = encodeURIComponent(part.anchor.value);
      link.href = this.root.dataset.move.replace("ANCHOR", anchor);
      link.parentElement.hidden = !isSaved || !anchor;
      this.menu.querySelector(".summaries-move-later").hidden = isSaved && Boolean(anchor);
    }
    this.allow(part);
  }

  /* Which of the menu's entries can be used. */
  allow(part) {
    const [number, count] = [this.number(part), this.present.length];
    const allowed = { up: number > 1, down: number < count, split: part.editor, merge: number < count };
    for (const [does, isAllowed] of Object.entries(allowed)) {
      const button = this.menu.querySelector(`[data-do=${does}]:not([data-heading])`);
      button.setAttribute("aria-disabled", String(!isAllowed));
    }
  }

  /* What can be done with parts */

  create({ title = "", body = "" }, before) {
    const element = this.fromTemplate("summaries-new-part");
    this.created = (this.created ?? 0) + 1;
    for (const one of [element, ...element.querySelectorAll("[id], [for], [aria-labelledby]")]) {
      for (const name of ["id", "for", "aria-labelledby"]) {
        const value = one.getAttribute(name);
        if (value) one.setAttribute(name, value.replaceAll("NUMBER", `new${this.created}`));
      }
    }
    element.querySelector("input[name$='-title']").value = title;
    element.querySelector("textarea").value = body;
    this.list.insertBefore(element, before);
    return this.adopt(element);
  }

  async add(after) {
    const part = this.create({}, after ? after.element.nextElementSibling : null);
    this.changed();
    this.announce("added", { number: this.number(part) });
    part.open();
    part.title.focus();
  }

  async split(part, heading) {
    const half = heading === undefined ? await atCursor(part) : atHeading(part, Number(heading));
    part.replace(half.before);
    const made = this.create({ title: half.title, body: half.after }, part.element.nextSibling);
    this.changed();
    this.announce("split", { number: this.number(made) });
    made.open();
    made.title.focus();
  }

  merge(part) {
    const [next] = this.present.slice(this.number(part));
    const title = next.title.value.trim();
    const heading = document.createElement("h2");
    heading.textContent = title;
    const pieces = [part.body, title && heading.outerHTML, next.body];
    if (!part.text && !part.title.value) {
      part.title.value = title;
      pieces.splice(0, 2);
    }
    part.anchor.value ||= next.anchor.value;
    part.replace(pieces.filter(Boolean).join("\n"));
    next.destroy();
    next.element.remove();
    this.parts.delete(next.element);
    part.collapse(false);
    this.changed();
    this.announce("merged", { number: this.number(part) });
    part.find("[data-do=menu]").focus();
  }

  remove(part) {
    const line = this.fromTemplate("summaries-removed");
    const title = part.name || this.say("untitled");
    line.firstElementChild.textContent = this.say("removed", { title });
    part.element.classList.add("is-removed");
    part.element.append(line);
    this.changed();
    line.querySelector("button").focus();
    this.announce("removed", { title });
  }

  restore(part) {
    part.find(".summaries-part-removed").remove();
    part.element.classList.remove("is-removed");
    this.changed();
    part.title.focus();
    this.announce("restored", { title: part.name || this.say("untitled") });
  }

  step(part, by, button) {
    const others = this.present;
    const other = others[others.indexOf(part) + by];
    if (by < 0) other.element.before(part.element);
    else other.element.after(part.element);
    this.settle(part);
    this.allow(part);
    button.focus();
  }

  settle(part) {
    this.changed();
    part.element.scrollIntoView({ block: "nearest" });
    this.announce("moved", { number: this.number(part), count: this.present.length });
  }

  /* Dragging: the texts fold away, a line shows the place, and the part goes there at the end. */
  drag(event) {
    event.preventDefault();
    const grip = event.target;
    const part = this.of(grip);
    const others = this.present.filter((one) => one !== part);
    const stop = new AbortController();
    const top = part.element.getBoundingClientRect().top;
    let [y, place] = [event.clientY, part.element.nextElementSibling];
    this.closeMenu();
    grip.setPointerCapture(event.pointerId);
    this.root.classList.add("is-sorting");
    part.element.classList.add("is-dragged");
    window.scrollBy({ top: part.element.getBoundingClientRect().top - top, behavior: "instant" });

    const mark = () => {
      const next = others.find(({ element }) => {
        const box = element.getBoundingClientRect();
        return box.top + box.height / 2 > y;
      });
      this.unmark();
      place = next?.element ?? null;
      if (place) place.classList.add("is-next");
      else others.at(-1)?.element.classList.add("is-last");
    };
    const scroll = () => {
      if (stop.signal.aborted) return;
      const by = y < EDGE ? -12 : y > window.innerHeight - EDGE ? 12 : 0;
      if (by) {
        window.scrollBy({ top: by, behavior: "instant" });
        mark();
      }
      requestAnimationFrame(scroll);
    };
    const end = (isDone) => {
      stop.abort();
      this.unmark();
      this.root.classList.remove("is-sorting");
      part.element.classList.remove("is-dragged");
      if (isDone && place !== part.element.nextElementSibling) {
        this.list.insertBefore(part.element, place);
        this.settle(part);
      }
      part.element.scrollIntoView({ block: "nearest" });
    };
    const options = { signal: stop.signal };
    grip.addEventListener("pointermove", (moved) => ((y = moved.clientY), mark()), options);
    grip.addEventListener("pointerup", () => end(true), options);
    grip.addEventListener("pointercancel", () => end(false), options);
    const escape = (pressed) => pressed.key === "Escape" && end(false);
    document.addEventListener("keydown", escape, options);
    requestAnimationFrame(scroll);
  }

  unmark() {
    for (const one of this.list.children) one.classList.remove("is-next", "is-last");
  }
}

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/* The headings that stand in no list, quotation or table, and have words. */
function headings(content) {
  const all = [...content.children].filter((one) => one.matches("h2, h3, h4, h5, h6"));
  return all.filter((one) => one.textContent.trim());
}

function atHeading(part, index) {
  const content = fragment(part.body);
  const heading = headings(content)[index];
  const holder = document.createElement("template");
  while (heading.nextSibling) holder.content.append(heading.nextSibling);
  heading.remove();
  const before = document.createElement("template");
  before.content.append(content);
  const title = heading.textContent.replace(/\s+/g, " ").trim();
  return { before: before.innerHTML.trim(), after: holder.innerHTML.trim(), title };
}

async function atCursor(part) {
  const { halves } = await import("summaries/rich-text");
  return halves(part.editor);
}

for (const root of document.querySelectorAll(".summaries-parts")) new Parts(root);
