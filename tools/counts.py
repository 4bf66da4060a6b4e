"""Counts the tests that run, so that a file that was emptied or skipped does not go unnoticed.

    python run.py test -p tools.counts                    fails if fewer ran than tests/counts.csv
    python run.py test -p tools.counts --write-counts     writes tests/counts.csv anew

Count without the article (DAQING_ARTICLE=none), as public CI does: what skips then may skip. Files
that are named (python run.py test -p tools.counts tests/test_site.py) are counted alone; those of
`BY_NAME` only then, since they are skipped whole where the site's packages are not installed.
"""

import ast
import csv
from collections import Counter
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "tests" / "counts.csv"
FIELDS = ["file", "ran", "skipped", "functions"]
BROWSERS = {"tests/test_site_browser.py", "tests/test_site_lab.py"}  # they skip where there is none
BY_NAME = {"tests/test_site.py", *BROWSERS}


def read() -> dict[str, tuple[int, int]]:
    """Read file -> how many of its tests run, and how many more may be skipped."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["file"]: (int(row["ran"]), int(row["skipped"])) for row in csv.DictReader(file)}


def functions(path: Path) -> int:
    """Count the test functions of a file of Python; other files have none."""
    if path.suffix != ".py" or not path.name.startswith("test_"):
        return 0
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return sum(isinstance(node, ast.FunctionDef) and node.name[:5] == "test_" for node in nodes)


def read_functions() -> dict[str, int]:
    """Read file -> how many test functions it holds."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["file"]: int(row["functions"]) for row in csv.DictReader(file)}


def complaints(expected: dict[str, tuple[int, int]], ran: Counter, skipped: Counter) -> list[str]:
    """Say for each file that ran fewer tests than expected how many are missing."""
    found = []
    for name, (least, may_skip) in expected.items():
        total = ran[name] + skipped[name]
        if ran[name] < least or total < least + may_skip:
            found.append(
                f"{name}: {least} tests must run and {may_skip} may skip; "
                f"{ran[name]} ran and {skipped[name]} skipped"
            )
    for name in sorted((ran + skipped).keys() - expected.keys()):
        found.append(f"{name}: its tests are not counted yet")
    return found


class Counting:
    """A plugin of pytest that counts reports by file."""

    def __init__(self, named: set[str], write: bool) -> None:
        self.named, self.write = named, write
        self.ran: Counter = Counter()
        self.skipped: Counter = Counter()
        self.lines: list[str] = []

    def pytest_runtest_logreport(self, report) -> None:
        """Count a test once: when it was called, or when it was skipped before."""
        name = report.nodeid.split("::")[0]
        if report.skipped:
            self.skipped[name] += 1
        elif report.when == "call":
            self.ran[name] += 1

    def pytest_sessionfinish(self, session) -> None:
        """Compare or write, and let the run fail where tests are missing."""
        if self.write:
            self.write_counts()
        expected = {
            name: count
            for name, count in read().items()
            if (name in self.named if self.named else name not in BY_NAME)
        }
        self.lines = complaints(expected, self.ran, self.skipped)
        least = sum(ran for ran, _ in expected.values())
        self.lines.append(f"{least} tests must run, {self.ran.total()} ran")
        if len(self.lines) > 1:
            session.exitstatus = session.exitstatus or 1

    def write_counts(self) -> None:
        """Write what ran; files that were left out keep their numbers as long as they exist."""
        root = FILE.parents[1]
        before = read()
        counted = before if self.named else {name: before[name] for name in BY_NAME & before.keys()}
        for name in self.ran | self.skipped:
            ran, skipped = self.ran[name], self.skipped[name]
            counted[name] = (0, ran + skipped) if name in BROWSERS else (ran, skipped)
        rows = [
            [name, *count, functions(root / name)]
            for name, count in sorted(counted.items())
            if (root / name).exists()
        ]
        with FILE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([FIELDS, *rows])

    def pytest_terminal_summary(self, terminalreporter) -> None:
        """Say how many tests are expected, and how many ran."""
        for line in self.lines:
            terminalreporter.write_line(line)


def pytest_addoption(parser) -> None:
    """Add --write-counts."""
    parser.addoption("--write-counts", action="store_true", help="write tests/counts.csv anew")


def pytest_configure(config) -> None:
    """Begin to count, in the one process that all reports reach."""
    if hasattr(config, "workerinput"):
        return
    named = {name for name in config.invocation_params.args if str(name).endswith(".py")}
    config.pluginmanager.register(Counting(named, config.getoption("--write-counts")))


if __name__ == "__main__":
    total = sum(ran for ran, _ in read().values())
    print(f"{total} tests must run, those of the site in a browser besides")
