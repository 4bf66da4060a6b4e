"""Errors in what stands around code and data: README, lock, licences, and what runs the tests."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import partial

from planted.kinds.base import Error, Files, Kind, Project, in_text, next_digit, place

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "notebooks/README.md", "strict_nbval/README.md")


def replaced(
    patterns: tuple[str, ...], expression: str, wrong: str, project: Project
) -> Iterator[Error]:
    """Each place that an expression fits, changed as `re` says."""
    for path in project.paths(*patterns):
        for found in re.finditer(expression, project.text(path), re.MULTILINE):
            yield from in_text(project, path, found.start(), found[0], found.expand(wrong))


def misspelt(word: str) -> str:
    """A word with two of its letters exchanged, or one more."""
    middle = len(word) // 2
    turned = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return turned if len(word) > 2 and turned != word else word + "x"


# --- documents ------------------------------------------------------------------------------------

COMMAND = re.compile(r"(?:python3? (?:-m )?|pip install |\./)([\w./-]+(?: [a-z][\w-]+)?)")


def commands(project: Project) -> Iterator[Error]:
    """A command that a document names, misspelt in its last word."""
    for path in project.paths(*DOCUMENTS):
        for found in COMMAND.finditer(project.text(path)):
            right = found[1].split()[-1]
            if re.search("[a-z]{3}", right):
                at = found.start(1) + found[1].rindex(right)
                yield from in_text(project, path, at, right, misspelt(right))


def links(project: Project) -> Iterator[Error]:
    """A link inside the project that leads nowhere."""
    for path in project.paths(*DOCUMENTS):
        for found in re.finditer(r"\]\(((?!https?:)[^)\s]+)\)", project.text(path)):
            yield from in_text(project, path, found.start(1), found[1], misspelt(found[1]))


def claims(project: Project) -> Iterator[Error]:
    """A number that the README states, wrong in its last digit."""
    for found in re.finditer(
        r"(?<![\w./-])\d[\d,.]*\d|(?<![\w./-])\d(?![\w.])", project.text("README.md")
    ):
        yield from in_text(project, "README.md", found.start(), found[0], next_digit(found[0]))


# --- lock, licences, versions ---------------------------------------------------------------------

LOCKS = ["requirements.lock", "requirements-dev.lock"]
if importlib.util.find_spec("sphinx"):  # only what is installed can be compared with its lock
    LOCKS.append("requirements-site.lock")


def unasked(project: Project) -> Iterator[Error]:
    """A package that nobody asked for."""
    for path in project.paths(*LOCKS):
        text = project.text(path)
        after = text.index("\n", text.index("=="))
        if at := re.compile(r"^[a-z]", re.MULTILINE).search(text, after):
            wrong = "leftpad==1.0.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
            changed = (text[: at.start()] + wrong + text[at.start() :]).encode()
            yield Error(f"{path}: leftpad added", partial(one_file, path, changed))


def hashes(project: Project) -> Iterator[Error]:
    """A hash of another file: the first of each lock, and one in the middle."""
    for path in project.paths(*LOCKS):
        found = list(re.finditer(r"sha256:([0-9a-f]{64})", project.text(path)))
        for each in (found[0], found[len(found) // 2]):
            yield from in_text(project, path, each.start(1), each[1], each[1][::-1])


def unlocked(project: Project) -> Iterator[Error]:
    """A pinned version that is another one, and a package that is missing."""
    for path in project.paths(*LOCKS):
        text = project.text(path)
        entries = list(re.finditer(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))
        for number in (0, len(entries) // 3, 2 * len(entries) // 3):
            entry = entries[number]
            yield from in_text(project, path, entry.start(2), entry[2], next_digit(entry[2]))
            end = entries[number + 1].start()
            gone = (text[: entry.start()] + text[end:]).encode()
            yield Error(f"{path}: {entry[1]} left out", partial(one_file, path, gone))


LICENCES: tuple[tuple[str, str, str], ...] = (  # file, what stands there, what a falsifier writes
    ("LICENSE", "without restriction", "for non-commercial use only"),
    ("LICENSE", "publish, distribute, sublicense", "publish"),
    ("LICENSE", r"The daqing_data authors", "Somebody Else"),
    ("LICENSE", r"WITHOUT WARRANTY", "WITH WARRANTY"),
    ("LICENSE-CC-BY-4.0", r"CC BY 4\.0|Attribution 4\.0", "CC BY-NC 4.0"),
    ("LICENSE-CC-BY-4.0", r"https://creativecommons\.org/licenses/by/4\.0", "https://example.org/"),
    ("pyproject.toml", r"MIT AND CC-BY-4\.0", "MIT"),
    ("CITATION.cff", r"CC-BY-4\.0", "CC-BY-NC-4.0"),
    ("README.md", r"CC BY 4\.0", "CC BY-NC 4.0"),
    ("daqing_data/data/datapackage.json", r"CC-BY-4\.0", "CC-BY-NC-4.0"),
)


def licences(project: Project) -> Iterator[Error]:
    """A licence that says another thing, in one place."""
    for path, right, wrong in LICENCES:
        _, found = place(project, [path], right)
        yield from in_text(project, path, found.start(), found[0], wrong)


VERSIONS = {
    "daqing_data/__init__.py": r'(?<=^__version__ = ")[\d.]+',
    "CITATION.cff": r"(?<=^version: )[\d.]+",
    "daqing_data/data/datapackage.json": r'(?<="version": ")[\d.]+',
}


def versions(project: Project) -> Iterator[Error]:
    """The version, a version of Python or a pin, in one place only."""
    for path, expression in VERSIONS.items():
        _, found = place(project, [path], expression)
        yield from in_text(project, path, found.start(), found[0], next_digit(found[0]))
    places = {
        "pyproject.toml": r">=3\.11|Python :: 3\.11|py311|\"3\.11\"",
        "environment.yml": r"python=3\.11",
        ".github/workflows/ci.yml": r'"3\.11", "3',
    }
    for path, expression in places.items():
        for found in re.finditer(expression, project.text(path)):
            wrong = found[0].replace("11", "10", 1)
            yield from in_text(project, path, found.start(), found[0], wrong)
    for path in ("pyproject.toml", "environment.yml"):
        for found in re.finditer(r"(?<= ==)[\d.]+|(?<=[a-z]=)\d[\d.]+", project.text(path)):
            yield from in_text(project, path, found.start(), found[0], next_digit(found[0]))


# --- what runs the tests --------------------------------------------------------------------------


SKIPPED = "import pytest\n\npytest.skip('later', allow_module_level=True)\n"


def emptied(project: Project) -> Iterator[Error]:
    """A test file without its tests: emptied, halved, or all of them skipped."""
    for path in project.paths("tests/test_*.py", "strict_nbval/tests/test_*.py"):
        text = project.text(path)
        tests = [
            found.start() for found in re.finditer(r"^(?:@.*\n)*def test_", text, re.MULTILINE)
        ]
        half = text[: tests[len(tests) // 2]] if len(tests) > 1 else ""
        for said, changed in {
            "emptied": "",
            "its second half cut off": half,
            "all of it skipped": SKIPPED + text,
        }.items():
            yield Error(f"{path}: {said}", partial(one_file, path, changed.encode()))


def one_file(path: str, content: bytes | None) -> Files:
    """One file as it then is."""
    return {path: content}


def no_file(patterns: tuple[str, ...], project: Project) -> Iterator[Error]:
    """A file that is not there at all."""
    for path in project.paths(*patterns):
        yield Error(f"{path}: deleted", partial(one_file, path, None))


SETTING_UP = "run.py|tools/set_up.py"
STRICT = "conftest.py|strict_nbval/plugin.py"
RUNNING: dict[str, tuple[tuple[str, str, str], ...]] = {  # kind -> file, expression, replacement
    "pytest asks for less": (
        ("pyproject.toml", r"^testpaths = .*", 'testpaths = ["README.md"]'),
        ("pyproject.toml", r'^(testpaths = .*), "notebooks/solutions"', r"\1"),
        ("pyproject.toml", r'"--doctest-modules", ', ""),
        ("pyproject.toml", r'"--nbval", ', ""),
        ("pyproject.toml", r"^addopts = \[", 'addopts = ["--co", '),
        ("pyproject.toml", r"^addopts = \[", 'addopts = ["-k", "not tables", '),
        ("pyproject.toml", r"^strict = true", "strict = false"),
        ("pyproject.toml", r'^filterwarnings = \[\n  "error"', 'filterwarnings = [\n  "ignore"'),
        ("pyproject.toml", r"^norecursedirs = \[", 'norecursedirs = ["tests", '),
    ),
    "CI leaves out or forgives": (
        (".ci/run", r"run\.py test(.*)$", r"run.py test\1 || true"),
        (".ci/run", r"run\.py check", "run.py check; true"),
        (".ci/run", r"^set -eu", "set -u"),
        (".ci/run", r'^ *"\$python" run\.py test.*\n', ""),
        (".ci/run", r'^ *"\$python" run\.py check.*\n', ""),
        (".ci/run", r'^ *"\$python" run\.py planted.*\n', ""),
        (".ci/run", r"exit 1", "exit 0"),
        (".github/workflows/ci.yml", r"run\.py test$", "run.py test || true"),
        (".github/workflows/ci.yml", r"^ *- run: python run\.py test\n", ""),
        (".github/workflows/ci.yml", r"^ *- run: python run\.py check\n", ""),
        (".github/workflows/ci.yml", r"contents: read", "contents: write"),
        (".github/workflows/ci.yml", r"^jobs:", "jobs"),
        (".github/workflows/ci.yml", r"^    steps:", "   steps: ["),
        (
            ".github/workflows/ci.yml",
            r"^    timeout-minutes: (\d+)",
            r"    timeout-minutes: \1\n    continue-on-error: true",
        ),
        (".github/workflows/ci.yml", r"^  pull_request:\n", ""),
        (".github/workflows/ci.yml", r"actions/checkout@", "someone/checkout@"),
        (".github/workflows/ci.yml", r", windows-latest", ""),
    ),
    "run.py does other than it says": (
        ("run.py", r'\["-m", "pytest", ', '["-m", "pytest", "--co", '),
        ("run.py", r'"loadfile"', '"load"'),
        ("run.py", r', \["-m", "mypy"\]', ""),
        ("run.py", r"return code if", "return 0 if"),
        ("run.py", r"return max\(", "return min("),
    ),
    "a safeguard of the set-up": (
        (SETTING_UP, r'"--require-hashes", ', ""),
        (SETTING_UP, r'"--only-binary", ":all:", ', ""),
        (SETTING_UP, r'"--no-deps", ', ""),
        (SETTING_UP, r'"-m", "jupyterlab", ', '"-m", "jupyterlab", "--ServerApp.token=", '),
        (SETTING_UP, r'"-m", "jupyterlab", ', '"-m", "jupyterlab", "--IdentityProvider.token=", '),
        (SETTING_UP, r'"-m", "jupyterlab", ', '"-m", "jupyterlab", "--ip=0.0.0.0", '),
        (SETTING_UP, r"announcements\"?: true", 'announcements": false'),
        (SETTING_UP, r"^.*MPLCONFIGDIR.*\n", ""),
        (SETTING_UP, r"^.*JUPYTER_CONFIG_DIR.*\n", ""),
    ),
    "strict nbval compares less": (
        (STRICT, r"return pixels\(stored\) == pixels\(computed\)", "return True"),
        (STRICT, r"if kinds\(stored\) != kinds\(computed\):", "if False:"),
        (STRICT, r"if stored == computed:", "if True:"),
        (STRICT, r"if old\.keys\(\) != new\.keys\(\):", "if False:"),
        (STRICT, r"^( +)raise StoredError", r"\1return"),
    ),
}


def running(changes: tuple[tuple[str, str, str], ...], project: Project) -> Iterator[Error]:
    """Changes of `RUNNING`: each in the first of its files that has the place."""
    for paths, expression, wrong in changes:
        path, found = place(project, paths.split("|"), expression)
        new = found.expand(wrong) if "\\" in wrong and found[0] else wrong
        note = f"{found[0].strip()[:50]} -> {new.strip()[:60]}"
        yield from in_text(project, path, found.start(), found[0], new, note)


NEEDS_INDEX = (
    "a hash can only be compared with the package index: tools/pins.py --check does, in CI"
)

KINDS = [
    Kind("documents: a command misspelt", "readme run ci words", commands),
    Kind("documents: a broken link", "readme ci", links),
    Kind("documents: a number of the README", "readme tour words", claims),
    Kind("lock: a package that nobody asked for", "environment", unasked),
    Kind("lock: another version, or one left out", "environment", unlocked),
    Kind("lock: a foreign hash", "environment", hashes, beyond=NEEDS_INDEX),
    Kind("licences: another text in one place", "environment package readme tables", licences),
    Kind("versions: in one place only", "environment ci package readme tables", versions),
    Kind("tests: a file emptied, halved or skipped", "ci watch", emptied),
    Kind(
        "tests: a file deleted",
        "ci watch",
        partial(no_file, ("tests/test_*.py", "strict_nbval/tests/*.py")),
    ),
    *(
        Kind(f"running: {name}", "ci run environment strict", partial(running, changes))
        for name, changes in RUNNING.items()
    ),
]
