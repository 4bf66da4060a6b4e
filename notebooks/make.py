"""Makes the pupils' notebooks from the solutions and runs all of them, so that a second run changes no byte.

    python notebooks/make.py                 every lesson
    python notebooks/make.py 04_growth       one lesson
    python notebooks/make.py --check         only say whether the pupils' copies are in step (runs nothing)

`solutions/NN_x.ipynb` is the source: edit that one. A pupil's copy has the same cells without what stands
between the marks `### BEGIN SOLUTION` and `### END SOLUTION` (which nbgrader reads too); the line before
them, usually `answer = ...  # your answer`, lets the pupil's cell run as it is.
"""

from __future__ import annotations

import argparse
import base64
import copy
import os
import sys
from pathlib import Path

import nbformat
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets import default

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
LABEL = "**With solutions.**"  # a line in the head of a solution that its pupil's copy does not have
PICTURES = {"04_growth": "growth.png"}  # the README shows the last chart of this lesson
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def pupil_copy(solution: NotebookNode) -> NotebookNode:
    """Make the pupil's copy of a notebook with solutions.

    Returns
    -------
    NotebookNode
        The same cells with the same ids, without solutions, label and outputs.

    Raises
    ------
    ValueError
        Solution marks that do not pair; names the cell.
    """
    pupil = copy.deepcopy(solution)
    for number, cell in enumerate(pupil.cells, 1):
        if cell.cell_type == "code":
            cell.source = without_solution(cell.source, f"cell {number}")
        elif LABEL in cell.source.splitlines():
            before, after = (part.strip("\n") for part in cell.source.split(LABEL, 1))
            cell.source = "\n\n".join(part for part in (before, after) if part)
    return without_outputs(pupil)


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


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def in_step(solution: NotebookNode, pupil: NotebookNode) -> bool:
    """Whether a pupil's copy is what its solution makes: same cells, same order, same text."""

    def cells(notebook: NotebookNode) -> list[tuple[str, str, str]]:
        return [(cell.get("id", ""), cell.cell_type, cell.source) for cell in notebook.cells]

    return cells(pupil_copy(solution)) == cells(pupil)


def join_neighbours(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join text only with text of the same stream right before it: the kernel cuts streams at random moments.

    nbval and nbclient have functions for this that also move text over what is displayed in between, and drop
    what a carriage return overwrites.
    """
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else NotebookNode()
        if output.output_type == "stream" == last.get("output_type") and output.name == last.name:
            joined[-1] = NotebookNode(last, text=last.text + output.text)
        else:
            joined.append(output)
    return joined


class ThisPython(KernelSpecManager):
    """Knows one kernel, the Python that runs this: a user's own `python3` kernel cannot take its place."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


class ThisPythonKernel(AsyncKernelManager):
    @default("kernel_spec_manager")
    def _this_python(self) -> ThisPython:
        return ThisPython()


def run(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Run a notebook from the top in its own folder; what it then holds does not depend on machine or moment."""
    # In place of a temporary file's name in tracebacks and warnings; conftest.py sets it as well.
    os.environ["IPYKERNEL_CELL_NAME"] = "<cell>"
    notebook = without_outputs(copy.deepcopy(notebook))
    NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        kernel_manager_class=ThisPythonKernel,
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,  # else every run writes its times into every cell
        extra_arguments=["--log-level=ERROR"],
    ).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = join_neighbours(cell.outputs)
    language = dict(notebook.metadata.get("language_info", {}))
    language.pop("version", None)  # another patch release of Python is no change of the lesson
    notebook.metadata = NotebookNode(kernelspec=KERNEL, language_info=language)
    return notebook


def main(arguments: list[str] | None = None, here: Path = HERE) -> int:
    parser = argparse.ArgumentParser(description="Make the pupils' notebooks from the solutions and run all of them.")
    parser.add_argument("names", nargs="*", help="lessons such as 04_growth; all when none is named")
    parser.add_argument("--check", action="store_true", help="only say whether the pupils' copies are in step")
    chosen = parser.parse_args(arguments)
    there = sorted(path.stem for path in (here / "solutions").glob("*.ipynb"))
    names = [Path(name).stem for name in chosen.names] or there
    if unknown := sorted(set(names) - set(there)):
        parser.error(f"no lesson {', '.join(unknown)} in solutions; there are {', '.join(there) or 'none'}")
    if chosen.check:
        return check(names, here)
    for name in names:
        solved, plain = here / "solutions" / f"{name}.ipynb", here / f"{name}.ipynb"
        solution = nbformat.read(solved, as_version=4)
        for path, notebook in ((solved, solution), (plain, pupil_copy(solution))):
            label = path.relative_to(here).as_posix()
            print(label, end=" ", flush=True)
            try:
                nbformat.write(run(notebook, path.parent), path)
            except CellExecutionError as error:  # the file stays as it was
                print(f"failed\n{error}")
                return 1
            print("done")
        if name in PICTURES:
            (here / PICTURES[name]).write_bytes(last_picture(nbformat.read(here / f"{name}.ipynb", as_version=4)))
    return 0


def last_picture(notebook: NotebookNode) -> bytes:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pictures = [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    return base64.b64decode(pictures[-1])


def check(names: list[str], here: Path) -> int:
    drifted = []
    for name in names:
        plain = here / f"{name}.ipynb"
        solution = nbformat.read(here / "solutions" / f"{name}.ipynb", as_version=4)
        if not plain.exists() or not in_step(solution, nbformat.read(plain, as_version=4)):
            drifted.append(name)
    for name in drifted:
        print(f"{name}: the pupil's copy is not what its solution makes; run python notebooks/make.py {name}")
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main())
