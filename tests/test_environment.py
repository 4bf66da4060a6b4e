"""pyproject.toml, requirements.lock, environment.yml and what is installed agree on every version."""

import importlib.metadata
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from flit_core import buildapi
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import MatchSpec
from rattler.exceptions import InvalidMatchSpecError

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))

RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
NOTEBOOKS = [Requirement(line) for line in PROJECT["optional-dependencies"]["notebooks"]]
DEVELOPMENT = [Requirement(line) for line in PYPROJECT["dependency-groups"]["dev"]]
BUILD = [Requirement(line) for line in PYPROJECT["build-system"]["requires"]]
DIRECT = sorted({*RUNTIME, *NOTEBOOKS, *DEVELOPMENT, *BUILD}, key=str)


def exact(requirement: Requirement) -> str:
    """Return the one version that a requirement such as `pandas ==3.1.1` allows."""
    (specifier,) = requirement.specifier
    assert specifier.operator == "=="
    assert "*" not in specifier.version
    return specifier.version


def locked() -> dict[str, tuple[str, Requirement, list[str]]]:
    """Return name -> version, requirement, hashes for each entry of the lock."""
    entries = {}
    lines = [line for line in LOCK.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    for line in filter(None, joined.splitlines()):
        text, *hashes = line.split("--hash=")
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        assert name not in entries, f"{name} is in the lock twice"
        entries[name] = (exact(requirement), requirement, [item.strip() for item in hashes])
    return entries


PINS = {canonicalize_name(requirement.name): exact(requirement) for requirement in NOTEBOOKS}
ENTRIES = locked()


# The lock ------------------------------------------------------------------------------


@pytest.mark.parametrize("requirement", DIRECT, ids=str)
def test_lock_meets_each_direct_requirement_on_every_platform(requirement):
    version, entry, _ = ENTRIES[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version, prereleases=True)
    assert entry.marker is None


@pytest.mark.parametrize("name", ENTRIES)
def test_each_locked_package_has_hashes(name):
    _, entry, hashes = ENTRIES[name]
    assert hashes
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", item) for item in hashes)
    assert entry.url is None


def test_lock_names_no_place_to_download_from():
    entries = "\n".join(line for line in LOCK.splitlines() if not line.lstrip().startswith("#"))
    assert set(re.findall(r"(?<!\S)-+[a-z-]+", entries)) == {"--hash"}
    assert "://" not in LOCK


def test_lock_leaves_out_what_would_change_the_stored_outputs():
    # With pyarrow, pandas stores text otherwise, and says so in what it prints.
    assert "pyarrow" not in ENTRIES


def test_lock_says_how_it_is_made():
    command = LOCK.splitlines()[1]
    for part in ("uv pip compile pyproject.toml", "--universal", "--extra notebooks", "--group dev"):
        assert part in command


def test_lock_holds_all_that_its_packages_need_here():
    """Follow the direct requirements through the installed packages, as pip does without --no-deps."""
    seen, queue = set(), list(DIRECT)
    while queue:
        parent = queue.pop()
        name, extras = canonicalize_name(parent.name), frozenset(parent.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        version, entry, _ = ENTRIES[name]
        assert entry.marker is None or entry.marker.evaluate(), f"{name} is needed here, but not locked for here"
        assert parent.specifier.contains(version, prereleases=True), f"{parent} is needed, {version} is locked"
        for line in importlib.metadata.requires(name) or []:
            child = Requirement(line)
            places = [{**default_environment(), "extra": extra} for extra in extras or {""}]
            if child.marker is None or any(child.marker.evaluate(place) for place in places):
                queue.append(child)
    assert len(seen) > len(PINS) + len(DEVELOPMENT)


@pytest.mark.parametrize("name", PINS)
def test_what_is_installed_is_what_the_notebooks_were_run_with(name):
    assert importlib.metadata.version(name) == PINS[name]


# The conda environment -----------------------------------------------------------------

CONDA = [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]


@pytest.mark.parametrize("line", CONDA)
def test_conda_reads_each_line(line):
    spec = MatchSpec(line, strict=True)
    name, _, version = line.partition("=")
    assert str(spec) == f"{name} {version}.*" if version else name


@pytest.mark.parametrize("line", ["pandas==", "pandas=3.1.1=", "pandas>=3,", "pandas=3..1", "pan das=3"])
def test_conda_grammar_is_strict_enough_to_fail(line):
    with pytest.raises(InvalidMatchSpecError):
        MatchSpec(line, strict=True)


def test_conda_pins_equal_the_pins_of_the_notebooks():
    conda = dict(line.split("=", 1) for line in CONDA if "=" in line)
    assert conda.pop("python") == "3.11"
    renamed = {"matplotlib-base": "matplotlib", "seaborn-base": "seaborn", "nbconvert-core": "nbconvert"}
    assert {renamed.get(name, name): version for name, version in conda.items()} == PINS


def test_conda_installs_the_project_itself_and_nothing_else_with_pip():
    assert [line for line in ENVIRONMENT["dependencies"] if not isinstance(line, str)] == [{"pip": ["-e ."]}]
    assert "pip" in CONDA
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]


# The package ---------------------------------------------------------------------------


def test_the_package_needs_pandas_alone():
    assert [requirement.name for requirement in RUNTIME] == ["pandas"]


def test_wheel_is_pure_typed_and_holds_the_tables(tmp_path):
    name = buildapi.build_wheel(str(tmp_path))
    assert name == f"daqing_data-{PROJECT['version']}-py3-none-any.whl"
    with zipfile.ZipFile(tmp_path / name) as wheel:
        held = set(wheel.namelist())
    source = ROOT / "daqing_data"
    files = [path for path in source.glob("data/*") if path.suffix in {".csv", ".json"}]
    data = {path.relative_to(ROOT).as_posix() for path in files}
    assert "daqing_data/data/figures.csv" in data
    assert "daqing_data/data/datapackage.json" in data
    assert data | {"daqing_data/__init__.py", "daqing_data/py.typed"} <= held
    assert {path.split("/")[0] for path in held} == {"daqing_data", f"daqing_data-{PROJECT['version']}.dist-info"}


def test_citation_and_licences_agree_with_the_package():
    assert CITATION["version"] == PROJECT["version"] == importlib.metadata.version("daqing_data")
    assert PROJECT["license"] == " AND ".join(CITATION["license"])
    assert all((ROOT / name).is_file() for name in PROJECT["license-files"])
