"""Each way to falsify a stored notebook is caught by `pytest --nbval` with the conftest.py of this project.

Starting kernels is slow, so one notebook has a cell for each false output, one small notebook stands for each
way to make nbval look away, and one pytest run judges them all. What nbval alone misses is what conftest.py
is for; when either changes, a falsification that slips through again is named here.
"""

import base64
import copy
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from PIL import Image

from notebooks.make import run

ROOT = Path(__file__).resolve().parents[1]

SETUP = """\
import sys

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import JSON, SVG, Latex, Markdown, display

from daqing_data.lesson import setup

setup()"""
# What a cell shows, by name; each falsification below changes a cell of its own.
CELLS = {
    "chart": "fig, ax = plt.subplots(figsize=(2, 1))\nax.bar(['then', 'now'], [80, 1484])\nplt.show()",
    "table": "pd.DataFrame({'racks': [80, 1484]})",
    "print": "print('80 racks')\nprint('1484 racks')",
    "stderr": "print('a warning', file=sys.stderr)",
    "rich": "display(Markdown('**80**'), Latex('$80$'), JSON({'racks': 80}), SVG('<svg></svg>'))",
    "between": "print('before')\ndisplay(Markdown('middle'))\nprint('after')",
    "return": "print('79 racks\\r80 racks')",
    "value": "18.55",
    "silent": "racks = 80",
    "hidden": "'80 racks';",
    "error": "1 / 0",
}
PROSE = "In 2016 there were 80 racks."


FALSE_OUTPUTS = {}  # name: (which of CELLS, what changes it)
LOOK_AWAY = {}  # name: what changes a whole notebook so that nbval compares less of it


def falsify(which):
    """Register a change of a cell's stored outputs."""

    def register(change):
        FALSE_OUTPUTS[change.__name__] = (which, change)
        return change

    return register


def look_away(change):
    """Register a change of a notebook."""
    LOOK_AWAY[change.__name__] = change
    return change


def replace(which, name, old, new, field="text"):
    """Register the replacement of a text in one field (or MIME type) of a cell's outputs."""

    def change(cell):
        found = 0
        for output in cell.outputs:
            for holder in (output, output.get("data", {})):
                if isinstance(holder.get(field), str) and old in holder[field]:
                    holder[field] = holder[field].replace(old, new)
                    found += 1
        assert found, f"nothing to falsify: {name}"

    FALSE_OUTPUTS[name] = (which, change)


# --- text, tables, errors
replace("print", "stdout", "1484", "1485")
replace("stderr", "stderr", "warning", "remark")
replace("table", "html only", "1484", "1485", "text/html")
replace("table", "text/plain only", "1484", "1485", "text/plain")
replace("table", "newline after html", "</div>", "</div>\n", "text/html")
replace("value", "value", "18.55", "18.56", "text/plain")
replace("rich", "markdown output", "80", "81", "text/markdown")
replace("rich", "latex output", "80", "81", "text/latex")
replace("rich", "svg output", "svg", "svgs", "image/svg+xml")
replace("error", "ename", "ZeroDivisionError", "ValueError", "ename")
replace("error", "evalue", "division", "subtraction", "evalue")
replace("return", "text that a carriage return overwrites", "79", "78")
# --- the chart
replace("chart", "svg of the chart", "<svg ", "<svg  ", "image/svg+xml")
replace("chart", "text of the chart", "1 Axes", "2 Axes", "text/plain")


@falsify("rich")
def json_output(cell):
    cell.outputs[2].data["application/json"] = {"racks": 81}


@falsify("table")
def html_removed(cell):
    del cell.outputs[0].data["text/html"]


@falsify("stderr")
def stderr_removed(cell):
    cell.outputs = []


@falsify("silent")
def output_added(cell):
    cell.outputs = [new_output("stream", name="stdout", text="1484\n")]


@falsify("hidden")
def output_where_a_semicolon_hides_it(cell):
    cell.outputs = [new_output("execute_result", {"text/plain": "80"}, execution_count=cell.execution_count)]


@falsify("print")
def outputs_emptied(cell):
    cell.outputs = []


@falsify("rich")
def outputs_swapped(cell):
    first, second, *rest = cell.outputs
    cell.outputs = [second, first, *rest]


@falsify("between")
def text_moved_over_another_output(cell):
    before, middle, after = cell.outputs
    before.text += after.text
    cell.outputs = [before, middle]


@falsify("between")
def text_and_display_swapped(cell):
    before, middle, after = cell.outputs
    cell.outputs = [middle, before, after]


@falsify("error")
def traceback_replaced(cell):
    cell.outputs[0].traceback = ["all is well"]


@falsify("value")
def result_stored_as_display(cell):
    cell.outputs = [new_output("display_data", cell.outputs[0].data)]


@falsify("value")
def output_metadata(cell):
    cell.outputs[0].metadata["note"] = "checked"


@falsify("value")
def count_of_a_result(cell):
    cell.outputs[0].execution_count += 1


@falsify("chart")
def drawn_number(cell):
    drawn = cell.outputs[0].data["application/vnd.drawn+json"]["drawn"]
    changed = [line.replace("1484", "1484.01") for line in drawn]
    assert changed != drawn
    cell.outputs[0].data["application/vnd.drawn+json"]["drawn"] = changed


@falsify("chart")
def drawn_numbers_removed(cell):
    del cell.outputs[0].data["application/vnd.drawn+json"]


def png(image):
    file = io.BytesIO()
    image.save(file, "png")
    return base64.b64encode(file.getvalue()).decode()


@falsify("chart")
def png_swapped(cell):
    cell.outputs[0].data["image/png"] = png(Image.new("RGBA", (1, 1)))


@falsify("chart")
def png_with_one_other_pixel(cell):
    image = Image.open(io.BytesIO(base64.b64decode(cell.outputs[0].data["image/png"])))
    red, *others = image.getpixel((50, 50))
    image.putpixel((50, 50), (red ^ 1, *others))
    cell.outputs[0].data["image/png"] = png(image)


@falsify("chart")
def png_removed(cell):
    del cell.outputs[0].data["image/png"]


@falsify("chart")
def png_is_no_picture(cell):
    cell.outputs[0].data["image/png"] = "iVBORw0KGgo="


# --- what makes nbval look away; the notebook has the cells print, value, silent and a line of prose


@look_away
def cell_cleared(cells):
    cells[0].outputs, cells[0].execution_count = [], None


@look_away
def notebook_cleared(cells):
    for cell in cells[:3]:
        cell.outputs, cell.execution_count = [], None


@look_away
def count_removed(cells):
    cells[0].execution_count = None


@look_away
def count_wrong(cells):
    cells[2].execution_count = 20


@look_away
def counts_in_another_order(cells):
    cells[0].execution_count, cells[1].execution_count = 2, 1


@look_away
def tag_ignore_output(cells):
    cells[0].metadata["tags"] = ["nbval-ignore-output"]


@look_away
def comment_ignore_output(cells):
    cells[0].source = "# NBVAL_IGNORE_OUTPUT\n" + cells[0].source


@look_away
def tag_skip(cells):
    cells[0].metadata["tags"] = ["nbval-skip"]


@look_away
def comment_skip(cells):
    cells[0].source += "\n# NBVAL_SKIP"


@look_away
def tag_raises_exception_and_none_raised(cells):
    cells[0].metadata["tags"] = ["raises-exception"]


@look_away
def code_made_raw(cells):
    cells[2] = new_raw_cell(cells[2].source)


@look_away
def no_code_left(cells):
    del cells[:3]


@look_away
def picture_attached_to_prose(cells):
    cells[3].attachments = {"chart.png": {"image/png": png(Image.new("RGB", (1, 1)))}}


@look_away
def output_that_the_cell_clears(cells):
    cells[2].source = "from IPython.display import clear_output\nprint(1484)\nclear_output()"
    cells[2].outputs = [new_output("stream", name="stdout", text="1484\n")]


@look_away
def number_in_prose(cells):
    cells[3].source = PROSE.replace("80", "81")


MISSED = {"number_in_prose": "no code computes prose: tests/test_notebooks.py looks for its numbers in the outputs"}


def recompress(cell):
    """Store the same pixels in another way: no falsification."""
    data = cell.outputs[0].data
    stored = base64.b64decode(data["image/png"])
    image = Image.open(io.BytesIO(stored))
    file = io.BytesIO()
    image.save(file, "png", compress_level=1, dpi=image.info["dpi"])
    assert file.getvalue() != stored
    data["image/png"] = base64.b64encode(file.getvalue()).decode()


def executed(sources, folder):
    cells = [new_code_cell(source, metadata={"tags": ["raises-exception"]} if source == CELLS["error"] else {})
             for source in sources]  # fmt: skip
    return run(new_notebook(cells=cells), folder)


@pytest.fixture(scope="module")
def failures(tmp_path_factory):
    """What one pytest run finds wrong: (notebook, number of the code cell or None) for each failure or error."""
    folder = tmp_path_factory.mktemp("falsified")
    shutil.copy(ROOT / "conftest.py", folder)
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        true = executed([SETUP, *(CELLS[which] for which, _ in FALSE_OUTPUTS.values())], folder)
        small = executed([CELLS[which] for which in ("print", "value", "silent")], folder)
        false = copy.deepcopy(true)
        for cell, (_, change) in zip(false.cells[1:], FALSE_OUTPUTS.values(), strict=True):
            change(cell)
        charts = [cell for cell in true.cells if cell.source == CELLS["chart"]]
        recompress(charts[0])
        small.cells.append(new_markdown_cell(PROSE))
        notebooks = {"true": true, "false": false}
        for name, change in LOOK_AWAY.items():
            notebooks[name] = copy.deepcopy(small)
            change(notebooks[name].cells)
        for name, notebook in notebooks.items():
            nbformat.write(notebook, folder / f"{name}.ipynb")
        result = judge(folder)
    summary = re.findall(r"^(?:FAILED|ERROR) (\w+)\.ipynb(?:::Cell (\d+))?", result, re.MULTILINE)
    assert " passed" in result, result
    return {(name, int(cell) if cell else None) for name, cell in summary}


def judge(folder):
    """What pytest says about the notebooks of a folder."""
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-cell-timeout=60", "-q", "--tb=no", "-rfE",
               "-p", "no:cacheprovider", "--continue-on-collection-errors"]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    process = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return process.stdout + process.stderr


def test_what_is_true_passes(failures):
    assert not [failure for failure in failures if failure[0] == "true"]


@pytest.mark.parametrize(("number", "name"), list(enumerate(FALSE_OUTPUTS, 1)), ids=FALSE_OUTPUTS)
def test_a_false_output_is_caught(number, name, failures):
    assert ("false", number) in failures


def test_a_cell_beside_false_ones_passes(failures):
    assert ("false", 0) not in failures


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=MISSED[name])) if name in MISSED else name
        for name in LOOK_AWAY
    ],
)
def test_looking_away_is_caught(name, failures):
    assert name in {notebook for notebook, _ in failures}


class Options:
    """What pytest_configure asks of pytest's configuration."""

    def __init__(self, **given):
        self.option = self
        self.__dict__.update(given)

    def getoption(self, name, default=None):
        return getattr(self, name, default)


@pytest.fixture
def strict(pytestconfig):
    """The conftest.py at the top, as pytest loaded it (the tests have one of the same name)."""
    return pytestconfig.pluginmanager.get_plugin(str(ROOT / "conftest.py"))


@pytest.mark.parametrize(
    "option",
    [
        {"nbval_lax": True},
        {"nbval_sanitize_with": "patterns"},
        {"nbdime": True},
        {"nbval_kernel_name": "python3"},
        {"dist": "load"},
    ],
    ids=lambda option: next(iter(option)),
)
def test_options_that_compare_less_are_refused(strict, option):
    with pytest.raises(pytest.UsageError, match=r"compared whole|--dist loadfile"):
        strict.pytest_configure(Options(nbval=True, **option))


def test_another_nbval_is_refused(strict, monkeypatch):
    monkeypatch.setattr(strict, "NBVAL", "0.10.0")
    with pytest.raises(pytest.UsageError, match=r"makes nbval 0\.10\.0 strict, and 0\.11\.0 is installed"):
        strict.pytest_configure(Options(nbval=True))
