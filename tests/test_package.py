"""What is published holds what it should, works anywhere, and may be passed on."""

import ast
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from flit_core import buildapi
from packaging.requirements import Requirement
from packaging.version import Version

import daqing_data

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
VERSION = daqing_data.__version__
NAME = f"daqing_data-{VERSION}"
SOURCES = [*(ROOT / "daqing_data").rglob("[!.]*.py"), *(ROOT / "daqing_data/data").glob("[!.]*.*")]
PACKAGE = {path.relative_to(ROOT).as_posix() for path in SOURCES} | {"daqing_data/py.typed"}

TOUR = r"""
import sys
written = []
def listen(event, arguments):
    if event == "open" and arguments[1] and set(arguments[1]) & set("wax+"):
        written.append(arguments[0])
    elif event in {"os." + it for it in "mkdir rename remove link symlink truncate chmod".split()}:
        written.append((event, arguments))
    elif event.startswith(("socket.", "urllib.", "subprocess.", "os.system")):
        written.append((event, arguments))
import warnings
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pandas  # what it does is its own affair
sys.addaudithook(listen)
import daqing_data as dq
import importlib.resources
for name in ("figures", "events", "numerals", "comparisons", "context"):
    table = getattr(dq, name)()
    assert len(table) and list(table.columns) == list(dq.codebook(name)["column"]), name
for table in (dq.growth_rates(), dq.target_gaps(), dq.progress()):
    assert len(table)
assert dq.figures()["label_zh"].str.len().min() > 1
assert str(dq.read_number("\u8fd1200\u4ebf\u5143").interval) == "[15000000000.0, 20000000000.0)"
assert dq.growth_rate(80, 1484) == 17.55
assert dq.compare("racks_2016", "racks_2022").verdict != "no"
assert importlib.resources.files(dq).joinpath("py.typed").is_file()
assert not {"matplotlib", "seaborn", "IPython"} & sys.modules.keys()
assert not written, written
print(ascii(dq.__file__))
"""


def build(kind, source, folder):
    """Build in a process of its own, for flit builds the project of the folder it is run in."""
    code = f"from flit_core import buildapi; print(buildapi.build_{kind}({str(folder)!r}))"
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=source, check=True, capture_output=True, text=True
    )
    return folder / made.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


def held(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_wheel_holds_the_package_and_its_licences_and_nothing_else(wheel):
    info = {f"{NAME}.dist-info/{name}" for name in ("METADATA", "RECORD", "WHEEL")}
    licences = {f"{NAME}.dist-info/licenses/{name}" for name in PROJECT["license-files"]}
    files = held(wheel)
    assert files.keys() == PACKAGE | info | licences
    assert all(files[name] == (ROOT / name).read_bytes() for name in PACKAGE)
    assert wheel.name == f"{NAME}-py3-none-any.whl"
    assert b"Root-Is-Purelib: true" in files[f"{NAME}.dist-info/WHEEL"]


def test_sdist_holds_the_project_and_builds_the_same_wheel(sdist, wheel, tmp_path):
    """Course, tests and tools too, so that what is published can be checked by whoever gets it."""
    with tarfile.open(sdist) as archive:
        files = {member.name for member in archive.getmembers() if member.isfile()}
        archive.extractall(tmp_path, filter="data")
    around = {"PKG-INFO", "pyproject.toml", PROJECT["readme"], *PROJECT["license-files"]}
    around |= {
        "CHANGELOG.md",
        "CITATION.cff",
        "CONTRIBUTING.md",
        "conftest.py",
        "run.py",
        ".ci/run",
    }
    around |= {"environment.yml", "requirements.lock", "requirements-dev.lock"}
    for folder, suffixes in {
        "notebooks": {".ipynb", ".py"},
        "tests": {".py", ".csv"},
        "tools": {".py"},
    }.items():
        paths = (path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
        names = {
            path.relative_to(ROOT).as_posix() for path in paths if not path.name.startswith(".")
        }
        around |= {name for name in names if "/." not in name and "__pycache__" not in name}
    assert not {f"{NAME}/{name}" for name in PACKAGE | around} - files
    assert not [name for name in files if "__pycache__" in name or "checkpoints" in name]
    assert held(build("wheel", tmp_path / NAME, tmp_path)) == held(wheel)


def test_wheel_is_small(wheel):
    assert wheel.stat().st_size < 300_000


def make_environment(home, *options):
    subprocess.run([sys.executable, "-m", "venv", *options, home], check=True)
    scripts = "Scripts" if os.name == "nt" else "bin"
    return home / scripts / ("python.exe" if os.name == "nt" else "python")


def test_the_wheel_works_alone_beside_pandas(wheel, tmp_path):
    """In an empty environment, which sees the libraries of this one but not its project."""
    if importlib.util.find_spec("pip") is None:
        pytest.skip("this environment has no pip to install a wheel with")
    python = make_environment(tmp_path / "empty", "--without-pip")
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"]
    subprocess.run([*install, "--no-index", wheel], cwd=tmp_path, check=True)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(
        subprocess.run(
            [python, "-c", code], check=True, capture_output=True, text=True
        ).stdout.strip()
    )
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    doctests = "import doctest; tried = doctest.testmod(dq); assert tried.attempted, tried\n"
    doctests += "assert not tried.failed, tried"
    assert (
        tour(cwd=tmp_path, python=python, options=["-I"], more=doctests)
        == site / "daqing_data" / "__init__.py"
    )


def test_metadata_ask_for_pandas_alone(wheel):
    metadata = held(wheel)[f"{NAME}.dist-info/METADATA"].decode("utf-8")
    asked = [line for line in metadata.splitlines() if line.startswith("Requires-Dist:")]
    assert asked == ["Requires-Dist: pandas >=2.2,<4"]
    assert "Provides-Extra" not in metadata
    assert f"Version: {VERSION}" in metadata.splitlines()
    assert "Project-URL: Article, " + daqing_data.SOURCE.copy_url in metadata


def test_version_stands_in_one_place_and_is_cited_and_described():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert "version" in PROJECT["dynamic"]
    assert citation["version"] == VERSION
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    latest = re.search(r"^## (\S+) - (\S+)$", changelog, flags=re.MULTILINE)
    assert latest.groups() == (VERSION, str(citation["date-released"]))
    assert Version(VERSION).release == tuple(map(int, VERSION.split(".")[:3]))


def test_no_result_can_be_changed():
    """A dataclass of the package is what was computed, whoever holds it."""
    found = {}
    for path in (ROOT / "daqing_data").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                made = " ".join(map(ast.unparse, node.decorator_list))
                if "dataclass" in made:
                    found[node.name] = made
    assert {"Comparison", "Figure", "Source"} <= found.keys()
    assert {name for name, made in found.items() if "frozen=True" not in made} == set()


def test_licences_stand_everywhere_alike():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert PROJECT["license"] == " AND ".join(citation["license"])
    assert all((ROOT / name).is_file() for name in PROJECT["license-files"])
    links = re.findall(r"\[([^]]+)\]\((LICENSE[^)]*)\)", (ROOT / "README.md").read_text("utf-8"))
    said = [words.removesuffix(" licence").replace(" ", "-") for words, _ in links]
    assert said == citation["license"]
    assert [file for _, file in links] == PROJECT["license-files"]


PANDAS = Requirement(PROJECT["dependencies"][0])
OLDEST = next(part.version for part in PANDAS.specifier if part.operator == ">=")


@pytest.mark.parametrize("pandas", [f"pandas=={OLDEST}.0", str(PANDAS)], ids=["oldest", "newest"])
def test_the_core_works_with_the_oldest_and_the_newest_pandas_that_installs(
    wheel, tmp_path, pandas
):
    if "DAQING_NETWORK" not in os.environ:
        pytest.skip("downloads pandas: set DAQING_NETWORK=1 to try it, as CI does")
    python = make_environment(tmp_path / "venv")
    install = [
        python,
        "-I",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--only-binary",
        ":all:",
        wheel,
        pandas,
    ]
    subprocess.run(install, cwd=tmp_path, check=True)
    tour(cwd=tmp_path, python=python, options=["-I"])


def test_build_asks_for_nothing_more():
    assert buildapi.get_requires_for_build_wheel() == buildapi.get_requires_for_build_sdist() == []


# --- odd places -----------------------------------------------------------------------------------


def tour(*path, cwd, python=sys.executable, options=(), more="", **variables):
    """Use the package in a process of its own, from this path; it writes nothing, nor on stderr."""
    names = list(map(os.fsencode, path))  # each locale reads the bytes of a path in its own way
    start = f"import os, sys; sys.path[:0] = map(os.fsdecode, {names})\n"
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "LC_", "LANG"))
    }
    command = [python, "-B", "-W", "error", *options, "-c", start + TOUR + more]
    run = subprocess.run(
        command,
        cwd=cwd,
        env=env | variables,
        check=False,
        capture_output=True,
        text=True,
        encoding="ascii",
    )
    assert (run.returncode, run.stderr) == (0, "")
    return Path(ast.literal_eval(run.stdout.strip()))


def test_another_working_directory(tmp_path):
    folder = tmp_path / "一个 文件夹"
    folder.mkdir()
    tour(ROOT, cwd=folder)


LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "tr_TR.ISO-8859-9", "PYTHONUTF8": "0"},
    {"LANG": "zh_CN.GB18030", "PYTHONUTF8": "0"},
]


@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_another_locale(tmp_path, locale):
    tour(ROOT, cwd=tmp_path, **locale)


@pytest.mark.parametrize(
    "options", [["-O"], ["-OO"], ["-bb"], ["-X", "dev"], ["-X", "warn_default_encoding"]], ids=str
)
def test_every_warning_is_an_error(tmp_path, options):
    tour(ROOT, cwd=tmp_path, options=options)


def test_a_read_only_install(tmp_path):
    """Nothing is written, which the tour listens for; where nothing can be, it works too."""
    shutil.copytree(ROOT / "daqing_data", tmp_path / "site" / "daqing_data")
    paths = [tmp_path / "site", *(tmp_path / "site").rglob("*")]
    for path in paths:
        path.chmod(path.stat().st_mode & 0o555)
    try:
        assert tour(tmp_path / "site", cwd=tmp_path).is_relative_to(tmp_path)
    finally:
        for path in paths:
            path.chmod(path.stat().st_mode | 0o700)


def test_a_wheel_that_stays_zipped(wheel, tmp_path):
    assert tour(wheel, cwd=tmp_path).is_relative_to(wheel)


# --- licences -------------------------------------------------------------------------------------

LIBRARIES = {"numpy", "pandas", "python-dateutil", "six", "tzdata"}  # what daqing_data itself needs
COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )General Public")


def licence(metadata):
    """The SPDX expression that metadata name, else the classifiers, else a line of text."""
    classifiers = [line for line in metadata.get_all("Classifier") or [] if "License ::" in line]
    named = "; ".join(line.rpartition(" :: ")[2] for line in classifiers)
    return metadata.get("License-Expression") or named or (metadata.get("License") or "")[:60]


def test_what_is_installed_may_be_used_freely():
    licences = {
        it.metadata["Name"]: licence(it.metadata) for it in importlib.metadata.distributions()
    }
    assert not [name for name, text in licences.items() if text in ("", "UNKNOWN")]
    bound = {name: text for name, text in licences.items() if COPYLEFT.search(text)}
    # For the tests and the site only. One leaves a choice; the other has a file for Emacs.
    free = {"text-unidecode": "Artistic License; ", "docutils": "Public Domain; BSD License; "}
    assert not [name for name, text in bound.items() if not text.startswith(free.get(name, "?"))]
    assert licences.keys() >= LIBRARIES - {"tzdata"}


def test_copyleft_is_known_by_its_name():
    for text in ("GPL-3.0-only", "AGPL-3.0-or-later", "GNU General Public License v2 (GPLv2)"):
        assert COPYLEFT.search(text)
    for text in (
        "MIT",
        "LGPL-2.1-only",
        "GNU Lesser General Public License v3 (LGPLv3)",
        "MPL 2.0",
    ):
        assert not COPYLEFT.search(text)


REACHING_OUT = {
    "socket",
    "ssl",
    "urllib",
    "http",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "ctypes",
}
REACHING_OUT |= {"asyncio", "subprocess", "webbrowser", "xmlrpc", "multiprocessing"}


def test_no_module_of_the_package_knows_a_way_out():
    """Nothing that is imported opens a connection, or starts something that could.

    What sets up and makes the notebooks starts pip and kernels, and opens nothing itself.
    """
    package = sorted((ROOT / "daqing_data").rglob("[!.]*.py"))
    starters = [ROOT / name for name in ("run.py", "notebooks/make.py", "conftest.py")]
    starters += [ROOT / "tools" / name for name in ("set_up.py", "working_copy.py")]
    for path in package + starters:
        ways = REACHING_OUT if path in package else REACHING_OUT - {"subprocess"}
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            called = getattr(node, "id", "") if isinstance(node, ast.Name) else ""
            assert not {name.split(".")[0] for name in names} & ways, path
            assert called not in {"__import__", "exec", "eval"}, path
