// Reads numbers by the package itself, in Pyodide, which is loaded when it is first wanted.
"use strict";
const form = document.getElementById("try");
const state = document.getElementById("state");
const answer = document.getElementById("answer");
const say = document.getElementById("words").dataset;
const CODE = `
import json, sys
sys.path.insert(0, "/daqing_data.zip")
from daqing_data.scanning import rows
from daqing_data.wording import read_number

def read(text):
    """One number, else each number of a sentence; what is wrong, in words, where it is neither."""
    try:
        return json.dumps({"rows": [{"printed": text, **read_number(text).to_dict()}]})
    except ValueError as error:
        found = [row for row in rows(text) if row.get("lower") is not None]
        return json.dumps({"rows": found, "error": str(error)}, default=str)
read
`;
let reader;

async function load() {
  if (location.protocol === "file:") throw Error(say.file);
  state.textContent = say.loading;
  const home = new URL("live/", page.dataset.content_root ? new URL(page.dataset.content_root, location) : location);
  const there = await fetch(new URL("ready.json", home)).then((got) => got.json());
  if (!there.pyodide) throw Error(say.missing);
  const { loadPyodide } = await import(new URL("pyodide.mjs", home));
  const python = await loadPyodide({ indexURL: home.pathname });
  const archive = await fetch(new URL("daqing_data.zip", home)).then((got) => got.arrayBuffer());
  python.FS.writeFile("/daqing_data.zip", new Uint8Array(archive));
  return python.runPython(CODE);
}

function cell(row, text) {
  row.append(Object.assign(document.createElement("td"), { textContent: text }));
}

function show({ rows, error }) {
  answer.replaceChildren();
  if (error && !rows.length) answer.append(Object.assign(document.createElement("p"), { textContent: error }));
  if (!rows.length) return;
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const label of say.head.split(",")) {
    head.append(Object.assign(document.createElement("th"), { textContent: label, scope: "col" }));
  }
  const body = table.createTBody();
  const number = (x) => (typeof x !== "number" ? say.noend : x.toLocaleString(page.lang, { maximumSignificantDigits: 12 }));
  for (const one of rows) {
    const row = body.insertRow();
    cell(row, one.printed);
    row.cells[0].lang = "zh";
    for (const text of [number(one.value), one.unit ?? "", one.qualifier, number(one.lower), number(one.upper), one.closed]) cell(row, text);
  }
  const box = Object.assign(document.createElement("div"), { className: "wide", tabIndex: 0 });
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", document.querySelector("h1").firstChild.textContent);
  box.append(table);
  answer.append(box);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    reader ??= await load();
    state.textContent = say.reading;
    // JSON of Python writes Infinity and NaN, which that of browsers does not know.
    const text = reader(form.elements.text.value.trim()).replace(/-?Infinity|NaN/g, "null");
    show(JSON.parse(text));
    state.textContent = "";
  } catch (error) {
    state.textContent = error.message;
  }
});
