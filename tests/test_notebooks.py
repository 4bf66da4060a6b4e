"""What every lesson must have and must not have, beyond what strict nbval compares.

Each rule is a function from a notebook to complaints that name the cell. The rules are tried first
on a small sample lesson that keeps them and on copies of it that break them, then on every notebook
of the course. Rules that any project may want are in `strict_nbval.rules`, with tests of their own.
"""

import ast
import copy
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from daqing_data.lesson.chart_rules import chart_problems
from daqing_data.lesson.exercises import EXERCISES
from daqing_data.lesson.judging import Exercise
from notebooks.make import (
    BEGIN,
    END,
    HERE,
    LABEL,
    LESSONS,
    RIGHT,
    ROOT,
    SAVED,
    drift,
    faults,
    main,
    pupil_copy,
    strays,
    unanswered,
)
from strict_nbval.rules import (
    code_stays_inside,
    counted_from_the_top,
    no_error_is_stored,
    outputs_load_nothing,
    prose_loads_nothing,
    shadows,
    texts,
)
from strict_nbval.running import run

NAMES = [
    "00_start",
    "01_numbers",
    "02_wording",
    "03_comparable",
    "04_growth",
    "05_services",
    "06_park",
    "07_target",
    "08_outcome",
    "09_own",
]

IMPORTS = {
    "daqing_data",
    "pandas",
    "numpy",
    "matplotlib",
    "seaborn",
    "itertools",
    "math",
    "IPython",
}
CELL_METADATA = {"nbgrader", "editable", "deletable"}  # a teacher's tools need these
CELL_METADATA |= {"execution", "ExecuteTime", "vscode"}  # editors keep these on saving
FOLDED = {"jupyter": {"source_hidden": True}}  # one click shows the code; no output may hide
DRAWN = "application/vnd.drawn+json"
CHART_MIMES = {DRAWN, "application/vnd.svg+xml", "image/png", "text/plain"}
HEAD = ["**You will be able to**", "**Prerequisites:**", "**Time:**", "**Data:**"]
FOOT = [
    "## What you may conclude",
    "## What you may not conclude",
    "## Key points",
    "## Exercises",
    "## Next",
]


WITHOUT_EXERCISES = {"00_start"}  # it shows the way in


@dataclass(frozen=True)
class Lesson:
    """A notebook, its lesson's name, and whether it is the one with solutions."""

    name: str
    notebook: nbformat.NotebookNode
    solved: bool

    @property
    def cells(self):
        return [(f"cell {number}", cell) for number, cell in enumerate(self.notebook.cells, 1)]

    @property
    def code(self):
        return [(where, cell) for where, cell in self.cells if cell.cell_type == "code"]

    @property
    def prose(self):
        return [(where, cell.source) for where, cell in self.cells if cell.cell_type == "markdown"]


# --- the rules


def of_any_notebook(rule):
    """Make a rule for lessons of a rule for notebooks."""

    def applied(lesson):
        return rule(lesson.notebook)

    applied.__name__ = rule.__name__
    return applied


def nothing_hidden_or_skipped(lesson):
    for where, cell in lesson.cells:
        extra = set(cell.metadata) - CELL_METADATA
        if extra and {key: cell.metadata[key] for key in extra} != FOLDED:
            yield f"{where}: metadata {sorted(extra)}"
        if cell.cell_type == "raw" or cell.get("attachments"):
            yield f"{where}: raw, or with an attached picture"
        if cell.cell_type == "code" and re.search(r"#\s*(NBVAL|PYTEST_VALIDATE)", cell.source):
            yield f"{where}: nbval marker"
        if cell.cell_type == "markdown" and re.search(r"!\[|<img|<svg|<script|<style", cell.source):
            yield f"{where}: a picture or HTML that no code made"


def head_is_complete(lesson):
    first = lesson.notebook.cells[0]
    title = first.source.split("\n", 1)[0]
    if first.cell_type != "markdown" or not re.fullmatch(r"# .+\?", title):
        yield "cell 1: the title is not a question"
    titles = [
        line for _, text in lesson.prose for line in text.splitlines() if line.startswith("# ")
    ]
    if len(titles) != 1:
        yield f"{len(titles)} titles"
    text = "\n".join(before_first_code(lesson))
    for part in HEAD:
        if part not in text:
            yield f"head: no {part}"
    minutes = re.search(r"\*\*Time:\*\* (\d+) minutes", text)
    if not minutes or not 15 <= int(minutes[1]) <= 45:
        yield "head: no '**Time:** N minutes' of 15 to 45"
    goals = text.partition(HEAD[0])[2].partition(HEAD[1])[0]
    if len(re.findall(r"^[-*] ", goals, re.MULTILINE)) != 3:
        yield "head: not three goals"


def before_first_code(lesson):
    for cell in lesson.notebook.cells:
        if cell.cell_type == "code":
            return
        yield cell.source


def foot_is_complete(lesson):
    lines = [line.strip() for _, text in lesson.prose for line in text.splitlines()]
    asked = lesson.name not in WITHOUT_EXERCISES
    foot = [part for part in FOOT if asked or part != "## Exercises"]
    found = [line for line in lines if line in FOOT]
    if found != foot:
        yield f"foot: {found} instead of {foot}"


def charts(lesson):
    """Each chart's cell and output."""
    for where, cell in lesson.code:
        for output in cell.outputs:
            if any(mime.startswith("image/") for mime in output.get("data", {})):
                yield where, cell, output


def charts_are_stored_four_ways_with_a_twin(lesson):
    """As numbers, as a drawing to compare, as the picture that is shown, and in words."""
    for where, _, output in charts(lesson):
        if set(output.data) != CHART_MIMES:
            yield f"{where}: chart stored as {sorted(output.data)}"
            continue
        alt = output.metadata.get("image/png", {}).get("alt", "")
        if not alt or alt not in output.data["text/plain"]:
            yield f"{where}: the picture has no words for who cannot see it"
    for where, cell in lesson.code:
        pictures = sum(cell is other for _, other, _ in charts(lesson))
        twins = sum(text.count("In words: ") for text in texts(cell))
        if pictures != twins:
            yield f"{where}: {pictures} charts and {twins} text twins"


def charts_do_not_mislead(lesson):
    for where, _, output in charts(lesson):
        for problem in chart_problems(output.data.get(DRAWN, [])):
            yield f"{where}: {problem}"


def code_is_short(lesson):
    """What a pupil must read: no line that runs out of the page, no long drawing."""
    for where, cell in lesson.code:
        lines = cell.source.splitlines()
        lines += [line for text in printed(cell) for line in text.splitlines()]
        if long := [line for line in lines if len(line) > 88]:
            yield f"{where}: a line of {len(long[0])} characters"
        if calls(cell.source, "text_twin") and len(cell.source.splitlines()) > 15:
            yield f"{where}: more than 15 lines to draw a chart"


def printed(cell):
    """What a cell prints, and the results that are shown as text, not as a table or a picture."""
    for output in cell.outputs:
        data = output.get("data", {})
        if not {"text/html", "image/png"} & set(data):
            yield output.get("text") or data.get("text/plain", "")


def guesses_come_first(lesson):
    """After *Predict* the cell is run: no sentence in between gives the answer away."""
    for (where, cell), (_, after) in pairwise(lesson.cells):
        question = cell.source.partition("**Predict")[2]
        if cell.cell_type == "code" or not question:
            continue
        if "\n\n" in question or after.cell_type != "code":
            yield f"{where}: something stands between a question and its cell"


FORBIDDEN_NAMES = {"open", "input", "now", "today", "utcnow", "sample", "shuffle", "permutation"}
FORBIDDEN_NAMES |= {
    "savefig",
    "random",
    "default_rng",
    "rand",
    "randn",
    "regplot",
    "lmplot",
    "stripplot",
    "style",
}
FORBIDDEN_TEXT = re.compile(
    r"https?://|www\.|^(?:/\w|~/|\.{1,2}/|[A-Za-z]:\\)|\.(?:csv|json|txt|xlsx|png|svg)\b"
)


def code_is_python(lesson):
    """No shell, no magics, no syntax errors."""
    for where, cell in lesson.code:
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            yield f"{where}: not plain Python ({error.msg})"


def code_is_pure(lesson):
    """No paths, network, clock or randomness: the same result on any machine at any time."""
    for where, cell in lesson.code:
        for node in ast.walk(ast.parse(cell.source)):
            for module in imported(node):
                if module.split(".")[0] not in IMPORTS:
                    yield f"{where}: imports {module}"
            name = (
                node.attr
                if isinstance(node, ast.Attribute)
                else node.id
                if isinstance(node, ast.Name)
                else ""
            )
            reads_file = isinstance(node, ast.Attribute) and re.match(
                r"read_(?!number)|to_(csv|json|excel|parquet)", name
            )
            if name in FORBIDDEN_NAMES or reads_file:
                yield f"{where}: uses {name}"
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and FORBIDDEN_TEXT.search(node.value)
            ):
                yield f"{where}: holds the path or address {node.value!r}"


def imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or "."] if isinstance(node, ast.ImportFrom) else []


def calls(source, name):
    """The calls of a function in a cell's code."""
    nodes = ast.walk(ast.parse(source))
    return [
        node
        for node in nodes
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name
    ]


def setup_is_called_first(lesson):
    where, cell = lesson.code[0]
    if len(calls(cell.source, "setup")) != 1:
        yield f"{where}: the first code cell does not call setup()"


def hints_can_be_asked_for(lesson):
    """`check` tells a pupil to call `hint`: then the lesson has to import it."""
    sources = [cell.source for _, cell in lesson.code]
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in imports for alias in node.names}
    if "hint" not in names and any(calls(source, "check") for source in sources):
        yield "check names hint(...), which no cell imports"


def twins_compute_their_numbers(lesson):
    """A number typed into a twin's sentence would stay when the chart changes: it is computed."""
    for where, cell in lesson.code:
        for call in calls(cell.source, "text_twin"):
            for typed in literal_parts(call.args[1]):
                if stated(typed):
                    yield f"{where}: {typed!r} types a number into a text twin"


def literal_parts(sentence):
    """The typed texts of an expression; what an f-string computes is not typed."""
    if isinstance(sentence, ast.FormattedValue):
        return []
    if isinstance(sentence, ast.Constant):
        return [str(sentence.value)]
    return [part for child in ast.iter_child_nodes(sentence) for part in literal_parts(child)]


def exercises_belong_here(lesson):
    """A faded example may ask in the body; at least four exercises stand in their section."""
    used, in_section, section = [], 0, False
    for where, cell in lesson.cells:
        section = section or FOOT[3] in cell.source.splitlines()
        checks = calls(cell.source, "check") if cell.cell_type == "code" else []
        in_section += len(checks) if section else 0
        for call in checks:
            name = (
                call.args[0].value
                if isinstance(call.args[0], ast.Constant)
                else ast.unparse(call.args[0])
            )
            used.append(name)
            if name not in EXERCISES:
                yield f"{where}: no exercise {name!r}"
            elif EXERCISES[name].lesson != lesson.name:
                yield f"{where}: exercise {name!r} belongs to {EXERCISES[name].lesson}"
        said = "".join(texts(cell))
        if checks and lesson.solved and said.count(RIGHT) != len(checks):
            yield f"{where}: does not print {RIGHT!r} for each exercise"
        if checks and not lesson.solved and said != unanswered(cell.source)[0].text:
            yield f"{where}: does not print that there is no answer yet, for each exercise"
        if checks and lesson.solved and BEGIN not in cell.source:
            yield f"{where}: an exercise without solution marks"
    if in_section < 4 and lesson.name not in WITHOUT_EXERCISES:
        yield f"{in_section} exercises under {FOOT[3]!r} instead of at least 4"
    if len(used) != len(set(used)):
        yield f"exercises asked twice: {sorted(name for name in set(used) if used.count(name) > 1)}"
    if unused := {name for name, task in EXERCISES.items() if task.lesson == lesson.name} - set(
        used
    ):
        yield f"exercises of this lesson that it does not ask: {sorted(unused)}"


def only_solutions_have_solutions(lesson):
    marks = [
        where
        for where, cell in lesson.cells
        if BEGIN in cell.source or END in cell.source or LABEL in cell.source
    ]
    if marks and not lesson.solved:
        yield f"{marks}: solution marks in the pupil's copy"
    if lesson.solved and not any(LABEL in text for text in before_first_code(lesson)):
        yield f"head: no {LABEL}"


def copies_can_be_derived(lesson):
    """No cell may show something else in a pupil's copy, which is made without being run."""
    if lesson.solved:
        yield from faults(lesson.notebook)


# Numbers in prose that no code has to print, each with its reason. They are cut out before numbers
# are read.
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
EXCEPTIONS = {
    "a year or a date names a time": rf"(?<!\d)(?:(?:\d{{1,2}} )?(?:{MONTHS}) )?"
    r"(?:19[89]\d|20[0-3]\d)(?:-\d\d){0,2}(?!\d|[.,]\d|\s*%)",
    "sections, list items, exercises and lessons are numbered": r"^\s*(?:#+ )?\d+[.)](?:\d+)* "
    r"|\b(?:[Ll]essons?|[Ee]xercises?|[Ss]teps?|[Qq]uestions?|[Cc]ells?)"
    r" \d+(?:(?:,| to| and|–) \d+)*",
    "the lesson's minutes are a plan": r"\*\*Time:\*\* \d+ minutes",
    "what stands in backticks is to be typed, and then code": r"`[^`\n]+`",
    "the target of a link is an address": r"(?<=\])\([^)]*\)",
    "versions of licences and tools are names": r"\bCC BY(?:-SA)? \d\.\d|\bPython \d\.\d+",
    "the 1 and 100 of a formula are its own": r"(?<=[-+/({ ])(?:1|100)(?=[^$\d.,]*\$)",
}
NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![A-Za-z_]|\.\d)")


def numbers(text):
    """The numbers of a text as Decimals; a name such as 5G or 04_growth holds none."""
    return [Decimal(whole.replace(",", "") + fraction) for whole, fraction in NUMBER.findall(text)]


def stated(text):
    """The numbers that a text states as facts."""
    for pattern in EXCEPTIONS.values():
        text = re.sub(pattern, " ", text, flags=re.MULTILINE)
    return numbers(text)


def prose_states_only_printed_numbers(lesson):
    printed = set()
    for _, cell in lesson.code:
        printed |= {number for text in (cell.source, *texts(cell)) for number in numbers(text)}
    for where, text in lesson.prose:
        for number in stated(text):
            if number not in printed:
                yield f"{where}: {number} is printed by no cell"


RULES = [
    *map(
        of_any_notebook,
        (
            counted_from_the_top,
            no_error_is_stored,
            outputs_load_nothing,
            prose_loads_nothing,
            code_stays_inside,
        ),
    ),
    nothing_hidden_or_skipped,
    head_is_complete,
    foot_is_complete,
    charts_are_stored_four_ways_with_a_twin,
    charts_do_not_mislead,
    code_is_pure,
    code_is_short,
    guesses_come_first,
    setup_is_called_first,
    hints_can_be_asked_for,
    twins_compute_their_numbers,
    exercises_belong_here,
    only_solutions_have_solutions,
    copies_can_be_derived,
    prose_states_only_printed_numbers,
]


def complaints(lesson):
    """All that the rules have to say, each with the name of its rule."""
    if broken := list(code_is_python(lesson)):
        return {"code_is_python": broken}  # the other rules read its syntax tree
    return {rule.__name__: found for rule in RULES if (found := list(rule(lesson)))}


# --- the rules on a sample that keeps them, and on copies that break them

SAMPLE = {
    "head": f"""\
# How fast did it grow?

{LABEL}

**You will be able to**
- compute growth
- read it
- doubt it

**Prerequisites:** lesson 1
**Time:** 30 minutes
**Data:** an article of March 2022""",
    "setup": """\
import matplotlib.pyplot as plt
import pandas as pd

from daqing_data.lesson.exercises import EXERCISES
from daqing_data.lesson.judging import Exercise
from daqing_data.lesson import check, hint, setup, text_twin

setup()
CHOICES = {"a": "no", "b": "yes"}
for name in ("one", "two", "three", "four"):
    EXERCISES[name] = Exercise(
        name, "00_sample", "choice", lambda: "b", "so.", (), ("think.",), CHOICES
    )""",
    "chart": """\
racks = pd.DataFrame({"date": ["2016", "2022"], "racks": [80, 1484]})
fig, ax = plt.subplots()
ax.bar(racks["date"], racks["racks"])
ax.set(title="Racks", ylabel="number of racks")
text_twin(ax, f"From {racks['racks'].min():.3g} up, 2016 to 2022.", racks)
plt.show()""",
    "prose": "By 2022 the 80 racks (4G, [lesson 4](04_growth.ipynb)) were 1,484: $r = b/a - 1$.",
    "foot": "\n\n".join(FOOT[:4]),
    **{
        name: f'answer = ...  # your answer\n{BEGIN}\nanswer = "b"\n{END}\ncheck("{name}", answer)'
        for name in ("one", "two", "three", "four")
    },
    "next": FOOT[4],
}
CODE = {"setup", "chart", "one", "two", "three", "four"}


CHOICES = {"a": "no", "b": "yes"}


@pytest.fixture(scope="module", autouse=True)
def asked():
    """The exercises of the sample, as its first cell registers them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("one", "two", "three", "four"):
            task = Exercise(
                name, "00_sample", "choice", lambda: "b", "so.", (), ("think.",), CHOICES
            )
            patch.setitem(EXERCISES, name, task)
        yield


@pytest.fixture(scope="module")
def course(tmp_path_factory, asked):
    """A course of one small lesson, and its files after a first and a second run of make.py."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "solutions").mkdir()
    cells = [
        (new_code_cell if name in CODE else new_markdown_cell)(source, id=name)
        for name, source in SAMPLE.items()
    ]
    nbformat.write(new_notebook(cells=cells), folder / "solutions" / "00_sample.ipynb")
    runs = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        for names in ([], ["00_sample"]):
            assert main(names, here=folder) == 0
            runs.append([path.read_bytes() for path in notebooks_in(folder)])
    return folder, runs


@pytest.fixture
def sample(course):
    """Read a copy of the sample: the one with solutions, or the pupil's."""
    return lambda solved: read(course[0] / ("solutions" if solved else "") / "00_sample.ipynb")


@pytest.fixture
def copied(course, tmp_path):
    """A copy of the course of one lesson, to be spoilt."""
    (tmp_path / "solutions").mkdir()
    for path in notebooks_in(course[0]):
        (tmp_path / path.relative_to(course[0])).write_bytes(path.read_bytes())
    return tmp_path


def notebooks_in(folder):
    return [*sorted(folder.glob(LESSONS)), *sorted((folder / "solutions").glob(LESSONS))]


def read(path):
    return Lesson(path.stem, nbformat.read(path, as_version=4), path.parent.name == "solutions")


def test_the_sample_keeps_all_rules(sample):
    assert complaints(sample(True)) == {}
    assert complaints(sample(False)) == {}


def cell(lesson, name):
    return next(cell for cell in lesson.notebook.cells if cell.id == name)


def write(name, old, new):
    """A break that replaces a text in a cell."""

    def change(lesson):
        target = cell(lesson, name)
        assert old in target.source
        target.source = target.source.replace(old, new)

    return change


def put(name, **fields):
    """A break that sets fields of a cell."""
    return lambda lesson: cell(lesson, name).update(copy.deepcopy(fields))


def drop_mime(part):
    """A break that drops what a chart is stored as under a MIME type with this part."""

    def change(lesson):
        data = drawing(lesson).data
        data.pop(next(mime for mime in data if part in mime))

    return change


def redraw(pattern, new):
    """A break that changes what the chart says it drew."""

    def change(lesson):
        drawn = drawing(lesson).data[DRAWN]
        before = list(drawn["drawn"])
        drawn["drawn"] = [re.sub(pattern, new, line) for line in before]
        assert drawn["drawn"] != before

    return change


def drop_twin(lesson):
    outputs = cell(lesson, "chart").outputs
    outputs.remove(next(output for output in outputs if output.output_type == "stream"))


def unnamed_picture(lesson):
    drawing(lesson).metadata["image/png"]["alt"] = ""


def drawing(lesson):
    """The output that is the sample's chart."""
    return next(output for _, _, output in charts(lesson))


def drop_cell(name):
    return lambda lesson: lesson.notebook.cells.remove(cell(lesson, name))


def answer(text):
    return put("one", outputs=[new_output("stream", name="stdout", text=text)])


def code(line):
    return write("setup", "setup()", f"setup()\n{line}")


BREAKS = [
    (counted_from_the_top, put("chart", execution_count=7)),
    (no_error_is_stored, put("chart", outputs=[new_output("stream", name="stderr", text="oh")])),
    (
        outputs_load_nothing,
        put("chart", outputs=[new_output("display_data", {"text/html": "<script>"})]),
    ),
    (prose_loads_nothing, write("prose", "By", "<iframe src=x></iframe> By")),
    (code_stays_inside, code("__import__('os')")),
    (nothing_hidden_or_skipped, put("chart", metadata={"tags": ["nbval-skip"]})),
    (nothing_hidden_or_skipped, put("chart", metadata={"jupyter": {"outputs_hidden": True}})),
    (nothing_hidden_or_skipped, write("setup", "setup()", "# NBVAL_IGNORE_OUTPUT\nsetup()")),
    (nothing_hidden_or_skipped, put("chart", cell_type="raw")),
    (nothing_hidden_or_skipped, put("prose", attachments={"a.png": {}})),
    (nothing_hidden_or_skipped, write("prose", "By", "![racks](racks.png) By")),
    (head_is_complete, write("head", "grow?", "grow")),
    (head_is_complete, write("prose", "By", "# Again?\nBy")),
    (head_is_complete, write("head", "**Prerequisites:**", "")),
    (head_is_complete, write("head", "30 minutes", "90 minutes")),
    (head_is_complete, write("head", "30 minutes", "a while")),
    (head_is_complete, write("head", "- doubt it\n", "")),
    (foot_is_complete, write("foot", "## Key points", "## Points")),
    (foot_is_complete, drop_cell("next")),
    *(
        (charts_are_stored_four_ways_with_a_twin, drop_mime(mime))
        for mime in ("image/png", "svg", "drawn", "text/plain")
    ),
    (charts_are_stored_four_ways_with_a_twin, drop_twin),
    (charts_are_stored_four_ways_with_a_twin, unnamed_picture),
    (charts_do_not_mislead, redraw(r"(  y 'number of racks' linear from )\[0,", r"\1[70,")),
    (charts_do_not_mislead, redraw(r"(  y 'number of racks' )linear", r"\1log")),
    (charts_do_not_mislead, redraw(r"( bar x .* y )\[0, 1484\]", r"\1[70, 1484]")),
    (charts_do_not_mislead, redraw(r"  y 'number of racks'", r"  y ''")),
    (charts_do_not_mislead, redraw(r"title 'Racks'", r"title ''")),
    (charts_do_not_mislead, redraw(r"( bar x .*)", r"\1 (not seen: white)")),
    (code_is_short, code("x = 1" + " + 1" * 30)),
    (code_is_short, write("chart", "fig, ax", "\n" * 12 + "fig, ax")),
    (code_is_short, put("chart", outputs=[new_output("stream", text="x" * 89)])),
    (guesses_come_first, write("prose", "By", "**Predict.** How many?\n\nBy")),
    (guesses_come_first, write("prose", "By", "**Predict:** by how much? By")),
    (code_is_python, code("!ls")),
    (code_is_python, code("%matplotlib inline")),
    (code_is_python, code("if racks")),
    (code_is_pure, code("import requests")),
    (code_is_pure, code("from random import random")),
    (code_is_pure, code("open('figures')")),
    (code_is_pure, code("pd.read_csv('figures')")),
    (code_is_pure, code("racks.to_csv()")),
    (code_is_pure, code("pd.Timestamp.now()")),
    (code_is_pure, code("np.random.seed(1)")),
    (code_is_pure, code("place = '/data/figures'")),
    (code_is_pure, code("place = 'figures.csv'")),
    (code_is_pure, code("place = 'https://example.org'")),
    (setup_is_called_first, write("setup", "\nsetup()\n", "\n")),
    (hints_can_be_asked_for, write("setup", "check, hint, setup", "check, setup")),
    (twins_compute_their_numbers, write("chart", 'f"From {', 'f"From 80, {')),
    (exercises_belong_here, drop_cell("one")),
    (exercises_belong_here, write("one", 'check("one"', 'check("none"')),
    (exercises_belong_here, write("one", 'check("one"', 'check("growth_racks"')),
    (exercises_belong_here, write("one", 'check("one"', 'check("two"')),
    (exercises_belong_here, write("foot", FOOT[3], "")),
    (exercises_belong_here, answer("Not yet: think.\n")),
    (exercises_belong_here, write("one", BEGIN, "")),
    (only_solutions_have_solutions, write("head", LABEL, "")),
    (copies_can_be_derived, write("two", "answer = ...", "print(answer)\nanswer = ...")),
    (copies_can_be_derived, write("two", "answer = ...", "answer = 5")),
    (copies_can_be_derived, answer("Right: so.\nand more\n")),
    (copies_can_be_derived, write("one", f'answer = "b"\n{END}', f'answer = b = "b"\n{END}\nb')),
    (prose_states_only_printed_numbers, write("prose", "80", "81")),
    (prose_states_only_printed_numbers, write("prose", "1,484", "1,485")),
    (prose_states_only_printed_numbers, write("prose", "- 1$", "- 1$, 60.2 %")),
]


def test_each_break_is_seen(sample):
    for number, (rule, change) in enumerate(BREAKS):
        broken = sample(True)
        change(broken)
        assert rule.__name__ in complaints(broken), f"break {number}, of {rule.__name__}"


BREAKS_OF_A_COPY = [
    (exercises_belong_here, answer("Right: so.\n")),
    (exercises_belong_here, answer("No answer yet.\n")),
    (only_solutions_have_solutions, write("one", "answer = ...", f"{BEGIN}\n{END}")),
    (only_solutions_have_solutions, write("head", "grow?", f"grow?\n{LABEL}")),
]


def test_each_break_of_a_pupils_copy_is_seen(sample):
    for rule, change in BREAKS_OF_A_COPY:
        broken = sample(False)
        change(broken)
        assert rule.__name__ in complaints(broken), rule.__name__


def test_each_rule_has_a_break():
    assert {rule.__name__ for rule, _ in BREAKS} == {
        rule.__name__ for rule in [code_is_python, *RULES]
    }


# --- make.py


def test_a_second_run_changes_no_byte(course):
    first, second = course[1]
    assert first == second


def test_pupils_copy_has_the_cells_without_the_solutions(sample):
    solution, pupil = sample(True).notebook, sample(False).notebook
    assert [cell.id for cell in pupil.cells] == [cell.id for cell in solution.cells]
    assert pupil.cells[0].source == SAMPLE["head"].replace(f"\n\n{LABEL}", "")
    one = next(cell for cell in pupil.cells if cell.id == "one")
    assert one.source == 'answer = ...  # your answer\ncheck("one", answer)'
    assert "version" not in solution.metadata.language_info
    assert solution.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize(
    "source", [BEGIN, END, f"{BEGIN}\n{BEGIN}\n{END}", f"{BEGIN}\n{END}\n{END}"]
)
def test_marks_that_do_not_pair_are_refused(source):
    with pytest.raises(
        ValueError, match=r"cell 1: '### (BEGIN|END) SOLUTION' without its other half"
    ):
        pupil_copy(new_notebook(cells=[new_code_cell(source)]))


def test_a_derived_copy_is_what_a_run_of_it_gives(course, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    path = course[0] / "00_sample.ipynb"
    stored = nbformat.read(path, as_version=4)
    again = run(stored, path.parent)
    assert again.cells == stored.cells


# what is done to the pupil's copy | what is said of it
DRIFTS = [
    (lambda copy_: copy_.metadata.language_info.update(version="3.12.1"), SAVED),
    (lambda copy_: copy_.metadata.kernelspec.update(display_name=".venv"), SAVED),
    (lambda copy_: copy_.cells[1].metadata.update(execution={}, vscode={}), SAVED),
    (lambda copy_: copy_.cells[1].update(execution_count=63), "somebody has worked in"),
    (lambda copy_: copy_.cells[1].update(source="1"), "somebody has worked in"),
    (lambda copy_: copy_.cells[2].outputs.pop(), "somebody has worked in"),
    (
        lambda copy_: copy_.cells[-1].update(source="!"),
        "is not what its solution makes; edit the solution",
    ),
    (lambda copy_: copy_.cells.pop(), "is not what its solution makes"),
]


def test_a_copy_out_of_step_is_said_to_be_and_why(copied, capsys):
    path, before = copied / "00_sample.ipynb", (copied / "00_sample.ipynb").read_bytes()
    assert main(["--check"], here=copied) == 0
    for change, said in DRIFTS:
        drifted = nbformat.reads(before.decode(), as_version=4)
        change(drifted)
        nbformat.write(drifted, path)
        assert main(["--check"], here=copied) == 1
        told = capsys.readouterr().out
        assert said in told
        assert "run python notebooks/make.py --copies 00_sample" in told
    for spoil, said in (
        (path.unlink, "is missing"),
        (lambda: path.write_bytes(b""), "cannot be read"),
    ):
        spoil()
        assert said in drift("00_sample", copied)
    assert main(["--copies"], here=copied) == 0
    assert path.read_bytes() == before


def test_a_notebook_that_is_no_lesson_is_named(copied):
    assert list(strays(copied)) == []
    for name in (
        "Untitled.ipynb",
        "._00_sample.ipynb",
        "00_sample-Copy1.ipynb",
        "solutions/Untitled1.ipynb",
    ):
        (copied / name).write_bytes(b"\x00\x05")
    assert list(strays(copied)) == [
        "notebooks/._00_sample.ipynb is not a lesson: delete it: macOS left it there",
        "notebooks/Untitled.ipynb is not a lesson: move it",
        "notebooks/solutions/Untitled1.ipynb is not a lesson: move it",
        "notebooks/00_sample-Copy1.ipynb is not a lesson, for it has no solution: move it",
    ]


def test_names_that_exercises_set_are_read_by_no_later_cell():
    exercise = (
        f"def half(n): ...\nanswer = ...\n{BEGIN}\nanswer = half\n{END}\ncheck('one', answer)"
    )
    for later, fault in (
        ("print(answer)", "cell 2 reads 'answer', which an exercise before it sets"),
        ("def f(): return half(2)", "cell 2 reads 'half', which an exercise before it sets"),
        ("answer = 1\nprint(answer)", ""),
        ("[answer for answer in table]", ""),
    ):
        cells = [new_code_cell(exercise), new_code_cell(later)]
        assert list(faults(new_notebook(cells=cells))) == [fault] * bool(fault), later
        if fault:
            with pytest.raises(ValueError, match=fault):
                pupil_copy(new_notebook(cells=cells))


def test_an_unknown_lesson_is_named(course, capsys):
    with pytest.raises(SystemExit):
        main(["00_simple"], here=course[0])
    assert "no lesson 00_simple in solutions; there are 00_sample" in capsys.readouterr().err


def test_a_cell_that_fails_leaves_the_file_alone(tmp_path, capsys):
    (tmp_path / "solutions").mkdir()
    path = tmp_path / "solutions" / "00_broken.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), path)
    before = path.read_bytes()
    assert main([], here=tmp_path) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert path.read_bytes() == before


# --- the rules on the course

COURSE = [HERE / folder / f"{name}.ipynb" for folder in ("", "solutions") for name in NAMES]


def course_name(path):
    return path.relative_to(HERE).with_suffix("").as_posix()


def test_the_lessons_are_there_for_pupils_and_with_solutions():
    assert notebooks_in(HERE) == COURSE


def test_every_cell_of_every_solution_is_collected(pytestconfig):
    """A lesson that is skipped, ignored or no longer asked for would be proven by nobody."""
    places = [ROOT / place for place in pytestconfig.getini("testpaths")]
    assert any((HERE / "solutions").is_relative_to(place) for place in places)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        "notebooks/solutions",
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    found = re.findall(r"^notebooks/solutions/(\w+)\.ipynb::Cell (\d+)$", done.stdout, re.MULTILINE)
    cells = [
        (name, str(n))
        for name in NAMES
        for n in range(len(read(HERE / "solutions" / f"{name}.ipynb").code))
    ]
    assert found == cells, done.stdout + done.stderr


def test_nothing_else_is_among_the_lessons():
    found = [*strays(), *shadows(HERE), *shadows(HERE / "solutions")]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", COURSE, ids=course_name)
def test_lesson_keeps_all_rules(path):
    lesson = read(path)
    nbformat.validate(lesson.notebook)
    assert complaints(lesson) == {}


def test_pupils_copies_are_what_is_derived_from_the_solutions():
    found = [line for line in map(drift, NAMES) if line]
    if found and "CI" not in os.environ and all(SAVED in line for line in found):
        # Said, but no fault: whoever reads a lesson in an editor changes its file.
        pytest.xfail("\n".join(found))
    assert not found, "\n".join(found)


METADATA = {"kernelspec", "language_info"}


def test_solutions_are_stored_without_what_an_editor_adds():
    extra = [
        name
        for name in NAMES
        if set(found := read(HERE / "solutions" / f"{name}.ipynb").notebook.metadata) != METADATA
        or "version" in found.language_info
    ]
    if extra and "CI" not in os.environ:
        pytest.xfail(
            f"an editor has saved {extra}; python notebooks/make.py takes out what it added"
        )
    assert extra == []


#: The numbers that the prose of each lesson states, in order. They are stated again here because a
#: wrong number may happen to be one that some cell prints.
STATED = {
    "00_start": "",
    "01_numbers": "1.4",
    "02_wording": "200 200 200 200 200 300",
    "03_comparable": "",
    "04_growth": "1",
    "05_services": "90",
    "06_park": "",
    "07_target": "1",
    "08_outcome": "1200 1500 1200 1500 1500 1 1 1 1100 1100 1200 1500",
    "09_own": "",
}


def test_numbers_of_the_prose():
    for path in COURSE:
        found = " ".join(str(number) for _, text in read(path).prose for number in stated(text))
        assert found == STATED[path.stem], course_name(path)


def test_each_exercise_belongs_to_a_lesson():
    assert {task.lesson for task in EXERCISES.values()} - {"00_sample"} <= set(NAMES)
