// Filters and sorts the table of a page; the state is in the address, so that it can be shared.
"use strict";
const table = document.getElementById("rows");
const tools = document.querySelector(".tools-of-table");
const body = table.tBodies[0];
const rows = [...body.rows];
const fields = [...tools.querySelectorAll("input, select")];
const count = tools.querySelector("[data-count]");
const plain = (text) => text.normalize("NFKC").toLowerCase();
const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));

function filter() {
  const words = plain(fields[0].value).split(/\s+/);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !words.every((word) => texts.get(row).includes(word))
      || fields.slice(1).some((one) => one.value && row.dataset[one.name] !== one.value);
    shown += !row.hidden;
    const point = document.querySelector(`[data-of="${row.id}"]`);
    if (point) point.style.display = row.hidden ? "none" : "";
  }
  count.textContent = count.dataset.count.replace("{shown}", shown).replace("{all}", rows.length);
  const state = new URLSearchParams(fields.filter((one) => one.value).map((one) => [one.name, one.value]));
  try { history.replaceState(null, "", `?${state}${location.hash}`.replace(/^\?(?=#|$)/, location.pathname)); }
  catch { /* a page of a file share may have no state in its address */ }
}

function sort(head) {
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = (row) => row.cells[head.cellIndex].dataset.sort ?? row.cells[head.cellIndex].textContent;
  rows.sort((a, b) => (down ? -1 : 1) * key(a).localeCompare(key(b), page.lang));
  body.append(...rows);
}

for (const head of table.querySelectorAll("[data-sortable]")) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => sort(head));
}
const given = new URLSearchParams(location.search);
for (const one of fields) {
  one.value = given.get(one.name) ?? "";
  one.addEventListener("input", filter);
}
tools.hidden = false;
filter();
