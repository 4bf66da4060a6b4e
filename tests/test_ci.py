"""What is run is itself tested: this file states a second time what runs the tests, and how.

A change of testpaths, options or steps belongs here and there. How many tests each file has stands
in tests/counts.csv: `DAQING_ARTICLE=none python run.py test -p tools.counts --write-counts`.
"""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests import no_network
from tools import counts

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
CI_RUN = (ROOT / ".ci" / "run").read_text("utf-8")

PYTEST = {
    "minversion": "9.0",
    "testpaths": ["strict_nbval", "README.md", "tests", "daqing_data", "notebooks/solutions"],
    "strict_nbval_files": ["[0-9][0-9]_*.ipynb"],
    "addopts": [
        *("-ra", "-p", "nbval", "-p", "tests.no_network"),
        *("--doctest-modules", "--doctest-glob=README.md"),
        *("--nbval", "--nbval-current-env", "--nbval-cell-timeout=60"),
    ],
    "norecursedirs": [".*", "build", "dist", "my_course", "tools"],
    "strict": True,
    "filterwarnings": [
        "error",
        "ignore::pytest.PytestCacheWarning",
        "ignore:The database setting is not configured",
    ],
}
COMMANDS = {  # of run.py
    "lab": [  # with the token that JupyterLab makes, on the address that tools/set_up.py names
        [
            *("-m", "jupyterlab", f"--ServerApp.root_dir={ROOT.resolve() / 'my_course'}"),
            "--LabApp.default_url=/lab/tree/00_start.ipynb",
        ]
    ],
    "test": [
        [
            *("-m", "pytest", "-p", "xdist", "-n", "logical", "--maxprocesses=4"),
            *("--dist", "loadfile", "--no-loadscope-reorder"),
        ]
    ],
    "check": [["-m", "ruff", "check"], ["-m", "ruff", "format", "--check"], ["-m", "mypy"]],
    "planted": [["tools/planted/__main__.py"]],
}
RUN = [  # of .ci/run
    *("run.py check", "run.py test -p tools.counts", ".ci/site"),
    *("run.py planted --sample", "tools/counts.py"),
]
SITE = [  # of .ci/site
    "run.py site --try",
    "run.py test -p tools.counts tests/test_site_lab.py",
    "run.py test -p tools.counts tests/test_site.py tests/test_site_browser.py "
    "tests/test_environment.py",
]
JOBS = {
    "test": ["python run.py test", "python run.py check"],
    "all": [".ci/run"],
    "versions": ["python run.py test -k pandas_that_installs"],
    "pins": ["python -m pip install uv", "python tools/pins.py --check"],
    "conda": ["python -m pip install --group dev", "python -m pytest"],
}
CHECKOUT, PYTHON, NODE = "actions/checkout@v5", "actions/setup-python@v6", "actions/setup-node@v5"
WORKFLOWS = {  # the other two: job -> its steps
    "site.yml": {
        "build": [CHECKOUT, PYTHON, NODE, "bash .ci/site", "actions/upload-pages-artifact@v4"],
        "publish": ["actions/deploy-pages@v4"],
    },
    "lite.yml": {
        "lessons": [
            *(CHECKOUT, PYTHON, NODE),
            *("python run.py setup", ".venv/bin/python site/lite_versions.py"),
        ]
    },
}
KEYS = {"name", "runs-on", "timeout-minutes", "strategy", "defaults", "steps"}  # of a job
STEP = {"uses", "with", "run", "env"}
CASES = {"ubuntu-latest", "macos-latest", "windows-latest"}, {"3.11", "3.12", "3.13"}
FORGIVING = re.compile(r"\|\||;|&|\bset \+e|\bexit\b|\btrue\b|\bif\b|\|")


POSIX = pytest.mark.skipif(sys.platform == "win32", reason="bash is not part of Windows")


def test_pytest_runs_what_it_should_and_as_strictly():
    assert PYPROJECT["tool"]["pytest"] == PYTEST
    others = [ROOT / name for name in ("pytest.ini", "tox.ini", "setup.cfg", ".pytest.ini")]
    assert not [path for path in others if path.exists()]  # they would take its place
    assert all((ROOT / name).exists() for name in PYTEST["testpaths"])


def test_the_commands_run_what_they_should():
    code = "import json, run; print(json.dumps(run.COMMANDS))"
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    commands = yaml.safe_load(made.stdout)
    assert {name: commands[name] for name in COMMANDS} == COMMANDS


def test_ci_run_runs_each_step_and_stops_at_the_first_that_fails():
    lines = [line.strip() for line in CI_RUN.splitlines()]
    code = [line for line in lines if line and not line.startswith("#")]
    loop = "for python in python3 python3.11 python3.12 python3.13 python; do"
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    assert code == [
        "set -eu",
        'cd "$(dirname "$0")/.."',
        loop,
        f"if \"$python\" -c '{probe}' 2>/dev/null; then",
        *(f'"$python" {step}' for step in RUN[:2]),
        "bash .ci/site # the site in browsers, the lessons in JupyterLab",
        *(f'"$python" {step}' for step in RUN[3:]),
        "exit 0",
        "fi",
        "done",
        'echo "Python 3.11 or newer is needed, and none was found." >&2',
        "exit 1",
    ]
    assert lines[0] == "#!/usr/bin/env bash"


def run_script(name, tmp_path, failing):
    """Run a script with a Python that notes what it is asked, and fails at one step."""
    (tmp_path / "build").mkdir()
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "site").write_text("python3 .ci/site\n", "utf-8")
    (tmp_path / ".ci" / name).write_bytes((ROOT / ".ci" / name).read_bytes())
    code = f'#!/bin/sh\necho "$*" >> "{tmp_path}/asked"\n[ "$*" != "{failing}" ]\n'
    for program in ("python3", "chromium", "firefox", "npm"):
        (tmp_path / program).write_text(code, "utf-8")
        (tmp_path / program).chmod(0o755)
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    code = subprocess.run(["bash", f".ci/{name}"], cwd=tmp_path, env=env).returncode
    return code, (tmp_path / "asked").read_text("utf-8").splitlines()[1:]


@POSIX
@pytest.mark.parametrize("failing", [*RUN, None])
def test_ci_run_fails_with_any_step(tmp_path, failing):
    code, asked = run_script("run", tmp_path, failing)
    assert (code == 0) == (failing is None)
    assert asked == RUN[: RUN.index(failing) + 1 if failing else None]


@POSIX
@pytest.mark.parametrize("failing", [*SITE, None])
def test_ci_site_runs_each_step_and_fails_with_any(tmp_path, failing):
    code, asked = run_script("site", tmp_path, failing)
    assert (code == 0) == (failing is None)
    assert sorted(asked) == sorted(SITE[: 1 if failing == SITE[0] else None])  # two at a time


def test_workflow_runs_each_step_and_forgives_none():
    workflow = yaml.safe_load(WORKFLOW)
    assert workflow.keys() == {"name", True, "permissions", "jobs"}  # YAML reads `on` as true
    assert workflow[True].keys() == {"push", "pull_request", "schedule"}
    assert workflow[True]["push"] is workflow[True]["pull_request"] is None  # of every branch
    assert workflow["permissions"] == {"contents": "read"}
    jobs = workflow["jobs"]
    runs = {
        name: [step["run"] for step in job["steps"] if "run" in step] for name, job in jobs.items()
    }
    assert runs == JOBS
    for job in jobs.values():
        assert job.keys() <= KEYS
        assert all(step.keys() <= STEP for step in job["steps"])
        assert not [step for step in job["steps"] if FORGIVING.search(step.get("run", ""))]
    assert jobs["test"]["strategy"]["fail-fast"] is False
    matrix = jobs["test"]["strategy"]["matrix"]
    assert (set(matrix["os"]), set(matrix["python"])) == CASES
    assert jobs["conda"]["defaults"]["run"]["shell"] == "bash -el {0}"
    allowed = r"(actions/(checkout|setup-python)|mamba-org/setup-micromamba)@v\d+"
    used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(allowed, name) for name in used)


def test_the_other_workflows_run_each_step_and_publish_only_what_is_tested():
    folder = ROOT / ".github" / "workflows"
    assert {path.name for path in folder.iterdir()} == {"ci.yml", *WORKFLOWS}
    for name, jobs in WORKFLOWS.items():
        workflow = yaml.safe_load((folder / name).read_text("utf-8"))
        assert workflow["permissions"] == {"contents": "read"}
        assert workflow[True].keys() <= {"push", "pull_request", "schedule", "workflow_dispatch"}
        found = {job: each["steps"] for job, each in workflow["jobs"].items()}
        assert jobs == {
            job: [step.get("run") or step["uses"] for step in steps] for job, steps in found.items()
        }
        for step in (step for steps in found.values() for step in steps):
            assert step.keys() <= STEP | {"if", "id"}
            assert "if" not in step or step["uses"].startswith("actions/upload-pages-artifact")
        publish = workflow["jobs"].pop("publish", None)
        assert not [job for job in workflow["jobs"].values() if job.keys() & {"permissions", "if"}]
        if publish:
            assert publish["permissions"] == {"pages": "write", "id-token": "write"}
            assert (publish["needs"], publish["if"]) == ("build", "github.ref == 'refs/heads/main'")


def test_the_checkers_check_everything_and_as_strictly():
    mypy, ruff = PYPROJECT["tool"]["mypy"], PYPROJECT["tool"]["ruff"]
    assert mypy.pop("strict") is True
    assert {"daqing_data", "site", "run.py"} <= set(mypy.pop("files"))
    named = ["python_version", "mypy_path", "explicit_package_bases", "untyped_calls_exclude"]
    assert sorted(mypy) == sorted([*named, "overrides"])
    for each in mypy["overrides"]:
        ours = {"conf", "strict_nbval.plugin"} & set(each["module"])
        others = {"module", "ignore_missing_imports", "follow_imports"}
        assert each.keys() <= ({"module", "disallow_subclassing_any"} if ours else others)
        assert not [name for name in each["module"] if name.startswith("daqing_data")]
    assert ruff["extend-exclude"] == ["notebooks/sheets.md"]
    assert ruff["lint"].keys() == {*("select", "ignore", "pydocstyle", "isort", "per-file-ignores")}
    assert {"A", "B", "BLE", "D", "E", "F", "I", "PT", "RUF", "SIM", "UP", "W"} <= set(
        ruff["lint"]["select"]
    )
    assert all(len(each) > 1 or each == "D" for each in ruff["lint"]["ignore"])


def test_python_versions_stand_everywhere_alike():
    classifiers = " ".join(PYPROJECT["project"]["classifiers"])
    versions = sorted(re.findall(r"Python :: (3\.\d+)", classifiers))
    assert versions == sorted(CASES[1])
    assert PYPROJECT["project"]["requires-python"] == f">={versions[0]}"
    assert PYPROJECT["tool"]["ruff"]["target-version"] == "py" + versions[0].replace(".", "")
    assert PYPROJECT["tool"]["mypy"]["python_version"] == versions[0]
    for name in ("run.py", ".ci/run"):
        assert versions[0].replace(".", ", ") in (ROOT / name).read_text("utf-8")
    assert ", ".join(versions[:-1]) + f" or {versions[-1]}" in (ROOT / "README.md").read_text(
        "utf-8"
    )


# How many tests there are ------------------------------------------------------------------------


def test_each_test_file_is_counted():
    folders = "tests", "strict_nbval/tests"
    files = {f"{at}/{path.name}" for at in folders for path in (ROOT / at).glob("test_*.py")}
    assert {name for name in counts.read() if "tests/test_" in name} == files
    sites = {f"tests/test_site{part}.py" for part in ("", "_browser", "_lab")}
    assert sites == counts.BY_NAME == {"tests/test_site.py", *counts.BROWSERS}
    assert all(name in " ".join(SITE) for name in sites)
    for name in files:  # 0 must run only where they may be skipped for want of a program
        ran, may_skip = counts.read()[name]
        assert ran or name in counts.BROWSERS, name
        assert ran + may_skip >= counts.read_functions()[name], name


def test_no_test_file_was_emptied():
    """Without running them: their functions are there, and nothing skips a whole file."""
    expected = {name: n for name, n in counts.read_functions().items() if name[-3:] == ".py"}
    assert len(expected) > 10
    for name, number in expected.items():
        tree = ast.parse((ROOT / name).read_text("utf-8"))
        assert counts.functions(ROOT / name) == number, name
        assert number or "tests/test_" not in name, name
        apart = (ast.FunctionDef, ast.ClassDef)
        at_once = [
            node for each in tree.body if not isinstance(each, apart) for node in ast.walk(each)
        ]
        said = {node.id for node in at_once if isinstance(node, ast.Name)}
        said |= {node.attr for node in at_once if isinstance(node, ast.Attribute)}
        skips = {"skip", "importorskip", "exit", "_exit", "SkipTest", "__test__", "collect_ignore"}
        if name != "tests/test_engines.py":  # whose engines each have a mark of their own
            skips |= {"pytestmark"}
        assert not skips & said, name


def test_fewer_tests_than_expected_are_named():
    expected = {"a": (3, 1), "b": (2, 0)}
    right = Counter(a=3, b=2), Counter(a=1)
    assert counts.complaints(expected, *right) == []
    assert counts.complaints(expected, Counter(a=4, b=2), Counter()) == []  # with the article
    assert counts.complaints(expected, Counter(a=9, b=2), Counter(a=1)) == []
    for ran, skipped, name in (
        (Counter(a=3), Counter(a=1), "b"),  # emptied
        (Counter(a=2, b=2), Counter(a=1), "a"),
        (Counter(a=3, b=2), Counter(), "a"),
        (Counter(a=3, b=1), Counter(a=1, b=1), "b"),  # skipped
        (Counter(a=3, b=2, c=1), Counter(a=1), "c"),
    ):
        (line,) = counts.complaints(expected, ran, skipped)
        assert line.startswith(f"{name}: ")


# No other machine --------------------------------------------------------------------------------


def test_addresses_of_this_machine_are_known():
    for address in (
        "localhost",
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        None,
        "",
        b"localhost",
        "/a/file",
    ):
        assert no_network.is_local(address)
        assert no_network.is_local((address, 80))
    for address in ("example.org", "10.0.0.1", "8.8.8.8", "0.0.0.0", "::", "2001:db8::1", b"x.org"):
        assert not no_network.is_local(address)
        assert not no_network.is_local((address, 80))


ATTEMPT = """
import socket, urllib.request
def test_quiet():
    for attempt in (
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: urllib.request.urlopen("http://name.invalid", timeout=1),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("192.0.2.2", 9)),
    ):
        try:
            attempt()
        except OSError:
            pass
def test_child():
    import subprocess, sys
    code = "import socket; socket.create_connection(('192.0.2.3', 80), timeout=1)"
    assert subprocess.run([sys.executable, "-c", code], stderr=subprocess.DEVNULL).returncode
def test_here():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
"""


def test_a_connection_to_another_machine_fails_the_run(tmp_path):
    """Even where the code that tried takes no notice of the refusal, and in a child process."""
    (tmp_path / "test_it.py").write_text(ATTEMPT, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.no_network", "-p", "no:nbval"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    made = subprocess.run(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True)
    assert made.returncode == 1, made.stdout
    assert "3 passed" in made.stdout
    for place in ("192.0.2.1", "name.invalid", "192.0.2.2", "192.0.2.3"):
        assert f"'{place}'" in made.stdout
    assert "127.0.0.1" not in made.stdout
