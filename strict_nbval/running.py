"""Run a notebook so that what it then holds depends on its code alone.

Not on a person's settings, not on the moment, not on the name of a temporary file: what `run`
stores today, the plugin computes again tomorrow and elsewhere.
"""

from __future__ import annotations

import atexit
import copy
import functools
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets import default

__all__ = [
    "cleared",
    "content",
    "join_neighbours",
    "kernel_environment",
    "replace",
    "run",
    "settled",
]

#: Arguments for every kernel: quiet, and without a history on disk, for which two kernels that run
#: at once would wait (it is one SQLite file).
KERNEL_ARGUMENTS = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]
#: The name that tracebacks and warnings give a cell, in place of a temporary file's.
CELL_NAME = "<cell>"
#: Variables by which a person's own settings would change what a notebook prints or draws.
PERSONAL = {
    "MATPLOTLIBRC",
    "MPLBACKEND",
    "PYTHONASYNCIODEBUG",
    "PYTHONDEVMODE",
    "PYTHONOPTIMIZE",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
}


@functools.cache
def own_place() -> Path:
    """Make a folder that lasts as long as this process, for what is kept at home otherwise."""
    folder = tempfile.TemporaryDirectory(prefix="strict-nbval-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return Path(folder.name)


def kernel_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the variables for a kernel that knows nothing of a person's own settings.

    Start-up files of IPython and settings of matplotlib at home are out of its sight, and so are
    the variables in `PERSONAL`.

    Parameters
    ----------
    environment : mapping, optional
        The variables to start from; those of this process by default.
    """
    given = os.environ if environment is None else environment
    kept = {name: value for name, value in given.items() if name not in PERSONAL}
    kept["IPYTHONDIR"] = str(own_place() / "ipython")
    kept["MPLCONFIGDIR"] = str(own_place() / "matplotlib")
    kept["IPYKERNEL_CELL_NAME"] = CELL_NAME
    return kept


def join_neighbours(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Join text with text of the same stream right before it: kernels cut streams at any moment.

    nbval and nbclient have functions for this that also move text over what is displayed in
    between, and drop what a carriage return overwrites.
    """
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else NotebookNode()
        if output.output_type == "stream" == last.get("output_type") and output.name == last.name:
            joined[-1] = NotebookNode(last, text=last.text + output.text)
        else:
            joined.append(output)
    return joined


def cleared(notebook: NotebookNode) -> NotebookNode:
    """Copy a notebook without outputs and execution counts."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def settled(metadata: Mapping[str, object], kernelspec: Mapping[str, str]) -> NotebookNode:
    """Reduce a notebook's metadata to the kernel and the language.

    Another patch release of Python is no change of a notebook, so its version is left out; and
    what editors keep there is their own business.
    """
    language = metadata.get("language_info", {})
    language = dict(language) if isinstance(language, Mapping) else {}
    language.pop("version", None)
    return NotebookNode(kernelspec=NotebookNode(kernelspec), language_info=NotebookNode(language))


class ThisPython(KernelSpecManager):
    """Knows one kernel, the Python that runs this: a person's `python3` cannot take its place."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Give the kernel of this Python, whatever the name."""
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


class ThisPythonKernel(AsyncKernelManager):
    """Starts kernels of the Python that runs this."""

    @default("kernel_spec_manager")
    def _this_python(self) -> ThisPython:
        return ThisPython()


def run(
    notebook: NotebookNode, folder: Path, *, kernel: str = "", timeout: int = 60
) -> NotebookNode:
    """Run a notebook from the top in its own folder.

    Parameters
    ----------
    notebook : NotebookNode
        Is left as it is.
    folder : Path
        Where its code runs.
    kernel : str
        The name of an installed kernel; the Python that runs this by default.
    timeout : int
        Seconds for a cell.

    Returns
    -------
    NotebookNode
        A copy with outputs and execution counts.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        A cell raised an error and has no tag `raises-exception`.
    """
    notebook = cleared(notebook)
    mine: dict[str, Any] = {} if kernel else {"kernel_manager_class": ThisPythonKernel}
    NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name=kernel or "python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,  # else every run writes its times into every cell
        extra_arguments=KERNEL_ARGUMENTS,
        **mine,
    ).execute(env=kernel_environment())
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = join_neighbours(cell.outputs)
    return notebook


def content(notebook: NotebookNode) -> bytes:
    """Give the bytes of a notebook's file, the same on every system."""
    text: str = nbformat.writes(notebook)
    return (text.rstrip("\n") + "\n").encode()


def replace(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there: it is the new one, or stays as it was."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
