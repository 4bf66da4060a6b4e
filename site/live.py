"""The page on which anyone reads a number: the part of the package that needs no pandas, packed.

It runs in Pyodide (Python for browsers, from npm; never from another site's server).
"""

import ast
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "daqing_data"
ENTRY = ("wording", "scanning")  # what the page calls
PYODIDE = "314.0.7"
NEEDED = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip",
          "pyodide-lock.json")  # fmt: skip


def imported(file: Path) -> set[str]:
    """The modules that a module imports when it is imported itself."""
    found = set()
    tree = ast.parse(file.read_text("utf-8"))
    for node in tree.body:  # what stands in a function or below `if TYPE_CHECKING` comes later
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def needed() -> list[str]:
    """The modules of the package that the page needs; none of them may need another package."""
    todo, done = list(ENTRY), set()
    while todo:
        name = todo.pop()
        if name in done:
            continue
        done.add(name)
        for module in imported(PACKAGE / f"{name}.py"):
            top, _, rest = module.partition(".")
            if top != PACKAGE.name and top not in sys.stdlib_module_names:
                raise ImportError(f"{name}.py imports {top}, which the browser does not have")
            part = rest.partition(".")[0]
            if top == PACKAGE.name and (PACKAGE / f"{part}.py").exists():
                todo.append(part)
    return sorted(done)


def packed() -> bytes:
    """The modules as one archive; its __init__ is empty, for the real one imports pandas."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("__init__", *needed()):
            text = "" if name == "__init__" else (PACKAGE / f"{name}.py").read_text("utf-8")
            entry = zipfile.ZipInfo(f"{PACKAGE.name}/{name}.py")  # without a date: the same bytes
            archive.writestr(entry, text)
    return out.getvalue()


def pyodide(folder: Path) -> Path:
    """Fetch the core of Pyodide by npm into a folder, unless it is there."""
    home = folder / "node_modules" / "pyodide"
    package = home / "package.json"
    if not package.exists() or json.loads(package.read_text("utf-8"))["version"] != PYODIDE:
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("--try fetches Pyodide by npm, which was not found: install Node.js")
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-save", "--prefix", str(folder), f"pyodide@{PYODIDE}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return home


def install(out: Path, *, fetch: bool) -> None:
    """Put what the page needs into the built site."""
    folder = out / "live"
    folder.mkdir(exist_ok=True)
    (folder / "daqing_data.zip").write_bytes(packed())
    (folder / "ready.json").write_text(json.dumps({"pyodide": fetch and PYODIDE}), "utf-8")
    if fetch:
        home = pyodide(HERE.parent / "build" / "npm")
        for name in NEEDED:
            shutil.copy(home / name, folder / name)
