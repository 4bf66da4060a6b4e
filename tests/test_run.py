"""run.py: it sets up once, says what is wrong, and passes on what it is given."""

import ast
import importlib.util
import os
import runpy
import shutil
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "run.py"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a copy of run.py, as a module, in a folder that holds little else."""
    spec = importlib.util.spec_from_file_location("run", shutil.copy(SCRIPT, tmp_path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    monkeypatch.setattr(module.signal, "signal", lambda *_: None)  # pytest keeps its own handlers
    return module


@pytest.fixture
def steps(run, monkeypatch):
    """Let the set-up do nothing but note its steps and leave a file where Python would be."""
    noted = []

    def step(what, command, verbose):
        noted.append(what)
        run.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        run.PYTHON.touch()

    monkeypatch.setattr(run, "step", step)
    return noted


# Python versions -----------------------------------------------------------------------


def test_an_old_python_can_read_the_file():
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_what_is_needed_before_anything_else(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    monkeypatch.setitem(sys.modules, "hashlib", None)  # importing it would fail
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        runpy.run_path(str(SCRIPT))


def test_only_the_standard_library_is_needed():
    tree = ast.parse(SCRIPT.read_text("utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


# The set-up ---------------------------------------------------------------------------------------


def test_it_sets_up_once(run, steps):
    run.set_up()
    assert len(steps) == 4
    run.set_up()
    assert len(steps) == 4


CHANGES = ["requirements.lock", "pyproject.toml", "Python", "folder", "interrupted", "removed"]


@pytest.mark.parametrize("changed", CHANGES)
def test_it_sets_up_again_when_something_changed(run, steps, monkeypatch, tmp_path, changed):
    run.set_up()
    if changed == "Python":
        monkeypatch.setattr(sys, "version", "3.99.0")
    elif changed == "folder":
        monkeypatch.setattr(run, "ROOT", tmp_path / "moved")
        (tmp_path / "moved").mkdir()
        (tmp_path / "moved" / "pyproject.toml").touch()
    elif changed == "interrupted":
        run.READY.write_text(run.READY.read_text("utf-8")[:10], "utf-8")
    elif changed == "removed":
        run.PYTHON.unlink()
    else:
        (tmp_path / changed).write_text("[project]\nname = 'changed'\n", "utf-8")
    run.set_up()
    assert len(steps) == 8


def test_a_linter_setting_needs_no_new_set_up(run, steps):
    run.set_up()
    (run.ROOT / "pyproject.toml").write_text("[tool.ruff]\nline-length = 99\n", "utf-8")
    run.set_up()
    assert len(steps) == 4


def test_a_failed_set_up_does_not_count_as_done(run, steps, monkeypatch):
    run.set_up()
    (run.ROOT / "pyproject.toml").write_text("[project]\nname = 'changed'\n", "utf-8")
    monkeypatch.setattr(run, "step", lambda *_: sys.exit("no network"))
    with pytest.raises(SystemExit, match="no network"):
        run.set_up()
    assert not run.READY.exists()


@pytest.mark.parametrize("name", ["venv", "ensurepip"])
def test_a_missing_module_is_named(run, steps, monkeypatch, name):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda wanted: None if wanted == name else find(wanted))
    with pytest.raises(SystemExit, match=rf"lacks its module {name}\. .*python3\.\d+-venv"):
        run.set_up()
    assert not steps


def test_it_does_not_pull_the_environment_from_under_itself(run, steps, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(run.VENV))
    with pytest.raises(SystemExit, match="deactivate"):
        run.set_up()
    assert not steps


def test_a_failed_step_shows_its_last_lines(run, capfd):
    code = "print(*range(100), sep='\\n'); print('数'); raise SystemExit(3)"
    with pytest.raises(SystemExit, match="failed at: count"):
        run.step("count", [sys.executable, "-X", "utf8", "-c", code], verbose=False)
    shown = capfd.readouterr()
    assert shown.out == "  count ...\n"
    assert shown.err.split()[0] == "86"
    assert shown.err.splitlines()[-1] == r"    \xe6\x95\xb0"


def test_a_good_step_is_quiet_unless_asked(run, capfd):
    command = [sys.executable, "-c", "print('pip says')"]
    run.step("work", command, verbose=False)
    assert "pip says" not in capfd.readouterr().out
    run.step("work", command, verbose=True)
    assert "pip says" in capfd.readouterr().out


def test_without_the_packages_it_says_so(run, monkeypatch, capfd):
    """A real environment and a real pip, with nowhere to download from."""
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    run.LOCK.write_text("no-such-package-at-all==1 --hash=sha256:" + "0" * 64 + "\n", "utf-8")
    with pytest.raises(SystemExit, match="failed at: download and install the packages"):
        run.set_up()
    assert "No matching distribution found for no-such-package-at-all==1" in capfd.readouterr().err
    assert run.PYTHON.exists()
    assert not run.READY.exists()


# The commands --------------------------------------------------------------------------


@pytest.fixture
def calls(run, monkeypatch):
    """Note what would be called, with exit code 0, then 1, then 2."""
    noted = []
    monkeypatch.setattr(run, "set_up", lambda verbose: None)
    monkeypatch.setattr(run, "call", lambda command, name: noted.append((name, command[1:])) or len(noted) - 1)
    return noted


def test_lab_is_what_it_does_when_nothing_is_said(run, calls):
    for arguments in ([], ["lab"], ["--no-browser"], ["lab", "--no-browser"]):
        run.main(arguments)
    names, commands = zip(*calls, strict=True)
    assert set(names) == {"lab"}
    assert commands[0] == commands[1]
    assert commands[2] == commands[3] == [*commands[0], "--no-browser"]
    assert commands[0][:2] == ["-m", "jupyterlab"]


def test_what_follows_the_command_is_passed_on(run, calls):
    run.main(["--verbose", "test", "-k", "growth", "--verbose"])
    run.main(["notebooks", "01_numbers"])
    assert calls == [
        ("test", ["-m", "pytest", "-k", "growth", "--verbose"]),
        ("notebooks", ["notebooks/make.py", "01_numbers"]),
    ]


def test_check_runs_all_checkers_and_returns_the_worst_code(run, calls):
    assert run.main(["check"]) == 2
    assert [command[1] for _, command in calls] == ["ruff", "ruff", "mypy"]


def test_an_unknown_command_is_refused(run, calls, capsys):
    assert run.main(["tset"]) == 2
    assert not calls
    assert "'tset'; the commands are: lab, test" in capsys.readouterr().err


def test_help_sets_nothing_up(run, steps, capsys):
    assert run.main(["--help"]) == 0
    assert not steps
    shown = capsys.readouterr().out
    assert all(name in shown for name in run.COMMANDS)


@pytest.mark.parametrize("code", [0, 1, 5])
def test_the_exit_code_is_the_command_s_own(run, code):
    assert run.call([sys.executable, "-c", f"raise SystemExit({code})"], "test") == code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals of this kind")
def test_a_killed_command_returns_what_a_shell_would(run):
    assert run.call([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], "test") == 128 + 9


def test_the_variables_of_a_person_s_own_set_up_stay_outside(run, monkeypatch):
    for name in ("MPLBACKEND", "MPLCONFIGDIR", "IPYTHONDIR", "PYTHONPATH", "IPYKERNEL_CELL_NAME"):
        monkeypatch.setenv(name, "mine")
    monkeypatch.setenv("DAQING_ARTICLE", "article.txt")
    for command in run.COMMANDS:
        env = run.environment(command)
        assert not {"MPLBACKEND", "PYTHONPATH"} & set(env)
        assert env["MPLCONFIGDIR"].startswith(str(run.VENV))
        assert env["IPYTHONDIR"].startswith(str(run.VENV))
        assert env["DAQING_ARTICLE"] == "article.txt"
    assert run.environment("test")["IPYKERNEL_CELL_NAME"] == "<cell>"
    assert run.environment("notebooks")["IPYKERNEL_CELL_NAME"] == "<cell>"
