// Takes the text of a page away: copied with its form, printed, or its address.
//
// What is marked with data-text makes up the text, in order.

(() => {
  const status = document.getElementById("taken");

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-copy], [data-print], [data-link]");
    if (!control) return;
    if ("print" in control.dataset) print();
    else if ("copy" in control.dataset) copyText(control);
    else copyAddress(control, event);
  });

  // Blanks in a selection are copied as plain text, without the page's dress.
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (!selection.rangeCount || !event.clipboardData) return;
    const part = document.createElement("div");
    part.append(selection.getRangeAt(0).cloneContents());
    if (!part.querySelector(".blank-sign, .place")) return;
    undress(part);
    event.clipboardData.setData("text/plain", selection.toString());
    event.clipboardData.setData("text/html", part.innerHTML);
    event.preventDefault();
  });

  async function copyText(control) {
    const root = document.getElementById(control.dataset.copy) ?? document.getElementById("content");
    const texts = [...root.querySelectorAll("[data-text]")];
    const copy = document.createElement("div");
    copy.append(...texts.map((text) => text.cloneNode(true)));
    undress(copy);
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/html": new Blob([copy.innerHTML], { type: "text/html" }),
          "text/plain": new Blob([plain(copy)], { type: "text/plain" }),
        }),
      ]);
      tell(control, control.dataset.done);
    } catch {
      // Not over plain HTTP, or not allowed: the visitor copies what is selected.
      const range = document.createRange();
      range.setStartBefore(texts[0]);
      range.setEndAfter(texts.at(-1));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      tell(control, control.dataset.selected);
    }
  }

  // Without a clipboard the link is followed as any other.
  function copyAddress(control, event) {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigator.clipboard.writeText(control.href).then(
      () => tell(control, control.dataset.done),
      () => location.assign(control.href),
    );
  }

  // Leaves the elements of the text itself: no marks, classes or anchors.
  function undress(root) {
    const unseen = ".place:not(.is-filled) .place-value, .is-filled .place-blank";
    for (const element of root.querySelectorAll(unseen)) element.remove();
    for (const value of root.querySelectorAll(".place-value")) {
      const lines = value.textContent.split("\n");
      value.replaceChildren(...lines.flatMap((line, n) => (n ? [document.createElement("br"), line] : [line])));
    }
    for (const element of root.querySelectorAll("span, bdi, div")) {
      element.replaceWith(...element.childNodes);
    }
    const kept = ["href", "colspan", "rowspan", "start", "type", "lang", "dir"];
    for (const element of root.querySelectorAll("*")) {
      for (const { name } of [...element.attributes]) {
        if (!kept.includes(name)) element.removeAttribute(name);
      }
    }
  }

  // The text as it is read: a browser tells it only of what stands in a page.
  function plain(copy) {
    for (const item of copy.querySelectorAll("li")) {
      const list = item.parentElement;
      const number = [...list.children].indexOf(item) + (Number(list.getAttribute("start")) || 1);
      item.prepend(list.localName === "ol" ? `${number}. ` : "- ");
    }
    copy.className = "unseen-copy";
    copy.setAttribute("aria-hidden", "true");
    document.body.append(copy);
    const text = copy.innerText.trim();
    copy.remove();
    return `${text}\n`;
  }

  // The control's first word says for a moment what happened.
  function tell(control, message) {
    const label = control.firstChild;
    control.dataset.label ??= label.data;
    label.data = message;
    if (status) status.textContent = message;
    clearTimeout(control.timer);
    control.timer = setTimeout(() => {
      label.data = control.dataset.label;
      if (status) status.textContent = "";
    }, 3000);
  }
})();
