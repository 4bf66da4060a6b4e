"""Run the project's own tests on a copy with an error in it: caught, missed, or not judged at all.

What counts as caught is a test that fails, and that passed on the copy before the error came. That
no test ran, that a file of tests is missing, or that pytest stopped for a reason of its own, is an
error of this harness and never a catch.
"""

from __future__ import annotations

import base64
import gc
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

TOOLS = Path(__file__).resolve().parents[1]

#: judge -> which tests it runs: patterns of files, and options of pytest
JUDGES: dict[str, list[str]] = {
    "second": ["tests/test_second_reading.py"],
    "tables": ["tests/test_tables.py", "-k", "not descriptor_is_valid"],
    "descriptor": ["tests/test_tables.py", "-k", "descriptor_is_valid"],  # slow: frictionless
    "words": ["tests/test_words.py"],
    "context": ["tests/test_context.py"],
    "source": ["tests/test_source.py"],
    "pairs": ["tests/test_pairs.py"],
    "wording": ["tests/test_wording.py"],
    "hedges": ["tests/test_hedges.py"],
    "measures": ["tests/test_measures.py"],
    "intervals": ["tests/test_intervals.py"],
    "periods": ["tests/test_periods.py"],
    "figure": ["tests/test_figure.py"],
    "paths": ["tests/test_paths.py"],
    "formulas": ["tests/test_paths.py", "-k", "docstring"],
    "outcome": ["tests/test_outcome.py"],
    "robust": ["tests/test_robust.py", "-k", "not damage"],
    "doctests": ["--doctest-modules", "daqing_data"],
    "tour": ["--doctest-glob=README.md", "README.md"],
    "lesson": ["tests/test_lesson*.py", "tests/test_exercise*.py"],
    "choices": ["tests/test_choices.py"],
    "charts": ["tests/test_charts.py"],
    "article": ["tests/test_article.py"],
    "notebooks": [
        "tests/test_notebooks.py",
        "-k",
        "course or copies or prose or keeps_all_rules or belongs or nothing_else or editor",
    ],
    "readme": ["tests/test_readme.py"],
    "environment": ["tests/test_environment.py"],
    "package": ["tests/test_package.py"],
    "ways_out": ["tests/test_package.py", "-k", "knows_a_way_out"],
    "ci": ["tests/test_ci.py"],
    "watch": ["tests/test_planted.py", "-k", "watches"],
    "quiet": ["tests/test_ci.py", "-k", "quiet or child or here"],
    "run": ["tests/test_run.py"],
    "strict": ["strict_nbval/tests/test_*plugin.py", "tests/test_strict_nbval.py"],
}

COMMON = [
    *("-x", "-q", "-o", "addopts=", "-p", "no:cacheprovider", "--hypothesis-seed=0"),
    *("-W", "ignore:Module already imported"),
]
CAUGHT, MISSED, UNJUDGED = "caught", "missed", "not judged"


@dataclass
class Answer:
    """What a judge said: a verdict, the test that failed first, or why it could not judge."""

    verdict: str
    by: str = ""
    while_collecting: bool = False


def arguments_of(judge: str, root: Path) -> list[str]:
    """What pytest is called with; a pattern that fits no file is left out."""
    found: list[str] = []
    for each in JUDGES[judge]:
        if not each.endswith(".py"):
            found.append(each)
        else:
            found += sorted(path.relative_to(root).as_posix() for path in root.glob(each))
    return found


class Reports:
    """A plugin of pytest that notes what ran, and what failed first."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = ""
        self.while_collecting = False

    def pytest_collectreport(self, report: Any) -> None:
        """Note a file that cannot be collected."""
        if report.failed and not self.failed:
            self.failed, self.while_collecting = last_line(report), True

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note a test that ran."""
        self.passed += report.passed and report.when == "call"
        if report.failed and not self.failed:
            self.failed = last_line(report)


def last_line(report: Any) -> str:
    """Which test failed, and how."""
    lines = report.longreprtext.splitlines() or [""]
    return f"{report.nodeid}: {lines[-1]}"[:500]


def verdict(code: int, reports: Reports) -> Answer:
    """What the run of a judge means."""
    if code == 0:
        if reports.passed:
            return Answer(MISSED)
        return Answer(UNJUDGED, "no test ran: all were skipped")
    if code in (1, 2) and reports.failed:
        return Answer(CAUGHT, reports.failed, reports.while_collecting)
    reasons = {4: "pytest was called wrongly, or a file is missing", 5: "no test ran"}
    return Answer(UNJUDGED, reasons.get(code, f"pytest ended with exit code {code}"))


def judge_here(judge: str, article: str, *, compile_to_disk: bool) -> Answer:
    """Judge the copy that is the working directory, in this process, which is good for no more."""
    import pytest

    here = Path.cwd()
    os.environ["DAQING_ARTICLE"] = article
    sys.path[:0] = [str(here)]
    sys.dont_write_bytecode = not compile_to_disk
    chosen = arguments_of(judge, here)
    if not any(each.endswith((".py", ".md")) or each == "daqing_data" for each in chosen):
        return Answer(UNJUDGED, f"there is no {' and no '.join(JUDGES[judge][:1])}")
    reports = Reports()
    answer = verdict(int(pytest.main([*COMMON, *chosen], plugins=[reports])), reports)
    used = sys.modules.get("daqing_data")
    if used is not None and used.__file__ and Path(used.__file__).parent != here / "daqing_data":
        return Answer(UNJUDGED, f"the tests looked at {used.__file__}")
    return answer


def judge_apart(judge: str, article: str, *, compile_to_disk: bool) -> Answer:
    """The same in a child that shares what is imported already, or in a new process."""
    if not hasattr(os, "fork"):
        task = json.dumps([judge, article, compile_to_disk])
        command = [sys.executable, "-X", "utf8", str(TOOLS / "planted"), "--judge", task]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        answer = done.stdout.rpartition("answer:")[2]
    else:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            here = partial(judge_here, judge, article, compile_to_disk=compile_to_disk)
            become_judge(writer, here)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            answer = pipe.read().decode("utf-8", "replace")
        os.waitpid(child, 0)
    try:
        return Answer(**json.loads(answer))
    except (ValueError, TypeError):
        return Answer(UNJUDGED, "the judge died without an answer")


def become_judge(writer: int, judge: Callable[[], Answer]) -> NoReturn:
    """Judge quietly in a forked child, write the answer, and be gone."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    try:
        answer = judge()
    except BaseException as error:  # noqa: BLE001 (whatever it is, the parent must know)
        answer = Answer(UNJUDGED, f"{type(error).__name__}: {error}")
    os.write(writer, json.dumps(asdict(answer)).encode()[:4000])
    os._exit(0)


# --- a worker in its copy -------------------------------------------------------------------------


class Copy:
    """The copy of the project in which a worker plants errors, one at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.before: dict[Path, tuple[bytes, os.stat_result] | None] = {}

    def plant(self, files: dict[str, bytes | None]) -> str:
        """Write the files; say what is wrong with them, if something is."""
        changes = {self.root / name: content for name, content in files.items()}
        self.before = {
            path: (path.read_bytes(), path.stat()) if path.exists() else None for path in changes
        }
        if all(
            content == (was[0] if was else None)
            for (content, was) in zip(changes.values(), self.before.values(), strict=True)
        ):
            return "nothing was planted: the files are what they were"  # fmt: skip
        for path, content in changes.items():
            if content is None:
                path.unlink()
                continue
            path.write_bytes(content)
            if was := self.before[path]:  # Python takes a file of the same size and second for
                os.utime(path, (0, was[1].st_mtime - 1000))  # the one that it has compiled
        if any(path.suffix == ".csv" for path in changes):
            self.seal()
        return ""

    def seal(self) -> None:
        """Write the hashes of the tables as they are now, as if they were right."""
        sys.path[:0] = [str(TOOLS)]
        sealer = importlib.import_module("seal")
        path = self.root / "daqing_data" / "data" / "datapackage.json"
        if path not in self.before:
            self.before[path] = path.read_bytes(), path.stat()
        package = sealer.sealed(json.loads(path.read_text("utf-8")), path.parent)
        text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
        path.write_text(text, "utf-8", newline="\n")

    def restore(self) -> None:
        """Take the error out again."""
        for path, was in self.before.items():
            if was is None:
                path.unlink(missing_ok=True)
                continue
            path.write_bytes(was[0])
            os.utime(path, ns=(was[1].st_atime_ns, was[1].st_mtime_ns))
        self.before = {}


def try_error(
    copy: Copy, files: dict[str, bytes | None], judges: list[str], article: str
) -> Answer:
    """Plant, ask one judge after the other until one catches it, restore.

    A file that cannot be collected any more is a catch only if it can be once the error is out.
    """
    problems = [] if judges else ["it has no judge"]
    try:
        if wrong := copy.plant(files):
            return Answer(UNJUDGED, wrong)
        answer = Answer(UNJUDGED)
        for judge in judges:
            answer = judge_apart(judge, article, compile_to_disk=False)
            if answer.verdict == CAUGHT:
                break
            if answer.verdict == UNJUDGED:
                problems.append(f"{judge}: {answer.by}")
    finally:
        copy.restore()
    if answer.verdict == CAUGHT:
        if answer.while_collecting:
            again = judge_apart(judge, article, compile_to_disk=False)
            if again.verdict != MISSED:
                return Answer(UNJUDGED, f"{judge} fails without the error, too: {again.by}")
        return answer
    return Answer(UNJUDGED, "; ".join(problems)) if problems else Answer(MISSED)


def work() -> None:
    """Take errors, or a judge to be tried, from standard input, and answer each with a line."""
    warm_up()
    copy = Copy(Path.cwd())
    files: dict[str, bytes | None] = {}
    for line in sys.stdin:
        task = json.loads(line)
        if task.get("files") is not None:  # else those of the line before
            files = {
                name: None if content is None else base64.b64decode(content)
                for name, content in task["files"].items()
            }
        if "files" in task:
            answer = try_error(copy, files, [task["judge"]], task["article"])
        else:
            answer = judge_apart(task["judge"], task["article"], compile_to_disk=True)
        print(json.dumps(asdict(answer)), flush=True)


def warm_up() -> None:
    """Import what all judges need and nothing that errors are planted in: a fork shares it."""
    names = "frictionless hypothesis.extra.pandas mpmath nbformat nbval.plugin pandas PIL.Image"
    for name in [*names.split(), "seaborn", "yaml"]:
        importlib.import_module(name)
    frame = importlib.import_module("pandas").DataFrame({"warm": ["up"]})
    frame.to_dict("records")
    gc.freeze()  # else each child looks through all of this for garbage
