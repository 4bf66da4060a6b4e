"""Set this project up once, then open its course or run its tests.

    python run.py [lab]        open the course in JupyterLab: a copy of your own, in my_course/
    python run.py reset        begin the copy anew (python run.py reset 04_growth: one lesson)
    python run.py test         run every test: package, doctests, notebooks
    python run.py check        run the linter, the format check and the type checker
    python run.py notebooks    run the solutions of the lessons, derive the pupils' copies
    python run.py make         make again all that is made from something else (CONTRIBUTING.md)
    python run.py planted      plant errors in a copy of the project, count what the tests catch
    python run.py site         build the site, in build/site (--try: with Python for browsers)
    python run.py setup        only set up, for all of these

What follows a command is passed on (python run.py lab --no-browser; python run.py test -k growth).
It needs nothing but Python 3.11 or newer, and installs into .venv, which may be deleted any time.
"""

import sys

if sys.version_info < (3, 11):  # so nothing in this file may be too new for an old Python to read
    sys.exit(
        f"daqing_data needs Python 3.11 or newer; this is {sys.version.split()[0]}, "
        f"{sys.executable}\n"
        "If a newer one is installed, call it by its name, such as: python3.12 run.py"
    )

import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "tools"))
from set_up import COURSE, PYTHON, SITE_LOCK, VENV, WORKSHOP, environment, set_up

OWN = ROOT / "my_course"  # see tools/working_copy.py
LESSONS = (path.name for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
START = f"/lab/tree/{min(LESSONS, default='')}"
# A file runs in one process, from top to bottom, and the slowest begins first.
SIDE_BY_SIDE = ["-p", "xdist", "-n", "logical", "--maxprocesses=4"]
SIDE_BY_SIDE += ["--dist", "loadfile", "--no-loadscope-reorder"]
COMMANDS = {
    "lab": [["-m", "jupyterlab", f"--ServerApp.root_dir={OWN}", f"--LabApp.default_url={START}"]],
    "reset": [["tools/working_copy.py", "reset"]],
    "test": [["-m", "pytest", *SIDE_BY_SIDE]],
    "check": [["-m", "ruff", "check"], ["-m", "ruff", "format", "--check"], ["-m", "mypy"]],
    "notebooks": [["notebooks/make.py"]],
    "make": [
        ["tools/seal.py"],
        ["tools/readme.py"],
        ["notebooks/make.py"],
        ["tools/sheets.py"],
        ["tools/review_sheet.py"],
    ],
    "planted": [["tools/planted/__main__.py"]],
    "site": [["site/build.py"]],
    "setup": [],
}
FOR_PUPILS = {"lab", "reset"}  # the other commands need the workshop as well as the course


def main(arguments: list[str]) -> int:
    """Do what the command line asks for and return the exit code."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    name = "lab" if not arguments or arguments[0].startswith("-") else arguments.pop(0)
    if name not in COMMANDS:
        print(f"unknown command {name!r}; commands are: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        locks = [COURSE] if name in FOR_PUPILS else [COURSE, WORKSHOP]
        set_up([*locks, SITE_LOCK] if name == "site" else locks)
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The same command starts the set-up again.")
    except OSError as error:
        sys.exit(f"The set-up failed: {error}\nIt must be able to write in {VENV}.")
    if name == "lab" and call(["tools/working_copy.py"], name):
        return 1
    return max((call([*line, *arguments], name) for line in COMMANDS[name]), default=0)


def call(command: list[str], name: str) -> int:
    """Run a command in the foreground; return its exit code, as a shell would count it."""
    child = subprocess.Popen([str(PYTHON), *command], cwd=ROOT, env=environment(name))
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while True:
        try:
            code = child.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reaches the child too, and the child decides what to do about it
        return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
