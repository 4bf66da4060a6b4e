"""Each way to falsify a stored notebook is caught, and what is true passes.

Starting kernels is slow, so one notebook has a cell for each false output, a small notebook stands
for each way to make nbval look away, and one run of pytest judges them all. Plain nbval judges
them, too: what it lets pass is stated here, because README.md counts it.
"""

import base64
import copy
import io
import os
import re
import tomllib
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from PIL import Image

from strict_nbval.plugin import RELEASE, StrictKernel, isolate, pytest_configure
from strict_nbval.running import run

pytest_plugins = ["pytester"]

HERE = Path(__file__).resolve().parents[1]

# What a cell shows, by name; each falsification below changes a cell of its own.
CELLS = {
    "setup": """\
import base64, io, sys, warnings
import matplotlib.pyplot as plt
from IPython.display import HTML, JSON, SVG, Latex, Markdown, display
from PIL import Image""",
    "chart": "plt.subplots(figsize=(2, 1))[1].bar(['then', 'now'], [3, 5])\nplt.show()",
    "moving": """\
frames, file = [Image.new("L", (2, 2), grey) for grey in (0, 255)], io.BytesIO()
frames[0].save(file, "png", save_all=True, append_images=frames[1:])
display({"image/png": base64.b64encode(file.getvalue()).decode()}, raw=True)""",
    "own": """\
data = {"application/vnd.svg+xml": "<svg>5</svg>"}
display(data | {"application/vnd.numbers+json": {"drawn": [3, 5]}}, raw=True)""",
    "table": "HTML('<table><tr><td>3</td><td>5</td></tr></table>')",
    "print": "print('3 before')\nprint('5 after')",
    "stderr": "print('a warning', file=sys.stderr)",
    "warning": "warnings.warn('about 5')",
    "rich": "display(Markdown('**3**'), Latex('$3$'), JSON({'three': 3}), SVG('<svg></svg>'))",
    "between": "print('before')\ndisplay(Markdown('middle'))\nprint('after')",
    "return": "print('4 of 5\\r5 of 5')",
    "value": "18.55",
    "silent": "five = 5",
    "hidden": "'five';",
    "error": "1 / 0",
    "empty": "",
}
PROSE = "In 2016 there were 3."

FALSE_OUTPUTS = {}  # name: (which of CELLS, what changes it)
LOOK_AWAY = {}  # name: what changes a whole notebook so that less of it is compared


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
replace("print", "stdout", "5", "6")
replace("stderr", "stderr", "warning", "remark")
replace("warning", "text of a warning", "about 5", "about 6")
replace("table", "html only", "5", "6", "text/html")
replace("table", "text/plain only", "HTML", "XML", "text/plain")
replace("table", "newline after html", "</table>", "</table>\n", "text/html")
replace("value", "value", "18.55", "18.56", "text/plain")
replace("rich", "markdown output", "3", "4", "text/markdown")
replace("rich", "latex output", "3", "4", "text/latex")
replace("rich", "svg output", "svg", "svgs", "image/svg+xml")
replace("error", "ename", "ZeroDivisionError", "ValueError", "ename")
replace("error", "evalue", "division", "subtraction", "evalue")
replace("return", "text that a carriage return overwrites", "4", "3")
replace("chart", "text of the chart", "1 Axes", "2 Axes", "text/plain")
replace("own", "a MIME type of one's own", "5", "6", "application/vnd.svg+xml")


@falsify("rich")
def json_output(cell):
    cell.outputs[2].data["application/json"] = {"three": 4}


@falsify("own")
def json_of_ones_own(cell):
    cell.outputs[0].data["application/vnd.numbers+json"]["drawn"][1] = 5.0001


@falsify("own")
def json_removed(cell):
    del cell.outputs[0].data["application/vnd.numbers+json"]


@falsify("table")
def html_removed(cell):
    del cell.outputs[0].data["text/html"]


@falsify("table")
def mime_type_added(cell):
    cell.outputs[0].data["text/markdown"] = "six"


@falsify("stderr")
def stderr_removed(cell):
    cell.outputs = []


@falsify("stderr")
def stderr_stored_as_stdout(cell):
    cell.outputs[0].name = "stdout"


@falsify("silent")
def output_added(cell):
    cell.outputs = [new_output("stream", name="stdout", text="5\n")]


@falsify("hidden")
def output_where_a_semicolon_hides_it(cell):
    cell.outputs = [
        new_output("execute_result", {"text/plain": "'five'"}, execution_count=cell.execution_count)
    ]


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


# --- pictures


def opened(cell):
    return Image.open(io.BytesIO(base64.b64decode(cell.outputs[0].data["image/png"])))


def png(image, **options):
    file = io.BytesIO()
    image.save(file, "png", **options)
    return base64.b64encode(file.getvalue()).decode()


@falsify("chart")
def png_swapped(cell):
    cell.outputs[0].data["image/png"] = png(Image.new("RGBA", (1, 1)))


@falsify("chart")
def png_with_one_other_pixel(cell):
    image = opened(cell)
    red, *others = image.getpixel((50, 50))
    image.putpixel((50, 50), (red ^ 1, *others))
    cell.outputs[0].data["image/png"] = png(image, dpi=image.info["dpi"])


@falsify("chart")
def png_of_another_size_on_paper(cell):
    cell.outputs[0].data["image/png"] = png(opened(cell), dpi=(300, 300))


@falsify("moving")
def png_with_another_second_frame(cell):
    frames = [Image.new("L", (2, 2), grey) for grey in (0, 254)]
    cell.outputs[0].data["image/png"] = png(frames[0], save_all=True, append_images=frames[1:])


@falsify("chart")
def png_stored_as_jpeg(cell):
    file = io.BytesIO()
    opened(cell).convert("RGB").save(file, "jpeg")
    cell.outputs[0].data["image/png"] = base64.b64encode(file.getvalue()).decode()


@falsify("chart")
def png_removed(cell):
    del cell.outputs[0].data["image/png"]


@falsify("chart")
def png_is_no_picture(cell):
    cell.outputs[0].data["image/png"] = "iVBORw0KGgo="


# --- what makes nbval look away; the notebook has the cells print, value, silent and some prose


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
def comment_of_an_older_release(cells):
    cells[0].source = "#PYTEST_VALIDATE_IGNORE_OUTPUT\n" + cells[0].source


@look_away
def tag_skip(cells):
    cells[0].metadata["tags"] = ["nbval-skip"]


@look_away
def comment_skip(cells):
    cells[0].source += "\n# NBVAL_SKIP"


@look_away
def tag_of_nbclient_skip(cells):
    cells[2].metadata["tags"] = ["skip-execution"]


@look_away
def tag_raises_exception_and_none_raised(cells):
    cells[0].metadata["tags"] = ["raises-exception"]


@look_away
def comment_raises_exception_and_none_raised(cells):
    cells[0].source += "\n# NBVAL_RAISES_EXCEPTION"


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
    cells[2].source = "from IPython.display import clear_output\nprint(5)\nclear_output()"
    cells[2].outputs = [new_output("stream", name="stdout", text="5\n")]


@look_away
def number_in_prose(cells):
    cells[3].source = PROSE.replace("3", "4")


MISSED = {"number_in_prose"}  # no code computes prose
# What nbval by itself lets pass. README.md counts these.
PLAIN_PASSES = """
    text that a carriage return overwrites; output_where_a_semicolon_hides_it;
    text_and_display_swapped; text_moved_over_another_output; traceback_replaced;
    result_stored_as_display; output_metadata; count_of_a_result; png_swapped;
    png_with_one_other_pixel; png_of_another_size_on_paper; png_with_another_second_frame;
    png_stored_as_jpeg; png_removed; png_is_no_picture; cell_cleared; notebook_cleared;
    count_wrong; counts_in_another_order; tag_ignore_output; comment_ignore_output;
    comment_of_an_older_release; tag_skip; comment_skip; tag_of_nbclient_skip;
    tag_raises_exception_and_none_raised; comment_raises_exception_and_none_raised;
    output_that_the_cell_clears; code_made_raw; no_code_left; picture_attached_to_prose;
    number_in_prose
"""
#: Cells whose true outputs nbval calls false; the plugin does not.
PLAIN_ALARMS = {"hidden", "warning"}


def recompress(cell):
    """Store the same pixels in another way, without the program's name: no falsification."""
    image, before = opened(cell), cell.outputs[0].data["image/png"]
    cell.outputs[0].data["image/png"] = png(image, compress_level=1, dpi=image.info["dpi"])
    assert cell.outputs[0].data["image/png"] != before


def notebook(names):
    raises = {"tags": ["raises-exception"]}
    return new_notebook(
        cells=[
            new_code_cell(CELLS[name], metadata=raises if name == "error" else {}) for name in names
        ]
    )


@pytest.fixture
def judge(pytester, monkeypatch):
    """Run pytest where notebooks are, with the plugin or without: what it says and finds wrong."""
    monkeypatch.setenv("PYTHONPATH", str(HERE.parent))
    monkeypatch.delenv("IPYKERNEL_CELL_NAME", raising=False)  # set where these tests run strictly
    (pytester.path / "pytest.ini").write_text(
        "[pytest]\nfilterwarnings =\n error\n ignore:Module already imported\n", encoding="utf-8"
    )

    def run_pytest(*arguments, strict=True):
        plugin = ["-p", "strict_nbval.plugin"] if strict else ["--nbval-current-env"]
        # Plain nbval leaves files open, so it has a process of its own.
        run = pytester.runpytest_inprocess if strict else pytester.runpytest_subprocess
        result = run("--nbval", *plugin, "--tb=short", "-rfE", *arguments)
        text = result.stdout.str() + result.stderr.str()
        wrong = re.findall(
            r"^(?:FAILED|ERROR) (\w+)\.ipynb(?:::(?:Cell (\d+)|as stored))?", text, re.MULTILINE
        )
        return text, {(name, int(cell) if cell else None) for name, cell in wrong}

    return run_pytest


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A true notebook, the same with false outputs, and a small one for each way to look away."""
    folder = tmp_path_factory.mktemp("stored")
    true = run(notebook([*PLANTED, "empty"]), folder)
    small = run(notebook(["print", "value", "silent"]), folder)
    small.cells.append(new_markdown_cell(PROSE))
    false = copy.deepcopy(true)
    for cell, (_, change) in zip(false.cells[1:-1], FALSE_OUTPUTS.values(), strict=True):
        before = copy.deepcopy(cell)
        change(cell)
        assert cell != before
    recompress(next(cell for cell in true.cells if cell.source == CELLS["chart"]))
    notebooks = {"true": true, "false": false, "small": small}
    for name, change in LOOK_AWAY.items():
        notebooks[name] = copy.deepcopy(small)
        change(notebooks[name].cells)
    return notebooks


@pytest.fixture
def planted(stored, pytester):
    for name, one in stored.items():
        nbformat.write(one, pytester.path / f"{name}.ipynb")


PLANTED = ["setup", *(which for which, _ in FALSE_OUTPUTS.values())]


def missed(wrong):
    false = [name for number, name in enumerate(FALSE_OUTPUTS, 1) if ("false", number) not in wrong]
    return {
        *false,
        *(name for name in LOOK_AWAY if name not in {notebook for notebook, _ in wrong}),
    }


def test_every_falsification_is_caught_and_nothing_else(planted, judge):
    text, wrong = judge()
    assert missed(wrong) == MISSED
    assert not [one for one in wrong if one[0] in ("true", "small")]
    assert ("false", 0) not in wrong
    assert "error during collection" not in text
    assert "stored are ['stream stdout'], computed are []" in text
    assert "strict_nbval: notebooks are compared whole, kernel: this Python" in text


def test_what_plain_nbval_lets_pass(stored, pytester, judge):
    """It looks at one cell at a time, so the small notebooks may stand in one file: one kernel."""
    small = [(name, copy.deepcopy(cell)) for name in LOOK_AWAY for cell in stored[name].cells]
    for number, (_, cell) in enumerate(small):
        cell.id = f"cell-{number}"
    together = {name: stored[name] for name in ("true", "false")}
    together["small"] = new_notebook(cells=[cell for _, cell in small])
    for name, one in together.items():
        nbformat.write(one, pytester.path / f"{name}.ipynb")
    _, wrong = judge(strict=False)
    alarms = {PLANTED[number] for name, number in wrong if name == "true"}
    assert alarms == PLAIN_ALARMS
    of_code = [name for name, cell in small if cell.cell_type == "code"]
    caught = {(of_code[number], 0) for name, number in wrong if name == "small"}
    passed = missed(wrong | caught)
    assert passed == {name.strip() for name in PLAIN_PASSES.replace("\n", " ").split(";")}
    planted_in_all = len(FALSE_OUTPUTS) + len(LOOK_AWAY)
    assert f"lets {len(passed)} of {planted_in_all} planted" in (HERE / "README.md").read_text(
        "utf-8"
    )


# --- what is no notebook, and what happens around one


def test_a_stray_file_fails_by_itself_and_the_rest_runs(pytester, judge):
    nbformat.write(run(notebook(["value"]), pytester.path), pytester.path / "01_true.ipynb")
    nbformat.write(notebook(["value"]), pytester.path / "Untitled.ipynb")
    (pytester.path / "._01_true.ipynb").write_bytes(b"\x00\x05\x16\x07\x00\xff")
    (pytester.path / "02_empty.ipynb").write_bytes(b"")
    (pytester.path / "03_text.ipynb").write_text("{}", encoding="utf-8")
    (pytester.path / "04_list.ipynb").write_text("[]", encoding="utf-8")
    text, wrong = judge("-o", "strict_nbval_files=[0-9][0-9]_*.ipynb")
    assert wrong >= {("Untitled", None), ("02_empty", None), ("03_text", None), ("04_list", None)}
    assert "1 passed" in text
    assert "5 failed" in text
    for said in (
        r"Untitled.ipynb:\s+no notebook of this project has such a name (\[0-9\].*): move it",
        r"\._01_true.ipynb:\s+macOS left this file beside the notebook of that name: delete it",
        r"02_empty.ipynb:\s+not a notebook that can be read: ",
    ):
        assert re.search(said.replace("(", r"\(").replace(")", r"\)"), text), said


def test_a_persons_own_settings_change_nothing(pytester, judge, monkeypatch):
    nbformat.write(
        run(notebook(["setup", "chart", "warning"]), pytester.path), pytester.path / "true.ipynb"
    )
    home = pytester.mkdir("at_home")
    for name, text in {
        "ipython/profile_default/startup/00.py": "import builtins; builtins.print = None",
        "ipython/profile_default/ipython_kernel_config.py": "c.InlineBackend.rc = {'axes.grid': 1}",
        "matplotlib/matplotlibrc": "axes.facecolor: black",
        "start.py": "print('hello')",
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(home / "ipython"))
    monkeypatch.setenv("MPLCONFIGDIR", str(home / "matplotlib"))
    monkeypatch.setenv("PYTHONSTARTUP", str(home / "start.py"))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    plain, _ = judge(strict=False)
    assert "failed" in plain
    strict, wrong = judge()
    assert not wrong
    assert "3 passed" in strict


def test_settings_of_a_person_are_back_when_pytest_ends(monkeypatch):
    cleanups = []
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.setenv("IPYTHONDIR", "mine")
    isolate(SimpleNamespace(add_cleanup=cleanups.append))
    assert "MPLBACKEND" not in os.environ
    assert os.environ["IPYTHONDIR"] != "mine"
    for cleanup in cleanups:
        cleanup()
    assert os.environ["MPLBACKEND"] == "Agg"
    assert os.environ["IPYTHONDIR"] == "mine"


def test_what_a_project_may_ask_for(pytester, judge, stored):
    """Rules besides; text for exporters may be raw; pictures may be pasted if that is allowed."""
    cells = {
        "text": new_raw_cell(".. note::\n\n   For Sphinx."),
        "pasted": new_markdown_cell(
            "![x](attachment:x.png)", attachments={"x.png": {"image/png": ""}}
        ),
        "script": new_markdown_cell("<script>1</script>"),
    }
    for name, cell in cells.items():
        one = copy.deepcopy(stored["small"])
        one.cells[1:] = [cell]
        nbformat.write(one, pytester.path / f"{name}.ipynb")
    nbformat.write(new_notebook(cells=[new_markdown_cell("x")]), pytester.path / "prose.ipynb")
    raises = run(notebook(["error", "value"]), pytester.path)
    nbformat.write(raises, pytester.path / "tagged.ipynb")
    raises.cells[0].metadata.clear()
    nbformat.write(raises, pytester.path / "untagged.ipynb")
    settings = {"attachments": "true", "rules": "prose_loads_nothing", "prose": "p[r]*.ipynb"}
    text, wrong = judge(*(f"-ostrict_nbval_{name}={value}" for name, value in settings.items()))
    assert wrong == {("script", None), ("untagged", 0)}
    assert "cell 2: <script> in prose" in text


def test_a_kernel_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(NoSuchKernel, match="nobody"):
        StrictKernel("nobody", tmp_path, startup_timeout=5)


class Options:
    """What pytest_configure asks of pytest's configuration."""

    def __init__(self, **given):
        self.given = given

    def getoption(self, name, default=None):
        return self.given.get(name, default)

    def getini(self, name):
        return self.given.get(name, {"strict_nbval_release": "0.11.0"}.get(name, []))


def test_settings_and_options_that_compare_less_are_refused():
    for option, said in (
        ({"nbval_lax": True}, "compared whole"),
        ({"nbval_sanitize_with": "patterns"}, "compared whole"),
        ({"nbdime": True}, "compared whole"),
        ({"nbval_kernel_name": "python3"}, "strict_nbval_kernel"),
        ({"dist": "load"}, "--dist loadfile"),  # spreads the cells of a notebook over kernels
        ({"dist": "worksteal"}, "--dist loadfile"),
        ({"strict_nbval_release": "0.10.0"}, r"set to nbval 0\.10\.0, and 0\.11\.0 is installed"),
        ({"strict_nbval_rules": ["prose_load_nothing"]}, "did you mean 'prose_loads_nothing'"),
    ):
        with pytest.raises(pytest.UsageError, match=said):
            pytest_configure(Options(nbval=True, **option))
    pytest_configure(Options(dist="load"))  # no notebook is asked for


def test_the_package_can_be_installed_by_itself():
    settings = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))
    (name, target), *others = settings["project"]["entry-points"]["pytest11"].items()
    assert (
        name == target == pytest_configure.__module__
    )  # else asking for it twice would load it twice
    assert not others
    assert f"nbval =={RELEASE}" in settings["project"]["dependencies"]
    assert (
        settings["tool"]["setuptools"]["dynamic"]["version"]["attr"] == "strict_nbval.__version__"
    )
