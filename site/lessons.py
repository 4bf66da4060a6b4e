"""Pages made from the executed notebooks: lessons, sheets to print, answers.

The notebooks stay as they are. A lesson's page shows each chart as a figure with its sentence as
alternative text and caption and its numbers folded, each table without the style of pandas, and
nothing that a notebook stores for the comparison only.
"""

import base64
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from words import Words

TWIN = "In words: "  # printed by text_twin before each chart
FENCE = "``````"
LINK = re.compile(r"\]\((?:\./)?(solutions/)?(\d\d_\w+)\.ipynb(#[^)]*)?\)")


class Unshowable(Exception):
    """A notebook holds something that a page cannot show; the message names where."""


def pages(notebook: Path, words: Words, pictures: Path, others: set[str]) -> dict[str, str]:
    """Make the pages of one notebook: name -> MyST text; its pictures go into a folder."""
    name = notebook.stem
    lesson = _Maker(nbformat.read(notebook, as_version=4), name, words, pictures)
    made = {f"lessons/{name}": _links(lesson.whole())}
    made[f"lessons/sheets/{name}"] = _links(lesson.sheet(), up="../")
    answered = notebook.parent / "solutions" / notebook.name
    if answered.exists() and name in others:
        answers = _Maker(nbformat.read(answered, as_version=4), f"{name}-answers", words, pictures)
        if text := answers.answers():
            made[f"lessons/answers/{name}"] = _links(text, up="../")
    return made


def title(text: str) -> str:
    """The heading of a page."""
    return text.partition("# ")[2].partition("\n")[0].strip()


def html(text: str) -> str:
    """A block of HTML within MyST."""
    return f"{FENCE}{{raw}} html\n{text}\n{FENCE}\n"


def wide(inside: str, label: str) -> str:
    """A box that is moved sideways on its own, by keyboard, too."""
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{escape(label)}">{inside}</div>'
    )


def table(source: str, label: str) -> str:
    """Write a table of pandas anew: no style of its own, headers with their scope."""
    start, end = source.find("<table"), source.rfind("</table>")
    if start < 0 or 'class="dataframe"' not in source:
        raise Unshowable(f"HTML that is no table of pandas: {source[:80]!r}")
    tree = ET.fromstring(source[start : end + len("</table>")].replace("&nbsp;", " "))
    head = [list(row) for row in tree.findall("thead/tr")]
    spans = any(cell.get("colspan") for row in head for cell in row)
    if len(head) == 2 and not spans:  # pandas names the index in a row of its own
        head = [[a if _text(a) else b for a, b in zip(*head, strict=True)]]
    lines = ["<table>", "<thead>"]
    lines += [_row(row, "col") for row in head]
    lines += ["</thead>", "<tbody>"]
    lines += [_row(list(row), "row") for row in tree.findall("tbody/tr")]
    lines += ["</tbody>", "</table>"]
    return wide("\n".join(lines), label)


def _row(cells: list[ET.Element], scope: str) -> str:
    out = []
    for cell in cells:
        text = escape(_text(cell))
        spans = "".join(f' {k}="{cell.get(k)}"' for k in ("colspan", "rowspan") if cell.get(k))
        # a header without a word is no header
        tag = f'th scope="{scope}"' if cell.tag == "th" and text else "td"
        out.append(f"<{tag}{spans}>{text}</{tag[:2]}>")
    return "<tr>" + "".join(out) + "</tr>"


def _text(cell: ET.Element) -> str:
    return " ".join("".join(cell.itertext()).split())


def is_exercise(cell: Any) -> bool:
    """Whether a cell hands an answer in."""
    return (
        cell.cell_type == "code" and re.search(r"^check\(", cell.source, re.MULTILINE) is not None
    )


def _links(text: str, up: str = "") -> str:
    """Let links between notebooks lead to pages."""

    def page(match: re.Match[str]) -> str:
        folder = "answers/" if match[1] else ""
        return f"]({up}{folder}{match[2]}.md{match[3] or ''})"

    return LINK.sub(page, text)


class _Maker:
    """Writes the cells of one notebook."""

    def __init__(self, notebook: Any, name: str, words: Words, pictures: Path) -> None:
        self.cells, self.name, self.words, self.pictures = notebook.cells, name, words, pictures
        self.charts = 0

    def whole(self) -> str:
        """The page of a lesson."""
        return "\n".join(part for cell in self.cells for part in self.cell(cell))

    def sheet(self) -> str:
        """The page to print: no code but that of exercises, room for one's own words."""
        self.charts = 0
        head, *rest = self.cells
        question = title(head.source)
        parts = ["---\nnosearch: true\n---\n", f"# {self.words['sheet.title'].format(question)}\n"]
        button = (
            f'<p><button type="button" data-print hidden>{self.words["sheet.print"]}</button></p>'
        )
        parts += [html(button), self.words["sheet.note"] + "\n"]
        parts.append(head.source.partition("\n")[2] + "\n")
        for cell in rest:
            if cell.cell_type == "markdown":
                parts.append(cell.source + "\n")
                if cell.source.lstrip().startswith("**Predict"):
                    parts.append(html('<div class="blank"></div>'))
            elif is_exercise(cell):
                parts += [self.code(cell), html('<div class="blank"></div>')]
            else:
                parts += self.outputs(cell)
        return (
            "\n".join(parts)
            .replace('src="charts/', 'src="../charts/')
            .replace('href="charts/', 'href="../charts/')
        )

    def answers(self) -> str:
        """The page of answers: the exercises of the solved notebook with their outputs."""
        exercises = [i for i, cell in enumerate(self.cells) if is_exercise(cell)]
        if not exercises:
            return ""
        question = title(self.cells[0].source)
        parts = [
            "---\nnosearch: true\n---\n",
            f"# {self.words['solution.title'].format(question)}\n",
        ]
        parts.append(self.words["solution.note"] + "\n")
        for i in exercises:
            task = self.cells[i - 1]  # the prose right before the cell, from its last heading on
            if task.cell_type == "markdown":
                asked = re.split(r"^(?=#+ )", task.source, flags=re.MULTILINE)[-1]
                parts.append(re.sub(r"^#+ ", "## ", asked) + "\n")
            parts += self.cell(self.cells[i])
        text = "\n".join(parts)
        return text.replace('src="charts/', 'src="../charts/').replace(
            'href="charts/', 'href="../charts/'
        )

    def cell(self, cell: Any) -> Iterator[str]:
        """The parts of one cell."""
        if cell.cell_type == "markdown":
            yield cell.source + "\n"
        elif cell.cell_type == "code":
            drawn = any("image/png" in out.get("data", {}) for out in cell.outputs)
            if drawn or cell.metadata.get("jupyter", {}).get("source_hidden"):
                yield html(f"<details><summary>{self.words['lesson.code']}</summary>")
                yield self.code(cell)
                yield html("</details>")
            else:
                yield self.code(cell)
            yield from self.outputs(cell)
        else:
            raise Unshowable(f"{self.name}: a cell of the kind {cell.cell_type!r}")

    def code(self, cell: Any) -> str:
        """The code of a cell."""
        return f"{FENCE}{{code-block}} python\n{cell.source}\n{FENCE}\n"

    def outputs(self, cell: Any) -> Iterator[str]:
        """The outputs of a cell: charts with their words, tables, text."""
        said = "".join(out.text for out in cell.outputs if out.output_type == "stream")
        charts = [out for out in cell.outputs if "image/png" in out.get("data", {})]
        before, twins = self.twins(said, len(charts))
        if before.strip():
            yield self.printed(before)
        for out in cell.outputs:
            if out.output_type == "stream":
                continue
            if out.output_type == "error":
                yield self.printed("\n".join(out.traceback))
            elif out in charts:
                yield self.chart(out, twins.pop(0))
            elif "text/html" in out.data:
                shown = table(out.data["text/html"], self.words["lesson.table"])
                yield html(f'<div class="output">{shown}</div>')
            elif "text/plain" in out.data:
                yield self.printed(out.data["text/plain"])
            else:
                raise Unshowable(f"{self.name}: an output of the kinds {sorted(out.data)}")

    def twins(self, said: str, charts: int) -> tuple[str, list[str]]:
        """Split what a cell printed: what comes before the charts in words, and one text each."""
        first, *texts = re.split(rf"^{re.escape(TWIN)}", said, flags=re.MULTILINE)
        if len(texts) != charts:
            raise Unshowable(f"{self.name}: {charts} charts in a cell, {len(texts)} in words")
        return first, texts

    def printed(self, text: str) -> str:
        """Plain text as it was printed; lines in columns are moved sideways, others wrap."""
        columns = re.search(r"\S {2,}\S", text)
        box = '<pre tabindex="0">' if columns else '<pre class="flows">'
        return html(f'<div class="output">{box}{escape(text.rstrip())}</pre></div>')

    def chart(self, out: Any, twin: str) -> str:
        """A chart as a figure: its sentence is alternative text and caption, its numbers folded."""
        size = out.metadata["image/png"]
        alt = size["alt"]
        lines, sentence = twin.splitlines(), ""
        while lines and sentence != alt:
            sentence = f"{sentence} {lines.pop(0).strip()}".strip()
        if sentence != alt:
            raise Unshowable(f"{self.name}: the picture says {alt!r}, the words {twin!r}")
        self.charts += 1
        file = f"{self.name}-{self.charts}.png"
        (self.pictures / file).write_bytes(base64.b64decode(out.data["image/png"]))
        width, height = size["width"], size["height"]
        image = (
            f'<img src="charts/{file}" alt="{escape(alt)}" width="{width}" height="{height}"'
            f' style="--w:{width}px" loading="lazy">'
        )
        words, numbers = self.words, "\n".join(lines).strip("\n")
        return html(
            f'<figure class="chart">{wide(image, words["lesson.full"])}'
            f"<figcaption>{escape(alt)} "
            f'<a class="tools" href="charts/{file}">{words["lesson.full"]}</a>'
            f"</figcaption><details><summary>{words['lesson.numbers']}</summary>"
            f'<pre tabindex="0">{escape(numbers)}</pre></details></figure>'
        )
