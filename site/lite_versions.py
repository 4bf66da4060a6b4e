"""Run the lessons with the versions that Pyodide ships, and compare what they print and draw.

    python site/lite_versions.py              in an environment of its own, in build/lite-versions
    python site/lite_versions.py VERSIONS     a file of pins instead of those of Pyodide's own lock

A browser has other releases of pandas, numpy and matplotlib than requirements.lock. Every printed
text, every table and every number drawn must be the same with both; pictures may differ. Pyodide's
wheels are for WebAssembly: here the releases of the same numbers run on this machine instead.
"""

import json
import re
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FOLDER = ROOT / "build" / "lite-versions"
SHIPPED = ("pandas", "numpy", "matplotlib", "pillow", "contourpy", "kiwisolver", "fonttools")
PURE = ("seaborn", "matplotlib-inline", "ipykernel", "ipython", "nbclient", "nbformat")
DRAWN = "application/vnd.drawn+json"


def pins(given: str | None) -> list[str]:
    """The releases to run with: those of Pyodide's lock, and the pure ones of our own."""
    sys.path.insert(0, str(HERE))
    import live

    if given:
        shipped = Path(given).read_text("utf-8").split()
    else:
        lock = live.pyodide(ROOT / "build" / "npm") / "pyodide-lock.json"
        packages = json.loads(lock.read_text("utf-8"))["packages"]
        shipped = [f"{name}=={packages[name]['version']}" for name in SHIPPED if name in packages]
    ours = (ROOT / "requirements.lock").read_text("utf-8")
    for name in PURE:
        found = re.search(rf"^{name}==(\S+)", ours, re.MULTILINE)
        if found:
            shipped.append(f"{name}=={found[1]}")
    return shipped


def environment(wanted: list[str]) -> Path:
    """An environment with these releases and the project; its Python."""
    python = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = FOLDER / "pins.txt"
    if not stamp.exists() or stamp.read_text("utf-8").split() != wanted:
        venv.create(FOLDER, clear=True, with_pip=True)
        install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*install, "--only-binary", ":all:", *wanted], check=True)
        stamp.write_text("\n".join(wanted), "utf-8")
    return python


RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[2])
"""


def said(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """What a reader gets of each cell, pictures apart: printed text, tables, numbers drawn."""
    out = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        outputs = cell["outputs"]
        printed = "".join(_joined(o["text"]) for o in outputs if o["output_type"] == "stream")
        shown = [
            {kind: _joined(o["data"][kind]) for kind in (DRAWN, "text/html", "text/plain")
             if kind in o["data"]}
            for o in outputs if "data" in o
        ]  # fmt: skip
        out.append({"printed": printed, "shown": shown})
    return out


def _joined(text: Any) -> Any:
    return "".join(text) if isinstance(text, list) else text


def executed(python: Path, path: Path, made: Path) -> list[dict[str, Any]] | None:
    """Run a notebook with one environment: what is read then, or nothing where it fails."""
    # The project is found by its path: nothing of it depends on how it was installed.
    code = f"import os; os.environ['PYTHONPATH'] = {str(ROOT)!r}\n{RUN}"
    command = [str(python), "-c", code, str(path), str(made)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8")
    if run.returncode:
        print(run.stderr[-1500:], file=sys.stderr)
        return None
    return said(json.loads(made.read_text("utf-8")))


def main(arguments: list[str]) -> int:
    """Compare each lesson; return the exit code."""
    wanted = pins(arguments[0] if arguments else None)
    print("with", ", ".join(wanted), flush=True)
    python = environment(wanted)
    worst = 0
    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        ours: list[dict[str, Any]] | None = said(json.loads(path.read_text("utf-8")))
        theirs = executed(python, path, FOLDER / path.name)
        if theirs != ours:  # is the notebook out of date, or are the versions to blame?
            ours = executed(Path(sys.executable), path, FOLDER / f"own-{path.name}")
        if ours is None or theirs is None:
            told = f"runs with {'neither' if ours is theirs else 'one'} of the two"
        else:
            other = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True), 1) if a != b]
            told = f"other in {other}" if other else f"{len(ours)} cells, all equal"
        print(f"{path.name}: {told}", flush=True)
        worst = max(worst, "all equal" not in told)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
