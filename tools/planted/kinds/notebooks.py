"""Errors in the lessons: in prose, code, charts, and in what was stored of a run.

An error is planted in the lesson with solutions and, where its pupil's copy has the same cell, in
that copy as well: the copy is derived, so it would have the error too.

Code is not run again here. Where an error changes code, the chart's stored text changes with it, as
after a run; the tests of the lessons must see that it is wrong without running anything.
"""

from __future__ import annotations

import base64
import copy
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from planted.kinds.base import Error, Files, Kind, Project, next_digit, shortened

Cell = dict[str, Any]
Notebook = dict[str, Any]
Edit = Callable[[Cell], None]  #: changes a cell in place
DRAWN = "application/vnd.drawn+json"


def source_of(cell: Cell) -> str:
    """The text of a cell."""
    return "".join(cell["source"])


def lines_of(text: str) -> list[str]:
    """A text as notebooks store it."""
    return text.splitlines(keepends=True)


def stored(notebook: Notebook) -> bytes:
    """A notebook as it is stored."""
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()


def cells(project: Project, kind: str) -> Iterator[tuple[str, int, Cell]]:
    """The cells of a kind in all lessons with solutions: path, number from 1, cell."""
    for path, notebook in project.notebooks.items():
        for number, cell in enumerate(notebook["cells"], 1):
            if cell["cell_type"] == kind:
                yield path, number, cell


def in_cell(project: Project, path: str, number: int, said: str, edit: Edit) -> Error:
    """The error of an edit of one cell, in the lesson and in its pupil's copy."""

    def files() -> Files:
        original = project.notebooks[path]["cells"][number - 1]
        made: Files = {}
        for name in (path, path.replace("solutions/", "")):
            notebook = json.loads(project.text(name))
            for cell in notebook["cells"]:
                same = cell.get("id") == original.get("id") if "id" in original else False
                if same or source_of(cell) == source_of(original):
                    edit(cell)
            made[name] = stored(notebook)
        return {name: content for name, content in made.items() if content is not None}

    return Error(f"{path}, cell {number}: {said}", files)


def rewritten(right: str, wrong: str) -> Edit:
    """The edit of a text that stands once, in the source."""

    def edit(cell: Cell) -> None:
        cell["source"] = lines_of(source_of(cell).replace(right, wrong, 1))

    return edit


def in_source(
    project: Project, kind: str, find: Callable[[str], Iterable[tuple[int, str, str]]]
) -> Iterator[Error]:
    """Errors in the text of cells: where each is, what stands there, what is wrong."""
    for path, number, cell in cells(project, kind):
        text = source_of(cell)
        for at, right, wrong in find(text):
            start, end = max(at - 25, 0), at + len(right) + 25
            before = text[start:end]
            after = text[start:at] + wrong + text[at + len(right) : end]
            if before != after:
                said = f"{shortened(right)} -> {shortened(wrong)}"
                yield in_cell(project, path, number, said, rewritten(before, after))


def matches(expression: str, change: Callable[[re.Match[str]], str]) -> Any:
    """Find the places of an expression, and what each becomes."""
    pattern = re.compile(expression, re.MULTILINE)

    def find(text: str) -> Iterator[tuple[int, str, str]]:
        for found in pattern.finditer(text):
            yield found.start(), found[0], change(found)

    return find


# --- prose ----------------------------------------------------------------------------------------

WORDS = {
    "two": "three", "three": "five", "four": "six", "five": "four", "six": "seven",
    "seven": "nine", "eight": "nine", "nine": "eight", "ten": "twenty", "twelve": "twenty",
    "twenty": "two hundred", "thirty": "fifty", "forty": "sixty", "fifty": "forty",
    "hundred": "thousand", "thousand": "million", "million": "billion", "half": "third",
    "twice": "three times", "third": "fifth", "doubled": "halved",
}  # fmt: skip
NUMBER = r"(?<![\w.,$\\])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,$\\])\d+(?:\.\d+)?(?![A-Za-z_\d])"


def exchanged_options(project: Project) -> Iterator[Error]:
    """The texts of two neighbouring choices exchanged, so that the right letter is wrong."""
    for path, number, cell in cells(project, "markdown"):
        text = source_of(cell)
        found = list(re.finditer(r"^- ([a-z])\) (.+)$", text, re.MULTILINE))
        for one, two in pairwise(found):
            wrong = text[: one.start(2)] + two[2] + text[one.end(2) : two.start(2)] + one[2]
            edit = rewritten(text, wrong + text[two.end(2) :])
            yield in_cell(project, path, number, f"choices {one[1]} and {two[1]} exchanged", edit)


BRACES = r"\{((?:[^{}]|\{[^{}]*\})*)\}"  #: with one pair more inside, at most


def wrong_formula(text: str) -> Iterator[tuple[int, str, str]]:
    """Formulas between dollars: another sign, or numerator and denominator exchanged."""
    for formula in re.finditer(r"\$\$?[^$]+\$\$?", text):
        for sign in re.finditer(r" [-+] |\\times|\^", formula[0]):
            turned = {" - ": " + ", " + ": " - ", "\\times": "/", "^": "_"}[sign[0]]
            yield formula.start() + sign.start(), sign[0], turned
        for part in re.finditer(rf"\\frac{BRACES}{BRACES}", formula[0]):
            wrong = f"\\frac{{{part[2]}}}{{{part[1]}}}"
            yield formula.start() + part.start(), part[0], wrong


ACTIVE = {
    "a script": "<script>alert(1)</script>",
    "a frame": '<iframe src="https://example.org/"></iframe>',
    "a picture from elsewhere": "![x](https://example.org/x.png)",
    "an event": '<b onclick="alert(1)">x</b>',
    "an address that runs": "[x](javascript:alert(1))",
}


def in_turn(
    project: Project, kind: str, planted: dict[str, str]
) -> Iterator[tuple[str, int, Cell, str, str]]:
    """The cells of a kind, each with one of the things to plant, which take turns."""
    for place, (path, number, cell) in enumerate(cells(project, kind)):
        what = list(planted)[place % len(planted)]
        yield path, number, cell, what, planted[what]


def active_prose(project: Project) -> Iterator[Error]:
    """A script, a frame and the like at the end of a cell of prose."""
    for path, number, cell, what, code in in_turn(project, "markdown", ACTIVE):
        text = source_of(cell)
        edit = rewritten(text, f"{text}\n\n{code}")
        yield in_cell(project, path, number, f"{what} in prose", edit)


def active_outputs(project: Project) -> Iterator[Error]:
    """A script, a frame and the like in a stored table or drawing."""

    def edit(mime: str, code: str, cell: Cell) -> None:
        for output in cell["outputs"]:
            if mime in output.get("data", {}):
                text = "".join(output["data"][mime])
                tag = text.rstrip().rpartition("</")[2]
                output["data"][mime] = lines_of(text.replace(f"</{tag}", f"{code}</{tag}", 1))

    for path, number, cell in cells(project, "code"):
        mimes = {mime for output in cell["outputs"] for mime in output.get("data", {})}
        for mime in sorted(mimes & {"text/html", "image/svg+xml"}):
            for what, code in list(ACTIVE.items())[:2]:
                said = f"{what} in {mime}"
                yield in_cell(project, path, number, said, partial(edit, mime, code))


# --- code -----------------------------------------------------------------------------------------

REACHES_OUT = {
    "a dynamic import": "__import__('os')",
    "another dynamic import": "import importlib\nimportlib.import_module('os')",
    "a module of the system": "import os",
    "code from text": "eval('1')",
    "a file": "open('x.txt', 'w').close()",
    "the network": "pd.read_csv('https://example.org/x.csv')",
    "a shell": "!ls",
    "a hidden number": "from daqing_data.tables import _DATA",
}


def reaching_out(project: Project) -> Iterator[Error]:
    """A cell that does what no lesson may do, before what it does anyway."""
    for path, number, cell, what, code in in_turn(project, "code", REACHES_OUT):
        text = source_of(cell)
        yield in_cell(project, path, number, what, rewritten(text, f"{code}\n{text}"))


def in_chart(
    project: Project, change: Callable[[list[str], str], Iterable[tuple[str, list[str], str]]]
) -> Iterator[Error]:
    """Errors of a chart: the stored text of what is drawn and, where it stands there, the code."""

    def edit(lines: list[str], text: str, right: str, cell: Cell) -> None:
        cell["source"] = lines_of(text if source_of(cell) == right else source_of(cell))
        for output in cell["outputs"]:
            if DRAWN in output.get("data", {}):
                output["data"][DRAWN] = {"drawn": lines}

    for path, number, cell in cells(project, "code"):
        for output in cell["outputs"]:
            if DRAWN in output.get("data", {}):
                lines, text = output["data"][DRAWN]["drawn"], source_of(cell)
                for said, wrong, code in change(lines, text):
                    yield in_cell(project, path, number, said, partial(edit, wrong, code, text))


def axis_labels(lines: list[str], text: str) -> Iterator[tuple[str, list[str], str]]:
    """The label of an axis: lost, without its unit, or that of the other axis."""
    for at, line in enumerate(lines):
        if found := re.match(r"  ([xy]) '(.+)' (linear|log|categories) from", line):
            label = found[2]
            for wrong in ("", label.partition(",")[0].partition(" (")[0], f"not {label}"):
                if wrong != label:
                    new = line.replace(f"'{label}'", f"'{wrong}'", 1)
                    said = f"{found[1]} label {label!r} -> {wrong!r}"
                    yield said, [*lines[:at], new, *lines[at + 1 :]], text.replace(label, wrong)


def cut_bars(lines: list[str], text: str) -> Iterator[tuple[str, list[str], str]]:
    """An axis from which bars rise that does not begin at zero."""
    vertical = any(re.match(r"  vertical bar x .* y \[0, ", line) for line in lines)
    level = any(re.match(r"  horizontal bar x \[0, ", line) for line in lines)
    for at, line in enumerate(lines):
        found = re.match(r"  ([xy]) '.*' linear from \[(-?[\d.]+), (-?[\d.e+]+)\]", line)
        if found and ((found[1] == "y" and vertical) or (found[1] == "x" and level)):
            low = f"{float(found[3]) / 4:.6g}"
            new = line.replace(f"[{found[2]}, ", f"[{low}, ", 1)
            code = text.replace("plt.show()", f"ax.set_{found[1]}lim({low})\nplt.show()")
            yield f"{found[1]} axis from {low}", [*lines[:at], new, *lines[at + 1 :]], code


def chart_labels(lines: list[str], text: str) -> Iterator[tuple[str, list[str], str]]:
    """Two names on an axis exchanged, in the drawing alone: the names of two bars."""
    for at, line in enumerate(lines):
        found = re.match(r"(  [xy] ticks )(.*)", line)
        names = found[2].split(" | ") if found else []
        for place, (one, two) in enumerate(pairwise(names)):
            if one != two and re.search("[a-z\u4e00-\u9fff]", one + two):
                turned = [*names[:place], two, one, *names[place + 2 :]]
                new = (found[1] if found else "") + " | ".join(turned)
                yield f"{one!r} and {two!r} exchanged", [*lines[:at], new, *lines[at + 1 :]], text


# --- what is stored of a run ----------------------------------------------------------------------


def run_of(project: Project, change: Callable[..., None], count: int) -> Iterator[Error]:
    """Errors of the run as a whole: in so many code cells that follow each other."""
    for path, notebook in project.notebooks.items():
        code = [n for n, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
        for numbers in zip(*(code[step:] for step in range(count)), strict=False):
            where = f"{path}, cell {' and '.join(str(number + 1) for number in numbers)}"
            yield Error(where, partial(changed_run, project, path, change, numbers))


def changed_run(
    project: Project, path: str, change: Callable[..., None], numbers: tuple[int, ...]
) -> Files:
    """The lesson and its copy with some cells changed together."""
    made: Files = {}
    for name in (path, path.replace("solutions/", "")):
        notebook = json.loads(project.text(name))
        change(*(notebook["cells"][number] for number in numbers))
        made[name] = stored(notebook)
    return made


def clear(cell: Cell) -> None:
    """Clear a cell, as an editor does."""
    cell |= {"outputs": [], "execution_count": None}


def swap(one: Cell, two: Cell) -> None:
    """Let two cells have run in the other order."""
    one["execution_count"], two["execution_count"] = two["execution_count"], one["execution_count"]


def warn(cell: Cell) -> None:
    """Store a warning."""
    text = ["<cell>:1: UserWarning: wrong\n"]
    cell["outputs"].append({"name": "stderr", "output_type": "stream", "text": text})


# --- outputs that strict nbval compares -----------------------------------------------------------


def wrong_text(output: Cell) -> tuple[Cell, str, Callable[[Any], Any]]:
    """The last digit of a printed text."""
    is_stream = output["output_type"] == "stream"
    holder, key = (output, "text") if is_stream else (output.get("data", {}), "text/plain")
    return holder, key, next_digit


def wrong_html(output: Cell) -> tuple[Cell, str, Callable[[Any], Any]]:
    """The last digit of a table's first number."""

    def change(text: str) -> str:
        return re.sub(r"(\d)(</td>)", lambda m: next_digit(m[1]) + m[2], text, count=1)

    return output.get("data", {}), "text/html", change


def wrong_drawn(output: Cell) -> tuple[Cell, str, Callable[[Any], Any]]:
    """One bar, or the like, that is wrong by a thousandth."""

    def change(bundle: Any) -> Any:
        lines = list(bundle["drawn"])
        for number, line in enumerate(lines):
            found = re.search(r"(?<=\[)[1-9][\d.]*(?=[,\]])|(?<=, )[1-9][\d.]*(?=[,\]])", line)
            if found and not line.lstrip().startswith(("x ", "y ", "axes")):
                wrong = f"{float(found[0]) * 1.001:.6g}"
                lines[number] = line[: found.start()] + wrong + line[found.end() :]
                break
        return {"drawn": lines}

    return output.get("data", {}), DRAWN, change


def wrong_svg(output: Cell) -> tuple[Cell, str, Callable[[Any], Any]]:
    """One point of a drawing."""

    def change(text: str) -> str:
        return re.sub(r"(L \d+\.?\d*)", lambda match: match[1] + "1", text, count=1)

    return output.get("data", {}), "image/svg+xml", change


def one_pixel(output: Cell) -> tuple[Cell, str, Callable[[Any], Any]]:
    """A picture with one other pixel, and all else as it was."""

    def change(png: str) -> str:
        from PIL import Image

        picture = Image.open(io.BytesIO(base64.b64decode(png)))
        place = (picture.width // 2, picture.height // 2)
        pixel = picture.getpixel(place)
        first, *rest = pixel if isinstance(pixel, tuple) else (int(pixel or 0),)
        other = (255 - first, *rest)
        picture.putpixel(place, other if isinstance(pixel, tuple) else other[0])
        file = io.BytesIO()
        picture.save(file, "png", dpi=picture.info["dpi"])
        return base64.b64encode(file.getvalue()).decode() + "\n"

    return output.get("data", {}), "image/png", change


WRONG = {
    "notebooks: a stored number in a text": wrong_text,
    "notebooks: a stored number in a table (html)": wrong_html,
    "notebooks: a chart's data, one mark by 0.1 %": wrong_drawn,
    "notebooks: a chart's drawing (svg)": wrong_svg,
    "notebooks: a picture, one pixel (png)": one_pixel,
}


def falsify(cell: Cell, kind: str) -> bool:
    """Plant an error of this kind in a cell's outputs; say whether there was room for one."""
    for output in cell["outputs"]:
        holder, key, change = WRONG[kind](output)
        if key not in holder:
            continue
        before = holder[key] if isinstance(holder[key], dict) else "".join(holder[key])
        after = change(before)
        if after != before:
            holder[key] = after
            return True
    return False


def in_outputs(
    project: Project, turn: int, kinds: list[str]
) -> Iterator[tuple[str, bytes, dict[int, str]]]:
    """Each lesson with one false output in each cell that has room, of a kind that takes turns.

    They are judged in one run of the lesson: a stored output changes nothing for the other cells,
    and each false one must fail under its own name. Yields path, content, and kind by code cell.
    """
    rooms = 0
    for path, notebook in project.notebooks.items():
        changed = copy.deepcopy(notebook)
        planted = {}
        code = [cell for cell in changed["cells"] if cell["cell_type"] == "code"]
        for number, cell in enumerate(code):
            possible = [kind for kind in kinds if falsify(copy.deepcopy(cell), kind)]
            if possible and (len(kinds) > 1 or turn == 0):
                planted[number] = possible[(rooms + turn) % len(possible)]
                rooms += 1
                falsify(cell, planted[number])
        yield path, stored(changed), planted


LESSONS = "words notebooks choices lesson"

KINDS = [
    Kind("notebooks: texts of two choices exchanged", LESSONS, exchanged_options),
    Kind(
        "notebooks: a number in prose",
        LESSONS,
        partial(in_source, kind="markdown", find=matches(NUMBER, lambda m: next_digit(m[0]))),
    ),
    Kind(
        "notebooks: a number in backticks",
        LESSONS,
        partial(
            in_source,
            kind="markdown",
            find=matches(r"(?<!`)`[^`\n]*\d[^`\n]*`(?!`)", lambda m: next_digit(m[0])),
        ),
    ),
    Kind(
        "notebooks: a number in words",
        LESSONS,
        partial(
            in_source,
            kind="markdown",
            find=matches(rf"\b(?:{'|'.join(WORDS)})\b", lambda m: WORDS[m[0]]),
        ),
    ),
    Kind("notebooks: a formula", LESSONS, partial(in_source, kind="markdown", find=wrong_formula)),
    Kind("notebooks: a script or frame in prose", LESSONS, active_prose),
    Kind("notebooks: a script or frame in an output", LESSONS, active_outputs),
    Kind("notebooks: code that reaches out", LESSONS, reaching_out),
    Kind("notebooks: an axis label", LESSONS, partial(in_chart, change=axis_labels)),
    Kind(
        "notebooks: a bar axis that does not begin at 0",
        LESSONS,
        partial(in_chart, change=cut_bars),
    ),
    Kind("notebooks: labels in a chart exchanged", LESSONS, partial(in_chart, change=chart_labels)),
    Kind("notebooks: a cleared cell", LESSONS, partial(run_of, change=clear, count=1)),
    Kind("notebooks: a run out of order", LESSONS, partial(run_of, change=swap, count=2)),
    Kind("notebooks: a stored warning", LESSONS, partial(run_of, change=warn, count=1)),
]
