"""Plants errors in a copy of the project, one at a time, and counts how many of them the tests catch.

    python run.py planted              every error; takes minutes
    python run.py planted --sample     a few of each kind, always the same, for continuous integration
    python run.py planted figures      only the kinds of error whose name holds this word

No file hash helps: after each change of a table its size and hash are written anew (seal.py). An error counts as
caught when a test of the suite fails, first without the article, then, if it got through, with it.
"""

import argparse
import base64
import csv
import dataclasses
import gc
import io
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
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = Path(os.environ.get("DAQING_ARTICLE") or ROOT.parent / "shared" / "article.txt")
LEFT_OUT = ".*", "__pycache__", "build", "dist"

# Which tests judge an error, in this order; the first failure ends it. The slow test of the descriptor comes last.
FAST = ["tests/test_anchors.py", "tests/test_tables.py", "-k", "not descriptor_is_valid"]
TABLES = [FAST, ["tests/test_source.py", "tests/test_compare.py", "tests/test_context.py"], ["tests/test_tables.py"]]
WORDING, MEASURES = [["tests/test_wording.py"], FAST], [["tests/test_measures.py"], ["tests/test_compare.py"]]
COMPARE, OUTCOME = [["tests/test_compare.py"]], [["tests/test_outcome.py"]]
PROSE = [["tests/test_notebooks.py", "-k", "lesson_keeps and prose or numbers_of_the_prose"]]
README = [["tests/test_readme.py"], ["--doctest-glob=README.md", "README.md"]]


@dataclasses.dataclass
class Planted:
    """One error: its kind, where it stands, what makes the files as they then are, and the tests that should see it."""

    kind: str
    where: str
    files: Callable[[], dict[str, bytes]]
    judges: list[list[str]]


# --- errors in the tables -----------------------------------------------------------------------------------------


def other(column, row, rows):
    """Another value of the same column: the next of those that occur."""
    values = sorted({each[column] for each in rows})
    return [values[(values.index(row[column]) + 1) % len(values)]]


def every_other(column, row, rows):
    """Each other value of the same column."""
    return sorted({each[column] for each in rows} - {row[column]})


def by_a_thousandth(column, row, rows):
    """A number that is wrong by a thousandth, where there is one; a whole number by 1; no bound becomes a bound."""
    number = float(row[column])
    if number == float("inf"):
        return [str(2 * float(row["value"]))]
    return [f"{number * 1.001 or 0.001:.12g}"]


def tenfold(column, row, rows):
    return [f"{float(row[column]) * 10:.12g}"] if float(row[column]) else []


def later(column, row, rows):
    """The year after; where no time is printed, one is made up."""
    return [re.sub(r"\d{4}", lambda match: str(int(match[0]) + 1), row[column]) or "2021"]


def one_more(column, row, rows):
    return [str(int(row[column]) + 1)]


def misprinted(column, row, rows):
    """Another digit, or else one character less."""
    changed = re.sub(r"\d", lambda match: str((int(match[0]) + 1) % 10), row[column], count=1)
    return [changed if changed != row[column] else row[column][:-1]]


def unlinked(column, row, rows):
    """A link lost, and a link to another."""
    names = row[column].split()
    known = [name for each in rows for name in each[column].split()]
    return [" ".join(names[1:]), " ".join([known[(known.index(names[0]) + 1) % len(known)], *names[1:]])]


def dropped(column, row, rows):
    return [""]


EVENT = {"date": later, "precision": other, "status": other, "who": other, "printed": misprinted}
SPAN = {"start": one_more, "end": one_more, "paragraph": one_more}
KINDS = {  # table -> kind of error -> column -> how it is changed
    "figures": {
        "value": {"value": by_a_thousandth},
        "value, tenfold": {"value": tenfold},
        "interval end": {"lower": by_a_thousandth, "upper": by_a_thousandth},
        "end open or closed": {"closed": every_other},
        "unit": {"unit": other},
        "qualifier": {"qualifier": other},
        "period": {"period": later, "period_from": other},
        "status": {"status": every_other},
        "who says so": {"attributed_to": other},
        "entity, indicator, kind": {"entity": other, "indicator": other, "kind": other},
        "span": SPAN,
        "as printed": {"printed": misprinted},
        "what context decides": {"context_decides": other},
    },
    "events": {"date": {"date": later, "precision": other}, "other": {"status": other, "who": other}, "span": SPAN,
               "as printed": {"printed": misprinted}},
    "numerals": {
        "span": SPAN,
        "as printed": {"printed": misprinted},
        "link to a figure or event": {"states": unlinked},
        "kind": {"kind": other},
    },
    "comparisons": {
        "verdict": {"verdict": every_other},
        "measure": {"measure": other},
        "reason": {"reason_code": other},
        "figures": {"figure_a": other, "figure_b": other, "years_figure": other},
    },
    "context": {
        "value": {"value": by_a_thousandth},
        "interval end": {"lower": by_a_thousandth, "upper": by_a_thousandth},
        "end open or closed": {"closed": other},
        "unit, qualifier": {"unit": other, "qualifier": other},
        "period, status": {"period": later, "status": other},
        "entity, indicator, kind": {"entity": other, "indicator": other, "kind": other},
        "as printed": {"printed": misprinted},
    },
}  # fmt: skip


def in_tables():
    for table, kinds in KINDS.items():
        rows = read(table)
        assert written(rows) == (ROOT / path_of(table)).read_bytes(), table
        for kind, columns in kinds.items():
            for column, change in columns.items():
                for number, row in enumerate(rows):
                    if column == "states" and not row[column]:
                        continue
                    for value in change(column, row, rows):
                        if value != row[column]:
                            yield in_row(f"{table}: {kind}", table, number, {column: value})
    yield from in_two_cells()


def in_two_cells():
    """Errors that take more than one cell to be made well."""
    for table in ("figures", "events", "numerals"):
        for number, row in enumerate(read(table)):
            moved = {"start": str(int(row["start"]) + 1), "end": str(int(row["end"]) + 1)}
            yield in_row(f"{table}: span", table, number, moved)
    for number, row in enumerate(read("figures")):
        if row["period"]:
            yield in_row("figures: period", "figures", number, {"period": "", "period_from": "none"})
        else:
            yield in_row("figures: period", "figures", number, {"period": "2021", "period_from": "printed"})
        # The cell says that the context decides, which switches off the comparison with the printed words.
        decided = " ".join(sorted({*row["context_decides"].split(), "value", "lower", "upper"}))
        ends = {name: by_a_thousandth(name, row, [])[0] for name in ("value", "lower", "upper")}
        yield in_row("figures: value", "figures", number, ends | {"context_decides": decided})
    for number, row in enumerate(read("comparisons")):
        if row["figure_a"]:
            swapped = {"figure_a": row["figure_b"], "figure_b": row["figure_a"]}
            yield in_row("comparisons: order of the two", "comparisons", number, swapped)


def in_row(kind, table, number, cells):
    def files():
        rows = [*read(table)]
        rows[number] = rows[number] | cells
        return {path_of(table): written(rows)}

    name = next(iter(read(table)[number].values()))
    where = f"{table}.csv, line {number + 2} ({name}): " + ", ".join(f"{key} {value}" for key, value in cells.items())
    return Planted(kind, where, files, TABLES)


def path_of(table):
    return f"daqing_data/data/{table}.csv"


@cache
def read(table):
    return list(csv.DictReader(io.StringIO((ROOT / path_of(table)).read_text("utf-8"), newline="")))


def written(rows):
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


# --- errors in the code -------------------------------------------------------------------------------------------

CODE = {  # kind -> file, judges, (right, wrong) ...
    "wording: width or end of a rule": (
        "daqing_data/wording.py",
        WORDING,
        ("n - place / 2, least), n + place / 2", "n - place, least), n + place"),
        ("n - place / 2, least), n + place / 2", "n - step / 2, least), n + step / 2"),
        ('n + place / 2, "left")', 'n + place / 2, "both")'),
        ('"over": (n, n + step, "left")', '"over": (n, n + place, "left")'),
        ('"over": (n, n + step, "left")', '"over": (n, n + step, "both")'),
        ('"more_than": (n, infinity, "neither")', '"more_than": (n, infinity, "left")'),
        ('"at_least": (n, infinity, "left")', '"at_least": (n, infinity, "neither")'),
        ('"less_than": (Decimal(0), n, "neither")', '"less_than": (Decimal(0), n, "right")'),
        ('"at_most": (Decimal(0), n, "right")', '"at_most": (Decimal(0), n, "both")'),
        ('"nearly": (n - step, n, "left")', '"nearly": (n - place, n, "left")'),
        ('"nearly": (n - step, n, "left")', '"nearly": (n - step / 2, n, "left")'),
        ("max(n - place, least), n + place", "max(n - step, least), n + step"),
        ('n < 0 or parsed.unit == "ratio"', "n < 0"),
        ('n + place, "both")', 'n + place, "left")'),
        ("return lower, Decimal(1)", "return lower, Decimal(2)"),
        ("1000 <= numeral.value < 3000", "1000 <= numeral.value < 2000"),
    ),
    "wording: a word, a unit, a numeral": (
        "daqing_data/wording.py",
        WORDING,
        ("超 逾 过", "超 过"),
        ("接近 近", "接近"),
        ("左右 上下 来", "左右 上下"),
        ('"公顷": ("m2", "1e4")', '"公顷": ("m2", "1e3")'),
        ('"Mbps": ("Gbps", "1e-3")', '"Mbps": ("Gbps", "1e-6")'),
        ('"成": ("ratio", "1e-1")', '"成": ("ratio", "1e-2")'),
        ("(8, 4, 3, 2, 1)", "(8, 4, 3, 2, 2)"),
        ("magnitude / 10", "magnitude / 100"),
    ),
    "a wrong formula": (
        "daqing_data/measures.py",
        MEASURES,
        ("lambda start, end: end / start - 1", "lambda start, end: end / start"),
        ("lambda start, end: end / start - 1", "lambda start, end: (end - start) / end"),
        ("(end / start) ** (1 / years) - 1", "(end / start - 1) / years"),
        ("(end / start) ** (1 / years) - 1", "(end / start) ** (1 / (years + 1)) - 1"),
        ("level / (1.0 + growth)", "level * (1.0 - growth)"),
        ("1.0 * second - first", "1.0 * first - second"),
        ("1.0 * target - actual", "1.0 * actual - target"),
        ("lambda actual, target: actual / target", "lambda actual, target: target / actual"),
        ("lambda part, whole: part / whole", "lambda part, whole: whole / part"),
        ("part / (1.0 * part + rest)", "part / rest"),
        ("lower, upper = min(ends), max(ends)", "lower, upper = list(ends)[0], list(ends)[-1]"),
        ("(False, True): \"right\"", "(False, True): \"left\""),
    ),
    "a wrong rule of comparison": (
        "daqing_data/compare.py",
        COMPARE,
        ("_YEAR = 365.25", "_YEAR = 365"),
        ("_years(start_last, end_first)", "_years(start_first, end_first)"),
        ('"other_entity": a.entity != b.entity,', '"other_entity": False,'),
        ('"other_unit": a.unit != b.unit,', '"other_unit": False,'),
        ('"target_not_actual": a.status == "target",', '"target_not_actual": False,'),
        ('"no_period": not dated,', '"no_period": not a.period,'),
        ("range(first.year, last.year + 1)", "range(first.year, last.year)"),
        ('("yes", "conditional", "no").index', '("no", "conditional", "yes").index'),
    ),
    "a warning": (
        "daqing_data/tables.py",
        [FAST],
        ("    resource = _resource(name)\n", "    __import__('warnings').warn('x')\n    resource = _resource(name)\n"),
    ),
}  # fmt: skip


STALE = []  # errors that the code has moved away from; they make the command fail at its end


def in_code():
    for kind, (path, judges, *changes) in CODE.items():
        text = (ROOT / path).read_text("utf-8")
        for right, wrong in changes:
            if right not in text:
                STALE.append(f"{path} no longer holds {right!r}: change CODE in tests/planted.py")
                continue
            where = f"{path}: {right.strip()} -> {wrong.strip()}"
            yield Planted(kind, where, partial(replaced, path, text, right, wrong), judges)
    readme = (ROOT / "README.md").read_text("utf-8")
    # The ends in its wording table and the rates in the description of its picture.
    for match in re.finditer(r"(?<=[\[(, ])[\d.]+(?=[^|\n]*\) \||[^]|\n]* %)", readme):
        wrong = next_digit(match[0])
        files = partial(replaced, "README.md", readme, match[0], wrong, match.start())
        line = readme.count("\n", 0, match.start()) + 1
        yield Planted("a number in the README", f"README.md, line {line}: {match[0]} -> {wrong}", files, README)


def replaced(path, text, right, wrong, at=None):
    """The file with one change: at this place, or else where the text stands last, which is never a docstring."""
    at = text.rindex(right) if at is None else at
    return {path: (text[:at] + wrong + text[at + len(right) :]).encode()}


# --- errors in the notebooks --------------------------------------------------------------------------------------


def notebooks():
    """Notebooks in which an error is planted: the ones with solutions; the pupils' copies have the same cells."""
    for path in sorted(ROOT.glob("notebooks/solutions/*.ipynb")):
        yield path.relative_to(ROOT).as_posix(), json.loads(path.read_text("utf-8"))


def stored(notebook):
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()


def text_of(cell):
    return "".join(cell["source"])


def in_runs():
    """What is wrong before any cell runs: cells cleared, runs out of order, a warning that is stored."""
    for path, notebook in notebooks():
        here = ["tests/test_notebooks.py", "-k", f"lesson_keeps and {path[len('notebooks/') : -len('.ipynb')]}"]
        code = [number for number, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
        for name, change, steps in (
            ("cleared cell", clear, 1),
            ("run out of order", swap, 2),
            ("stored warning", warn, 1),
        ):
            for numbers in zip(*(code[step:] for step in range(steps)), strict=False):
                where = f"{path}, cell {' and '.join(str(number + 1) for number in numbers)}"
                files = partial(changed_cells, path, change, numbers)
                yield Planted(f"notebooks: a {name}", where, files, [["--nbval", "--collect-only", path], here])


def changed_cells(path, change, numbers):
    notebook = json.loads((ROOT / path).read_text("utf-8"))
    change(*(notebook["cells"][number] for number in numbers))
    return {path: stored(notebook)}


def clear(cell):
    cell |= {"outputs": [], "execution_count": None}


def swap(one, two):
    one["execution_count"], two["execution_count"] = two["execution_count"], one["execution_count"]


def warn(cell):
    cell["outputs"].append({"output_type": "stream", "name": "stderr", "text": ["<cell>:1: UserWarning: wrong\n"]})


def in_prose():
    """Each number that a lesson's prose states, wrong in its last digit, in both copies of the lesson."""
    sys.path.insert(0, str(ROOT))
    from tests.test_notebooks import NUMBER, stated

    for path, notebook in notebooks():
        for number, cell in enumerate(notebook["cells"]):
            if cell["cell_type"] != "markdown":
                continue
            source = text_of(cell)
            for match in NUMBER.finditer(source):
                wrong = match[0][:-1] + str((int(match[0][-1]) + 1) % 10)
                changed = source[: match.start()] + wrong + source[match.end() :]
                if sorted(stated(changed)) == sorted(stated(source)):
                    continue  # a year, the number of a lesson: nothing that a cell has to print
                near = slice(max(match.start() - 15, 0), match.end() + 15)
                files = partial(
                    changed_prose, (path, path.replace("solutions/", "")), number, source[near], changed[near]
                )
                where = f"{path}, cell {number + 1}: {match[0]} -> {wrong}"
                yield Planted("notebooks: a number in prose", where, files, PROSE)


def changed_prose(paths, number, right, wrong):
    files = {}
    for path in paths:
        notebook = json.loads((ROOT / path).read_text("utf-8"))
        notebook["cells"][number]["source"] = text_of(notebook["cells"][number]).replace(right, wrong, 1)
        files[path] = stored(notebook)
    return files


def next_digit(text):
    """The last digit that the text shows, changed."""
    return re.sub(r"(\d)(?=\D*$)", lambda match: str((int(match[0]) + 1) % 10), text)


def wrong_text(output):
    holder, key = (output, "text") if output["output_type"] == "stream" else (output.get("data", {}), "text/plain")
    return holder, key, next_digit


def wrong_html(output):
    return (
        output.get("data", {}),
        "text/html",
        lambda text: re.sub(r"(\d)(</td>)", lambda m: str((int(m[1]) + 1) % 10) + m[2], text, count=1),
    )


def wrong_drawn(output):
    """One bar, or the like, that is wrong by a thousandth."""

    def change(bundle):
        lines = list(bundle["drawn"])
        for number, line in enumerate(lines):
            if found := re.search(r"(?<=\[)[1-9][\d.]*(?=[,\]])|(?<=, )[1-9][\d.]*(?=[,\]])", line):
                if line.lstrip().startswith(("x ", "y ", "axes")):
                    continue
                lines[number] = line[: found.start()] + f"{float(found[0]) * 1.001:.6g}" + line[found.end() :]
                break
        return {"drawn": lines}

    return output.get("data", {}), "application/vnd.drawn+json", change


def wrong_svg(output):
    return (
        output.get("data", {}),
        "image/svg+xml",
        lambda text: re.sub(r"(L \d+\.?\d*)", lambda m: m[1] + "1", text, count=1),
    )


def wrong_png(output):
    """An empty picture of the same size."""

    def change(png):
        from PIL import Image

        picture = Image.open(io.BytesIO(base64.b64decode("".join(png))))
        file = io.BytesIO()
        Image.new(picture.mode, picture.size).save(file, "png", dpi=picture.info["dpi"])
        return base64.b64encode(file.getvalue()).decode() + "\n"

    return output.get("data", {}), "image/png", change


WRONG = {
    "a stored number: text": wrong_text,
    "a stored number: table (html)": wrong_html,
    "a chart's data: one mark by 0.1 %": wrong_drawn,
    "a chart's drawing (svg)": wrong_svg,
    "a swapped picture (png)": wrong_png,
}


def falsify(cell, kind):
    """Plant an error of this kind in a cell's outputs, if there is room for one; tell whether."""
    for output in cell["outputs"]:
        holder, key, change = WRONG[kind](output)
        if key not in holder:
            continue
        before = holder[key] if isinstance(holder[key], dict) else "".join(holder[key])
        after = change(before)
        if after != before:
            holder[key] = after
            return True
    return False


def in_outputs(turn):
    """Copies of all notebooks with one false output in each cell that has one, of a kind that changes cell by cell.

    They are judged in one run for each notebook: a stored output changes nothing for the other cells, and each
    false one must fail under its own name.
    """
    rooms = 0
    for path, notebook in notebooks():
        cells = {}
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        for number, cell in enumerate(code):
            kinds = [kind for kind in WRONG if falsify(json.loads(json.dumps(cell)), kind)]
            if kinds:
                kind = kinds[(rooms + turn) % len(kinds)]
                rooms += 1
                falsify(cell, kind)
                cells[number] = kind
        yield path, stored(notebook), cells


# --- judging ------------------------------------------------------------------------------------------------------


class FirstFailure:
    """What failed first, for the list of what was caught by which test."""

    def __init__(self):
        self.name, self.passed = "", 0

    def pytest_collectreport(self, report):
        if report.failed:
            self.name = self.name or f"{report.nodeid}: {report.longreprtext.splitlines()[-1]}"

    def pytest_runtest_logreport(self, report):
        self.passed += report.passed and report.when == "call"
        if report.failed:
            self.name = self.name or f"{report.nodeid}: {report.longreprtext.splitlines()[-1]}"


def judge(judges, article, compile_to_disk):
    """The first test that fails, or nothing; in a process of its own, whose working directory is the copy."""
    import pytest

    os.environ["DAQING_ARTICLE"] = article
    sys.path[:0] = [str(Path.cwd())]
    sys.dont_write_bytecode = not compile_to_disk
    passed = 0
    for arguments in judges:
        first = FirstFailure()
        common = ["-x", "-q", "-o", "addopts=", "-p", "no:cacheprovider", "--hypothesis-seed=0",
                  "-W", "ignore:Module already imported"]  # fmt: skip
        code = pytest.main([*common, *arguments], plugins=[first])
        passed += first.passed
        if code not in (0, 5):
            return first.name or f"exit code {code}"
    import daqing_data

    assert Path(daqing_data.__file__).parent == Path.cwd() / "daqing_data", daqing_data.__file__
    return "" if passed or "--collect-only" in judges[0] else "no test ran"


def judge_apart(*task):
    """`judge` in a child that shares what is imported already; where a process cannot be forked, in a new one."""
    if not hasattr(os, "fork"):
        command = [sys.executable, __file__, "--judge", json.dumps(task)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout.splitlines()[-1].partition("failed:")[2]
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        try:
            answer = judge(*task)
        except BaseException as error:  # noqa: BLE001 (whatever it is, the parent must know)
            answer = f"judge: {error!r}"
        os.write(writer, answer.encode()[:4000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read().decode("utf-8", "replace")
    os.waitpid(child, 0)
    return answer


def work():
    """A worker in its own copy: takes errors from stdin, one a line, and says which test caught each."""
    import frictionless  # noqa: F401
    import hypothesis.extra.pandas  # noqa: F401
    import mpmath  # noqa: F401
    import nbformat  # noqa: F401
    import nbval.plugin  # noqa: F401
    import pandas as pd
    import PIL.Image  # noqa: F401
    import seaborn as sns  # noqa: F401

    pd.DataFrame({"warm": ["up"]}).to_dict("records")
    gc.freeze()  # else each child looks through all of this for garbage
    for line in sys.stdin:
        files, judges, articles = json.loads(line)
        before = {}
        for name, content in files.items():
            path = Path(name)
            before[path] = path.read_bytes(), path.stat()
            path.write_bytes(base64.b64decode(content))
            # Python takes a file of the same size and second for the one that it has compiled.
            os.utime(path, (0, before[path][1].st_mtime - 1000))
        descriptor = Path("daqing_data/data/datapackage.json")
        sealed = descriptor.read_bytes()
        if any(path.suffix == ".csv" for path in before):
            seal(descriptor)
        answers = []
        for article in articles:
            answers.append(judge_apart(judges, article, not files))
            if answers[-1]:
                break
        for path, (content, status) in before.items():
            path.write_bytes(content)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        descriptor.write_bytes(sealed)
        print(json.dumps(answers), flush=True)


def seal(descriptor):
    sys.path.insert(0, str(Path(__file__).parent))
    import seal as sealer

    sealer.DATA = descriptor.parent
    package = sealer.sealed(json.loads(descriptor.read_text("utf-8")))
    descriptor.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


# --- the command --------------------------------------------------------------------------------------------------


def environment(folder):
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return env | {"PYTHONPATH": str(folder), "IPYKERNEL_CELL_NAME": "<cell>", "PYTHONUTF8": "1"}


class Count:
    """What was planted and caught, by kind, and what got through."""

    def __init__(self):
        self.planted, self.without, self.caught, self.by = Counter(), Counter(), Counter(), Counter()
        self.missed, self.first, self.lock = [], [], threading.Lock()

    def add(self, kind, where, answers):
        with self.lock:
            self.planted[kind] += 1
            self.without[kind] += bool(answers[0])
            self.caught[kind] += bool(answers[-1])
            self.first.append(next(filter(None, answers), ""))
            self.by[re.split("::|: ", next(filter(None, answers), ""))[0]] += 1
            if not answers[0]:
                self.missed.append(f"{'caught with the article' if answers[-1] else 'MISSED'}: {kind}: {where}")


def judge_all(errors, folder, articles, count, queue_of=iter):
    """Give a worker one error after the other."""
    command = [sys.executable, "-X", "utf8", str(ROOT / "tests" / "planted.py"), "--work"]
    with subprocess.Popen(command, cwd=folder, env=environment(folder), stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True, encoding="utf-8") as worker:  # fmt: skip
        for error in queue_of(errors):
            files = {name: base64.b64encode(content).decode() for name, content in error.files().items()}
            worker.stdin.write(json.dumps([files, error.judges, articles]) + "\n")
            worker.stdin.flush()
            line = worker.stdout.readline()
            if not line:
                raise RuntimeError(f"the worker died at {error.kind}: {error.where}")
            count.add(error.kind, error.where, json.loads(line))
        worker.stdin.close()


def run_outputs(turn, folder, count, only):
    """Strict nbval on the notebooks with false outputs: each false cell must fail, and no other."""
    for path, content, cells in in_outputs(turn):
        if only and not any(name in path for name in only):
            continue
        before = (folder / path).read_bytes()
        (folder / path).write_bytes(content)
        command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-rfE", "-p", "no:cacheprovider", path]
        done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True,
                              encoding="utf-8", check=False)  # fmt: skip
        (folder / path).write_bytes(before)
        failed = {int(number) for number in re.findall(r"^FAILED \S+::Cell (\d+)", done.stdout, re.MULTILINE)}
        if failed - set(cells) or " passed" not in done.stdout:
            raise RuntimeError(f"{path}: cells {sorted(failed - set(cells))} fail without an error\n{done.stdout}")
        for number, kind in cells.items():
            answers = [f"{path}::Cell {number}" if number in failed else ""]
            count.add(f"notebooks: {kind}", f"{path}, code cell {number + 1}", answers)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Plant errors in a copy and count how many the tests catch.")
    parser.add_argument("kinds", nargs="*", help="only kinds whose name holds one of these words")
    parser.add_argument("--sample", action="store_true", help="a few errors of each kind, and two notebooks")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (as many as there are processors)")
    parser.add_argument("--by", action="store_true", help="also tell how many each test file caught first")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--judge", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.work:
        work()
        return 0
    if chosen.judge:
        print("\nfailed:" + judge(*json.loads(chosen.judge)))
        return 0

    start = time.monotonic()

    def wanted(kind):
        return not chosen.kinds or any(word in kind for word in chosen.kinds)

    errors = [error for make in (in_tables, in_code, in_runs, in_prose) for error in make() if wanted(error.kind)]
    if chosen.sample:
        errors = sample(errors)
    nowhere = "no article"
    articles = [nowhere, str(ARTICLE)] if ARTICLE.is_file() else [nowhere]
    count = Count()
    with tempfile.TemporaryDirectory() as temporary:
        folders = [Path(temporary) / f"copy{number}" for number in range(max(1, chosen.jobs))]
        shutil.copytree(ROOT, folders[0], ignore=shutil.ignore_patterns(*LEFT_OUT))
        judges = [list(arguments) for arguments in sorted({tuple(stage) for error in errors for stage in error.judges})]
        right = Count()
        for article in articles:
            judge_all([Planted("nothing", "the copy as it is", dict, judges)], folders[0], [article], right)
        if sum(right.caught.values()):
            print("The tests fail before anything is planted:", *right.first, sep="\n", file=sys.stderr)
            return 2
        for folder in folders[1:]:  # with what is compiled by now
            shutil.copytree(folders[0], folder)
        left, lock = iter(errors), threading.Lock()

        def queue_of(_):
            while True:
                with lock:
                    error = next(left, None)
                if error is None:
                    return
                yield error

        failures = []

        def one(number, folder):
            try:
                judge_all(errors, folder, articles, count, queue_of)
                if any(wanted(f"notebooks: {kind}") for kind in WRONG):
                    for turn in range(number, 1 if chosen.sample else 3, len(folders)):
                        run_outputs(turn, folder, count, ["01_", "04_"] if chosen.sample else [])
            except Exception as error:  # noqa: BLE001 (raised again below)
                failures.append(error)

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(folders)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
    report(count, len(articles) > 1, chosen.by)
    print(f"{time.monotonic() - start:.0f} s")
    print(*STALE, sep="\n", file=sys.stderr)
    return 1 if STALE or sum(count.caught.values()) < sum(count.planted.values()) else 0


SAMPLE = 30  # one error of so many of its kind


def sample(errors):
    """Some errors of each kind, always the same."""
    seen = Counter()
    kept = []
    for error in errors:
        if seen[error.kind] % SAMPLE == 0:
            kept.append(error)
        seen[error.kind] += 1
    return kept


def report(count, article, by):
    header = ["kind of error", "planted", "caught without the article", "caught with it"]
    print("| " + " | ".join(header[: 4 if article else 3]) + " |")
    print("|---|" + "---:|" * (3 if article else 2))
    rows = [*sorted(count.planted), "all"]
    for each in (count.planted, count.without, count.caught):
        each["all"] = sum(each.values())
    for kind in rows:
        cells = [kind, count.planted[kind], count.without[kind], count.caught[kind]]
        print("| " + " | ".join(map(str, cells[: 4 if article else 3])) + " |")
    for counter in (count.planted, count.without, count.caught):
        del counter["all"]
    if by:
        print(*(f"{name or 'no test'}: {number}" for name, number in count.by.most_common()), sep="\n")
    print(*sorted(count.missed), sep="\n")


if __name__ == "__main__":
    sys.exit(main())
