"""Set this project up once, then open its course or run its tests.

    python run.py [lab]        open the course in JupyterLab
    python run.py test         run every test: package, doctests, notebooks
    python run.py check        run the linter, the format check and the type checker
    python run.py notebooks    make the pupils' notebooks from the solutions and run them all again
    python run.py planted      plant errors in a copy of the project and count how many the tests catch
    python run.py setup        only set up

What follows the command is passed on (python run.py lab --no-browser; python run.py test -k growth).
Before the command, --verbose shows all that the set-up prints. It needs nothing but Python 3.11 or newer.
"""

import sys

if sys.version_info < (3, 11):  # hence nothing in this file may be too new for an old Python to read
    sys.exit(
        f"daqing_data needs Python 3.11 or newer; this is {sys.version.split()[0]}, {sys.executable}\n"
        "If a newer one is installed, call it by its name, such as: python3.12 run.py"
    )

import hashlib
import importlib.util
import os
import signal
import subprocess
import threading
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
READY = VENV / "ready"  # written last, so that it tells a finished set-up from an interrupted one
NO_NEWS = VENV / "etc" / "jupyter" / "labconfig" / "page_config.json"  # JupyterLab must not ask the network
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
VERSION = ".".join(map(str, sys.version_info[:2]))
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

COMMANDS = {
    "lab": [["-m", "jupyterlab", "--ServerApp.root_dir=" + str(ROOT / "notebooks")]],
    "test": [["-m", "pytest"]],
    "check": [["-m", "ruff", "check"], ["-m", "ruff", "format", "--check"], ["-m", "mypy"]],
    "notebooks": [["notebooks/make.py"]],
    "planted": [["tests/planted.py"]],
    "setup": [],
}


def main(arguments: list[str]) -> int:
    """Do what the command line asks for and return the exit code."""
    verbose = arguments[:1] == ["--verbose"]
    arguments = arguments[verbose:]
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    name = "lab" if not arguments or arguments[0].startswith("-") else arguments.pop(0)
    if name not in COMMANDS:
        print(f"unknown command {name!r}; the commands are: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        set_up(verbose)
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The same command starts the set-up again.")
    return max((call([str(PYTHON), *line, *arguments], name) for line in COMMANDS[name]), default=0)


def set_up(verbose: bool = False) -> None:
    """Make .venv from the lock, unless that was done for this lock, this Python and this folder."""
    fingerprint = wanted()
    if PYTHON.exists() and READY.is_file() and READY.read_text("utf-8") == fingerprint:
        return
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(
            f"This Python lacks its module {' and '.join(missing)}. "
            f"On Debian and Ubuntu, `sudo apt install python{VERSION}-venv` brings it."
        )
    if Path(sys.prefix).resolve() == VENV:
        sys.exit("This is the Python inside .venv, which must be made anew: `deactivate` and run this again.")

    READY.unlink(missing_ok=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--no-deps", "--no-input", "--disable-pip-version-check"]
    print("Setting up in .venv, once; this takes a minute or a few.", flush=True)
    step("make the environment", [sys.executable, "-m", "venv", "--clear", str(VENV)], verbose)
    locked = ["--progress-bar", "off", "--only-binary", ":all:", "--require-hashes", "-r", str(LOCK)]
    step("download and install the packages", [*pip, *locked], verbose)
    step("install daqing_data", [*pip, "--no-build-isolation", "--editable", str(ROOT)], verbose)
    NO_NEWS.parent.mkdir(parents=True, exist_ok=True)
    NO_NEWS.write_text('{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}\n', "utf-8")
    step("find the fonts for charts", [str(PYTHON), "-c", "import matplotlib.font_manager"], verbose)
    READY.write_text(fingerprint, "utf-8")


def wanted() -> str:
    """A fingerprint of all that a finished set-up depends on."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    settings["tool"] = settings.get("tool", {}).get("flit")  # a changed rule of a linter needs no new set-up
    return hashlib.sha256(LOCK.read_bytes() + f"{settings}\n{sys.version}\n{ROOT}".encode()).hexdigest()


def step(what: str, command: list[str], verbose: bool) -> None:
    """Run one step of the set-up, with a sign of life every ten seconds; if it fails, show its last lines."""
    start = time.monotonic()
    print(f"  {what} ...", flush=True)
    lines: list[str] = []
    nothing, pipe, same, env = subprocess.DEVNULL, subprocess.PIPE, subprocess.STDOUT, environment("setup")
    with subprocess.Popen(command, cwd=ROOT, env=env, stdin=nothing, stdout=pipe, stderr=same) as child:

        def read() -> None:
            for line in child.stdout or ():
                lines.append(line.decode("ascii", "backslashreplace").rstrip())  # any console can print that
                if verbose:
                    print("    " + lines[-1], flush=True)

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        while reader.is_alive():
            reader.join(timeout=10)
            if reader.is_alive() and lines and not verbose:
                print(f"    {time.monotonic() - start:3.0f} s  {lines[-1].strip()[:80]}", flush=True)
        code = child.wait()
    if code:
        print(*("    " + line for line in lines[-15:]), sep="\n", file=sys.stderr)
        sys.exit(
            f"The set-up failed at: {what}. The lines above say why.\n"
            "If the network was the reason, the same command tries again; --verbose shows every line.\n"
            f"This is Python {VERSION}; the packages are tried with 3.11 to 3.13."
        )
    print(f"    done in {time.monotonic() - start:.0f} s", flush=True)


def environment(name: str) -> dict[str, str]:
    """As if .venv were active, and free of the variables that would change what notebooks print or draw."""
    strangers = {"MPLBACKEND", "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONWARNINGS"}
    env = {key: value for key, value in os.environ.items() if key not in strangers}
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = os.pathsep.join([str(BIN), env.get("PATH", "")])
    # The settings that a person keeps at home for matplotlib and IPython would draw and print otherwise.
    env["MPLCONFIGDIR"] = str(VENV / "matplotlib")
    env["IPYTHONDIR"] = str(VENV / "ipython")
    if name in ("test", "notebooks"):
        env["IPYKERNEL_CELL_NAME"] = "<cell>"  # else the text of a warning would hold a process number
    return env


def call(command: list[str], name: str) -> int:
    """Run a command in the foreground; return its exit code, as a shell would count it."""
    child = subprocess.Popen(command, cwd=ROOT, env=environment(name))
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while True:
        try:
            code = child.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reaches the child too, and it is the child that decides what to do about it
        return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
