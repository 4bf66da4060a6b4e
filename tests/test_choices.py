"""The options and the wanted digits of an exercise stand in its exercise; the lessons repeat them.

A lesson's Markdown must hold, word for word, what `choices_text` and `digits_text` say.
"""

from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from daqing_data.lesson import choices_text, digits_text
from daqing_data.lesson.exercises import EXERCISES

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"


def task_text(folder, name):
    """The Markdown before the cell that checks an exercise."""
    path = NOTEBOOKS / folder / f"{EXERCISES[name].lesson}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    for before, cell in pairwise(cells):
        if cell.cell_type == "code" and f'check("{name}"' in cell.source:
            assert before.cell_type == "markdown", f"{path.name}: no text before check({name!r})"
            return before.source
    raise AssertionError(f"{path.name} does not ask {name}")


@pytest.mark.parametrize("folder", ["", "solutions"])
@pytest.mark.parametrize("name", [name for name, task in EXERCISES.items() if task.choices])
def test_the_lesson_has_the_options_of_the_exercise(name, folder):
    lines = task_text(folder, name).splitlines()
    options = [line for line in lines if line.startswith("- ")]
    assert options == choices_text(name).splitlines()


@pytest.mark.parametrize("folder", ["", "solutions"])
@pytest.mark.parametrize("name", [name for name, task in EXERCISES.items() if task.digits_text])
def test_the_lesson_says_how_many_digits_are_wanted(name, folder):
    assert digits_text(name) in " ".join(task_text(folder, name).split())
