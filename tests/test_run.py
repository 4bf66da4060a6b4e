"""run.py and tools/set_up.py: one command sets up once, whatever a person's machine is like."""

import ast
import hashlib
import importlib.util
import json
import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals of this kind")


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def project(folder):
    """Put run.py and what it imports into a folder that holds little else."""
    (folder / "tools").mkdir()
    shutil.copy(ROOT / "run.py", folder)
    shutil.copy(ROOT / "tools" / "set_up.py", folder / "tools")
    for name in ("requirements.lock", "requirements-dev.lock"):
        (folder / name).write_text("# empty\n", "utf-8")
    return folder


@pytest.fixture
def setup(tmp_path):
    return load(project(tmp_path) / "tools" / "set_up.py")


@pytest.fixture
def run(setup, monkeypatch):
    monkeypatch.setitem(sys.modules, "set_up", setup)
    monkeypatch.setattr(sys, "path", sys.path[:])
    module = load(setup.ROOT / "run.py")
    monkeypatch.setattr(module.signal, "signal", lambda *_: None)  # pytest keeps its own handlers
    return module


@pytest.fixture
def steps(setup, monkeypatch):
    """Let the set-up note its steps and leave what they would leave: a Python and two packages."""
    noted = []

    def run_tied(command, variables=None):
        noted.append(command[1])
        (setup.SITE / f"package_{Path(command[-1]).stem}-1.dist-info").mkdir(parents=True)
        setup.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        setup.PYTHON.touch()

    monkeypatch.setattr(setup, "run_tied", run_tied)
    monkeypatch.setattr(setup, "install", lambda *what: run_tied(["", "pip", *what]))
    monkeypatch.setattr(setup, "install_project", setup.READY.mkdir)
    return noted


def set_up(setup, *names):
    setup.set_up([setup.ROOT / f"{name}.lock" for name in names or ["requirements"]])


# What it needs -----------------------------------------------------------------------------------


def test_an_old_python_can_read_the_file():
    ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 6))


def test_an_old_python_is_refused_before_anything_else(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    monkeypatch.setitem(sys.modules, "set_up", None)  # importing it would fail
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        runpy.run_path(str(ROOT / "run.py"))


@pytest.mark.parametrize("name", ["run.py", "tools/set_up.py", "tools/working_copy.py"])
def test_only_the_standard_library_is_needed(name):
    tree = ast.parse((ROOT / name).read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    names = [alias.name for node in imports for alias in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {"set_up"}


@pytest.mark.parametrize("name", ["venv", "ensurepip"])
def test_a_missing_module_is_named(setup, steps, monkeypatch, name):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda it: None if it == name else find(it))
    with pytest.raises(SystemExit, match=rf"lacks its module {name}\. .*python3\.\d+-venv"):
        set_up(setup)
    assert not steps


# Once, and again when something is missing -------------------------------------------------------


def test_it_sets_up_once_and_the_workshop_on_top_of_the_course(setup, steps):
    for _ in range(2):
        set_up(setup)
        assert steps == ["venv", "pip"]
    for _ in range(2):
        set_up(setup, "requirements", "requirements-dev")
        assert steps == ["venv", "pip", "pip"]  # nothing of the course is downloaded again
    set_up(setup)
    assert len(steps) == 3


CHANGES = ["lock", "Python", "stamp cut off", "stamp gone", "Python gone", "package gone"]


@pytest.mark.parametrize("changed", CHANGES)
def test_it_sets_up_again_when_something_changed(setup, steps, monkeypatch, capsys, changed):
    set_up(setup)
    assert "replaced" not in capsys.readouterr().out
    stamp = setup.READY / "requirements.lock"
    if changed == "lock":
        setup.COURSE.write_text("# other\n", "utf-8")
    elif changed == "Python":
        monkeypatch.setattr(sys, "version", "3.99.0")
    elif changed == "stamp cut off":
        stamp.write_text(stamp.read_text("utf-8")[:-3], "utf-8")
    elif changed == "stamp gone":
        stamp.unlink()
    elif changed == "Python gone":
        setup.PYTHON.unlink()
    else:
        next(setup.SITE.glob("*.dist-info")).rmdir()
    set_up(setup)
    assert steps == ["venv", "pip"] * 2
    assert ".venv is replaced" in capsys.readouterr().out


def test_a_package_taken_from_the_workshop_is_put_back_without_the_course(setup, steps):
    both = ("requirements", "requirements-dev")
    set_up(setup, *both)
    (setup.SITE / "package_requirements-dev-1.dist-info").rmdir()
    set_up(setup, *both)
    assert steps == ["venv", "pip", "pip", "pip"]


def test_a_failed_set_up_does_not_count_as_done(setup, steps, monkeypatch):
    def fail(*what):
        sys.exit("no network")

    with monkeypatch.context() as patch:
        patch.setattr(setup, "install", fail)
        with pytest.raises(SystemExit, match="no network"):
            set_up(setup)
    assert not setup.is_ready(setup.COURSE)
    set_up(setup)
    assert setup.is_ready(setup.COURSE)


# What stands where .venv should be ---------------------------------------------------------------


@pytest.mark.parametrize("kind", ["link", "broken link", "file"])
def test_a_link_or_a_file_is_left_alone(setup, steps, tmp_path, kind):
    elsewhere = tmp_path / "elsewhere"
    if kind == "file":
        setup.VENV.write_text("mine", "utf-8")
    else:
        setup.VENV.symlink_to(elsewhere)
    if kind == "link":
        elsewhere.mkdir()
        (elsewhere / "mine").touch()
    with pytest.raises(SystemExit, match="is a link or a file, not a folder"):
        set_up(setup)
    assert not steps
    assert os.path.lexists(setup.VENV)
    assert kind != "link" or (elsewhere / "mine").exists()


def test_links_inside_are_not_followed(setup, steps, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    setup.VENV.mkdir()
    (setup.VENV / "lib64").symlink_to(tmp_path / "mine")
    set_up(setup)
    assert (tmp_path / "mine" / "file").exists()


def test_nothing_outside_is_touched(setup, steps):
    def around():
        paths = [path for path in setup.ROOT.rglob("*") if setup.VENV not in (path, *path.parents)]
        return {path: path.stat().st_mtime_ns for path in paths if "__pycache__" not in str(path)}

    before = around()
    set_up(setup, "requirements", "requirements-dev")
    assert around() == before


def test_it_does_not_pull_the_environment_from_under_itself(setup, steps, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(setup.VENV))
    with pytest.raises(SystemExit, match="deactivate"):
        set_up(setup)
    assert not steps


def test_a_folder_that_cannot_be_written_is_named(run, monkeypatch):
    def refuse(locks):
        raise PermissionError(13, "Permission denied", str(run.VENV))

    monkeypatch.setattr(run, "set_up", refuse)
    with pytest.raises(SystemExit, match=r"Permission denied.*\.venv'\n.*able to write"):
        run.main(["setup"])


def test_a_path_too_long_is_named_before_anything_is_installed(setup, steps, monkeypatch):
    def refuse(self, *_, **__):
        raise FileNotFoundError(3, "The system cannot find the path specified", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SystemExit, match="longer than Windows allows"):
        setup.make_environment()
    assert not steps


def test_a_second_set_up_at_the_same_time_says_so_and_stops(setup, steps, tmp_path):
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'tools')!r})\n"
        "import set_up, time; lock = set_up.hold_lock(); print('held', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(SystemExit, match="Another set-up of this folder is at work"):
            set_up(setup)
        assert not steps
        other.kill()  # a lock cannot be stale: the system takes it back
    set_up(setup)
    assert steps


# Ends that come too soon -------------------------------------------------------------------------

SLEEPER = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(os.getpid(), child.pid, flush=True)
time.sleep(60)
"""


def is_alive(pid):
    """Whether a process runs; one that ended and waits to be asked is over."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], stdout=subprocess.PIPE, text=True)
    return bool(state.stdout.strip()) and not state.stdout.strip().startswith("Z")


@POSIX
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_step_outlives_the_set_up_nor_do_its_own_children(setup, tmp_path, number):
    (tmp_path / "sleeper.py").write_text(SLEEPER, "utf-8")
    code = (  # in a shell's background, Ctrl-C is ignored by whatever does not ask for it
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"import sys; sys.path.insert(0, {str(tmp_path / 'tools')!r})\n"
        f"import set_up; set_up.TIED = set_up.TIED.replace('sys.argv = ', "
        f'"sys.path.insert(0, {str(tmp_path)!r}); sys.argv = ")\n'
        "set_up.run_tied([sys.executable, 'sleeper'])"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdout=pipe, stderr=pipe) as parent:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(is_alive, pids))
        parent.send_signal(number)
        parent.wait(timeout=60)
    deadline = time.monotonic() + 60
    while any(map(is_alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, pids))


def test_ctrl_c_ends_with_one_line(run, monkeypatch):
    def interrupt(locks):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "set_up", interrupt)
    with pytest.raises(SystemExit, match=r"^\nInterrupted\. The same command starts .* again\.$"):
        run.main(["setup"])


def test_a_failed_step_is_named(setup):
    with pytest.raises(SystemExit, match=r"failed at `json\.tool missing`") as error:
        setup.run_tied([sys.executable, "json.tool", "missing"])
    assert "3.11 to 3.13" in str(error.value)


# A real pip, without a network -------------------------------------------------------------------

SETTINGS = {
    "PIP_USER": "1",
    "PIP_DRY_RUN": "1",
    "PIP_CONSTRAINT": "no-such-file.txt",
    "PIP_REQUIRE_VIRTUALENV": "1",
    "PIP_PREFIX": "elsewhere",
    "PIP_ROOT": "elsewhere",
    "PIP_NO_INDEX": "1",
}


def make_wheel(folder, name, needs=()):
    info = f"{name}-1.dist-info"
    needed = "".join(f"Requires-Dist: {need}\n" for need in needs)
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n{needed}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    path = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
        wheel.writestr(f"{info}/RECORD", "".join(f"{file},,\n" for file in files))
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.skipif(importlib.util.find_spec("ensurepip") is None, reason="no ensurepip here")
def test_the_lock_is_installed_as_it_is_or_not_at_all(setup, tmp_path, monkeypatch, capfd):
    """Hashes, wheels only, no resolution, and none of a person's own settings but their source."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    good = make_wheel(wheels, "good", needs=["no-such-package-at-all"])
    make_wheel(wheels, "other")
    (wheels / "source-1.tar.gz").write_bytes(b"")
    config = tmp_path / "pip.conf"
    config.write_text("[global]\ntarget = elsewhere\n[install]\nuser = true\n", "utf-8")
    for name in [name for name in os.environ if name.upper().startswith("PIP_")]:
        monkeypatch.delenv(name)
    variables = {"PIP_CONFIG_FILE": str(config), "PIP_FIND_LINKS": str(wheels), **SETTINGS}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(setup, "install_project", lambda: setup.READY.mkdir())

    zero, empty = "0" * 64, hashlib.sha256(b"").hexdigest()
    refused = {
        f"other==1 --hash=sha256:{zero}": "DO NOT MATCH THE HASHES",
        "other==1": "Hashes are required",
        f"source==1 --hash=sha256:{empty}": "No matching distribution",
    }
    for line, message in refused.items():
        setup.COURSE.write_text(line + "\n", "utf-8")
        with pytest.raises(SystemExit, match="failed at `pip install`"):
            set_up(setup)
        assert message in capfd.readouterr().err
        assert not setup.is_ready(setup.COURSE)
        # The environment itself need not be made for each of them.
        monkeypatch.setattr(setup, "make_environment", lambda: None)
    setup.COURSE.write_text(f"good==1 --hash=sha256:{good}\n", "utf-8")
    set_up(setup)
    assert (setup.SITE / "good.py").is_file()
    assert not (setup.ROOT / "elsewhere").exists()


def test_settings_that_say_where_packages_come_from_are_kept(setup, tmp_path, monkeypatch):
    config = tmp_path / "pip.conf"
    config.write_text(
        "[global]\nindex-url = https://mirror.invalid/a\nproxy = http://proxy.invalid\nuser = yes\n"
        "[install]\nindex-url = https://mirror.invalid/b\n",
        "utf-8",
    )
    for name in [name for name in os.environ if name.upper().startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    monkeypatch.setenv("PIP_CERT", "证书.pem")
    monkeypatch.setattr(setup, "PYTHON", Path(sys.executable))
    given = []
    monkeypatch.setattr(setup, "run_tied", lambda command, variables: given.append(variables))
    setup.install("nothing")
    (variables,) = given
    assert variables.pop("PIP_CONFIG_FILE") == os.devnull
    assert {name: value for name, value in variables.items() if "MIRROR" not in name} == {
        "PIP_CERT": "证书.pem",
        "PIP_INDEX_URL": "https://mirror.invalid/b",
        "PIP_PROXY": "http://proxy.invalid",
    }
    assert not {name for name in setup.environment("setup") if name.startswith("PIP_")}


def test_settings_of_pip_are_read_whatever_the_encoding_of_the_system(setup):
    env = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1", "PIP_PROXY": "代理"}
    command = [sys.executable, "-c", setup.AS_UTF_8, "config", "list"]
    run = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True)
    assert ":env:.proxy='代理'" in run.stdout.decode("utf-8").splitlines()


def test_the_path_of_the_project_is_written_so_that_any_locale_reads_it(tmp_path):
    folder = tmp_path / "我的 课程 (2022) & 100% äöü's"
    folder.mkdir()
    setup = load(project(folder) / "tools" / "set_up.py")
    setup.SITE.mkdir(parents=True)
    text = os.path.relpath(setup.ROOT, setup.SITE)
    assert text.isascii()
    assert (setup.SITE / text).resolve() == folder
    installed = Path(load(ROOT / "tools" / "set_up.py").SITE) / "daqing_data.pth"
    if installed.exists():  # in the environment that run.py made
        assert (installed.parent / installed.read_bytes().decode("ascii").strip()).resolve() == ROOT


# The commands ------------------------------------------------------------------------------------


@pytest.fixture
def calls(run, monkeypatch):
    """Note what would be installed and called."""
    noted = []
    locked = [run.COURSE, run.WORKSHOP]
    monkeypatch.setattr(run, "set_up", lambda locks: noted.append(locks == locked))
    monkeypatch.setattr(run, "call", lambda command, name: noted.append([name, *command]) or 0)
    return noted


def test_the_lab_is_opened_when_nothing_is_said(run, calls):
    for arguments in ([], ["lab"], ["--no-browser"], ["lab", "--no-browser"]):
        calls.clear()
        assert run.main(arguments) == 0
        more = [argument for argument in arguments if argument != "lab"]
        assert calls == [
            False,  # pupils need no workshop
            ["lab", "tools/working_copy.py"],
            ["lab", *run.COMMANDS["lab"][0], *more],
        ]


def test_a_copy_that_cannot_be_written_stops_the_lab(run, calls, monkeypatch):
    monkeypatch.setattr(run, "call", lambda command, name: calls.append(name) or 1)
    assert run.main([]) == 1
    assert calls == [False, "lab"]


def test_what_follows_the_command_is_passed_on(run, calls):
    run.main(["test", "-k", "growth", "--verbose"])
    run.main(["notebooks", "01_numbers"])
    assert calls == [
        True,
        ["test", *run.COMMANDS["test"][0], "-k", "growth", "--verbose"],
        True,
        ["notebooks", "notebooks/make.py", "01_numbers"],
    ]


def test_check_runs_all_checkers_and_returns_the_worst_code(run, calls, monkeypatch):
    codes = iter([0, 2, 1])
    monkeypatch.setattr(run, "call", lambda command, name: calls.append(command[1]) or next(codes))
    assert run.main(["check"]) == 2
    assert calls == [True, "ruff", "ruff", "mypy"]


def test_an_unknown_command_is_refused(run, calls, capsys):
    assert run.main(["tset"]) == 2
    assert not calls
    assert "'tset'; commands are: lab, reset, test" in capsys.readouterr().err


def test_help_sets_nothing_up_and_names_each_command(run, calls, capsys):
    assert run.main(["--help"]) == 0
    assert not calls
    shown = capsys.readouterr().out
    assert all(f"python run.py {name} " in shown.replace("[lab]", "lab") for name in run.COMMANDS)


def test_each_command_exists():
    commands = load(ROOT / "run.py").COMMANDS
    scripts = [line[0] for lines in commands.values() for line in lines if line[0] != "-m"]
    assert all((ROOT / script).exists() for script in scripts)


@pytest.mark.parametrize("code", [0, 1, 5])
def test_the_exit_code_is_the_command_s_own(run, monkeypatch, code):
    monkeypatch.setattr(run, "PYTHON", sys.executable)
    assert run.call(["-c", f"raise SystemExit({code})"], "test") == code


@POSIX
def test_a_killed_command_returns_what_a_shell_would(run, monkeypatch):
    monkeypatch.setattr(run, "PYTHON", sys.executable)
    assert run.call(["-c", "import os; os.kill(os.getpid(), 9)"], "test") == 128 + 9


STRANGE = """
IPYKERNEL_CELL_NAME IPYTHONDIR JPY_SESSION_NAME JUPYTERHUB_API_URL JUPYTERLAB_SETTINGS_DIR
JUPYTERLAB_WORKSPACES_DIR JUPYTER_CONFIG_DIR JUPYTER_CONFIG_PATH JUPYTER_DATA_DIR JUPYTER_PATH
JUPYTER_RUNTIME_DIR JUPYTER_TOKEN MPLBACKEND MPLCONFIGDIR PIP_TARGET PIP_USER PYTEST_ADDOPTS
PYTEST_DISABLE_PLUGIN_AUTOLOAD PYTEST_PLUGINS PYTHONASYNCIODEBUG PYTHONDEVMODE PYTHONHOME
PYTHONOPTIMIZE PYTHONPATH PYTHONSTARTUP PYTHONWARNINGS
""".split()


def test_the_variables_of_a_person_s_own_work_stay_outside(setup, monkeypatch):
    setup.VENV.mkdir()
    for name in STRANGE:
        monkeypatch.setenv(name, "mine")
    for name, value in {"DAQING_ARTICLE": "article.txt", "PYTHONUTF8": "0"}.items():
        monkeypatch.setenv(name, value)
    own = {"IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR"}
    for command in ("lab", "test", "notebooks", "setup"):
        env = setup.environment(command)
        assert "mine" not in env.values()
        assert all(env[name].startswith(str(setup.VENV)) for name in own)
        assert env["DAQING_ARTICLE"] == "article.txt"
        assert env["PYTHONUTF8"] == ("1" if command == "setup" else "0")
        assert ("IPYKERNEL_CELL_NAME" in env) == (command in ("test", "notebooks"))


def test_where_nothing_can_be_written_settings_go_to_a_temporary_folder(setup, monkeypatch):
    monkeypatch.setattr(setup.os, "access", lambda *_: False)
    setup.VENV.mkdir(exist_ok=True)
    registered = []
    monkeypatch.setattr(setup.atexit, "register", registered.append)
    folder = Path(setup.environment("test")["JUPYTER_DATA_DIR"]).parents[1]
    assert setup.VENV not in folder.parents
    assert folder == Path(setup.environment("lab")["MPLCONFIGDIR"]).parent
    assert folder.is_dir()
    for clean_up in registered:  # others may register, too
        if clean_up.__name__ == "cleanup":
            clean_up()
    assert not folder.exists()


def test_the_lab_is_for_this_machine_and_asks_no_other_for_news(setup):
    assert [json.loads(text) for text in setup.SETTINGS.values()] == [
        {"ServerApp": {"ip": "localhost"}},
        {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}},
    ]


def test_before_there_is_an_environment_nothing_is_made_elsewhere(setup, monkeypatch):
    monkeypatch.setattr(setup, "VENV", setup.ROOT / "not_yet")
    assert setup.environment("setup")["MPLCONFIGDIR"] == str(setup.VENV / "matplotlib")


def test_tests_run_where_nothing_can_be_written_and_beside_files_of_macos(tmp_path):
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in (".hypothesis", ".pytest_cache", "._test_a.py"):
        (tmp_path / name).write_bytes(b"\0\5")
    text = """
        from hypothesis import given, strategies
        @given(strategies.integers())
        def test_a(number): assert number == number
    """
    (tmp_path / "test_a.py").write_text(textwrap.dedent(text), "utf-8")
    env = {name: value for name, value in os.environ.items() if name != "CI"}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", str(tmp_path)],
        cwd=tmp_path,
        env=env | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.returncode == 0, run.stdout
    assert " 1 passed in " in run.stdout


# JupyterLab --------------------------------------------------------------------------------------


def get(url, opener=None):
    try:
        with (opener or urllib.request.build_opener()).open(url, timeout=20) as answer:
            return answer.status, answer.url, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, url, ""


def test_the_lab_opens_the_first_lesson_to_its_owner_alone(tmp_path, monkeypatch):
    """Even where the person's own settings ask for a server without token, on every address."""
    run, setup = load(ROOT / "run.py"), load(ROOT / "tools" / "set_up.py")
    if not setup.PYTHON.exists():
        pytest.skip("this environment was not made by run.py")
    settings = tmp_path / "home" / ".jupyter" / "jupyter_server_config.json"
    settings.parent.mkdir(parents=True)
    weak = {"ServerApp": {"ip": "0.0.0.0", "token": "", "disable_check_xsrf": True}}
    settings.write_text(json.dumps(weak | {"IdentityProvider": {"token": ""}}), "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JUPYTER_TOKEN", "")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    own = tmp_path / "my_course"
    own.mkdir()
    assert load(ROOT / "tools" / "working_copy.py").main([], own=own) == 0
    (line,) = run.COMMANDS["lab"]
    command = [str(setup.PYTHON), *(it.replace(str(run.OWN), str(own)) for it in line)]
    command += ["--no-browser", "--allow-root"]
    env = setup.environment("lab") | {"JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")}
    with subprocess.Popen(command, env=env, cwd=tmp_path, stderr=subprocess.PIPE) as lab:
        alarm = threading.Timer(60, lab.kill)
        alarm.start()
        try:
            said = ""
            while "http://" not in said:
                said += (read := lab.stderr.readline().decode("utf-8", "replace"))
                assert read, said
            time.sleep(0.5)
            (info,) = (tmp_path / "runtime").glob("jpserver-*.json")
            server = json.loads(info.read_text("utf-8"))
            threading.Thread(target=lab.stderr.read, daemon=True).start()
            assert server["hostname"] == "localhost"
            assert re.fullmatch(r"[0-9a-f]{48}", server["token"])
            if sys.platform == "linux":  # all of 127.* is this machine; who listens to all answers
                with pytest.raises(ConnectionRefusedError):
                    socket.create_connection(("127.0.0.2", server["port"]), timeout=5)
            assert get(server["url"] + "api/contents")[0] == 403
            assert get(server["url"] + "api/contents?token=")[0] == 403
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            code, url, page = get(f"{server['url']}?token={server['token']}", opener)
            assert code == 200
            first = min(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
            assert url.split("?")[0].endswith(f"/lab/tree/{first}")
            config = json.loads(
                re.search(r"jupyter-config-data[^>]*>(.*?)</script>", page, re.DOTALL)[1]
            )
            assert "@jupyterlab/apputils-extension:announcements" in config["disabledExtensions"]
            code, _, text = get(f"{server['url']}api/contents/{first}?content=1", opener)
            assert code == 200
            cells = json.loads(text)["content"]["cells"]
            assert not [cell for cell in cells if cell.get("outputs")]
        finally:
            alarm.cancel()
            lab.kill()
