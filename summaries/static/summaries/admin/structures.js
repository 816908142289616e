// Definition lists and captions of tables, which the editor would lose otherwise.

import { crel, gettext, Node, Table, updateAttrsDialog } from "django-prose-editor/editor";

const MARKS = ["STRONG", "B", "EM", "I", "U", "S", "SUB", "SUP", "CODE", "BR"];

const { words = {} } = JSON.parse(
  document.getElementById("summaries-rich-text")?.dataset.options || "{}",
);

const listed = (name, tag, content, more = {}) =>
  Node.create({
    name,
    content,
    defining: true,
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
    ...more,
  });

export const DefinitionList = listed(
  "definitionList",
  "dl",
  "(definitionTerm | definition)+",
  { group: "block" },
);
export const DefinitionTerm = listed("definitionTerm", "dt", "inline*");
export const Definition = listed("definition", "dd", "block+", {
  addKeyboardShortcuts() {
    return {
      // Enter in an empty definition ends the list.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        const isEmpty = !$from.parent.content.size && $from.node(-1)?.type.name === this.name;
        return isEmpty ? editor.commands.liftEmptyBlock() : false;
      },
    };
  },
});

// The caption's words with the marks that a text may have, and nothing else.
function written(nodes) {
  return [...nodes].flatMap((node) => {
    if (node.nodeType === 3) return [document.createTextNode(node.data)];
    if (node.nodeType !== 1) return [];
    const inside = written(node.childNodes);
    return MARKS.includes(node.nodeName) ? [crel(node.nodeName, null, inside)] : inside;
  });
}

function captionOf(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return crel("caption", null, written(body.childNodes));
}

export const CaptionedTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        rendered: false,
        parseHTML: (table) => table.querySelector(":scope > caption")?.innerHTML || "",
      },
    };
  },

  renderHTML({ HTMLAttributes, node }) {
    const { caption } = node.attrs;
    return ["table", HTMLAttributes, ...(caption ? [captionOf(caption)] : []), ["tbody", 0]];
  },

  addNodeView() {
    const make = this.parent();
    return (options) => {
      const view = make(options);
      const update = view.update.bind(view);
      const show = ({ attrs }) => {
        view.table.querySelector(":scope > caption")?.remove();
        if (!attrs.caption) return;
        const caption = captionOf(attrs.caption);
        caption.contentEditable = "false";
        view.table.prepend(caption);
      };
      show(options.node);
      view.update = (node) => {
        if (!update(node)) return false;
        show(node);
        return true;
      };
      const ignores = view.ignoreMutation?.bind(view);
      view.ignoreMutation = (mutation) =>
        mutation.target.closest?.("caption") != null || !!ignores?.(mutation);
      return view;
    };
  },

  addMenuItems(storage) {
    this.parent?.(storage);
    const { buttons, menu } = storage;
    const ask = updateAttrsDialog(
      { caption: { type: "string", title: words.table_caption } },
      { title: words.table_caption, submitText: gettext("Update") },
    );
    menu.defineItem({
      name: "table:caption",
      groups: "table",
      button: buttons.material("subtitles", words.table_caption),
      hidden: (editor) => !editor.isActive("table"),
      command: async (editor) => {
        const now = editor.getAttributes("table").caption || "";
        const text = captionOf(now).textContent;
        const said = await ask(editor, { caption: text });
        if (!said || said.caption === text) return;
        const caption = crel("i", { textContent: said.caption.trim() }).innerHTML;
        editor.chain().focus().updateAttributes("table", { caption }).run();
      },
    });
  },
});
