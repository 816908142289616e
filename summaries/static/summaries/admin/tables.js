// On a narrow screen a list is one column: each value says which column it is from.
for (const table of document.querySelectorAll("#result_list")) {
  const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent.trim());
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, place) => {
      if (cell.tagName === "TD" && heads[place]) cell.dataset.label ??= heads[place];
    });
  }
}
