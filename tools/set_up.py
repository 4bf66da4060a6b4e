"""Makes .venv for run.py. It needs nothing but Python and touches nothing outside .venv.

A set-up may be killed at any moment, and the next one succeeds. What was installed to its end has a
stamp in .venv/ready, written last; all else is made anew, or, for the workshop, installed again.
"""

import ast
import atexit
import functools
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN, SITE = (
    Path(sysconfig.get_path(name, "venv", {"base": str(VENV)})) for name in ("scripts", "purelib")
)
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
READY = VENV / "ready"  # what is written here last tells a finished set-up from an interrupted one
COURSE, WORKSHOP = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
SITE_LOCK = ROOT / "requirements-site.lock"  # for the site and its tests alone
SETTINGS = {  # JupyterLab: no other machine may reach it, and it asks none for news
    "jupyter/config/jupyter_server_config.json": '{"ServerApp": {"ip": "localhost"}}',
    "etc/jupyter/labconfig/page_config.json": """
        {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}""",
}

# What a person has set for other work would change what is installed, drawn, printed or served.
STRANGERS = ("IPY", "JPY_", "JUPYTER", "MPL", "PIP_", "PYTEST_", "PYTHON")
HARMLESS = ("PYTHONIOENCODING", "PYTHONPYCACHEPREFIX", "PYTHONUNBUFFERED", "PYTHONUTF8")
# Of the settings of pip, those are obeyed that say where and how to find packages.
PIP_SETTINGS = (
    "cache-dir cert client-cert default-timeout extra-index-url find-links index-url "
    "keyring-provider no-cache-dir no-index proxy retries timeout trusted-host"
).split()


# Runs a module that ends when run.py does, however that ends: a pip that lived on would write into
# the next set-up. Its standard input is a pipe to run.py, which the system closes with run.py.
TIED = """
import os, runpy, signal, sys, threading
def end():
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL) if hasattr(os, "killpg") else os._exit(1)
threading.Thread(target=end, daemon=True).start()
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""

# pip reads a person's settings in the encoding of the system, and would write them in it.
AS_UTF_8 = """
import runpy, sys
sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""


def set_up(locks: list[Path]) -> None:
    """Install what the locks hold, unless it is there, for this Python and this folder."""
    if all(map(is_ready, locks)):
        return
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(
            f"This Python lacks its module {' and '.join(missing)}. On Debian and Ubuntu, "
            "`sudo apt install python{}.{}-venv` brings it.".format(*sys.version_info)
        )
    if Path(sys.prefix).resolve() == VENV:
        sys.exit("This Python is the one in .venv, which must be made anew: `deactivate` first.")
    if os.path.lexists(VENV) and (VENV.resolve() != VENV or not VENV.is_dir()):
        sys.exit(f"{VENV} is a link or a file, not a folder: rename it, then run this again.")
    with hold_lock():
        print("Setting up in .venv, once; this takes a minute or a few.", flush=True)
        for lock in locks:
            if is_ready(lock):
                continue
            if lock == COURSE:
                make_environment()
            install("--only-binary", ":all:", "--require-hashes", "-r", str(lock))
            if lock == COURSE:
                install_project()
            packages = sorted(path.name for path in SITE.glob("*.dist-info"))
            (READY / lock.name).write_text("\n".join([fingerprint(lock), *packages]), "utf-8")


def is_ready(lock: Path) -> bool:
    """Whether a lock was installed to its end and nothing was taken away since."""
    if not (PYTHON.exists() and (READY / lock.name).is_file()):
        return False
    first, *packages = (READY / lock.name).read_text("utf-8").split("\n")
    return first == fingerprint(lock) and all((SITE / name).is_dir() for name in packages)


def fingerprint(lock: Path) -> str:
    """Tell a lock, with this Python and this folder, from any other."""
    here = sys.version.encode() + os.fsencode(ROOT)
    return hashlib.sha256(lock.read_bytes() + here).hexdigest()


def hold_lock() -> IO[bytes]:
    """Keep other set-ups out as long as this file is open, which the system sees to."""
    file = COURSE.open("rb")
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 30)  # far behind the end, for what is locked cannot be read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        file.close()
        sys.exit("Another set-up of this folder is at work. Wait until it is done, then try again.")
    except OSError:
        pass  # a file system without locks
    return file


def make_environment() -> None:
    """Make an empty .venv, whatever was there before."""
    if VENV.exists():
        print("  .venv is replaced: unfinished, of another Python or folder, or without packages")
        shutil.rmtree(VENV)
    try:
        (VENV / ("long" * 20)).mkdir(parents=True)
        (VENV / ("long" * 20) / ("long" * 19)).touch()  # JupyterLab has files with such paths
    except FileNotFoundError:
        sys.exit(f"Paths in {ROOT} would be longer than Windows allows: move it nearer to C:\\")
    shutil.rmtree(VENV)
    run_tied([sys.executable, "venv", str(VENV)])


def install(*what: str) -> None:
    """Install exactly what is named, whatever a person's settings for pip are."""
    listed = [str(PYTHON), "-I", "-c", AS_UTF_8, "config", "list"]
    env = os.environ | {"PIP_GLOBAL": "0", "PIP_SITE": "0", "PIP_USER": "0"}  # list all of them
    run = subprocess.run(listed, env=env, stdout=subprocess.PIPE, encoding="utf-8")
    settings = run.stdout.splitlines()
    variables = {"PIP_CONFIG_FILE": os.devnull}
    for section in ("global", "install", ":env:"):  # the last one wins, as in pip
        for key, _, value in (line.partition("=") for line in settings):
            if key in [f"{section}.{name}" for name in PIP_SETTINGS]:
                name = key.removeprefix(f"{section}.").upper().replace("-", "_")
                variables[f"PIP_{name}"] = str(ast.literal_eval(value))
    fixed = ["--no-deps", "--no-compile", "--no-input", "--disable-pip-version-check"]
    run_tied([str(PYTHON), "pip", "install", *fixed, *what], variables)


def install_project() -> None:
    """Install the project itself; see that the course can start, which compiles it, finds fonts."""
    install("--no-build-isolation", "--editable", str(ROOT))
    # Python may read this file in the encoding of Windows or of LC_ALL=C, which knows no 张三.
    (SITE / "daqing_data.pth").write_text(os.path.relpath(ROOT, SITE) + "\n", "ascii")
    for name, text in SETTINGS.items():
        (VENV / name).parent.mkdir(parents=True, exist_ok=True)
        (VENV / name).write_text(text.strip() + "\n", "utf-8")
    modules = "matplotlib.font_manager, seaborn, ipykernel.kernelapp, jupyterlab.labapp"
    code = f"import {modules}, daqing_data.lesson"
    if subprocess.run([str(PYTHON), "-c", code], cwd=VENV, env=environment("setup")).returncode:
        sys.exit(
            "The set-up failed: what was installed cannot be imported, as the lines above say."
        )
    READY.mkdir()


def run_tied(command: list[str], variables: dict[str, str] | None = None) -> None:
    """Run a module of some Python, in a session of its own; it ends with run.py, or on Ctrl-C."""
    with subprocess.Popen(
        [command[0], "-I", "-c", TIED, *command[1:]],
        cwd=ROOT,
        env=environment("setup") | (variables or {}),
        stdin=subprocess.PIPE,
        start_new_session=True,
    ) as child:
        try:
            code = child.wait()
        finally:
            child.communicate()  # closes the pipe
    if code:
        sys.exit(
            f"The set-up failed at `{' '.join(command[1:3])}`; the lines above say why.\n"
            "If the network was the reason, the same command tries again.\n"
            f"This is Python {sys.version.split()[0]}; the packages are tried with 3.11 to 3.13."
        )


@functools.cache
def own_place() -> Path:
    """Make a folder that lasts as long as this process: .venv can be read, and not be written."""
    folder = tempfile.TemporaryDirectory(prefix="daqing_data-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return Path(folder.name)


def environment(name: str) -> dict[str, str]:
    """As if .venv were active, and as if the person had no settings of their own."""
    env = {
        key: value
        for key, value in os.environ.items()
        if key.upper() in HARMLESS or not key.upper().startswith(STRANGERS)
    }
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = os.pathsep.join([str(BIN), env.get("PATH", "")])
    home = own_place() if VENV.exists() and not os.access(VENV, os.W_OK) else VENV
    env["MPLCONFIGDIR"] = str(home / "matplotlib")
    env["IPYTHONDIR"] = str(home / "ipython")
    env["JUPYTER_CONFIG_DIR"] = str(home / "jupyter" / "config")
    env["JUPYTER_DATA_DIR"] = str(home / "jupyter" / "data")
    if name in ("test", "notebooks"):
        env["IPYKERNEL_CELL_NAME"] = "<cell>"  # else a warning's text would hold a process number
    elif name == "setup":
        env["PYTHONUTF8"] = "1"  # so that any path is one that can be written
    return env
