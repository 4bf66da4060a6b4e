"""The command: plant every error, or a sample, in copies of the project, and print what was caught.

Exit code 0: all caught but what no test can see; 1: something was missed; 2: the harness could not
judge something, which is never a catch and makes the numbers worth nothing until it is mended.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

import planted
from planted.judge import CAUGHT, JUDGES, MISSED, UNJUDGED, Answer, judge_here, work
from planted.kinds import KINDS, Error, Kind, Project
from planted.kinds.notebooks import WRONG, in_outputs

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = Path(os.environ.get("DAQING_ARTICLE") or ROOT.parent / "shared" / "article.txt")
NO_ARTICLE = "none"
LEFT_OUT = shutil.ignore_patterns(
    *(".venv", ".git", ".*_cache", ".hypothesis", ".ipynb_checkpoints"),
    *("__pycache__", "*.egg-info", "build", "dist", "my_course"),
)
SAMPLE_LESSONS = ("01_", "04_")


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(
        description=planted.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", help="only kinds whose name holds one of these")
    parser.add_argument("--each", type=int, metavar="N", help="at most N errors of each kind")
    parser.add_argument("--sample", action="store_true", help="one of each, and two lessons")
    parser.add_argument("--list", action="store_true", help="the kinds, their judges, how many")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--by", action="store_true", help="also say which tests caught how many")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--judge", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.work:
        work()
        return 0
    if chosen.judge:
        judge, article, compile_to_disk = json.loads(chosen.judge)
        answer = judge_here(judge, article, compile_to_disk=compile_to_disk)
        print(f"\nanswer:{json.dumps(asdict(answer))}")
        return 0
    names = [*(kind.name for kind in KINDS), *WRONG]
    wanted = [name for name in names if named(name, chosen.kinds)]
    if unknown := [word for word in chosen.kinds if not any(word in name for name in names)]:
        parser.error(f"no kind of error holds {unknown[0]!r} in its name; --list shows all")
    project = Project(ROOT)
    kinds = [kind for kind in KINDS if kind.name in wanted]
    kinds.sort(key=lambda kind: "strict" not in kind.judges)  # slow: first, so that none waits
    if chosen.list:
        for kind in kinds:
            print(f"{kind.name}: {sum(1 for _ in kind.errors(project))}; {kind.judges}")
        print(*(name for name in wanted if name in WRONG), sep="\n")
        return 0
    return plant_all(project, kinds, [name for name in wanted if name in WRONG], chosen)


Item = TypeVar("Item")


def named(name: str, words: list[str]) -> bool:
    """Whether a kind is asked for."""
    return not words or any(word in name for word in words)


def plant_all(
    project: Project, kinds: list[Kind], outputs: list[str], chosen: argparse.Namespace
) -> int:
    """Plant the errors of some kinds; print and judge the result."""
    start = time.monotonic()
    count = Count(kinds)
    articles = [NO_ARTICLE, str(ARTICLE)] if ARTICLE.is_file() else [NO_ARTICLE]
    with tempfile.TemporaryDirectory() as temporary:
        folders = [Path(temporary) / f"copy{number}" for number in range(max(1, chosen.jobs))]
        for folder in folders:
            shutil.copytree(project.root, folder, ignore=LEFT_OUT)
        errors = Shared(all_errors(project, kinds, 1 if chosen.sample else chosen.each))
        failures: list[BaseException] = []

        def one(number: int, folder: Path) -> None:
            try:
                with Worker(folder) as worker:
                    for kind, error in errors:
                        found = judged(worker, error, kind.judges.split(), articles, count)
                        count.add(kind.name, error.where, found)
                for turn in range(number, turns(outputs, sample=chosen.sample), len(folders)):
                    run_outputs(project, turn, outputs, folder, count, sample=chosen.sample)
            except BaseException as failure:  # noqa: BLE001 (raised again in the main thread)
                failures.append(failure)

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(folders)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
    print(f"judges: {', '.join(count.said_judges()) or 'none but strict nbval'}")
    print(*count.table(with_article=len(articles) > 1), sep="\n")
    if chosen.by:
        print(*(f"{name}: {number}" for name, number in count.by.most_common()), sep="\n")
    print(*count.remarks(), sep="\n")
    print(f"{time.monotonic() - start:.0f} s")
    return count.exit_code


def all_errors(
    project: Project, kinds: list[Kind], each: int | None = None
) -> Iterator[tuple[Kind, Error]]:
    """The errors of some kinds, or at most so many of each, spread evenly and always the same."""
    for kind in kinds:
        print(f"  {kind.name} ...", file=sys.stderr, flush=True)
        found: Iterable[Error] = kind.errors(project)
        if each:
            known = list(found)
            count = min(each, len(known))
            found = [known[(2 * number + 1) * len(known) // (2 * count)] for number in range(count)]
        for error in found:
            yield kind, error


def judged(
    worker: Worker, error: Error, judges: list[str], articles: list[str], count: Count
) -> list[Answer]:
    """What is said of an error without the article and, if nobody catches it, with it."""
    answers = []
    worker.hold(error.files())
    for article in articles:
        answers.append(first_catch(worker, judges, article, articles, count))
        if answers[-1].verdict == CAUGHT:
            break
    return answers


def first_catch(
    worker: Worker, judges: list[str], article: str, articles: list[str], count: Count
) -> Answer:
    """Ask one judge after the other; a miss counts only if each of them can judge."""
    problems = [] if judges else ["it has no judge"]
    for judge in judges:
        if not count.is_green(judge, lambda name: [worker.try_judge(name, a) for a in articles]):
            problems.append(f"{judge} cannot judge")
            continue
        answer = worker.try_held(judge, article)
        if answer.verdict == CAUGHT:
            return answer
        if answer.verdict == UNJUDGED:
            problems.append(answer.by)
    return Answer(UNJUDGED, "; ".join(problems)) if problems else Answer(MISSED)


class Shared(Generic[Item]):
    """An iterator that several threads may take from."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items, self._lock = items, threading.Lock()

    def __iter__(self) -> Iterator[Item]:
        while True:
            with self._lock:
                item = list(islice(self._items, 1))
            if not item:
                return
            yield item[0]


class Worker:
    """A process that plants and judges in a copy of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Worker:
        command = [sys.executable, "-X", "utf8", str(ROOT / "tools" / "planted"), "--work"]
        self._child = subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment(self.folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._child.communicate()  # which closes its input, so that it ends

    def hold(self, files: dict[str, bytes | None]) -> None:
        """Take the files that are planted from now on."""
        self._files: dict[str, str | None] | None = {
            name: None if content is None else base64.b64encode(content).decode()
            for name, content in files.items()
        }

    def try_held(self, judge: str, article: str) -> Answer:
        """Plant, ask one judge, and take the error out again."""
        files, self._files = self._files, None  # they are sent once
        return self._ask({"files": files, "judge": judge, "article": article})

    def try_judge(self, judge: str, article: str) -> Answer:
        """Ask a judge about the copy as it is: it must find nothing."""
        return self._ask({"judge": judge, "article": article})

    def _ask(self, task: dict[str, Any]) -> Answer:
        to, back = self._child.stdin, self._child.stdout
        if to is None or back is None:
            raise RuntimeError("the worker has no pipes")
        to.write(json.dumps(task) + "\n")
        to.flush()
        line = back.readline()
        if not line:
            raise RuntimeError("the worker died")
        return Answer(**json.loads(line))


def environment(folder: Path) -> dict[str, str]:
    """The variables of a test run in a copy."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    litter = folder.parent / "litter"  # of judges that end without cleaning up
    litter.mkdir(exist_ok=True)
    own = {"PYTHONPATH": str(folder), "TMPDIR": str(litter), "PYTHONUTF8": "1"}
    return env | own | {"IPYKERNEL_CELL_NAME": "<cell>"}


# --- false outputs, which strict nbval judges -----------------------------------------------------


def turns(outputs: list[str], *, sample: bool) -> int:
    """How often all lessons are run with false outputs; once more for the baseline."""
    return 0 if not outputs else 1 if sample else 3


def run_outputs(
    project: Project, turn: int, kinds: list[str], folder: Path, count: Count, *, sample: bool
) -> None:
    """Strict nbval on lessons with false outputs: each false cell must fail, and no other."""
    for path, content, cells in in_outputs(project, turn, kinds):
        if not cells or (sample and not any(name in path for name in SAMPLE_LESSONS)):
            continue
        if failed := run_lesson(folder, path, None):  # nothing is planted yet
            count.problems.append(f"{path}: cells {sorted(failed)} fail before anything is planted")
            continue
        failed = run_lesson(folder, path, content)
        if wrong := failed - set(cells):
            count.problems.append(f"{path}: cells {sorted(wrong)} fail without an error in them")
            continue
        for number, kind in cells.items():
            found = Answer(CAUGHT, f"{path}::Cell {number}") if number in failed else Answer(MISSED)
            count.add(kind, f"{path}, code cell {number + 1}", [found])


def run_lesson(folder: Path, path: str, content: bytes | None) -> set[int]:
    """The code cells that fail in a run of a lesson; all (-1) if it does not run."""
    before = (folder / path).read_bytes()
    (folder / path).write_bytes(before if content is None else content)
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-rfE", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(
            [*command, path],
            cwd=folder,
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
    finally:
        (folder / path).write_bytes(before)
    found = re.findall(r"^FAILED \S+::Cell (\d+)", done.stdout, re.MULTILINE)
    return {int(number) for number in found} if " passed" in done.stdout else {-1}


# --- counting -------------------------------------------------------------------------------------


class Count:
    """What was planted and caught, by kind, and what was not."""

    def __init__(self, kinds: list[Kind]) -> None:
        self.beyond = {kind.name: kind.beyond for kind in kinds if kind.beyond}
        self.planted: Counter[str] = Counter()
        self.without: Counter[str] = Counter()
        self.caught: Counter[str] = Counter()
        self.by: Counter[str] = Counter()
        self.missed: list[str] = []
        self.problems: list[str] = []
        self.green: dict[str, bool] = {}
        self._lock = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}

    def is_green(self, judge: str, ask: Callable[[str], list[Answer]]) -> bool:
        """Whether a judge finds nothing on the untouched copy, by itself; asked once for each."""
        with self._lock:
            asking = self._asking.setdefault(judge, threading.Lock())
        with asking:
            if judge not in self.green:
                wrong = [answer for answer in ask(judge) if answer.verdict != MISSED]
                self.green[judge] = not wrong
                if wrong:
                    red = "red before anything is planted"
                    what = red if wrong[0].verdict == CAUGHT else UNJUDGED
                    self.problems.append(f"judge {judge!r} is {what}: {wrong[0].by}")
        return self.green[judge]

    def said_judges(self) -> list[str]:
        """The judges that were asked and are green, each with its tests."""
        return [f"{name} ({' '.join(JUDGES[name])})" for name in JUDGES if self.green.get(name)]

    def add(self, kind: str, where: str, answers: list[Answer]) -> None:
        """Count the answers for one error."""
        last = answers[-1]
        with self._lock:
            if last.verdict == UNJUDGED:
                self.problems.append(f"{kind}: {where}: {last.by}")
                return
            self.planted[kind] += 1
            self.without[kind] += answers[0].verdict == CAUGHT
            self.caught[kind] += last.verdict == CAUGHT
            if last.verdict == CAUGHT:
                self.by[re.split("::|: ", last.by)[0]] += 1
            if answers[0].verdict != CAUGHT:
                how = "caught with the article" if last.verdict == CAUGHT else "MISSED"
                self.missed.append(f"{how}: {kind}: {where}")

    def table(self, *, with_article: bool) -> Iterator[str]:
        """The table in Markdown: what was judged, by kind."""
        columns = 3 if with_article else 2
        header = ["kind of error", "planted", "caught without the article", "caught with it"]
        yield f"| {' | '.join(header[: columns + 1])} |"
        yield f"|---|{'---:|' * columns}"
        counters = (self.planted, self.without, self.caught)[:columns]
        for kind in self.planted:
            yield f"| {kind} | {' | '.join(str(each[kind]) for each in counters)} |"
        yield f"| all | {' | '.join(str(each.total()) for each in counters)} |"

    def remarks(self) -> Iterator[str]:
        """What was missed, what no test can see, and what could not be judged."""
        yield from sorted(self.missed)
        for kind, why in self.beyond.items():
            yield f"not held against the tests: {kind}: {why}"
        if self.problems:
            yield f"{len(self.problems)} errors of the harness (never a catch):"
            yield from list(islice(self.problems, 40))

    @property
    def exit_code(self) -> int:
        """What the command returns."""
        if self.problems:
            return 2
        held = {kind: self.planted[kind] - self.caught[kind] for kind in self.planted}
        return 1 if any(missed for kind, missed in held.items() if kind not in self.beyond) else 0
