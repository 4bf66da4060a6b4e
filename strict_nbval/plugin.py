"""Makes `pytest --nbval` strict: what a notebook stores is what its code computes.

nbval by itself compares no picture, no order of outputs and no execution count, skips what looks
unrun, and obeys markers that switch comparing off. Here each notebook is collected by `StrictFile`
and each cell compared by `StrictCell`; nbval still runs the cells. Both classes override methods of
nbval 0.11.0, and the tests beside this file plant each kind of falsification to show that it is
caught: with another release they have to be run first, hence the setting `strict_nbval_release`.
"""

from __future__ import annotations

import base64
import copy
import difflib
import fnmatch
import importlib.metadata
import io
import os
import subprocess
import warnings
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import output_from_msg
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, RunningKernel, start_new_kernel
from nbval.plugin import IPyNbCell, IPyNbFile

from strict_nbval import rules
from strict_nbval.running import KERNEL_ARGUMENTS, join_neighbours, kernel_environment

RELEASE = "0.11.0"
OUTPUTS = {"stream", "display_data", "execute_result", "error"}
AFTERWARDS = {"update_display_data", "clear_output"}
PICTURES = {"data image/png", "data image/jpeg"}
#: Options of nbval under which less would be compared, or which are broken; what to do instead.
REFUSED = {
    "nbval_lax": "notebooks are compared whole",
    "nbval_sanitize_with": "notebooks are compared whole",
    "sanitize_with": "notebooks are compared whole",
    "nbdime": "notebooks are compared whole",
    "nbval_kernel_name": "name a kernel by the setting strict_nbval_kernel",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the settings of a project."""
    parser.addini(
        "strict_nbval_release",
        "The release of nbval that this project uses, if strict_nbval was tried with another.",
        default=RELEASE,
    )
    parser.addini(
        "strict_nbval_kernel",
        "The name of the kernel that runs all notebooks; the Python that runs pytest by default.",
        default="",
    )
    parser.addini(
        "strict_nbval_files",
        "Patterns of the names of this project's notebooks; any other notebook beside them fails.",
        type="args",
        default=["*.ipynb"],
    )
    parser.addini(
        "strict_nbval_prose",
        "Patterns of the names of notebooks that may be prose alone, without a code cell.",
        type="args",
        default=[],
    )
    parser.addini(
        "strict_nbval_rules",
        f"Rules that each notebook must keep besides: {', '.join(sorted(rules.EXTRA))}.",
        type="args",
        default=[],
    )
    parser.addini(
        "strict_nbval_attachments",
        "Whether prose may have pictures pasted into it, which no code draws.",
        type="bool",
        default=False,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse what would compare less, and hide a person's own settings."""
    if not is_on(config):
        return
    version, wanted = importlib.metadata.version("nbval"), config.getini("strict_nbval_release")
    if version != wanted:
        raise pytest.UsageError(
            f"strict_nbval is set to nbval {wanted}, and {version} is installed: run the tests of "
            "strict_nbval with it, then state it in the settings of pytest: "
            f"strict_nbval_release = {version}"
        )
    for option, instead in REFUSED.items():
        if config.getoption(option, None):
            raise pytest.UsageError(f"--{option.replace('_', '-')} is not used here: {instead}")
    # xdist's other ways spread the cells of one notebook over several kernels.
    if config.getoption("dist", "no") not in ("no", "loadfile", "loadscope"):
        raise pytest.UsageError(
            "use --dist loadfile: a notebook runs in one kernel, from top to bottom"
        )
    for name in config.getini("strict_nbval_rules"):
        if name not in rules.EXTRA:
            near = difflib.get_close_matches(name, rules.EXTRA, 1) or sorted(rules.EXTRA)
            raise pytest.UsageError(
                f"strict_nbval_rules: unknown rule {name!r}; did you mean {near[0]!r}?"
            )
    isolate(config)


def is_on(config: pytest.Config) -> bool:
    """Whether notebooks are asked for."""
    return bool(config.getoption("nbval", False) or config.getoption("nbval_lax", False))


def isolate(config: pytest.Config) -> None:
    """Hide a person's own settings from all kernels of this run, also those that tests start."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    isolated = kernel_environment()
    for name in set(os.environ) - set(isolated):
        patch.delenv(name)
    for name, value in isolated.items():
        if os.environ.get(name) != value:
            patch.setenv(name, value)


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say that notebooks are compared strictly, and in which kernel they run."""
    if not is_on(config):
        return None
    kernel = config.getini("strict_nbval_kernel") or "this Python"
    return f"strict_nbval: notebooks are compared whole, kernel: {kernel}"


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Any:
    """Put a strict collector in the place of each that nbval makes."""
    collectors = yield
    return [
        StrictFile.from_parent(parent, path=file_path)
        if isinstance(collector, IPyNbFile)
        else collector
        for collector in collectors
    ]


class StrictKernel(RunningKernel):
    """A kernel of nbval that counts what it runs, and that no person's settings reach."""

    def __init__(self, name: str, folder: Path, startup_timeout: float) -> None:
        self.km, self.kc = start_new_kernel(
            startup_timeout,
            name,
            stderr=subprocess.DEVNULL,
            cwd=str(folder),
            env=kernel_environment(),
            extra_arguments=KERNEL_ARGUMENTS,
        )
        self.asked = ""  # the message that asked for the cell that runs now
        self._ensure_iopub_up()

    def execute_cell_input(self, source: str, allow_stdin: bool | None = None) -> str:
        """Ask for a cell as JupyterLab does.

        nbval asks "silently": without execution counts, and so that a trailing `;` hides nothing.
        """
        self.asked = self.kc.execute(
            source, store_history=True, allow_stdin=allow_stdin, stop_on_error=False
        )
        return self.asked


class StrictFile(IPyNbFile):
    """A notebook; what is wrong before any cell runs is a failing test, no error of collection."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give each code cell, or one test that fails with all that is wrong."""
        self.wrong = list(self.complaints())
        if self.wrong:
            yield Stored.from_parent(self, name="as stored", complaints=self.wrong)
            return
        cells = [cell for cell in self.nb.cells if cell.cell_type == "code"]
        for number, cell in enumerate(cells):
            if not cell.source.strip():
                continue  # no program asks a kernel to run nothing
            raises = any(tag in rules.RAISES for tag in rules.markers(cell))
            options = defaultdict(bool, check=True, check_exception=raises)
            yield StrictCell.from_parent(
                self, name=f"Cell {number}", cell_num=number, cell=cell, options=options
            )

    def complaints(self) -> Iterator[str]:
        """Say what is wrong with the file as it is stored."""
        patterns, prose = (
            self.config.getini("strict_nbval_files"),
            self.config.getini("strict_nbval_prose"),
        )
        if self.path.name.startswith("._"):
            yield "macOS left this file beside the notebook of that name: delete it"
            return
        if not is_one_of(self.path.name, patterns):
            yield f"no notebook of this project has such a name ({', '.join(patterns)}): move it"
            return
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # an old notebook has cells without ids
                self.nb = nbformat.read(self.path, as_version=4)
        except (ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError) as error:
            yield f"not a notebook that can be read: {error or type(error).__name__}"
            return
        chosen = [
            *rules.STORED,
            *(rules.EXTRA[name] for name in self.config.getini("strict_nbval_rules")),
        ]
        if self.config.getini("strict_nbval_attachments"):
            chosen.remove(rules.prose_has_no_pasted_pictures)
        if is_one_of(self.path.name, prose):
            chosen.remove(rules.something_runs)
        for rule in chosen:
            yield from rule(self.nb)

    def setup(self) -> None:
        """Start the kernel of this notebook, if there is a cell to run."""
        if self.wrong:
            return
        options = self.config.option
        name = self.config.getini("strict_nbval_kernel") or CURRENT_ENV_KERNEL_NAME
        self.kernel = StrictKernel(name, self.path.parent, options.nbval_kernel_startup_timeout)
        self.shown: list[NotebookNode] = []

    def teardown(self) -> None:
        """Stop the kernel."""
        if self.kernel is not None and self.kernel.is_alive():
            self.kernel.stop()

    def get_kernel_message(self, timeout: float | None = None, stream: str = "iopub") -> Any:
        """Keep what the cell shows as it comes in: nbval joins and drops some of it."""
        message = self.kernel.get_message(stream, timeout=timeout)
        if message["parent_header"].get("msg_id") == self.kernel.asked:
            kind = message["msg_type"]
            if kind in AFTERWARDS:
                raise RuntimeError(
                    f"the cell changes its outputs afterwards ({kind}): nbval cannot follow that"
                )
            if kind in OUTPUTS:
                self.shown.append(output_from_msg(message))
        return message


def is_one_of(name: str, patterns: list[str]) -> bool:
    """Whether a file name fits one of some patterns."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


class Stored(pytest.Item):
    """Fails with what is wrong in a notebook before any cell runs."""

    def __init__(self, *, complaints: list[str], **others: Any) -> None:
        super().__init__(**others)
        self.complaints = complaints

    def runtest(self) -> None:
        """Fail."""
        raise StoredError

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Say what is wrong, without a traceback."""
        if not isinstance(excinfo.value, StoredError):
            return super().repr_failure(excinfo, style)
        return "\n  ".join([f"{self.nodeid.partition('::')[0]}:", *self.complaints])

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where this is."""
        return self.path, 0, self.nodeid


class StoredError(Exception):
    """A notebook is not stored as a run from the top leaves it."""


class StrictCell(IPyNbCell):
    """A code cell whose stored outputs are compared one by one and whole."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.stored = copy.deepcopy(self.cell.outputs)  # nbval changes the cell's own

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where this is."""
        return self.path, 0, self.nodeid

    def runtest(self) -> None:
        """Run the cell; what it shows is kept from here on."""
        self.parent.shown = []
        super().runtest()

    def compare_outputs(self, test: Any, ref: Any, skip_compare: Any = None) -> bool:
        """Compare stored and computed outputs, in order, each field and MIME type of each."""
        self.comparison_traceback = []
        stored, computed = join_neighbours(self.stored), join_neighbours(self.parent.shown)
        if kinds(stored) != kinds(computed):
            self.comparison_traceback.append(
                f"stored are {kinds(stored)}, computed are {kinds(computed)}"
            )
            return False
        for old, new in zip(map(fields, stored), map(fields, computed), strict=True):
            if old.keys() != new.keys():
                self.comparison_traceback.append(
                    f"stored has {sorted(old)}, computed has {sorted(new)}"
                )
                return False
            for field, value in old.items():
                if not same(field, value, new[field]):
                    self.format_output_compare(field, value, new[field])
                    return False
        return True


def kinds(outputs: list[NotebookNode]) -> list[str]:
    """Name the kind of each output."""
    return [f"{output.output_type} {output.get('name', '')}".strip() for output in outputs]


def fields(output: NotebookNode) -> dict[str, Any]:
    """The fields of an output, the MIME types of its data among them."""
    flat = {name: value for name, value in output.items() if name != "data"}
    return flat | {f"data {mime}": value for mime, value in output.get("data", {}).items()}


def same(field: str, stored: Any, computed: Any) -> bool:
    """Whether two values of a field are equal; of a picture, whether it shows the same pixels.

    How a picture was compressed, and the name of the program that a PNG file keeps, is nothing
    that a reader sees. All other MIME types, known or not, are compared as they are.
    """
    if stored == computed:
        return True
    if field not in PICTURES:
        return False
    try:
        return pixels(stored) == pixels(computed)
    except (OSError, ValueError, TypeError):  # not a picture
        return False


def pixels(picture: str) -> list[Any]:
    """What a picture shows, frame by frame, without tolerance."""
    from PIL import Image, ImageSequence

    with Image.open(io.BytesIO(base64.b64decode(picture))) as image:
        seen: list[Any] = [image.format]
        for frame in ImageSequence.Iterator(image):
            frame.load()
            words = getattr(frame, "text", {})
            looks = {name: value for name, value in frame.info.items() if name not in words}
            seen.append((frame.size, frame.mode, looks, frame.getpalette(), frame.tobytes()))
        return seen
