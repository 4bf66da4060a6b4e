"""What is published: wheel and sdist hold what they should, work without the source tree, and may be passed on."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from email.message import Message
from pathlib import Path

import pytest
from flit_core import buildapi

from tests.licences import UNKNOWN, copyleft, installed, licence, needed

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAME = f"daqing_data-{PROJECT['version']}"
MODULES = {path.relative_to(ROOT).as_posix() for path in (ROOT / "daqing_data").rglob("*.py")}
TABLES = {f"daqing_data/data/{name}.csv" for name in ("figures", "events", "numerals", "comparisons", "context")}
PACKAGE = MODULES | TABLES | {"daqing_data/data/datapackage.json", "daqing_data/py.typed"}

TOUR = r"""
import sys
written = []
def listen(event, arguments):
    if event == "open" and arguments[1] and set(arguments[1]) & set("wax+"):
        written.append(arguments[0])
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate", "os.chmod"):
        written.append((event, arguments))
    elif event.startswith(("socket.", "urllib.", "subprocess.", "os.system")):
        written.append((event, arguments))
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
assert str(dq.read_number("\u8fd1200\u4ebf\u5143").interval) == "[10000000000.0, 20000000000.0)"
assert dq.compare("racks_2016", "racks_2022").verdict == "yes"
assert importlib.resources.files(dq).joinpath("py.typed").is_file()
assert not {"matplotlib", "seaborn", "IPython"} & sys.modules.keys()
assert not written, written
print(ascii(dq.__file__))
"""


def build(kind, source, folder):
    """Build in a process of its own, for flit builds the project of the folder that it is run in."""
    code = f"from flit_core import buildapi; print(buildapi.build_{kind}({str(folder)!r}))"
    made = subprocess.run([sys.executable, "-c", code], cwd=source, check=True, capture_output=True, text=True)
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


def test_sdist_holds_the_package_and_what_builds_it(sdist, wheel, tmp_path):
    with tarfile.open(sdist) as archive:
        files = {member.name for member in archive.getmembers() if member.isfile()}
        archive.extractall(tmp_path, filter="data")
    around = {"PKG-INFO", "pyproject.toml", PROJECT["readme"], *PROJECT["license-files"]}
    assert files == {f"{NAME}/{name}" for name in PACKAGE | around}
    assert held(build("wheel", tmp_path / NAME, tmp_path)) == held(wheel)


def test_the_wheel_works_alone_beside_pandas(wheel, tmp_path):
    """In an empty environment, which sees the libraries of this one but not the project that is installed in it."""
    if importlib.util.find_spec("pip") is None:
        pytest.skip("this environment has no pip to install a wheel with")
    home, scripts = tmp_path / "empty", "Scripts" if os.name == "nt" else "bin"
    python = home / scripts / ("python.exe" if os.name == "nt" else "python")
    for command in (
        [sys.executable, "-m", "venv", "--without-pip", home],
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel],
    ):
        subprocess.run(command, cwd=tmp_path, check=True)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    doctests = "import doctest; tried = doctest.testmod(dq); assert tried.attempted and not tried.failed, tried"
    assert tour(cwd=tmp_path, python=python, options=["-I"], more=doctests) == site / "daqing_data" / "__init__.py"


def test_metadata_ask_for_pandas_alone(wheel):
    metadata = held(wheel)[f"{NAME}.dist-info/METADATA"].decode("utf-8")
    asked = [line for line in metadata.splitlines() if line.startswith("Requires-Dist:") and "extra ==" not in line]
    assert asked == ["Requires-Dist: pandas >=3.0,<4"]


def test_build_asks_for_nothing_more():
    assert buildapi.get_requires_for_build_wheel() == buildapi.get_requires_for_build_sdist() == []


# --- odd places -----------------------------------------------------------------------------------------------------


def tour(*path, cwd, python=sys.executable, options=(), more="", **variables):
    """Use the package in a process of its own, from this path; it writes nothing, and says nothing on stderr."""
    start = f"import sys; sys.path[:0] = {list(map(str, path))!a}\n"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    command = [python, "-B", "-W", "error", *options, "-c", start + TOUR + more]
    run = subprocess.run(
        command, cwd=cwd, env=env | variables, check=False, capture_output=True, text=True, encoding="ascii"
    )
    assert (run.returncode, run.stderr) == (0, "")
    return Path(ast.literal_eval(run.stdout.strip()))


def test_another_working_directory(tmp_path):
    folder = tmp_path / "一个 文件夹"
    folder.mkdir()
    tour(ROOT, cwd=folder)


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
                                    {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
                                    {"LC_ALL": "tr_TR.ISO-8859-9", "PYTHONUTF8": "0"},
                                    {"LANG": "zh_CN.GB18030", "PYTHONUTF8": "0"}], ids=str)  # fmt: skip
def test_another_locale(tmp_path, locale):
    tour(ROOT, cwd=tmp_path, **locale)


@pytest.mark.parametrize("options", [["-O"], ["-OO"], ["-bb"], ["-X", "dev"], ["-X", "warn_default_encoding"]], ids=str)
def test_every_warning_is_an_error(tmp_path, options):
    tour(ROOT, cwd=tmp_path, options=options)


def test_a_read_only_install(tmp_path):
    """Nothing is written, which the tour listens for; and where the folder could not be written, it works too."""
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


# --- licences -------------------------------------------------------------------------------------------------------


def test_what_is_installed_has_a_known_licence():
    assert not [name for name, (_, text) in installed().items() if text == UNKNOWN]


def test_what_the_package_needs_is_free_of_copyleft():
    listed = installed()
    assert {"daqing-data", "numpy", "pandas"} <= needed()
    assert not {name: listed[name] for name in needed() if copyleft(listed[name][1])}


def test_the_one_copyleft_tool_leaves_a_choice():
    # frictionless brings it, for the tests only.
    copyleft_tools = {name: text for name, (_, text) in installed().items() if copyleft(text)}
    assert copyleft_tools.keys() <= {"text-unidecode"}
    assert all(text.startswith("Artistic License; ") for text in copyleft_tools.values())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({"License-Expression": "MIT", "License": "GPL"}, "MIT"),
        ({"Classifier": "License :: OSI Approved :: BSD License"}, "BSD License"),
        ({"License": "Apache 2.0\nand all its text"}, "Apache 2.0"),
        ({"License": "UNKNOWN"}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_licence_is_read_from_the_metadata(lines, expected):
    metadata = Message()
    for name, value in lines.items():
        metadata[name] = value
    assert licence(metadata) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GNU General Public License v2 or later (GPLv2+)", True),
        ("GNU Affero General Public License v3", True),
        ("LGPL-2.1-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("Mozilla Public License 2.0 (MPL 2.0)", False),
        ("MIT", False),
    ],
)
def test_copyleft_is_told_from_its_name(text, expected):
    assert copyleft(text) is expected
