"""Runs the solutions, so that a second run changes no byte, and derives the pupils' copies.

    python notebooks/make.py                 every lesson
    python notebooks/make.py 04_growth       one lesson
    python notebooks/make.py --copies        only derive the pupils' copies again (runs nothing)
    python notebooks/make.py --check         only say which copies are not what their solutions make

`solutions/NN_x.ipynb` is the source: edit that one. A pupil's copy has the same cells and outputs,
without what stands between the marks `### BEGIN SOLUTION` and `### END SOLUTION` (which nbgrader
reads too); the line before them, usually `answer = ...  # your answer`, lets the pupil's cell run
as it is.

No copy has to be run: a cell without an exercise has the same code and reads nothing that an
exercise sets, so it shows the same; a cell with one shows what `check` says to `...`. `faults`
makes sure that this holds.
"""

from __future__ import annotations

import argparse
import ast
import base64
import contextlib
import copy
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from daqing_data.lesson import check as check_answer
from strict_nbval.rules import read_names, set_names
from strict_nbval.running import content, replace, run, settled

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LESSONS = "[0-9][0-9]_*.ipynb"  # the names of lessons; any other notebook is not the course's
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
LABEL = (
    "**With solutions.**"  # a line in the head of a solution that its pupil's copy does not have
)
PICTURES = {"04_growth": "growth.png"}  # the README shows the last chart of this lesson
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
RIGHT = "Right: "  # how what `check` says to a right answer begins


# --- deriving


def pupil_copy(solution: NotebookNode) -> NotebookNode:
    """Make the pupil's copy of a notebook with solutions, outputs and all, without running it.

    Returns
    -------
    NotebookNode
        The same cells with the same ids, without solutions and label. An exercise shows what
        `check` says when there is no answer yet; all other outputs are those of the solution.

    Raises
    ------
    ValueError
        Solution marks that do not pair, or a cell that would show something else in a pupil's copy;
        names the cell.
    """
    pupil = copy.deepcopy(solution)
    pupil.metadata = settled(solution.metadata, KERNEL)
    for number, cell in enumerate(pupil.cells, 1):
        if cell.cell_type == "code" and (BEGIN in cell.source or END in cell.source):
            cell.source = without_solution(cell.source, f"cell {number}")
            if cell.outputs:  # none of a notebook that has not been run yet
                cell.outputs = unanswered(cell.source)
        elif LABEL in cell.source.splitlines():
            before, after = (part.strip("\n") for part in cell.source.split(LABEL, 1))
            cell.source = "\n\n".join(part for part in (before, after) if part)
    if wrong := list(faults(solution)):
        raise ValueError("; ".join(wrong))
    return pupil


def without_solution(source: str, where: str) -> str:
    """A cell's code without what stands between the marks."""
    kept, inside = [], False
    for line in source.splitlines():
        mark = line.strip()
        if mark in (BEGIN, END):
            if inside is (mark == BEGIN):
                raise ValueError(f"{where}: {mark!r} without its other half")
            inside = not inside
        elif not inside:
            kept.append(line)
    if inside:
        raise ValueError(f"{where}: {BEGIN!r} without its other half")
    return "\n".join(kept)


def unanswered(source: str) -> list[NotebookNode]:
    """What an exercise shows before it is answered."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        for exercise_id, _ in checks(source):
            check_answer(exercise_id, ...)
    return [nbformat.v4.new_output("stream", name="stdout", text=said.getvalue())]


def checks(source: str) -> list[tuple[str, str]]:
    """The exercises that a cell asks, in order, each with its answer's name ('' if it has none)."""
    found = []
    for node in ast.parse(source).body:
        call = node.value if isinstance(node, ast.Expr) else None
        if (
            isinstance(call, ast.Call)
            and getattr(call.func, "id", "") == "check"
            and len(call.args) == 2
        ):
            exercise_id, answer = call.args
            found.append((str(getattr(exercise_id, "value", "")), str(getattr(answer, "id", ""))))
    return found


def faults(solution: NotebookNode) -> Iterator[str]:
    """Say what would make a derived copy show something else than a run of it would.

    An exercise has to show only what `check` says, its pupil's answers have to be `...` when they
    are checked, and no later cell may read a name that an exercise sets.
    """
    set_by_exercises: set[str] = set()
    for number, cell in enumerate(solution.cells, 1):
        if cell.cell_type != "code":
            continue
        where, exercise = f"cell {number}", BEGIN in cell.source
        for name in sorted(read_names(cell.source) & set_by_exercises):
            yield f"{where} reads {name!r}, which an exercise before it sets"
        if not exercise:
            set_by_exercises -= set_names(cell.source)
            continue
        set_by_exercises |= set_names(cell.source)
        plain = without_solution(cell.source, where)
        for name in sorted(read_names(plain) - read_names(cell.source)):
            yield f"{where} reads {name!r} outside its solution, which only the solution sets"
        answers = dots(plain)
        for exercise_id, name in checks(plain):
            if name not in answers:
                yield f"{where}: the pupil's answer to {exercise_id!r} is not `...`"
        shown = "".join(output.get("text", "\0") for output in cell.outputs)
        if cell.outputs and not re.fullmatch(rf"({RIGHT}[^\n]*\n){{{len(checks(plain))}}}", shown):
            yield f"{where}: an exercise shows something else than what `check` says to its answers"


def dots(source: str) -> set[str]:
    """The names that are `...` at the end of a cell's code."""
    last: dict[str, bool] = {}
    for node in ast.parse(source).body:
        value = getattr(node, "value", None)
        missing = (
            isinstance(node, ast.Assign) and isinstance(value, ast.Constant) and value.value is ...
        )
        last |= dict.fromkeys(set_names(ast.unparse(node)), missing)
    return {name for name, missing in last.items() if missing}


# --- what is there


def read(path: Path) -> NotebookNode:
    """Read a notebook."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def strays(here: Path = HERE) -> Iterator[str]:
    """Say which notebooks beside the lessons are none of them."""
    for folder in (here, here / "solutions"):
        for path in sorted(folder.glob("*.ipynb")):
            if not path.match(LESSONS):
                hint = "delete it: macOS left it there" if path.name.startswith("._") else "move it"
                yield f"notebooks/{path.relative_to(here).as_posix()} is not a lesson: {hint}"
    for path in sorted(here.glob(LESSONS)):
        if not (here / "solutions" / path.name).exists():
            yield f"notebooks/{path.name} is not a lesson, for it has no solution: move it"


def drift(name: str, here: Path = HERE) -> str:
    """Say how a pupil's copy differs from what its solution makes, and what to do, if it does."""
    plain, mend = here / f"{name}.ipynb", f"run python notebooks/make.py --copies {name}"
    if not plain.exists():
        return f"{name}: the pupil's copy is missing; {mend}"
    wanted = pupil_copy(read(here / "solutions" / f"{name}.ipynb"))
    if plain.read_bytes() == content(wanted):
        return ""
    try:
        found = read(plain)
    except (ValueError, KeyError, AttributeError) as error:
        return f"{name}: the pupil's copy cannot be read ({error}); {mend}"
    if only_saved(found, wanted):
        return f"{name}: {SAVED}; {mend}, which takes it out again"
    if same_prose(found, wanted):
        return (
            f"{name}: somebody has worked in the pupil's copy (answers, outputs or execution "
            "counts are not those that it was made with); to keep that work, save it in a folder "
            f"of your own; then {mend}"
        )
    return (
        f"{name}: the pupil's copy is not what its solution makes; edit the solution, then {mend}"
    )


SAVED = (
    "an editor has opened and saved the pupil's copy and added what it keeps there "
    "(such as language_info.version)"
)


KEPT_BY_EDITORS = ("execution", "vscode", "ExecuteTime", "collapsed", "trusted", "scrolled")


def without_editors_notes(notebook: NotebookNode) -> NotebookNode:
    """Take out what an editor keeps in the cells' metadata, such as when they ran."""
    for cell in notebook.cells:
        for key in KEPT_BY_EDITORS:
            cell.metadata.pop(key, None)
    return notebook


def only_saved(found: NotebookNode, wanted: NotebookNode) -> bool:
    """Whether two notebooks differ only in what an editor writes when it opens and saves one."""

    def essence(notebook: NotebookNode) -> NotebookNode:
        notebook = copy.deepcopy(notebook)
        notebook.metadata = NotebookNode()
        return without_editors_notes(notebook)

    return essence(found) == essence(wanted)


def same_prose(found: NotebookNode, wanted: NotebookNode) -> bool:
    """Whether two notebooks differ in their code cells alone, as after a pupil's run."""

    def prose(notebook: NotebookNode) -> list[str]:
        return [cell.source for cell in notebook.cells if cell.cell_type != "code"]

    return prose(found) == prose(wanted)


# --- the command


def main(arguments: list[str] | None = None, here: Path = HERE) -> int:
    parser = argparse.ArgumentParser(
        description="Run the solutions and derive the pupils' notebooks from them."
    )
    parser.add_argument(
        "names", nargs="*", help="lessons such as 04_growth; all when none is named"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--copies", action="store_true", help="only derive the pupils' copies again")
    what.add_argument("--check", action="store_true", help="only say which copies are not in step")
    chosen = parser.parse_args(arguments)
    there = sorted(path.stem for path in (here / "solutions").glob(LESSONS))
    names = [Path(name).stem for name in chosen.names] or there
    if unknown := sorted(set(names) - set(there)):
        parser.error(
            f"no lesson {', '.join(unknown)} in solutions; there are {', '.join(there) or 'none'}"
        )
    if chosen.check:
        return check(names, here)
    for name in names:
        print(name, end=" ", flush=True)
        try:
            make(name, here, again=not chosen.copies)
        except (CellExecutionError, ValueError) as error:  # the files stay as they were
            print(f"failed\n{error}")
            return 1
        print("done")
    return 0


def make(name: str, here: Path, *, again: bool) -> None:
    """Run a solution again if asked for, then derive its pupil's copy and the README's picture."""
    path = here / "solutions" / f"{name}.ipynb"
    solution = read(path)
    if again:
        solution = without_editors_notes(run(solution, path.parent))
        solution.metadata = settled(solution.metadata, KERNEL)
    copied = pupil_copy(solution)
    if again:
        replace(path, content(solution))
    replace(here / f"{name}.ipynb", content(copied))
    if name in PICTURES:
        replace(here / PICTURES[name], last_picture(copied))


def last_picture(notebook: NotebookNode) -> bytes:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pictures = [
        output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})
    ]
    return base64.b64decode(pictures[-1])


def check(names: list[str], here: Path) -> int:
    found = [line for line in (*(drift(name, here) for name in names), *strays(here)) if line]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
