"""pyproject.toml, both locks, environment.yml and what is installed agree, on every system."""

import importlib.metadata
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import pins

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = (pins.COURSE, pins.DEV, pins.SITE)  # each holds what those before it do not
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in LOCKS}
ASKED = {
    name: [Requirement(line) for line in lines]
    for name, lines in pins.requirements(PYPROJECT).items()
}
SYSTEMS = [
    {"sys_platform": platform, "platform_system": system, "os_name": name, "platform_machine": cpu}
    for platform, system, name, cpu in (
        ("linux", "Linux", "posix", "x86_64"),
        ("linux", "Linux", "posix", "aarch64"),
        ("darwin", "Darwin", "posix", "arm64"),
        ("darwin", "Darwin", "posix", "x86_64"),
        ("win32", "Windows", "nt", "AMD64"),
    )
]
PLACES = [
    {
        **system,
        "python_version": version,
        "python_full_version": f"{version}.1",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
        "implementation_version": f"{version}.1",
    }
    for system in SYSTEMS
    for version in ("3.11", "3.12", "3.13")
]


def exact(requirement: Requirement) -> str:
    """The one version that a requirement such as `pandas ==3.1.1` allows."""
    (specifier,) = requirement.specifier
    assert specifier.operator == "=="
    assert "*" not in specifier.version
    return specifier.version


def locked(text: str) -> dict[str, tuple[str, Marker | None]]:
    """Name -> version and marker for each entry of a lock, whose lines hold nothing else."""
    found = {}
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        start, *hashes = line.split("--hash=")
        requirement = Requirement(start)
        assert hashes, start
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", item) for item in hashes), start
        assert requirement.url is None
        name = canonicalize_name(requirement.name)
        assert name not in found, f"{name} is in the lock twice"
        found[name] = exact(requirement), requirement.marker
    return found


LOCKED = {name: locked(text) for name, text in TEXTS.items()}
ALL = {name: entry for lock in LOCKED.values() for name, entry in lock.items()}
COURSE = {canonicalize_name(line.name): line for line in ASKED[pins.COURSE] if "==" in str(line)}


def needed(roots: list[Requirement], place: dict[str, str]) -> set[str]:
    """The names of all that these requirements bring at one place, as packages say themselves."""
    seen, queue = set(), [(root, frozenset(root.extras)) for root in roots]
    done = set()
    while queue:
        parent, extras = queue.pop()
        name = canonicalize_name(parent.name)
        assert name in ALL, f"{parent} is needed, and not locked"
        assert parent.specifier.contains(ALL[name][0], prereleases=True), f"{parent} is needed"
        if (name, extras) in done:
            continue
        done.add((name, extras))
        seen.add(name)
        for line in requires(name):
            child = Requirement(line)
            tried = [{**place, "extra": extra} for extra in extras or {""}]
            if child.marker is None or any(child.marker.evaluate(it) for it in tried):
                queue.append((child, frozenset(child.extras)))
    return seen


HAS_SITE = importlib.util.find_spec("sphinx") is not None
# For macOS and Windows; they need nothing themselves.
ELSEWHERE = {"appnope", "colorama", "pywinpty"}


def requires(name: str) -> list[str]:
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        _, marker = ALL[name]
        assert marker is not None, f"{name} is not installed"
        assert not marker.evaluate(), f"{name} is not installed"
        assert name in ELSEWHERE
        return []


@pytest.mark.parametrize("name", TEXTS)
def test_lock_is_exactly_what_pyproject_asks_for_on_each_system(name):
    """Nothing is missing anywhere, and nothing is there that nobody asked for."""
    if name == pins.SITE and not HAS_SITE:
        pytest.skip(f"the packages of {name} are not installed: python run.py site")
    held = LOCKS[: LOCKS.index(name) + 1]
    roots = [root for lock in held for root in ASKED[lock]]
    entries = {key: entry for lock in held for key, entry in LOCKED[lock].items()}
    asked_for = set()
    for place in PLACES:
        here = {key for key, (_, marker) in entries.items() if not marker or marker.evaluate(place)}
        assert here == needed(roots, place), place
        asked_for |= here
    assert asked_for == entries.keys()


def test_no_two_locks_have_anything_in_common():
    assert len(ALL) == sum(map(len, LOCKED.values()))


@pytest.mark.parametrize("name", TEXTS)
def test_lock_names_no_place_to_download_from(name):
    entries = [line for line in TEXTS[name].splitlines() if not line.lstrip().startswith("#")]
    assert set(re.findall(r"(?<!\S)-+[a-z-]+", "\n".join(entries))) == {"--hash"}
    assert "://" not in TEXTS[name]


@pytest.mark.parametrize("name", TEXTS)
def test_lock_says_what_it_is(name):
    assert TEXTS[name].startswith(pins.HEAD[name])


def test_binder_installs_the_course_and_nothing_else():
    lines = (ROOT / ".binder" / "requirements.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [f"-r ../{pins.COURSE}"]
    assert (ROOT / ".binder" / "runtime.txt").read_text("utf-8") == "python-3.11\n"


def test_lock_leaves_out_what_would_change_the_stored_outputs():
    # With pyarrow, pandas stores text otherwise, and says so in what it prints.
    assert "pyarrow" not in ALL


def test_a_foreign_or_missing_package_would_be_noticed(monkeypatch):
    """The check above finds both, so it is no wonder that it passes."""
    lock = LOCKED[pins.COURSE]
    for changed in (
        lock | {"foreign": ("1", None)},
        {k: v for k, v in lock.items() if k != "six"},
        *(lock | {name: ("0.0.1", lock[name][1])} for name in COURSE),
    ):
        monkeypatch.setitem(LOCKED, pins.COURSE, changed)
        monkeypatch.setitem(globals(), "ALL", changed)
        with pytest.raises(AssertionError):
            test_lock_is_exactly_what_pyproject_asks_for_on_each_system(pins.COURSE)


def test_all_that_changes_outputs_is_pinned_exactly():
    names = "pandas numpy matplotlib seaborn pillow ipython ipykernel jupyterlab nbclient nbconvert"
    assert set(names.split()) <= COURSE.keys()
    assert all("==" in line for line in PYPROJECT["dependency-groups"]["course"])
    assert "optional-dependencies" not in PYPROJECT["project"]  # pins are no published extra


def test_what_is_installed_is_what_is_locked():
    for lock in LOCKS:
        if lock == pins.SITE and not HAS_SITE:
            continue
        for name, (version, marker) in LOCKED[lock].items():
            if marker is None or marker.evaluate():
                assert importlib.metadata.version(name) == version, name


def test_conda_holds_the_same_pins():
    assert (ROOT / pins.CONDA).read_text("utf-8") == pins.conda(PYPROJECT)
    made = yaml.safe_load(pins.conda(PYPROJECT))
    lines = [line for line in made["dependencies"] if isinstance(line, str)]
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*(=\d+(\.\d+)+)?", line) for line in lines)
    back = {conda: name for name, conda in pins.CONDA_NAMES.items()}
    held = dict(line.split("=") for line in lines if "=" in line)
    assert held.pop("python") == "3.11"
    assert {canonicalize_name(back.get(name, name)): pin for name, pin in held.items()} == {
        name: exact(line) for name, line in COURSE.items()
    }
    assert made["dependencies"][-1] == {"pip": ["-e ."]}
    assert "pip" in lines


def test_uv_keeps_off():
    # `uv sync` would remove from .venv what run.py has put there.
    assert PYPROJECT["tool"]["uv"] == {"managed": False}


def test_entries_of_a_lock_are_told_apart_by_version_and_system():
    text = "a==1 \\\n    --hash=x\n    # via b\nc==2 ; os_name == 'nt' \\\n    --hash=y\n"
    assert list(pins.entries(text)) == ["a==1", "c==2 ; os_name == 'nt'"]
    assert "".join(pins.entries(text).values()) == text


def test_pins_says_how_it_is_used(capsys):
    assert pins.main(["--chekc"]) == 2
    assert "python tools/pins.py --check" in capsys.readouterr().err
