// Images and pasted text in the rich-text editor. Both go through the server, which
// makes the sizes of an image and cleans HTML of any origin.

import { crel, Extension, Node, Plugin } from "django-prose-editor/editor";

const SCHEME = "image:";
const LONGEST_WAIT = 10_000; // milliseconds for the cleaning of a paste

const { images = {}, paste = "", words = {} } = JSON.parse(
  document.getElementById("summaries-rich-text")?.dataset.options || "{}",
);

const say = (text, values) =>
  text.replace(/%\((\w+)\)s/g, (_, name) => values[name]).replaceAll("%%", "%");

// One line below the editor says what is going on, or went wrong.
function tell(editor, text, kind = "") {
  const box = editor.view.dom.parentElement;
  let line = box.querySelector(":scope > .summaries-editor-line");
  if (!line) {
    line = crel("p", { className: "summaries-editor-line", role: "status" });
    box.append(line);
  }
  line.dataset.kind = kind;
  line.textContent = text;
}

function body(fields) {
  const data = new FormData();
  data.append(
    "csrfmiddlewaretoken",
    document.querySelector("[name=csrfmiddlewaretoken]").value,
  );
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

// Images

const addressOf = (name, key) => images[name]?.replace("KEY", key);

// The answer of the server; an error of its own has a ``reason``.
function send(file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", images.upload);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      onProgress(Math.floor((100 * loaded) / total));
    });
    request.addEventListener("loadend", () => {
      if (request.status === 200 && request.response) resolve(request.response);
      else reject({ reason: request.response?.error });
    });
    request.send(body({ file }));
  });
}

async function upload(editor, files) {
  for (const file of files) {
    const { name } = file;
    let image;
    try {
      image = await send(file, (percent) =>
        tell(editor, say(words.uploading, { name, percent })),
      );
    } catch ({ reason }) {
      const text = reason ? words.refused : words.failed;
      tell(editor, say(text, { name, reason }), "error");
      return;
    }
    tell(editor, "");
    const said = await describe(image, { isNew: true });
    if (!said || editor.isDestroyed) continue;
    fetch(addressOf("describe", image.key), { method: "POST", body: body(said) });
    editor
      .chain()
      .focus()
      .insertContent({
        type: "libraryFigure",
        attrs: { key: image.key, alt: said.alt },
        content: said.caption ? [{ type: "text", text: said.caption }] : [],
      })
      .run();
  }
}

let dialogs = 0;

function row(label, input, help = "") {
  input.id = `summaries-image-${++dialogs}`;
  const parts = [crel("label", { htmlFor: input.id, textContent: label }), input];
  if (help) parts[0].append(crel("span", { className: "prose-editor-help", textContent: help }));
  if (input.type === "checkbox") parts.reverse();
  return crel("div", { className: "prose-editor-dialog-field" }, parts);
}

// Ask what the image shows, or whether it is a decoration; null if it was cancelled.
function describe(image, { isNew }) {
  const text = (value) => crel("input", { type: "text", value, size: 50 });
  const alt = text(image.alt);
  const decoration = crel("input", { type: "checkbox", checked: image.is_decoration });
  const caption = text("");
  const credit = text(image.credit || "");
  const agree = () => {
    alt.required = !decoration.checked;
    alt.disabled = decoration.checked;
  };
  decoration.addEventListener("change", agree);
  agree();
  const cancel = crel("button", { type: "button", textContent: words.cancel });
  const form = crel("form", { method: "dialog" }, [
    crel("img", { className: "summaries-image", src: addressOf("file", image.key), alt: "" }),
    row(words.alt, alt, words.alt_help),
    row(words.decoration, decoration),
    ...(isNew ? [row(words.caption, caption), row(words.credit, credit)] : []),
    crel("div", { className: "prose-editor-dialog-buttons" }, [
      crel("button", { type: "submit", textContent: isNew ? words.insert : words.keep }),
      cancel,
    ]),
  ]);
  const dialog = crel(
    "dialog",
    { className: "prose-editor-dialog summaries-image-dialog", "aria-label": isNew ? words.add : words.change },
    [form],
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    let said = null;
    cancel.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", () => {
      said = {
        alt: decoration.checked ? "" : alt.value.trim(),
        is_decoration: decoration.checked ? "1" : "",
        caption: caption.value.trim(),
        credit: credit.value.trim(),
      };
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(said);
    });
    dialog.showModal();
    alt.focus();
  });
}

function choose(editor) {
  const input = crel("input", { type: "file", accept: "image/*", multiple: true });
  input.addEventListener("change", () => upload(editor, input.files));
  input.click();
}

// An image with its caption, which is typed in place.
export const LibraryFigure = Node.create({
  name: "libraryFigure",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,

  addAttributes() {
    return { key: { rendered: false }, alt: { default: "", rendered: false } };
  },

  parseHTML() {
    return [
      {
        tag: "figure",
        priority: 60,
        contentElement: (dom) =>
          dom.querySelector("figcaption") || document.createElement("figcaption"),
        getAttrs: (dom) => {
          const image = dom.querySelector(`img[src^="${SCHEME}"]`);
          if (!image) return false;
          return {
            key: image.getAttribute("src").slice(SCHEME.length),
            alt: image.getAttribute("alt") || "",
          };
        },
      },
    ];
  },

  renderHTML({ node }) {
    const { key, alt } = node.attrs;
    return ["figure", ["img", { src: SCHEME + key, alt }], ["figcaption", 0]];
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      const image = crel("img", { className: "summaries-image", contentEditable: "false" });
      const button = crel("button", { type: "button", contentEditable: "false" });
      const caption = crel("figcaption");
      const dom = crel("figure", { className: "summaries-figure" }, [image, button, caption]);
      caption.dataset.placeholder = words.caption;
      const show = ({ attrs, childCount }) => {
        const address = addressOf("file", attrs.key);
        if (address && image.getAttribute("src") !== address) image.src = address;
        image.alt = attrs.alt;
        button.textContent = `${words.alt}: ${attrs.alt || "–"}`;
        button.title = words.change;
        caption.classList.toggle("is-empty", !childCount);
      };
      button.addEventListener("click", async () => {
        const { key, alt } = editor.state.doc.nodeAt(getPos()).attrs;
        const said = await describe({ key, alt, is_decoration: !alt }, { isNew: false });
        if (!said || editor.isDestroyed) return;
        editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "alt", said.alt));
      });
      show(node);
      return {
        dom,
        contentDOM: caption,
        stopEvent: (event) => button.contains(event.target),
        ignoreMutation: (mutation) => !caption.contains(mutation.target),
        update(updated) {
          if (updated.type !== node.type) return false;
          show(updated);
          return true;
        },
      };
    };
  },

  addKeyboardShortcuts() {
    return {
      // A caption is one paragraph; Enter goes on below the figure.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type.name !== this.name) return false;
        return editor
          .chain()
          .insertContentAt($from.after(), { type: "paragraph" })
          .focus($from.after() + 1)
          .run();
      },
    };
  },

  addMenuItems({ buttons, menu }) {
    if (!images.upload) return;
    menu.defineItem({
      name: this.name,
      groups: "nodes",
      priority: 50,
      button: buttons.material("image", words.add),
      command: choose,
      active: (editor) => editor.isActive(this.name),
    });
  },
});

// Pasted and dropped

const pictures = (files) => [...files].filter((file) => file.type.startsWith("image/"));

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

// Without styles, whose attributes a strict policy reports, and without scripts.
function bare(html) {
  const page = parsed(html);
  for (const one of page.querySelectorAll("style, script, link, meta, title")) one.remove();
  for (const one of page.querySelectorAll("[style]")) one.removeAttribute("style");
  return page.body.innerHTML;
}

async function insert(editor, html) {
  let answer;
  try {
    const response = await fetch(paste, {
      method: "POST",
      body: body({ html: new Blob([html]) }),
      signal: AbortSignal.timeout(LONGEST_WAIT),
    });
    if (!response.ok) throw new Error(response.statusText);
    answer = await response.json();
  } catch {
    answer = { html: bare(html), dropped: words.kept_plain };
  }
  if (editor.isDestroyed) return;
  editor.view.pasteHTML(answer.html);
  tell(editor, answer.dropped);
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",

  addProseMirrorPlugins() {
    const { editor } = this;
    const onPaste = (view, event) => {
      const { clipboardData } = event;
      if (!editor.isEditable || view.state.selection.$from.parent.type.spec.code) return false;
      const html = clipboardData.getData("text/html");
      const files = images.upload ? pictures(clipboardData.files) : [];
      // Word also sends a picture of the words; they are what is wanted.
      if (files.length && !parsed(html).body.textContent.trim()) {
        event.preventDefault();
        upload(editor, files);
        return true;
      }
      // What this editor has copied needs no cleaning.
      if (!paste || !html || html.includes("data-pm-slice")) return false;
      event.preventDefault();
      insert(editor, html);
      return true;
    };
    const onDrop = (view, event) => {
      const files = images.upload ? pictures(event.dataTransfer?.files || []) : [];
      if (!files.length || !editor.isEditable) return false;
      event.preventDefault();
      const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (place) editor.commands.setTextSelection(place.pos);
      upload(editor, files);
      return true;
    };
    return [
      new Plugin({ props: { handleDOMEvents: { paste: onPaste, drop: onDrop } } }),
    ];
  },
});
