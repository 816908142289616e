/* What django-prose-editor lacks, so that nothing an article may hold is lost in it:
   definition lists, table captions, sections of tables, languages and directions. */

import {
  Code as BaseCode,
  CodeBlock as BaseCodeBlock,
  Extension,
  Link as BaseLink,
  ListItem as BaseListItem,
  Node,
  Table as BaseTable,
  getHTMLFromFragment,
  updateAttrsDialog,
} from "django-prose-editor/editor";

let messages = {};

export function say(translated) {
  messages = translated;
}

/* Definition lists */

export const DefinitionList = Node.create({
  name: "definitionList",
  group: "block",
  content: "(definitionTerm | definitionDescription)+",
  parseHTML: () => [{ tag: "dl" }],
  renderHTML: ({ HTMLAttributes }) => ["dl", HTMLAttributes, 0],
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: this.name,
      groups: "lists",
      button: buttons.material("list_alt", messages.definitions),
      enabled: (editor) => !editor.isActive("definitionList"),
      active: (editor) => editor.isActive("definitionList"),
      command(editor) {
        const pair = [
          { type: "definitionTerm" },
          { type: "definitionDescription", content: [{ type: "paragraph" }] },
        ];
        editor.chain().focus().insertContent({ type: "definitionList", content: pair }).run();
      },
    });
  },
});

export const DefinitionTerm = Node.create({
  name: "definitionTerm",
  content: "inline*",
  defining: true,
  parseHTML: () => [{ tag: "dt" }],
  renderHTML: ({ HTMLAttributes }) => ["dt", HTMLAttributes, 0],
  addKeyboardShortcuts() {
    return {
      // After a term comes what it means.
      Enter: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        if (!empty || $from.parent.type !== this.type) return false;
        if ($from.parentOffset < $from.parent.content.size) return false;
        const description = { type: "definitionDescription", content: [{ type: "paragraph" }] };
        const place = $from.after();
        return editor.chain().insertContentAt(place, description).focus(place + 2).run();
      },
    };
  },
});

export const DefinitionDescription = Node.create({
  name: "definitionDescription",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "dd" }],
  renderHTML: ({ HTMLAttributes }) => ["dd", HTMLAttributes, 0],
});

/* Tables */

const TABLE_SECTIONS = { THEAD: "thead", TFOOT: "tfoot" };
const IN_A_CAPTION = "strong, em, b, i, u, s, sub, sup, code, br, a";
const ADDRESS = /^(?:https?:|mailto:|tel:|[/#?])/i;

/* What a caption may hold, as HTML; what was pasted may hold anything. */
function captionHTML(element) {
  const template = document.createElement("template");
  template.innerHTML = element.innerHTML;
  for (const one of template.content.querySelectorAll("*")) {
    if (!one.matches(IN_A_CAPTION)) one.replaceWith(...one.childNodes);
    for (const { name, value } of [...one.attributes]) {
      const isKept = name === "lang" || name === "dir" || (name === "href" && ADDRESS.test(value));
      if (!isKept) one.removeAttribute(name);
    }
  }
  return template.innerHTML.trim();
}

function captionElement(html) {
  const caption = document.createElement("caption");
  caption.innerHTML = html;
  return caption;
}

export const Table = BaseTable.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (table) => (table.caption ? captionHTML(table.caption) : ""),
        rendered: false,
      },
    };
  },

  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],

  renderHTML({ node, HTMLAttributes }) {
    const caption = node.attrs.caption ? [captionElement(node.attrs.caption)] : [];
    return ["table", HTMLAttributes, ...caption, ["tbody", 0]];
  },

  addNodeView() {
    const make = this.parent();
    return (properties) => {
      const view = make(properties);
      const caption = captionElement("");
      caption.contentEditable = "false";
      const update = view.update.bind(view);
      const show = (node) => {
        caption.innerHTML = node.attrs.caption;
        if (node.attrs.caption) view.table.prepend(caption);
        else caption.remove();
      };
      view.update = (node) => {
        if (!update(node)) return false;
        show(node);
        return true;
      };
      show(properties.node);
      return view;
    };
  },

  addMenuItems(storage) {
    this.parent?.(storage);
    storage.menu.defineItem({
      name: "table:caption",
      groups: "table",
      button: storage.buttons.material("subtitles", messages.caption),
      hidden: (editor) => !editor.isActive("table"),
      async command(editor) {
        const holder = document.createElement("div");
        holder.innerHTML = editor.getAttributes("table").caption;
        const ask = updateAttrsDialog(
          { caption: { title: messages.caption } },
          { title: messages.caption, submitText: messages.apply },
        );
        const answer = await ask(editor, { caption: holder.textContent });
        if (!answer || answer.caption === holder.textContent) return;
        holder.textContent = answer.caption.trim();
        editor.chain().focus().updateAttributes("table", { caption: holder.innerHTML }).run();
      },
    });
  },
});

/* Text */

export const Code = BaseCode.extend({ excludes: "" });

/* Typed text as well as code: without a <code> in it, it stays without one. */
export const CodeBlock = BaseCodeBlock.extend({
  addAttributes: () => ({
    isCode: { default: true, parseHTML: (pre) => Boolean(pre.querySelector("code")), rendered: false },
  }),
  renderHTML({ node, HTMLAttributes }) {
    return ["pre", HTMLAttributes, node.attrs.isCode ? ["code", 0] : 0];
  },
});

export const Link = BaseLink.extend({ excludes: "" });

export const ListItem = BaseListItem.extend({ content: "block+" });

const WITH_LANGUAGE = [
  ...["paragraph", "heading", "bulletList", "orderedList", "listItem", "blockquote", "codeBlock"],
  ...["definitionList", "definitionTerm", "definitionDescription"],
  ...["table", "tableRow", "tableHeader", "tableCell"],
  ...["bold", "italic", "underline", "strike", "subscript", "superscript", "code", "link"],
];

function kept(name) {
  return { default: null, keepOnSplit: false, parseHTML: (one) => one.getAttribute(name) };
}

export const KeptAttributes = Extension.create({
  name: "keptAttributes",
  addGlobalAttributes: () => [
    { types: WITH_LANGUAGE, attributes: { lang: kept("lang"), dir: kept("dir") } },
    { types: ["tableHeader"], attributes: { scope: kept("scope") } },
    {
      types: ["tableRow"],
      attributes: {
        section: {
          default: null,
          parseHTML: (row) => row.dataset.section ?? TABLE_SECTIONS[row.parentElement?.tagName],
          renderHTML: ({ section }) => (section ? { "data-section": section } : {}),
        },
      },
    },
  ],
});

/* What the editor writes, as an article says it: one block a line, no wrappings. */
export function tidy(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const all = (selector) => template.content.querySelectorAll(selector);
  for (const block of all("li > p:only-of-type, dd > p:only-child, :is(td, th) > p:only-child")) {
    const isFirst = block === block.parentElement.firstElementChild;
    if (isFirst && !block.attributes.length) block.replaceWith(...block.childNodes);
  }
  for (const cell of all("td, th")) {
    if (cell.getAttribute("colspan") === "1") cell.removeAttribute("colspan");
    if (cell.getAttribute("rowspan") === "1") cell.removeAttribute("rowspan");
  }
  for (const list of all("ol")) {
    list.removeAttribute("data-type");
    if (list.getAttribute("type") === "1") list.removeAttribute("type");
  }
  for (const row of all("tr[data-section]")) intoSection(row);
  for (const body of all("tbody")) if (!body.rows.length) body.remove();
  return [...template.content.children].map((block) => block.outerHTML).join("\n");
}

function intoSection(row) {
  const table = row.closest("table");
  const body = table.tBodies[0];
  const name = row.dataset.section;
  row.removeAttribute("data-section");
  let section = name === "thead" ? table.tHead : table.tFoot;
  if (!section) {
    section = document.createElement(name);
    if (name === "thead") body.before(section);
    else table.append(section);
  }
  section.append(row);
}

/* The text before and after the cursor, and the title that a heading at the cursor gives. */
export function halves(editor) {
  const { doc, selection } = editor.state;
  const { $from } = selection;
  const block = $from.depth ? $from.node(1) : null;
  let [end, start, title] = [$from.pos, $from.pos, ""];
  if (block?.type.name === "heading") {
    [end, start, title] = [$from.before(1), $from.after(1), block.textContent];
  } else if (block?.type.name === "table") {
    end = start = $from.before(1);
  }
  const html = (part) => tidy(getHTMLFromFragment(part.content, editor.schema));
  const [before, after] = [doc.cut(0, end), doc.cut(start)];
  return { before: trimmed(html(before)), after: trimmed(html(after)), title: title.trim() };
}

/* The HTML without the empty blocks that a cut leaves at its ends. */
function trimmed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const edge of ["firstElementChild", "lastElementChild"]) {
    let block = template.content[edge];
    while (block) {
      const parent = block.parentNode;
      if (!isEmpty(block)) block = block.matches("ul, ol, li, dl, dd, blockquote") && block[edge];
      else {
        block.remove();
        block = parent[edge];
      }
    }
  }
  return template.innerHTML.trim();
}

function isEmpty(block) {
  return !block.textContent.trim() && !block.querySelector("img, hr, table") && !block.matches("hr, table");
}
