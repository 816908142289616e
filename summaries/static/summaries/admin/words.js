/* Words of a text, counted as the server counts them (summaries.text). */

const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{2fa1f}";
const WORD = new RegExp(
  `(?:(?![${CJK}])[\\p{L}\\p{N}])+(?:['’\\-](?:(?![${CJK}])[\\p{L}\\p{N}])+)*|[${CJK}]`,
  "gu",
);
const ASCII_WORD = /[A-Za-z0-9]+(?:['-][A-Za-z0-9]+)*/g;
const NOT_ASCII = /[^\0-\x7f]/;
const BLOCK = /<(?=br\b|\/?(?:p|h[1-6]|ul|ol|li|tr|table|blockquote|pre|d[ltd]|caption|hr)\b)/gi;
const CELL_END = /<\/t[dh]>/gi;
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": " " };

/* Words in the plain text; each CJK character counts as one. */
export function countWords(text) {
  let count = 0;
  const words = NOT_ASCII.test(text) ? WORD : ASCII_WORD;
  words.lastIndex = 0;
  while (words.exec(text)) count += 1;
  return count;
}

/* The words of sanitised HTML as plain text, one block a line. */
export function plainText(html) {
  return html
    .replace(CELL_END, " ")
    .replace(BLOCK, "\n<")
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:amp|lt|gt|quot|nbsp);/g, (entity) => ENTITIES[entity])
    .trim();
}
