"""Errors in the code that mutmut does not make (see tools/mutants.py for those that it does).

Places are found by the syntax tree, not by typed lines, so that they move with the code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from planted.kinds.base import Error, Kind, Project, in_text, shortened

PACKAGE = "daqing_data/*.py"
LESSON = "daqing_data/lesson/*.py"
EXERCISES = ("daqing_data/lesson/exercises.py", "daqing_data/lesson/exercises/*.py")
SET_UP = ("run.py", "tools/set_up.py", "conftest.py", "notebooks/make.py")
HAN = re.compile("[\u4e00-\u9fff]")


# --- finding one's way in a source ----------------------------------------------------------------


class Source:
    """A source file with its syntax tree, and places in it as offsets of characters."""

    def __init__(self, project: Project, path: str) -> None:
        self.project, self.path = project, path
        self.text = project.text(path)
        self.tree = ast.parse(self.text)
        self._lines = self.text.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def at(self, line: int, column: int) -> int:
        """The offset of a place, of which the column counts bytes."""
        before = self._lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(before)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Where a node begins and ends."""
        end = (node.end_lineno or node.lineno), (node.end_col_offset or 0)
        return self.at(node.lineno, node.col_offset), self.at(*end)

    def of(self, node: ast.expr | ast.stmt) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def exchanged(self, one: ast.expr, two: ast.expr) -> Iterator[Error]:
        """The error of two nodes in each other's place."""
        (a, b), (c, d) = self.span(one), self.span(two)
        first, second = self.text[a:b], self.text[c:d]
        note = f"{shortened(first)} exchanged with {shortened(second)}"
        wrong = second + self.text[b:c] + first
        yield from in_text(self.project, self.path, a, self.text[a:d], wrong, note)

    def replaced(self, node: ast.expr | ast.stmt, wrong: str) -> Iterator[Error]:
        """The error of another text in place of a node."""
        start, end = self.span(node)
        yield from in_text(self.project, self.path, start, self.text[start:end], wrong)


def sources(project: Project, *patterns: str) -> Iterator[Source]:
    """The sources that fit."""
    for path in project.paths(*patterns):
        if project.text(path).strip():
            yield Source(project, path)


def docstrings(tree: ast.AST) -> set[ast.expr]:
    """The nodes that document a module, class or function."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }


def texts(node: ast.AST, wanted: Callable[[str], object]) -> list[ast.Constant]:
    """The texts below a node that are wanted, in their order; none of an f-string."""
    inside = {
        part for each in ast.walk(node) if isinstance(each, ast.JoinedStr) for part in each.values
    }
    found = [
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Constant)
        and isinstance(each.value, str)
        and each not in inside
        and wanted(each.value)
    ]
    return sorted(found, key=lambda each: (each.lineno, each.col_offset))


# --- the kinds ------------------------------------------------------------------------------------


def exchanged_words(
    patterns: tuple[str, ...], wanted: Callable[[str], object], project: Project
) -> Iterator[Error]:
    """Two neighbouring texts of one statement in each other's place."""
    for source in sources(project, *patterns):
        left_out = docstrings(source.tree)
        for statement in source.tree.body:
            found = [each for each in texts(statement, wanted) if each not in left_out]
            for one, two in pairwise(found):
                if one.value != two.value:
                    yield from source.exchanged(one, two)


def is_sentence(text: str) -> bool:
    """Whether a text is said to somebody: two words or more, in English."""
    return len(text.split()) > 2 and not HAN.search(text)


def exchanged_choices(project: Project) -> Iterator[Error]:
    """``a if x else b`` with its two sides exchanged: of limits, of fallbacks, of signs."""
    for source in sources(project, PACKAGE):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.IfExp) and source.of(node.body) != source.of(node.orelse):
                (a, b), (c, d) = source.span(node.body), source.span(node.orelse)
                text = source.text
                wrong = text[c:d] + text[b:c] + text[a:b]
                yield from in_text(project, source.path, a, text[a:d], wrong)


TURNED = {"+": "-", "-": "+", "/": "*", "*": "/"}


def wrong_formulas(project: Project) -> Iterator[Error]:
    """The formula of a measure's docstring with another sign."""
    for source in sources(project, "daqing_data/measures.py", "daqing_data/paths.py"):
        functions = [node for node in source.tree.body if isinstance(node, ast.FunctionDef)]
        for node in (found for function in functions for found in docstrings(function)):
            start, end = source.span(node)
            head = source.text[start:end].partition("Parameters\n")[0].partition("{parameters}")[0]
            for formula in re.finditer(r"``([^`]* [-+*/] [^`]*)``", head):
                for sign in re.finditer(r"(?<= )[-+*/](?= )", formula[1]):
                    at = start + formula.start(1) + sign.start()
                    wrong = TURNED[sign[0]]
                    note = f"{shortened(formula[1])}: {sign[0]} -> {wrong}"
                    yield from in_text(project, source.path, at, sign[0], wrong, note)


def wrong_rules(project: Project) -> Iterator[Error]:
    """A rule of `RULES` that says another end, or another side."""
    opposites = {
        "n + step": "n + place",
        "n - place/2": "n - place",
        "n - leeway": "n - step",
        "left": "right",
        "both": "neither",
        "half": "one",
        "upper": "lower",
        "more": "less",
        "at most": "at least",
    }
    for source in sources(project, "daqing_data/rules.py"):
        stated = [node for node in source.tree.body if source.of(node).startswith("RULES")]
        for node in (text for each in stated for text in texts(each, lambda text: True)):
            start, end = source.span(node)
            for right, wrong in opposites.items():
                for found in re.finditer(rf"\b{re.escape(right)}\b", source.text[start:end]):
                    place = start + found.start()
                    yield from in_text(project, source.path, place, right, wrong)


def bodies(source: Source, name: str) -> Iterator[ast.FunctionDef]:
    """The functions of a name."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            yield node


#: function -> what it does instead of its work: agree, or refuse
ALWAYS = {
    "check": ['print("Right: well done.")', 'print("Not yet: try again.")', "pass"],
    "judge": ['return f"Right: {exercise.why}"', 'return "Not yet: try again."'],
    "find": ["return next(iter(EXERCISES.values()))"],
}


def agreeing(project: Project) -> Iterator[Error]:
    """Judges that always say the same."""
    for source in sources(project, LESSON, *EXERCISES):
        for name, instead in ALWAYS.items():
            for node in bodies(source, name):
                first = node.body[1] if len(node.body) > 1 else node.body[0]
                start, end = source.span(first)[0], source.span(node.body[-1])[1]
                for wrong in instead:
                    right = source.text[start:end]
                    note = f"{name} does nothing but {wrong}"
                    yield from in_text(project, source.path, start, right, wrong, note)


def loosened(project: Project) -> Iterator[Error]:
    """A comparison in the judging of answers that is always true, or never."""
    for source in sources(project, LESSON):
        if source.path.endswith("charts.py"):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Compare | ast.BoolOp):
                for wrong in ("True", "False"):
                    yield from source.replaced(node.value, wrong)


CALLS_HOME = {
    "a socket": "import socket; _s = socket.socket(); _s.settimeout(0.2); "
    "_s.connect_ex(('192.0.2.1', 80))",
    "a download": "import contextlib, urllib.request\nwith contextlib.suppress(Exception):\n"
    "    urllib.request.urlopen('http://192.0.2.1/', timeout=0.2)",
}


def calls_home(project: Project) -> Iterator[Error]:
    """A connection to another machine, made when a module is imported or a lesson is set up."""
    for source in sources(project, *SET_UP, "daqing_data/__init__.py", LESSON):
        body = source.tree.body
        after = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
        after = [node for node in after if getattr(node, "module", "") != "__future__"]
        if not after:
            continue
        at = source.span(after[-1])[1]
        for what, code in CALLS_HOME.items():
            wrong = f"\n{code}\n"
            note = f"{what} is opened"
            yield from inserted(project, source.path, at, wrong, note)
    for source in sources(project, LESSON):
        for node in bodies(source, "setup"):
            at = source.span(node.body[-1])[0]
            code = "import socket; socket.socket().connect_ex(('192.0.2.1', 80))\n    "
            yield from inserted(project, source.path, at, code, "setup opens a socket")


def inserted(project: Project, path: str, at: int, wrong: str, note: str) -> Iterator[Error]:
    """The error of a text more."""
    text = project.text(path)
    changed = (text[:at] + wrong + text[at:]).encode()
    yield Error(f"{path}: {note}", lambda: {path: changed})


def warns(project: Project) -> Iterator[Error]:
    """A warning where a table is read or a measure computed."""
    for source in sources(project, "daqing_data/tables.py", "daqing_data/measures.py"):
        for name in ("_table", "growth_rate", "gap"):
            for node in bodies(source, name):
                at = source.span(node.body[-1])[0]
                code = "__import__('warnings').warn('x', stacklevel=1)\n    "
                yield from inserted(project, source.path, at, code, f"{name} warns")


def mutable(project: Project) -> Iterator[Error]:
    """A result that a caller can change behind the others' backs: no longer frozen."""
    for source in sources(project, PACKAGE):
        for found in re.finditer(r"@dataclass\(frozen=True", source.text):
            right, wrong = found[0], "@dataclass(frozen=False"
            yield from in_text(project, source.path, found.start(), right, wrong)


SAID = ("daqing_data/reasons.py", "daqing_data/outcome.py")
CODE = (
    "measures intervals paths periods figure pairs robust outcome wording article source doctests"
)
LESSONS = "words choices lesson notebooks"

KINDS = [
    Kind("code: the two sides of a choice exchanged", CODE, exchanged_choices),
    Kind("code: a formula of a docstring", "formulas measures paths doctests", wrong_formulas),
    Kind("code: a rule in words against the code", "wording words readme doctests", wrong_rules),
    Kind(
        "code: English of two words exchanged",
        "words outcome pairs wording lesson doctests",
        partial(exchanged_words, SAID, is_sentence),
    ),
    Kind(
        "code: Chinese of two words exchanged",
        "words outcome pairs wording lesson",
        partial(exchanged_words, SAID, HAN.search),
    ),
    Kind("code: a warning", "tables measures", warns),
    Kind("code: a result that can be changed", "package", mutable),
    Kind(
        "exercises: two texts exchanged", LESSONS, partial(exchanged_words, EXERCISES, is_sentence)
    ),
    Kind("exercises: a judge that always says the same", LESSONS, agreeing),
    Kind("exercises: a comparison that is always true or never", f"{LESSONS} charts", loosened),
    Kind("code: a connection to another machine", "ways_out quiet run ci charts", calls_home),
]
