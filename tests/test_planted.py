"""The harness that plants errors: what it calls caught, and what it must never call so."""

import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import counts  # noqa: E402 (tools/ is a folder, not an installed package)
from planted import command, judge  # noqa: E402 (tools/ is a folder, not an installed package)
from planted.judge import CAUGHT, MISSED, UNJUDGED, Answer  # noqa: E402
from planted.kinds import KINDS, Kind, Project  # noqa: E402
from planted.kinds.base import Error, next_digit  # noqa: E402
from planted.kinds.notebooks import WRONG, in_outputs  # noqa: E402

PROJECT = Project(ROOT)


# --- what a run of tests means


def reports(*, passed=0, failed="", while_collecting=False):
    made = judge.Reports()
    made.passed, made.failed, made.while_collecting = passed, failed, while_collecting
    return made


def test_only_a_test_that_failed_is_a_catch():
    cases = [  # exit code of pytest, what it reported, the verdict
        (0, reports(passed=5), MISSED),
        (0, reports(), UNJUDGED),  # all skipped
        (0, reports(passed=5, failed="x"), MISSED),  # somebody forgave the failure: CI is green
        (1, reports(passed=2, failed="x"), CAUGHT),
        (1, reports(passed=2), UNJUDGED),
        (2, reports(failed="x", while_collecting=True), CAUGHT),
        (2, reports(), UNJUDGED),  # interrupted
        (3, reports(failed="x"), UNJUDGED),
        (4, reports(), UNJUDGED),
        (5, reports(), UNJUDGED),
        (-9, reports(passed=1), UNJUDGED),
    ]
    for code, found, expected in cases:
        assert judge.verdict(code, found).verdict == expected, (code, vars(found))
    assert judge.verdict(5, reports()).by == "no test ran"
    assert judge.verdict(1, reports(failed="x")).by == "x"


TESTS = {
    "test_value.py": "import value\n\n\ndef test_it():\n    assert value.VALUE == 1\n",
    "test_other.py": "def test_it():\n    assert True\n",
    "test_empty.py": "",
    "test_skipped.py": "import pytest\n\n\ndef test_it():\n    pytest.skip('later')\n",
    "test_red.py": "def test_it():\n    assert False\n",
    "test_torn.py": "import nothing_of_this_name\n",
    "test_torn_later.py": (  # it cannot be collected the second time, whatever was planted
        "import pathlib\n\nif pathlib.Path('seen').exists():\n    raise OSError\n"
        "pathlib.Path('seen').touch()\nimport value\n\n\ndef test_it():\n    pass\n"
    ),
}
TRIED = [  # the judges that are asked, what value.py then holds, the verdict, what is said
    ("value", "VALUE = 2\n", CAUGHT, "tests/test_value.py::test_it"),
    ("value", "VALUE = 1.0\n", MISSED, ""),
    ("other value", "VALUE = 2\n", CAUGHT, "tests/test_value.py::test_it"),
    ("value other", None, CAUGHT, "tests/test_value.py"),  # no such module: found by collecting
    ("value", "VALUE = (\n", CAUGHT, "tests/test_value.py"),
    ("empty", "VALUE = 2\n", UNJUDGED, "empty: no test ran"),
    ("skipped", "VALUE = 2\n", UNJUDGED, "skipped: no test ran"),
    ("missing", "VALUE = 2\n", UNJUDGED, "missing: there is no tests/test_missing.py"),
    ("none", "VALUE = 2\n", UNJUDGED, "none: no test ran"),
    ("empty value", "VALUE = 2\n", CAUGHT, "tests/test_value.py::test_it"),
    ("other empty", "VALUE = 2\n", UNJUDGED, "empty: no test ran"),
    ("torn", "VALUE = 2\n", UNJUDGED, "torn fails without the error, too: tests/test_torn.py"),
    ("torn_later", "VALUE = (\n", UNJUDGED, "torn_later fails without the error, too"),
    ("value", "VALUE = 1\n", UNJUDGED, "nothing was planted"),
    ("", "VALUE = 2\n", UNJUDGED, "it has no judge"),
]
PLUGINS = {  # only what the judges are called with: it starts faster
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTEST_PLUGINS": "_hypothesis_pytestplugin",
}
TRY = """
import json, sys
from pathlib import Path
import pytest  # once for all children
sys.path.insert(0, sys.argv[1])
from planted import judge
judge.JUDGES |= {name: [f"tests/test_{name}.py"] for name in sys.argv[3].split()}
judge.JUDGES["none"] = ["tests/test_value.py", "-k", "no_such_test"]
copy, answers = judge.Copy(Path.cwd()), []
for judges, text in json.loads(sys.argv[2]):
    files = {"value.py": None if text is None else text.encode()}
    found = judge.try_error(copy, files, judges.split(), "none")
    answers.append([found.verdict, found.by])
    assert Path("value.py").read_text() == "VALUE = 1\\n"
print(json.dumps(answers))
"""


@pytest.fixture
def small(tmp_path):
    """A project with one value, and tests that know it more or less."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "value.py").write_text("VALUE = 1\n")
    for name, text in TESTS.items():
        (tmp_path / "tests" / name).write_text(text)
    return tmp_path


def test_caught_missed_or_not_judged(small):
    names = " ".join(name[len("test_") : -len(".py")] for name in TESTS) + " missing"
    asked = json.dumps([[judges, text] for judges, text, _, _ in TRIED])
    done = subprocess.run(
        [sys.executable, "-c", TRY, str(ROOT / "tools"), asked, names],
        cwd=small,
        env=os.environ | {"PYTHONPATH": str(small), **PLUGINS},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    answers = json.loads(done.stdout)
    for (judges, text, verdict, said), (found, by) in zip(TRIED, answers, strict=True):
        assert found == verdict, (judges, text, by)
        assert by.startswith(said), (judges, text, by)


def test_a_copy_is_put_right_again(small):
    copy = judge.Copy(small)
    before = {path: path.stat().st_mtime_ns for path in small.rglob("*")}
    assert copy.plant({"value.py": b"VALUE = 3\n", "new.py": b"", "tests/test_red.py": None}) == ""
    assert (small / "value.py").read_bytes() == b"VALUE = 3\n"
    assert (small / "new.py").exists()
    assert not (small / "tests" / "test_red.py").exists()
    copy.restore()
    assert (small / "value.py").read_bytes() == b"VALUE = 1\n"
    assert not (small / "new.py").exists()
    after = {path: path.stat().st_mtime_ns for path in small.rglob("*")}
    assert after.keys() == before.keys()
    assert all(after[path] == before[path] for path in before if path.is_file())
    assert copy.plant({"value.py": b"VALUE = 1\n", "none.py": None}).startswith("nothing was")


def test_a_changed_table_is_sealed_and_the_descriptor_put_back(tmp_path):
    data = tmp_path / "daqing_data" / "data"
    data.mkdir(parents=True)
    for path in (ROOT / "daqing_data" / "data").iterdir():
        (data / path.name).write_bytes(path.read_bytes())
    before = (data / "datapackage.json").read_bytes()
    copy = judge.Copy(tmp_path)
    wrong = (data / "events.csv").read_bytes().replace(b"2015-12", b"2016-12", 1)
    assert copy.plant({"daqing_data/data/events.csv": wrong}) == ""
    assert (data / "datapackage.json").read_bytes() != before
    copy.restore()
    assert (data / "datapackage.json").read_bytes() == before


# --- what is planted


def first_and_last(kind):
    errors = list(kind.errors(PROJECT))
    return [*errors[:1], *errors[1:][-1:]]


@pytest.fixture(scope="module")
def ends():
    """The first and the last error of each kind."""
    return {kind.name: first_and_last(kind) for kind in KINDS}


def test_each_kind_finds_something_to_plant(ends):
    assert [name for name, found in ends.items() if not found] == []


def test_each_error_changes_a_file(ends):
    for name, found in ends.items():
        for error in found:
            files = error.files()
            assert files, (name, error.where)
            now = {path: (ROOT / path).read_bytes() for path in files if (ROOT / path).exists()}
            assert any(now.get(path) != content for path, content in files.items()), error.where


def test_kinds_have_names_of_their_own_and_judges_that_there_are():
    names = [*(kind.name for kind in KINDS), *WRONG]
    assert len(names) == len(set(names))
    for kind in KINDS:
        assert kind.judges.split(), kind.name
        assert set(kind.judges.split()) <= judge.JUDGES.keys(), kind.name
    asked = {name for kind in KINDS for name in kind.judges.split()}
    assert asked == judge.JUDGES.keys()


def test_each_judge_has_its_tests():
    """Else its kinds are never judged; a new name of a test file belongs into `JUDGES`."""
    for name in judge.JUDGES:
        chosen = judge.arguments_of(name, ROOT)
        files = [each for each in chosen if (ROOT / each).exists()]
        assert files, name


def test_the_next_digit():
    for right, wrong in {
        "1": "2",
        "9": "8",
        "19": "18",
        "0.5": "0.6",
        "a1b": "a2b",
        "": "",
    }.items():
        assert next_digit(right) == wrong


def test_false_outputs_differ_in_the_cells_that_are_named():
    for path, content, cells in in_outputs(PROJECT, 0, list(WRONG)):
        right = json.loads((ROOT / path).read_text("utf-8"))["cells"]
        wrong = json.loads(content)["cells"]
        code = [
            (one, other)
            for one, other in zip(right, wrong, strict=True)
            if one["cell_type"] == "code"
        ]
        assert cells
        differing = {number for number, (one, other) in enumerate(code) if one != other}
        assert differing == set(cells)
        assert all(one["source"] == other["source"] for one, other in code)


# --- counting

TABLES = Kind("tables: x", "tables words", lambda project: [])
BEYOND = Kind("lock: y", "environment", lambda project: [], beyond="no test can")


def count_of(*answers, kind=TABLES):
    count = command.Count([TABLES, BEYOND])
    for answer in answers:
        count.add(kind.name, "somewhere", [answer])
    return count


def test_exit_codes():
    assert count_of(Answer(CAUGHT, "x")).exit_code == 0
    assert count_of(Answer(CAUGHT, "x"), Answer(MISSED)).exit_code == 1
    assert count_of(Answer(CAUGHT, "x"), Answer(UNJUDGED, "x")).exit_code == 2
    assert count_of(Answer(MISSED), kind=BEYOND).exit_code == 0
    assert "not held against the tests: lock: y: no test can" in count_of().remarks()


class Worker:
    """A worker that says what it is told to: by judge, of the copy as it is and with the error."""

    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    def hold(self, files):
        self.held = files

    def try_judge(self, judge, article):
        self.asked.append((judge, article, "as it is"))
        return self.answers[judge][0]

    def try_held(self, judge, article):
        self.asked.append((judge, article, "with the error"))
        return self.answers[judge][1]


def found_by(count=None, articles=("none",), **answers):
    worker = Worker(**answers)
    count = count or command.Count([TABLES])
    error = Error("somewhere", lambda: {"x": b""})
    found = command.judged(worker, error, list(answers), list(articles), count)
    return found, worker.asked, count


RIGHT, RED = Answer(MISSED), Answer(CAUGHT, "tests/test_words.py::x: E")


def test_each_judge_is_tried_by_itself_before_it_is_believed():
    found, asked, count = found_by(tables=(RIGHT, RIGHT), words=(RIGHT, RED), pairs=(RIGHT, RED))
    assert found == [RED]
    steps = ["as it is", "with the error"] * 2
    assert asked == [
        (judge, "none", step)
        for judge, step in zip(["tables", "tables", "words", "words"], steps, strict=True)
    ]
    _, asked, _ = found_by(count, tables=(RIGHT, RED))  # once is enough
    assert asked == [("tables", "none", "with the error")]


def test_a_red_judge_is_named_and_judges_nothing():
    found, asked, count = found_by(words=(RED, RED), pairs=(Answer(UNJUDGED, "no test ran"), RED))
    assert [answer.verdict for answer in found] == [UNJUDGED]
    assert found[0].by == "words cannot judge; pairs cannot judge"
    assert {step for _, _, step in asked} == {"as it is"}
    assert count.problems == [
        "judge 'words' is red before anything is planted: tests/test_words.py::x: E",
        "judge 'pairs' is not judged: no test ran",
    ]
    assert count.exit_code == 2
    assert count.said_judges() == []


def test_a_miss_counts_only_if_all_its_judges_can_judge():
    found, _, _ = found_by(tables=(RIGHT, RIGHT), words=(RED, RED))
    assert found[0].verdict == UNJUDGED
    found, _, _ = found_by(words=(RED, RED), tables=(RIGHT, RED))
    assert found == [RED]  # a green judge has caught it
    found, _, _ = found_by(tables=(RIGHT, Answer(UNJUDGED, "no test ran")))
    assert found == [Answer(UNJUDGED, "no test ran")]
    assert found_by()[0] == [Answer(UNJUDGED, "it has no judge")]


def test_the_article_is_asked_only_after_a_miss():
    found, asked, _ = found_by(articles=("none", "there"), tables=(RIGHT, RIGHT))
    assert found == [RIGHT, RIGHT]
    assert [article for _, article, step in asked if step == "with the error"] == ["none", "there"]
    found, asked, _ = found_by(articles=("none", "there"), tables=(RIGHT, RED))
    assert found == [RED]


def test_the_table_adds_up():
    count = count_of(Answer(CAUGHT, "x"), Answer(CAUGHT, "x"), Answer(MISSED))
    assert list(count.table(with_article=False))[-2:] == [
        "| tables: x | 3 | 2 |",
        "| all | 3 | 2 |",
    ]
    assert list(count.table(with_article=True))[-1] == "| all | 3 | 2 | 2 |"
    count.add(TABLES.name, "there", [Answer(MISSED), Answer(CAUGHT, "x")])
    assert list(count.table(with_article=True))[-1] == "| all | 4 | 2 | 3 |"
    assert "caught with the article: tables: x: there" in count.remarks()


# --- the command


@pytest.fixture
def lessons(monkeypatch):
    """Lessons that are not run: what each run finds is said in advance."""
    found = SimpleNamespace(right=set(), wrong=None, runs=[])

    def run_lesson(folder, path, content):
        found.runs.append((path, content is None))
        if content is None:
            return found.right
        return found.wrong if found.wrong is not None else found.false

    monkeypatch.setattr(command, "run_lesson", run_lesson)
    return found


def in_lesson(lessons, kinds=tuple(WRONG)):
    count = command.Count([])
    ((path, _, cells),) = [
        each for each in in_outputs(PROJECT, 0, list(kinds)) if "/01_" in each[0]
    ]
    lessons.false = set(cells)
    only = SimpleNamespace(notebooks={path: PROJECT.notebooks[path]})
    command.run_outputs(only, 0, list(kinds), ROOT, count, sample=False)
    return count, cells


def test_each_false_output_must_fail_under_its_own_name(lessons):
    count, cells = in_lesson(lessons)
    assert count.caught.total() == count.planted.total() == len(cells)
    assert not count.problems
    assert lessons.runs[0][1]  # the lesson as it is comes first
    lessons.wrong = {min(lessons.false)}
    count, cells = in_lesson(lessons)
    assert (count.planted.total(), count.caught.total()) == (len(cells), 1)


def test_a_lesson_that_fails_by_itself_judges_nothing(lessons):
    lessons.right = {3}
    count, _ = in_lesson(lessons)
    assert not count.planted
    assert "cells [3] fail before anything is planted" in count.problems[0]
    lessons.right, lessons.wrong = set(), {-1}  # it did not run
    count, _ = in_lesson(lessons)
    assert not count.planted
    assert "fail without an error in them" in count.problems[0]


def test_outputs_alone_need_no_other_judge(lessons, capsys):
    """The kinds "a stored number" are judged by a run of their lesson and nothing else."""
    outputs = [name for name in WRONG if "a stored number" in name]
    lessons.wrong = set()
    chosen = Namespace(jobs=1, sample=True, each=None, by=False)
    assert command.plant_all(PROJECT, [], outputs, chosen) == 1  # nothing failed: all missed
    assert "| notebooks: a stored number in a text |" in capsys.readouterr().out


def test_a_few_of_each_kind_are_spread_evenly_and_always_the_same():
    errors = [Error(str(number), dict) for number in range(10)]
    kind = Kind("x", "tables", lambda project: errors)

    def taken(each):
        return [error.where for _, error in command.all_errors(PROJECT, [kind], each)]

    assert taken(1) == ["5"]
    assert taken(2) == ["2", "7"]
    assert taken(None) == taken(10) == taken(99) == list("0123456789")


def test_the_command_says_what_it_does(capsys):
    assert command.main(["--list", "events: date"]) == 0
    assert capsys.readouterr().out.startswith("events: date: ")
    with pytest.raises(SystemExit) as stopped:
        command.main(["no such kind"])
    assert stopped.value.code == 2
    assert "no kind of error holds 'no such kind' in its name" in capsys.readouterr().err


def test_the_folder_can_be_run():
    done = subprocess.run(
        [sys.executable, "tools/planted", "--list", "README"], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert done.returncode == 0
    assert done.stdout.startswith(b"documents: a number of the README: ")


def test_the_file_that_watches_all_tests_is_watched_itself():
    path = ROOT / "tests" / "test_ci.py"
    assert counts.functions(path) == counts.read_functions()["tests/test_ci.py"]
    assert "allow_module_level" not in path.read_text("utf-8")
