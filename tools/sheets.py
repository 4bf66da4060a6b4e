"""Write what a teacher hands out, and what follows from the lessons on the teacher's page.

    python tools/sheets.py                       notebooks/sheets.md, parts of notebooks/README.md
    python tools/sheets.py --nbgrader FOLDER     the solutions as assignments with points

The sheet holds each exercise as its lesson asks it, and a key: the computed answers of the package,
and what the lessons say to their own questions. Nothing is typed twice; tests compare.
"""

from __future__ import annotations

import copy
import math
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbformat import NotebookNode

from daqing_data.intervals import to_text
from daqing_data.lesson.asking import Exercise, Kind, each_of
from daqing_data.lesson.exercises import EXERCISES

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "notebooks" / "solutions"
SHEET = ROOT / "notebooks" / "sheets.md"
PAGE = ROOT / "notebooks" / "README.md"

MINUTES: dict[Kind, float] = {"choice": 1.5, "text": 2, "number": 3, "interval": 4, "bug_hunt": 5}
WORDS = 130  # read in a minute, in a second language
POINTS: dict[Kind, int] = {"choice": 1, "text": 1, "number": 2, "interval": 3, "bug_hunt": 3}
SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n### END SOLUTION\n", re.DOTALL)
EXERCISE = re.compile(r"^(?:### Exercise|\*\*[A-F]\. )", re.MULTILINE)


@dataclass(frozen=True)
class Lesson:
    """A lesson with solutions, as far as paper needs it."""

    name: str
    cells: tuple[NotebookNode, ...]

    @property
    def number(self) -> str:
        return self.name[:2]

    @property
    def title(self) -> str:
        return str(self.cells[0].source.split("\n", 1)[0].removeprefix("# "))

    @property
    def minutes(self) -> int:
        """The minutes that its head states."""
        found = re.search(r"\*\*Time:\*\* (\d+) minutes", self.prose)
        if not found:
            raise ValueError(f"{self.name}: no '**Time:** N minutes' in its head")
        return int(found[1])

    @property
    def prose(self) -> str:
        return "\n\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown")

    @property
    def needs(self) -> str:
        """The lessons that its head names as prerequisites."""
        found = re.search(r"\*\*Prerequisites:\*\*(.*?)(?:\n\n|$)", self.prose, re.DOTALL)
        return ", ".join(sorted(set(re.findall(r"\b0\d\b", found[1])))) if found else ""

    @property
    def exercises(self) -> list[Exercise]:
        return [task for task in EXERCISES.values() if task.lesson == self.name]

    @property
    def without_exercises(self) -> int:
        """The minutes of the body, when the exercises are done at home."""
        return self.minutes - 5 * math.floor(self.exercise_minutes / 5)

    @property
    def clock(self) -> float:
        """The minutes that it takes: to read, to run and look, to guess, and for the exercises."""
        words = sum(any(map(str.isalnum, word)) for word in self.prose.split())
        code = [cell for cell in self.cells if cell.cell_type == "code"]
        body = sum(not SOLUTION.search(cell.source) for cell in code)
        outputs = [output for cell in code for output in cell.outputs]
        charts = sum("image/png" in output.get("data", {}) for output in outputs)
        asked = self.prose.count("**Predict") + 2 * self.prose.count("**Change")
        return words / WORDS + body / 2 + charts + asked + self.exercise_minutes

    @property
    def exercise_minutes(self) -> float:
        return sum(MINUTES[task.kind] for task in self.exercises)

    def asked(self) -> Iterator[tuple[Exercise, str, str]]:
        """Each exercise, with the text before it and the code of its cell."""
        for before, cell in pairwise(self.cells):
            name = re.search(r'^check\("(\w+)"', cell.source, re.MULTILINE)
            if cell.cell_type == "code" and name:
                starts = [found.start() for found in EXERCISE.finditer(before.source)]
                yield EXERCISES[name[1]], before.source[starts[-1] if starts else 0 :], cell.source

    def questions(self) -> Iterator[tuple[str, str]]:
        """What the lesson lets pupils predict, and what it says afterwards."""
        paragraphs = re.split(r"\n\n+", self.prose)
        asked = ""
        for paragraph, after in pairwise([*paragraphs, ""]):
            if paragraph.startswith("**Predict"):
                if asked:
                    yield asked, "(seen when the cell is run)"
                asked = paragraph
            elif asked and paragraph.startswith("**Explain"):
                yield asked, f"{paragraph}\n{after}" if after.startswith("- ") else paragraph
                asked = ""
        if asked:
            yield asked, "(seen when the cell is run)"


def lessons() -> list[Lesson]:
    """All lessons in order."""
    paths = sorted(SOLUTIONS.glob("[0-9][0-9]_*.ipynb"))
    return [Lesson(p.stem, tuple(nbformat.read(p, as_version=4).cells)) for p in paths]


# --- the sheet ------------------------------------------------------------------------------------

HEAD = """# Sheets to print

The exercises of all lessons for a class without computers, then the key. Lesson by lesson: print
the notebook for its tables and charts. Made by `python tools/sheets.py`; do not edit it by hand.
"""


def sheet() -> str:
    """The exercises of all lessons, and after them the key."""
    taught = [lesson for lesson in lessons() if lesson.exercises]
    parts = [HEAD, "# Exercises"]
    parts += [f"## {it.number} {it.title}\n\n" + "\n\n".join(_tasks(it)) for it in taught]
    parts.append("# Key")
    parts += [f"## Key to {it.number}\n\n" + "\n".join(_key(it)) for it in taught]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _tasks(lesson: Lesson) -> Iterator[str]:
    for letter, (task, text, code) in zip("ABCDEF", lesson.asked(), strict=False):
        text = re.sub(r"^### Exercise \w+(?:: \w[^\n]*)?\n+|^\*\*[A-F]\. ", "**", text, count=1)
        text = text if text.startswith("**") and "**" in text[2:60] else text.removeprefix("**")
        if task.choices:  # the order of the key, whatever the lesson says
            text = re.sub(
                r"^- .*(?:\n- .*)*",
                lambda _, options=task.choices_text: options,
                text,
                flags=re.MULTILINE,
            )
        if task.digits_text not in _one_line(text):
            text = f"{text.rstrip()} {task.digits_text}"
        given = _given(code)
        points = f"{POINTS[task.kind]} point{'s' * (POINTS[task.kind] > 1)}"
        yield f"### {lesson.number} {letter} ({points})\n\n{text.replace('****', '**')}" + (
            f"\n\n```python\n{given}\n```" if given else ""
        )


def _given(code: str) -> str:
    """What the cell gives: its code without answer, solution and check."""
    lines = SOLUTION.sub("", code).splitlines()
    kept = [line for line in lines if not re.match(r"answer = \.\.\.|check\(", line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def _key(lesson: Lesson) -> Iterator[str]:
    for letter, (task, _, code) in zip("ABCDEF", lesson.asked(), strict=False):
        yield f"- **{letter}** {answer_text(task, code)} {task.why[:1].upper()}{task.why[1:]}"
    questions = list(lesson.questions())
    if questions:
        yield "\nQuestions of the lesson, and what it says to them:\n"
    for question, answer in questions:
        yield f"- {_one_line(question)}\n  {_one_line(answer)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def answer_text(task: Exercise, code: str) -> str:
    """The right answer as one writes it, computed by the package; of a function its code."""
    answer = each_of(task.answer())[0]
    if task.choices:
        return f"{answer}) {task.choices[answer].rstrip('.')}."
    if callable(answer):
        return f"the function, mended:\n\n```python\n{_function(code)}\n```\n\n "
    if isinstance(answer, str):
        return f"`{answer}`."
    if isinstance(answer, pd.Interval):
        ends = (round(end, 12) for end in (answer.left, answer.right))  # 0.2205, not 0.22050...03
        exact = pd.Interval(*ends, closed=answer.closed)
        return f"{to_text(exact, max(4, task.digits or 6))}{_unit(task)}."
    return f"{_number(answer, task.digits)}{_unit(task)}."


def _number(number: Any, digits: int | None) -> str:
    """Three digits more than are asked for would only be copied; whole numbers stay whole."""
    if float(number).is_integer():
        return f"{number:,.0f}"
    return f"{number:.{digits or 6}g}"


UNIT_WORDS = {"CNY": " yuan", "m2": " m²", "million": " million", "year": " years"}


def _unit(task: Exercise) -> str:
    return UNIT_WORDS.get(task.unit, "")


def _function(code: str) -> str:
    found = SOLUTION.search(code)
    solution = found[1] if found else ""
    return re.sub(r"\n*^answer = .*$", "", solution, flags=re.MULTILINE).strip("\n")


# --- the teacher's page ---------------------------------------------------------------------------

# What is done in a plan: free minutes by their name, or a lesson, whole or without exercises.
Row = tuple[str, int | str]
PLANS: dict[str, tuple[int, tuple[Row, ...]]] = {
    "An hour": (60, (("opening, the story", 5), ("01", "whole"))),
    "Ninety minutes": (90, (("opening, the story", 5), ("01", "body"), ("04", "whole"))),
    "Half a day": (
        240,
        (
            ("opening, the story", 10),
            ("01", "whole"),
            ("02", "body"),
            ("break", 15),
            ("04", "whole"),
            ("07", "body"),
            ("break", 15),
            ("08", "body"),
        ),
    ),
}
LABELS = {"whole": "with its exercises", "body": "without its exercises"}


def order() -> str:
    """One row per lesson: its question, minutes and prerequisites."""
    lines = ["| lesson | question | minutes | without exercises | needs |", "|---|---|---|---|---|"]
    lines += [
        f"| [{it.name}]({it.name}.ipynb) | {it.title} | {it.minutes} | {it.without_exercises} "
        f"| {it.needs} |"
        for it in lessons()
    ]
    return "\n".join(lines)


def periods() -> str:
    """One row per lesson: how 45 minutes are used when the exercises are done at home."""
    lines = ["| lesson | opening | lesson | talk, first exercise | sum |", "|---|---|---|---|---|"]
    for it in lessons():
        rest = 45 - 5 - it.without_exercises
        if rest < 0:
            raise ValueError(f"{it.name} does not fit 45 minutes, even without its exercises")
        lines.append(f"| {it.number} | 5 | {it.without_exercises} | {rest} | 45 |")
    return "\n".join(lines)


def plans() -> str:
    """A table per plan; what its parts leave over is talk."""
    by_number = {it.number: it for it in lessons()}
    parts = []
    for name, (total, rows) in PLANS.items():
        lines = [f"**{name}**\n", "| what | minutes |", "|---|---|"]
        used = 0
        for what, how in rows:
            it = by_number.get(what)
            if it is None or isinstance(how, int):
                minutes, label = int(how), what
            else:
                minutes = it.minutes if how == "whole" else it.without_exercises
                label = f"{what}, {LABELS[how]}"
            used += minutes
            lines.append(f"| {label} | {minutes} |")
        if used > total:
            raise ValueError(f"the plan {name!r} needs {used} minutes, and has {total}")
        lines += [f"| talk, and what took longer | {total - used} |", f"| **sum** | **{total}** |"]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def points() -> str:
    """Points by lesson and in all."""
    kinds = ", ".join(f"{kind.replace('_', ' ')} {value}" for kind, value in POINTS.items())
    sums = {
        it.number: sum(POINTS[task.kind] for task in it.exercises)
        for it in lessons()
        if it.exercises
    }
    each = ", ".join(f"{number}: {value}" for number, value in sums.items())
    return f"Points: {kinds}. By lesson: {each}; in all {sum(sums.values())}."


MAKES: dict[str, Callable[[], str]] = {
    "order": order,
    "periods": periods,
    "plans": plans,
    "points": points,
}


def made(text: str) -> str:
    """The teacher's page with its generated parts made again."""
    for name, make in MAKES.items():
        parts = re.split(rf"(<!-- begin: {name} -->\n).*?(\n<!-- end -->)", text, flags=re.DOTALL)
        if len(parts) != 4:
            raise ValueError(f"notebooks/README.md needs one part named {name!r}, between marks")
        before, begin, end, after = parts
        text = before + begin + make() + end + after
    return text


# --- nbgrader -------------------------------------------------------------------------------------


def assignment(notebook: NotebookNode) -> NotebookNode:
    """A lesson with solutions in which each exercise has a cell that nbgrader counts.

    The cell after an exercise passes if `check` would say "Right"; pupils cannot change it.
    """
    graded = copy.deepcopy(notebook)
    cells = []
    for cell in graded.cells:
        cells.append(cell)
        name = re.search(r'^check\("(\w+)"', cell.source, re.MULTILINE)
        if cell.cell_type != "code" or not name:
            continue
        task = EXERCISES[name[1]]
        common = {"schema_version": 3, "task": False, "cell_type": "code"}
        cell.metadata["nbgrader"] = common | {
            "grade": False,
            "solution": True,
            "locked": False,
            "grade_id": task.id,
        }
        test = nbformat.v4.new_code_cell(TEST.format(task.id), id=f"{cell.id}-points"[:64])
        test.metadata["nbgrader"] = common | {
            "grade": True,
            "solution": False,
            "locked": True,
            "grade_id": f"{task.id}_points",
            "points": POINTS[task.kind],
        }
        cells.append(test)
    graded.cells = cells
    return graded


TEST = """\
from daqing_data.lesson.exercises import find
from daqing_data.lesson.judging import judge

assert judge(find("{}"), answer).startswith("Right: ")"""


def main(arguments: list[str]) -> int:
    """Write the sheet and the page, or assignments into a folder."""
    if arguments[:1] == ["--nbgrader"] and len(arguments) == 2:
        folder = Path(arguments[1])
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(SOLUTIONS.glob("[0-9][0-9]_*.ipynb")):
            notebook = assignment(nbformat.read(path, as_version=4))
            nbformat.write(notebook, folder / path.name)
        return 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    SHEET.write_text(sheet(), "utf-8", newline="\n")
    PAGE.write_text(made(PAGE.read_text("utf-8")), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
