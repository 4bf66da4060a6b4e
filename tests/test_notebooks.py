"""What every lesson must have and must not have, beyond what strict nbval compares.

Each rule is a function from a notebook to complaints that name the cell. The rules are tried first on a small sample
lesson that keeps them and on copies of it that break them, then on every notebook of the course.
"""

import ast
import copy
import re
from dataclasses import dataclass
from decimal import Decimal

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from daqing_data.lesson.exercises import EXERCISES
from daqing_data.lesson.judging import Exercise
from notebooks.make import BEGIN, END, HERE, LABEL, ROOT, in_step, main, pupil_copy

LESSONS = [
    "01_numbers",
    "02_wording",
    "03_comparable",
    "04_growth",
    "05_services",
    "06_park",
    "07_target",
    "08_outcome",
]

IMPORTS = {"daqing_data", "pandas", "numpy", "matplotlib", "seaborn", "itertools", "math", "IPython"}
CELL_METADATA = {"nbgrader", "editable", "deletable"}  # what a teacher's tools need; nothing that hides or skips
CHART_MIMES = {"application/vnd.drawn+json", "image/svg+xml", "image/png", "text/plain"}
HEAD = ["**You will be able to**", "**Prerequisites:**", "**Time:**", "**Data:**"]
FOOT = ["## What you may conclude", "## What you may not conclude", "## Key points", "## Exercises", "## Next"]


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


def executed_from_top_to_bottom(lesson):
    counts = [cell.execution_count for _, cell in lesson.code]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are {counts}"


def no_errors_and_no_stderr(lesson):
    for where, cell in lesson.code:
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                yield f"{where}: {output.get('ename', 'stderr')}"
            if "\r" in output.get("text", "") or "\b" in output.get("text", ""):
                yield f"{where}: overwrites its own text"


def nothing_hidden_or_skipped(lesson):
    for where, cell in lesson.cells:
        if extra := set(cell.metadata) - CELL_METADATA:
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
    titles = [line for _, text in lesson.prose for line in text.splitlines() if line.startswith("# ")]
    if len(titles) != 1:
        yield f"{len(titles)} titles"
    text = "\n".join(before_first_code(lesson))
    for part in HEAD:
        if part not in text:
            yield f"head: no {part}"
    minutes = re.search(r"\*\*Time:\*\* (\d+) minutes", text)
    if not minutes or not 20 <= int(minutes[1]) <= 40:
        yield "head: no '**Time:** N minutes' of 20 to 40"
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
    found = [line for line in lines if line in FOOT]
    if found != FOOT:
        yield f"foot: {found} instead of {FOOT}"


def charts_are_stored_three_ways_with_a_twin(lesson):
    for where, cell in lesson.code:
        charts = [o for o in cell.outputs if any(mime.startswith("image/") for mime in o.get("data", {}))]
        for chart in charts:
            if missing := CHART_MIMES - set(chart.data):
                yield f"{where}: chart without {sorted(missing)}"
            if any("not read" in line for line in chart.data.get("application/vnd.drawn+json", {}).get("drawn", [])):
                yield f"{where}: the chart holds an artist whose numbers are not read"
        twins = sum(text.count("In words: ") for text in texts(cell))
        if len(charts) != twins:
            yield f"{where}: {len(charts)} charts and {twins} text twins"


def texts(cell):
    """What a cell shows as text."""
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            yield output.text
        for mime in ("text/plain", "text/markdown", "text/latex"):
            if mime in output.get("data", {}):
                yield output.data[mime]


FORBIDDEN_NAMES = {"open", "input", "exec", "eval", "now", "today", "utcnow", "sample", "shuffle", "permutation"}
FORBIDDEN_NAMES |= {"savefig", "random", "default_rng", "rand", "randn", "regplot", "lmplot", "stripplot", "style"}
FORBIDDEN_TEXT = re.compile(r"https?://|www\.|^(?:/\w|~/|\.{1,2}/|[A-Za-z]:\\)|\.(?:csv|json|txt|xlsx|png|svg)\b")


def code_is_pure(lesson):
    """No paths, network, clock, randomness, shell or magics: the same result on any machine at any time."""
    for where, cell in lesson.code:
        try:
            tree = ast.parse(cell.source)
        except SyntaxError as error:
            yield f"{where}: not plain Python ({error.msg})"
            continue
        for node in ast.walk(tree):
            for module in imported(node):
                if module.split(".")[0] not in IMPORTS:
                    yield f"{where}: imports {module}"
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            reads_file = isinstance(node, ast.Attribute) and re.match(
                r"read_(?!number)|to_(csv|json|excel|parquet)", name
            )
            if name in FORBIDDEN_NAMES or reads_file:
                yield f"{where}: uses {name}"
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and FORBIDDEN_TEXT.search(node.value):
                yield f"{where}: holds the path or address {node.value!r}"


def imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or "."] if isinstance(node, ast.ImportFrom) else []


def calls(source, name):
    """The calls of a function in a cell's code."""
    nodes = ast.walk(ast.parse(source))
    return [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name]


def setup_is_called_first(lesson):
    where, cell = lesson.code[0]
    if len(calls(cell.source, "setup")) != 1:
        yield f"{where}: the first code cell does not call setup()"


def twins_compute_their_numbers(lesson):
    """A number typed into a twin's sentence would stay when the chart changes: it comes from a variable."""
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
    expected = "Right: " if lesson.solved else "No answer yet: "
    for where, cell in lesson.cells:
        section = section or FOOT[3] in cell.source.splitlines()
        checks = calls(cell.source, "check") if cell.cell_type == "code" else []
        in_section += len(checks) if section else 0
        for call in checks:
            name = call.args[0].value if isinstance(call.args[0], ast.Constant) else ast.unparse(call.args[0])
            used.append(name)
            if name not in EXERCISES:
                yield f"{where}: no exercise {name!r}"
            elif EXERCISES[name].lesson != lesson.name:
                yield f"{where}: exercise {name!r} belongs to {EXERCISES[name].lesson}"
        if checks and sum(text.count(expected) for text in texts(cell)) != len(checks):
            yield f"{where}: does not print {expected!r} for each exercise"
        if checks and lesson.solved and BEGIN not in cell.source:
            yield f"{where}: an exercise without solution marks"
    if in_section < 4:
        yield f"{in_section} exercises under {FOOT[3]!r} instead of at least 4"
    if len(used) != len(set(used)):
        yield f"exercises asked twice: {sorted(name for name in set(used) if used.count(name) > 1)}"
    if unused := {name for name, task in EXERCISES.items() if task.lesson == lesson.name} - set(used):
        yield f"exercises of this lesson that it does not ask: {sorted(unused)}"


def only_solutions_have_solutions(lesson):
    marks = [
        where for where, cell in lesson.cells if BEGIN in cell.source or END in cell.source or LABEL in cell.source
    ]
    if marks and not lesson.solved:
        yield f"{marks}: solution marks in the pupil's copy"
    if lesson.solved and not any(LABEL in text for text in before_first_code(lesson)):
        yield f"head: no {LABEL}"


# Numbers in prose that no code has to print, each with its reason. They are cut out before numbers are read.
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
EXCEPTIONS = {
    "a year or a date names a time": rf"(?<!\d)(?:(?:\d{{1,2}} )?(?:{MONTHS}) )?"
    r"(?:19[89]\d|20[0-3]\d)(?:-\d\d){0,2}(?!\d|[.,]\d|\s*%)",
    "sections, list items, exercises and lessons are numbered": r"^\s*(?:#+ )?\d+[.)](?:\d+)* "
    r"|\b(?:[Ll]essons?|[Ee]xercises?|[Ss]teps?|[Qq]uestions?|[Cc]ells?) \d+(?:(?:,| to| and|–) \d+)*",
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
    executed_from_top_to_bottom,
    no_errors_and_no_stderr,
    nothing_hidden_or_skipped,
    head_is_complete,
    foot_is_complete,
    charts_are_stored_three_ways_with_a_twin,
    code_is_pure,
    setup_is_called_first,
    twins_compute_their_numbers,
    exercises_belong_here,
    only_solutions_have_solutions,
    prose_states_only_printed_numbers,
]


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
from daqing_data.lesson import check, setup, text_twin

setup()
for name in ("one", "two", "three", "four"):
    EXERCISES[name] = Exercise(name, "00_sample", "choice", lambda: "b", "so.", (), "think.", choices="ab")""",
    "chart": """\
racks = pd.DataFrame({"date": ["2016", "2022"], "racks": [80, 1484]})
fig, ax = plt.subplots()
ax.bar(racks["date"], racks["racks"])
plt.show()
text_twin(ax, f"From {racks['racks'].min():.3g} up, 2016 to 2022.", racks)""",
    "prose": "By 2022 the 80 racks (4G, [lesson 4](04_growth.ipynb)) were 1,484: $r = (b/a)^{1/n} - 1$.",
    "foot": "\n\n".join(FOOT[:4]),
    **{
        name: f'answer = ...  # your answer\n{BEGIN}\nanswer = "b"\n{END}\ncheck("{name}", answer)'
        for name in ("one", "two", "three", "four")
    },
    "next": FOOT[4],
}
CODE = {"setup", "chart", "one", "two", "three", "four"}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of one small lesson, made and run by make.py, and its files after a first and a second run."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "solutions").mkdir()
    cells = [(new_code_cell if name in CODE else new_markdown_cell)(source, id=name) for name, source in SAMPLE.items()]
    nbformat.write(new_notebook(cells=cells), folder / "solutions" / "00_sample.ipynb")
    runs = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        for names in ([], ["00_sample"]):
            assert main(names, here=folder) == 0
            runs.append([path.read_bytes() for path in notebooks_in(folder)])
    return folder, runs


@pytest.fixture
def sample(course, monkeypatch):
    """Read a copy of the sample: the one with solutions, or the pupil's."""
    for name in ("one", "two", "three", "four"):  # as its first cell does
        task = Exercise(name, "00_sample", "choice", lambda: "b", "so.", (), "think.", choices="ab")
        monkeypatch.setitem(EXERCISES, name, task)
    return lambda solved: read(course[0] / ("solutions" if solved else "") / "00_sample.ipynb")


def notebooks_in(folder):
    return [*sorted(folder.glob("*.ipynb")), *sorted(folder.glob("solutions/*.ipynb"))]


def read(path):
    return Lesson(path.stem, nbformat.read(path, as_version=4), path.parent.name == "solutions")


@pytest.mark.parametrize("solved", [True, False], ids=["solution", "pupil"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_sample_keeps(rule, solved, sample):
    assert list(rule(sample(solved))) == []


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


def drop_mime(mime):
    return lambda lesson: cell(lesson, "chart").outputs[0].data.pop(mime)


def drop_twin(lesson):
    cell(lesson, "chart").outputs.pop()


def drop_cell(name):
    return lambda lesson: lesson.notebook.cells.remove(cell(lesson, name))


def answer(text):
    return put("one", outputs=[new_output("stream", name="stdout", text=text)])


def code(line):
    return write("setup", "setup()", f"setup()\n{line}")


BREAKS = [
    (executed_from_top_to_bottom, put("chart", execution_count=7)),
    (executed_from_top_to_bottom, put("chart", execution_count=None)),
    (no_errors_and_no_stderr, put("chart", outputs=[new_output("stream", name="stderr", text="oh")])),
    (no_errors_and_no_stderr, put("chart", outputs=[new_output("error", ename="E", evalue="e", traceback=[])])),
    (no_errors_and_no_stderr, put("chart", outputs=[new_output("stream", text="79\r80")])),
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
    (charts_are_stored_three_ways_with_a_twin, drop_mime("image/png")),
    (charts_are_stored_three_ways_with_a_twin, drop_mime("image/svg+xml")),
    (charts_are_stored_three_ways_with_a_twin, drop_mime("application/vnd.drawn+json")),
    (charts_are_stored_three_ways_with_a_twin, drop_twin),
    (code_is_pure, code("%matplotlib inline")),
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
    (twins_compute_their_numbers, write("chart", 'f"From {', 'f"From 80, {')),
    (exercises_belong_here, drop_cell("one")),
    (exercises_belong_here, write("one", 'check("one"', 'check("none"')),
    (exercises_belong_here, write("one", 'check("one"', 'check("growth_racks"')),
    (exercises_belong_here, write("one", 'check("one"', 'check("two"')),
    (exercises_belong_here, write("foot", FOOT[3], "")),
    (exercises_belong_here, answer("Not yet: think.\n")),
    (exercises_belong_here, write("one", BEGIN, "")),
    (only_solutions_have_solutions, write("head", LABEL, "")),
    (prose_states_only_printed_numbers, write("prose", "80", "81")),
    (prose_states_only_printed_numbers, write("prose", "1,484", "1,485")),
    (prose_states_only_printed_numbers, write("prose", "- 1$", "- 1$, 60.2 %")),
]


@pytest.mark.parametrize(("rule", "change"), BREAKS, ids=[f"{rule.__name__}-{n}" for n, (rule, _) in enumerate(BREAKS)])
def test_a_break_is_seen(rule, change, sample):
    broken = sample(True)
    change(broken)
    assert list(rule(broken))


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        (exercises_belong_here, answer("Right: so.\n")),
        (only_solutions_have_solutions, write("one", "answer = ...", f"{BEGIN}\n{END}")),
        (only_solutions_have_solutions, write("head", "grow?", f"grow?\n{LABEL}")),
    ],
    ids=["answer given away", "marks left", "label left"],
)
def test_a_break_of_a_pupils_copy_is_seen(rule, change, sample):
    broken = sample(False)
    change(broken)
    assert list(rule(broken))


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


@pytest.mark.parametrize("source", [BEGIN, END, f"{BEGIN}\n{BEGIN}\n{END}", f"{BEGIN}\n{END}\n{END}"])
def test_marks_that_do_not_pair_are_refused(source):
    with pytest.raises(ValueError, match=r"cell 1: '### (BEGIN|END) SOLUTION' without its other half"):
        pupil_copy(new_notebook(cells=[new_code_cell(source)]))


def test_check_sees_a_copy_out_of_step(course, tmp_path, capsys):
    (tmp_path / "solutions").mkdir()
    for path in notebooks_in(course[0]):
        (tmp_path / path.relative_to(course[0])).write_bytes(path.read_bytes())
    assert main(["--check"], here=tmp_path) == 0
    drifted = read(tmp_path / "00_sample.ipynb").notebook
    drifted.cells[-1].source += "!"
    nbformat.write(drifted, tmp_path / "00_sample.ipynb")
    assert main(["--check"], here=tmp_path) == 1
    (tmp_path / "00_sample.ipynb").unlink()
    assert main(["--check", "00_sample"], here=tmp_path) == 1
    assert "00_sample: the pupil's copy is not what its solution makes" in capsys.readouterr().out


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

COURSE = notebooks_in(HERE)


def course_name(path):
    return path.relative_to(HERE).with_suffix("").as_posix()


def test_the_lessons_are_there_for_pupils_and_with_solutions():
    expected = [*LESSONS, *(f"solutions/{name}" for name in LESSONS)]
    assert [course_name(path) for path in COURSE] == expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", COURSE, ids=course_name)
def test_lesson_keeps(rule, path):
    assert list(rule(read(path))) == []


#: The numbers that the prose of each lesson states, in order. They are stated again here because a wrong number may
#: happen to be one that some cell prints.
STATED = {
    "01_numbers": "1.4",
    "02_wording": "200 200 200 200 200 300 200 200",
    "03_comparable": "",
    "04_growth": "1",
    "05_services": "90",
    "06_park": "",
    "07_target": "1",
    "08_outcome": "1200 1500 1200 1500 1500 1200 1500",
}


@pytest.mark.parametrize("path", COURSE, ids=course_name)
def test_numbers_of_the_prose(path):
    lesson = read(path)
    assert " ".join(str(number) for _, text in lesson.prose for number in stated(text)) == STATED[path.stem]


@pytest.mark.parametrize("path", COURSE, ids=course_name)
def test_lesson_is_a_valid_notebook(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert "version" not in notebook.metadata.language_info


@pytest.mark.parametrize("name", [name for name in LESSONS if (HERE / "solutions" / f"{name}.ipynb").exists()])
def test_pupils_copy_is_in_step(name):
    solution, pupil = read(HERE / "solutions" / f"{name}.ipynb"), read(HERE / f"{name}.ipynb")
    assert in_step(solution.notebook, pupil.notebook), f"run python notebooks/make.py {name}"


def test_each_exercise_belongs_to_a_lesson():
    assert {task.lesson for task in EXERCISES.values()} <= set(LESSONS)
