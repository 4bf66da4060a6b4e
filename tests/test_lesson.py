"""Exercises know right answers from wrong ones, however written, and say what went wrong."""

import ast
import csv
import math
import re
import subprocess
import sys
import types
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import daqing_data as dq
from daqing_data import lesson, outcome
from daqing_data.lesson import trying, units
from daqing_data.lesson.asking import Exercise, Misconception, choice, each_of
from daqing_data.lesson.exercises import EXERCISES, LESSONS, find
from daqing_data.lesson.judging import judge

ROOT = Path(__file__).resolve().parent.parent

# --- the machinery, on exercises made for it


def exercise(answer, **more):
    misconceptions = tuple(
        Misconception(lambda value=value: value, reason) for value, reason in more.pop("wrong", ())
    )
    kind = more.pop("kind", "number")
    trials = more.pop("trials", ())
    return Exercise(
        *("id", "00_test", kind, lambda: answer, "because.", misconceptions, ("think.",)),
        trials=lambda: trials,
        **more,
    )


GROWTH = exercise(
    0.60234, unit="ratio", digits=3, wrong=[(2.83, "no root."), (1.60234, "a factor.")]
)
COUNT = exercise(1484, unit="count")
MONEY = exercise(57_700_000_000.0, unit="CNY", digits=3)
VISITORS = exercise(1.8, unit="million")
AREA = exercise(228_000.0, unit="m2")
PLAIN = exercise(18.55, digits=4)
CHOICE = choice(
    "id",
    "00_test",
    "b",
    (("flow", "a flow."), ("stock", ""), ("Both", "no.")),
    "because.",
    ("think.",),
)
TEXT = exercise(("stock", "存量"), kind="text")
BETWEEN = exercise(
    pd.Interval(0.596, 0.609, closed="both"), kind="interval", unit="ratio", digits=3
)
ABOVE = exercise(pd.Interval(3, np.inf, closed="neither"), kind="interval", unit="ratio")
YEARS = exercise(
    pd.Interval(20, 30, closed="left"),
    kind="interval",
    unit="year",
    wrong=[(pd.Interval(20, 21), "a step."), (25, "a middle.")],
)
EITHER = exercise(
    (pd.Interval(0.7, 1, closed="neither"), pd.Interval(0.7, 1)), kind="interval", unit="ratio"
)
CODE = exercise("not_comparable_scope", kind="text", wrong=[(0.207, "divided.")])
FIX = exercise(
    lambda start, end: end / start - 1,
    kind="bug_hunt",
    unit="ratio",
    trials=((80, 1484), (5, 4)),
    wrong=[(lambda start, end: end / start, "still a factor.")],
)
YES_NO = exercise(
    lambda a, b: a == b,
    kind="bug_hunt",
    trials=((1, 1), (1, 2)),
    wrong=[(lambda a, b: True, "all pass.")],
)
IN_WORDS = exercise(
    (lambda a: a > 0, lambda a: "yes" if a > 0 else "no"), kind="bug_hunt", trials=((1,), (-1,))
)
ON_SERIES = exercise(lambda cells: 3, kind="bug_hunt", trials=((pd.Series(["a b", "c"]),),))

RIGHT = [
    (
        GROWTH,
        [
            0.60234,
            0.602,
            np.float64(0.602),
            np.float32(0.60234),
            Decimal("0.602"),
            Fraction(602, 1000),
            "0.602",
        ],
    ),
    (
        GROWTH,
        [
            "60.2 %",
            "60.2%",
            "60.2％",
            "６０.２ ％",
            "60.2 percent",
            " 0.602 ",
            "+60.23%",
            "0,602",
            "= 0.602",
        ],
    ),
    (
        GROWTH,
        [
            "60.2 per cent",
            "60.2 % a year",
            "60.2 percent per year",
            "0.602 per year",
            "60.2 % p.a.",
            "60,2 %",
        ],
    ),
    (exercise(0.125, unit="ratio"), ["1/8", "1 / 8", "⅛", "12.5 %"]),
    (
        COUNT,
        [
            1484,
            1484.0,
            np.int64(1484),
            "1484",
            "1,484",
            "1 484",
            "1484个",
            "1484 racks",
            "1484 pairs",
            "1_484",
        ],
    ),
    (
        MONEY,
        [
            57_700_000_000,
            5.77e10,
            "577亿",
            "577 亿元",
            "57.7 billion",
            "57,700,000,000",
            "5.77e10",
            "57.7bn yuan",
        ],
    ),
    (
        MONEY,
        [
            "57.7 billion yuan",
            "CNY 57.7 billion",
            "57.7 billion CNY",
            "¥57.7 billion",
            "about 57.7 billion RMB",
        ],
    ),
    (VISITORS, [1.8, "1.8", "1.8 million", "1.8 million visitors", "180万", "1,8 million"]),
    (
        AREA,
        [
            228_000,
            "228,000 m²",
            "228000 square metres",
            "228,000 sqm",
            "228 000 sq. m",
            "22.8万平方米",
            "0.228 million",
        ],
    ),
    (PLAIN, [18.55, "18.55", "≈ 18.55", np.array([18.55]), pd.Series([18.55]), [18.55]]),
    (GROWTH, ["年均60.2%", "60.2%/yr", "60.2 percent yearly"]),
    (COUNT, ["1'484", "1.484", "fourteen hundred and eighty-four", "7 * 212", "1484 pairs"]),
    (MONEY, ["57,7 Mrd", "57.7 × 10^9", "57.700.000.000", "577,0000,0000", "577亿元人民币"]),
    (AREA, ["228k", "二十二万八千平方米", "22.8 hectares", "0.228 Mio", "22.8万 (228,000 m²)"]),
    (VISITORS, ["1.8 Mio", "1.8 millions", "一百八十万"]),
    (
        CHOICE,
        ["b", "B", "b)", "(b)", " B. ", "（Ｂ）", "[b]", "'b'", "b) the racks of a data centre"],
    ),
    (TEXT, ["stock", " Stock ", "STOCK.", "存量", " 存 量 ", "“stock”"]),
    (CODE, ["not_comparable_scope", "not comparable scope", "refused (not_comparable_scope)"]),
    (CODE, ["refused (not_comparable_scope): Revenue is not what an investor gets back."]),
    (
        BETWEEN,
        [
            (0.596, 0.609),
            [0.596, 0.609],
            ("59.6 %", "60.9 %"),
            "[0.596, 0.609]",
            "59.6 % to 60.9 %",
        ],
    ),
    (
        BETWEEN,
        [
            pd.Interval(0.596, 0.609, closed="both"),
            "[59.6, 60.9] %",
            "[59.6%, 60.9%]",
            (0.5963, 0.6092),
        ],
    ),
    (
        BETWEEN,
        ["59.6–60.9 %", "between 0.596 and 0.609", "from 59.6 to 60.9 % a year", "[0,596; 0,609]"],
    ),
    (ABOVE, [(3, np.inf), (3, None), "(3, inf)", "(3, ∞)", "(300%, inf)", "(3, np.inf)", "]3; ∞["]),
    (ABOVE, [pd.Interval(3, np.inf, closed="neither"), pd.Interval(3, np.inf)]),
    (
        YEARS,
        [
            "20-30 years",
            "20至30年",
            "20 to 30",
            "[20, 30)",
            "[20; 30[",
            "20年至30年",
            "20 years – 30 years",
            [20, 30],
        ],
    ),
    (
        EITHER,
        [
            (0.7, 1),
            "(0.7, 1]",
            "(0.7, 1)",
            pd.Interval(0.7, 1),
            pd.Interval(0.7, 1, closed="neither"),
            "70–100 %",
        ],
    ),
    (
        FIX,
        [
            lambda a, b: (b - a) / a,
            lambda start, end: np.float64(end) / start - 1,
            lambda a, b: Decimal(b) / a - 1,
        ],
    ),
    (
        YES_NO,
        [
            lambda a, b: a == b,
            lambda a, b: int(a == b),
            lambda a, b: np.bool_(a == b),
            lambda a, b: float(a == b),
        ],
    ),
    (IN_WORDS, [lambda a: a > 0, lambda a: int(a > 0), lambda a: "Yes." if a > 0 else "no"]),
    (
        ON_SERIES,
        [
            lambda cells: len(cells.str.split().explode()),
            lambda cells: sum(len(cell.split()) for cell in cells),
        ],
    ),
]


def test_a_right_answer_in_other_spelling_is_right():
    said = [(repr(answer), judge(task, answer)) for task, answers in RIGHT for answer in answers]
    assert [each for each in said if each[1] != "Right: because."] == []


NOT_YET = [
    (GROWTH, 2.83, "no root"),
    (GROWTH, "283 %", "no root"),
    (GROWTH, 1.602, "a factor"),
    (GROWTH, 0.6, "right so far, but rounded too far: give three significant digits"),
    (GROWTH, 0.61, "close, but not near enough: was something rounded on the way?"),
    (GROWTH, 0.5, 'Not yet: too small. For a hint, run `hint("id")`.'),
    (GROWTH, 60.2, "60.2 is 6020 %. Write a share or a rate as a fraction of 1"),
    (GROWTH, -0.602, "the sign is not"),
    (GROWTH, 7, "much too large. For a hint"),
    (GROWTH, 6.02, "the power of ten is not: 10 times too large"),
    (GROWTH, "0.602 %", "a hundred times too small: 0.00602 is 0.602 %"),
    (GROWTH, 1 / 0.60234, "turned round: that is 1 divided by it"),
    (GROWTH, 1 - 0.60234, "that is the rest of the whole"),
    (GROWTH, 2 * 0.60234, "exactly twice too much"),
    (GROWTH, 283, "no root. (And a percentage needs its sign.)"),
    (GROWTH, True, "result of a comparison"),
    (GROWTH, pd.Series([0.602, 1]), "and this has two ends"),
    (GROWTH, pd.Series([0.602, 1, 2]), "this is a whole Series of 3 values"),
    (GROWTH, float("nan"), "NaN"),
    (GROWTH, 10**400, "far too large"),
    (GROWTH, "1" * 5000, "I could not read"),
    (GROWTH, "a lot", "please answer as a fraction or a percentage; I could not read 'a lot'"),
    (
        GROWTH,
        "60.2 apples",
        "please answer as a fraction or a percentage; I could not read '60.2 apples'",
    ),
    (GROWTH, "60.2 percentage points", "I could not read"),
    (GROWTH, round, "this is a function; call it"),
    (
        GROWTH,
        dq.compare("racks_2016", "racks_2022"),
        'growth_rate, years, annual_growth; take one of them by its name, such as `["growth_rate"]',
    ),
    (GROWTH, dq.read_number("60%"), "take its `.value`"),
    (COUNT, 1483, "close: off by 1"),
    (MONEY, 577, "100,000,000 times too small. 亿 (yì) is a hundred million"),
    (MONEY, "577 billion", "10 times too large. 亿"),
    (MONEY, "57.7 %", "is a percentage"),
    (MONEY, 58e9, "three significant digits"),
    (MONEY, "57.7 billion dollars", "please answer in yuan"),
    (AREA, "228000 feet", "please answer in square metres; I could not read '228000 feet'"),
    (PLAIN, 18.5, "give four significant digits"),
    (PLAIN, 18.4, "close, but"),
    (PLAIN, 19, "give four significant digits"),
    (CHOICE, "a", "a flow"),
    (CHOICE, "c", "no."),
    (CHOICE, "d", "one of a, b, c, and this is 'd'"),
    (CHOICE, "b and c", "a letter in quotes is asked for, one of a, b, c; these are 2."),
    (CHOICE, 2, "one of a, b, c"),
    (TEXT, "flow", "that is not it. For a hint"),
    (TEXT, "stock exchange", "that is not it"),
    (CODE, "not_comparable_scopes", "compare the spelling"),
    (CODE, "other_unit", 'would mean: "They are in different units." Is that so here?'),
    (CODE, "scope", "is no reason code"),
    (TEXT, 3, "a text in quotes is asked for, not a number. For a hint"),
    (
        CODE,
        dq.compare("park_tax", "park_investment"),
        "this is a whole Comparison; take its `.reason_code`",
    ),
    (CODE, 0.207, "divided"),
    (CODE, pd.Interval(0, 1), "a text in quotes is asked for, not a number. For a hint"),
    (BETWEEN, (0.609, 0.596), "lower end comes first"),
    (
        BETWEEN,
        pd.Interval(0.596, 0.609, closed="left"),
        "which of the two ends belongs, if any? (`pd.Interval(a, b)` without",
    ),
    (BETWEEN, "(0.596, 0.609]", "the limits are right; which of the two ends belongs, if any?"),
    (BETWEEN, (0.6, 0.61), "give three significant digits"),
    (BETWEEN, (59.6, 60.9), "60.9 is 6090 %."),
    (BETWEEN, (0.5, 0.7), "too low at one end: it admits 50 %, which is not possible"),
    (BETWEEN, (0.55, 0.655), "the middle is right, the width is not: too wide."),
    (BETWEEN, (0.7, 0.8), "all of it is too high: even 70 % is not possible"),
    (BETWEEN, (0.596, 0.7), "the lower end is right; the upper one is too high."),
    (BETWEEN, (0.603, 0.603), "both ends are the same number"),
    (BETWEEN, 0.602, "two ends are asked for"),
    (BETWEEN, "about 0.6", "two ends are asked for"),
    (BETWEEN, "a little", "please answer with two ends"),
    (BETWEEN, range(3), "it admits 0 %, which is not possible"),
    (BETWEEN, pd.Interval(pd.Timestamp("2021"), pd.Timestamp("2022")), "one number is asked for"),
    (BETWEEN, np.array([0.596, 0.6, 0.609]), "two ends are asked for"),
    (BETWEEN, dq.read_number("60%"), "take its `.interval`"),
    (ABOVE, (300, np.inf), "300 is 30000 %"),
    (ABOVE, pd.Interval(3, np.inf, closed="both"), "which of the two ends belongs"),
    (YEARS, pd.Interval(20, 30), "which of the two ends belongs"),
    (YEARS, "[20, 30]", "which of the two ends belongs"),
    (YEARS, [20, 21], "a step"),
    (YEARS, pd.Interval(20, 21, closed="left"), "a step"),
    (YEARS, "25 years", "a middle"),
    (EITHER, "[0.7, 1]", "which of the two ends belongs"),
    (FIX, lambda start, end: end / start, "still a factor"),
    (FIX, lambda start, end: 100 * (end / start - 1), "the function gives percent"),
    (
        FIX,
        lambda start, end: (start, end),
        "a number is asked for, and the function gives 2 values",
    ),
    (FIX, lambda start, end: None, "returns nothing"),
    (FIX, lambda start, end: start[0], "stops with TypeError: 'int' object is not subscriptable."),
    (FIX, lambda start: start, "takes 1 positional argument but 2 were given"),
    (FIX, lambda start, end: "17.55", "and the function gives a text"),
    (FIX, lambda start, end: (1,), "and the function gives 1 value:"),
    (FIX, lambda start, end: 1.001 * (end / start - 1), "the function rounds"),
    (
        FIX,
        17.55,
        "write the name of the function alone, such as `answer = yearly`, without brackets.",
    ),
    (FIX, "yearly", "without brackets"),
    (YES_NO, True, "without brackets"),
    (YES_NO, lambda a, b: True, "all pass"),
    (IN_WORDS, lambda a: "yes", "right for 1 of the 2 inputs"),
    (IN_WORDS, lambda a: "no idea", 'True or False, or "yes" or "no" is asked for'),
    (ON_SERIES, lambda cells: len(cells), "for ['a b', 'c'] yours gives 2"),
]


def test_a_wrong_answer_gets_its_reason():
    said = [(repr(answer), reason, judge(task, answer)) for task, answer, reason in NOT_YET]
    assert [
        each for each in said if not each[2].startswith("Not yet: ") or each[1] not in each[2]
    ] == []


@pytest.mark.parametrize("answer", [..., None, "...", "…", "", "?", "I don't know"])
def test_no_answer_yet(answer):
    for task in (GROWTH, CHOICE, TEXT, BETWEEN, FIX):
        assert judge(task, answer).startswith("No answer yet: ")


def test_a_misconception_never_shadows_the_right_answer():
    task = exercise(0.602, digits=3, wrong=[(0.6021, "shadow.")])
    assert judge(task, 0.602) == "Right: because."


def test_a_separator_that_can_be_understood_in_two_ways():
    assert judge(AREA, "228.000") == judge(AREA, "228,000") == "Right: because."
    assert judge(VISITORS, "1,800") == "Right: because."
    assert "as 1.234 and as 1234: write it without separators" in judge(AREA, "1.234")


def test_what_would_follow_is_said_of_what_nothing_else_explains():
    task = exercise(10.0, follows=lambda given: f"twice {given:g} is {2 * given:g}")
    said = judge(task, 7)
    assert said == 'Not yet: too small. Twice 7 is 14. For a hint, run `hint("id")`.'
    task = exercise(10.0, follows=lambda given: f"{1 / given}")  # what cannot be worked out
    assert judge(task, 0) == 'Not yet: too small. For a hint, run `hint("id")`.'


def test_choices_state_their_right_letter_once_more():
    options = (("one", ""), ("two", "no."))
    assert choice("id", "00_test", "a", options, "so.", ()).choices_text == "- a) one\n- b) two"
    for right, wrong in (("b", options), ("a", (("one", ""), ("two", ""))), ("a", options[1:])):
        with pytest.raises(ValueError, match="option without a reason"):
            choice("id", "00_test", right, wrong, "so.", ())


def test_how_many_digits_are_asked_for():
    assert GROWTH.digits_text == "Give at least three significant digits."
    assert BETWEEN.digits_text == "Give at least three significant digits for each end."
    assert (COUNT.digits_text, YEARS.digits_text) == (
        "Give the exact number.",
        "Give exact numbers.",
    )
    assert {task.digits_text for task in (CHOICE, TEXT, FIX)} == {""}


# --- functions


def test_a_wrong_function_is_shown_where_it_fails_and_never_what_is_right():
    said = judge(FIX, lambda start, end: end - start)
    assert said == "Not yet: for (80, 1484) yours gives 1404."
    said = judge(FIX, lambda start, end: 17.55)
    assert (
        said
        == "Not yet: right for 1 of the 2 inputs that were tried, but for (5, 4) yours gives 17.55."
    )


def test_a_function_gets_fresh_arguments():
    def overwrites(cells):
        count = sum(len(cell.split()) for cell in cells)
        cells.iloc[:] = ""
        return count

    def counts_afterwards(cells):
        return len(cells.str.split().explode().replace("", np.nan).dropna())

    for _ in range(2):
        assert judge(ON_SERIES, overwrites) == "Right: because."
        assert judge(ON_SERIES, counts_afterwards) == "Right: because."
    for task in EXERCISES.values():
        for arguments, again in zip(task.trials(), task.trials(), strict=True):
            for first, second in zip(arguments, again, strict=True):
                assert not isinstance(first, pd.Series) or first is not second


def test_a_function_that_clears_its_rows_does_not_help_a_later_one():
    def clears(a, b):
        for row in (a, b):
            row[["entity", "unit", "indicator"]] = "same"
        return True

    task = find("comparable_bug")
    assert judge(task, clears).startswith("Not yet: ")
    assert judge(task, lambda a, b: a["unit"] == b["unit"]).startswith("Not yet: ")


def test_what_a_function_prints_is_not_repeated(capsys):
    def prints(start, end):
        print("debugging")
        return end / start

    assert "still a factor" in judge(FIX, prints)
    assert capsys.readouterr() == ("", "")
    assert "prints something and returns nothing" in judge(FIX, lambda start, end: print(end))


def test_rows_in_trials_have_all_columns_of_figures():
    columns = set(dq.figures().columns)
    for pair in find("comparable_bug").trials():
        for row in pair:
            assert set(row.index) == columns
            assert row.name == row["figure_id"]


def test_bug_hunts_cannot_be_passed_by_heart():
    for task in EXERCISES.values():
        if task.kind != "bug_hunt":
            continue
        right = each_of(task.answer())[0]
        results = [right(*arguments) for arguments in task.trials()]
        assert len(results) >= 5, task.id
        assert len(set(results)) >= 2, task.id
        for result in results:
            assert judge(task, lambda *_, same=result: same).startswith("Not yet: "), task.id


# --- check and hint


def test_check_prints_and_returns_nothing(capsys):
    assert lesson.check("growth_racks", ...) is None
    assert capsys.readouterr().out.startswith("No answer yet: ")


def test_hints_come_one_after_the_other(capsys, monkeypatch):
    monkeypatch.setattr(lesson, "_given", Counter())
    for task in EXERCISES.values():
        for number, text in enumerate(task.hints, 1):
            assert lesson.hint(task.id) is None
            said = " ".join(capsys.readouterr().out.split())  # however it was wrapped
            assert said == f"Hint {number} of {len(task.hints)}: {text}"
        for _ in range(2):
            lesson.hint(task.id)
            said = " ".join(capsys.readouterr().out.split())
            assert said == f"There are no more hints. The last was: {task.hints[-1]}"


def test_an_unknown_exercise_names_the_nearest():
    for ask in (find, lesson.hint, lesson.choices_text, lesson.digits_text):
        with pytest.raises(ValueError, match="'growth_rack'; did you mean 'growth_racks'"):
            ask("growth_rack")


WITHOUT_MATPLOTLIB = """
import sys, warnings
sys.modules["matplotlib"] = None
warnings.simplefilter("ignore" if {quiet} else "default")
{code}
"""


def without_matplotlib(code, *, quiet=True):
    run = WITHOUT_MATPLOTLIB.format(code=code, quiet=quiet)
    return subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, cwd=ROOT)


def test_without_matplotlib_charts_say_what_to_install():
    for code in (
        "from daqing_data.lesson import check, setup, text_twin",
        "import daqing_data.lesson; daqing_data.lesson.drawn",
    ):
        done = without_matplotlib(code)
        assert done.returncode == 1
        last = done.stderr.strip().splitlines()[-1]
        assert last.startswith("ImportError: the charts of the lessons need matplotlib")
        assert "`pip install matplotlib seaborn ipython`, or `python run.py`" in last
    loud = without_matplotlib("import daqing_data.lesson", quiet=False)
    assert "pip install matplotlib seaborn" in loud.stderr


def test_without_matplotlib_answers_are_checked():
    code = """
from daqing_data.lesson import check, hint
from daqing_data.lesson.exercises import EXERCISES
from daqing_data.lesson.judging import judge
check("growth_rank", "a"); hint("growth_rank")
import daqing_data.lesson
try:
    daqing_data.lesson.nothing
except AttributeError:
    loaded = [name for name in sys.modules if name.startswith(("matplotlib.", "seaborn"))]
    print(len(EXERCISES), loaded)
"""
    done = without_matplotlib(code)
    assert done.stderr == ""
    first, second, third = done.stdout.splitlines()
    assert first.startswith("Right: ")
    assert second.startswith("Hint 1 of ")
    assert third == f"{len(EXERCISES)} []"


# --- the exercises


def spellings(task, right):
    """Ways to write a right answer."""
    if callable(right):
        return [right]
    if task.choices:
        return [right, right.upper(), f"({right})", f" {right}. ", task.choices[right]]
    if isinstance(right, pd.Interval):
        pair = (right.left, None if np.isinf(right.right) else right.right)
        return [right, pair, list(pair), str(right)]
    if isinstance(right, str):
        return [right, right.upper(), f" {right.replace(' ', '  ')} "]
    ways = [
        right,
        np.float64(right),
        Decimal(str(right)),
        Fraction(right),
        str(right),
        f"{right:,}",
    ]
    if task.digits is not None:
        ways += [f"{right:.{task.digits}g}", float(f"{right:.{task.digits + 1}g}")]
    if task.unit == "ratio":
        ways += [f"{100 * right:.6g} %", f"{100 * right:.6g}%", f"{100 * right:.6g}％ a year"]
    return ways


@pytest.mark.parametrize("name", EXERCISES)
def test_exercise_accepts_its_right_answer_in_other_spellings(name):
    task = find(name)
    answers = [way for right in each_of(task.answer()) for way in spellings(task, right)]
    said = {repr(answer): judge(task, answer) for answer in answers}
    assert {answer: text for answer, text in said.items() if text != f"Right: {task.why}"} == {}


@pytest.mark.parametrize("name", EXERCISES)
def test_exercise_rejects_each_misconception_with_its_own_reason(name):
    """Of answers that two misconceptions share, the first one's reason is said."""
    task = find(name)
    assert task.misconceptions
    reasons = [wrong.reason for wrong in task.misconceptions]
    assert len(set(reasons)) == len(reasons)
    for wrong in task.misconceptions:
        said = [judge(task, answer) for answer in each_of(wrong.answer())]
        assert not [text for text in said if not text.startswith("Not yet: ")], wrong.reason
        assert any(text.startswith(f"Not yet: {wrong.reason}") for text in said), (
            said,
            wrong.reason,
        )


# What a class hands in: the answer as Python, whether it is right, and a part of what must be said.
# Answers to what counts the article's figures follow from the counts: N expressions, of which K
# state something and R nothing; F figures; IDS of figures and events.
STATED = dq.numerals()["states"].dropna().str.split()
N, K, F, IDS = len(dq.numerals()), len(STATED), len(dq.figures()), int(STATED.str.len().sum())
NAMES = {
    "N": N,
    "K": K,
    "R": N - K,
    "F": F,
    "IDS": IDS,
    "share": K / N,
    "np": np,
    "pd": pd,
    "dq": dq,
    "math": math,
    "outcome": outcome,
    "Decimal": Decimal,
    "Fraction": Fraction,
}
with (Path(__file__).parent / "answers.csv").open(encoding="utf-8", newline="") as file:
    ANSWERS = list(csv.DictReader(file))


def handed_in(row):
    return eval(compile(ast.parse(row["answer"], mode="eval"), "answer", "eval"), dict(NAMES))


def expected_of(row):
    """What must be said; {N} and the like stand for counts."""
    return eval(f"f{row['part']!r}", dict(NAMES)) if "{" in row["part"] else row["part"]


def test_words_of_magnitude_mean_the_same_as_ever():
    powers = {
        2: "hundred 百",
        3: "thousand k 千",
        4: "万 wan",
        6: "million millions mio mln mn 百万",
        7: "千万",
        8: "亿 yi",
        9: "billion billions bn mrd milliard 十亿",
        12: "trillion 万亿",
    }
    for power, words in powers.items():
        for word in words.split():
            assert units.MULTIPLES[word] == 10**power, word
    assert units.MULTIPLES["hundred million"] == 10**8
    assert units.RATIO["%"] == units.RATIO["percent"] == Fraction(1, 100)
    assert units.RATIO["‰"] == Fraction(1, 1000)
    assert [units.RATIO[word] for word in ("half", "third", "quarter", "tenth", "eleventh")] == [
        Fraction(1, part) for part in (2, 3, 4, 10, 11)
    ]


@pytest.mark.parametrize("name", EXERCISES)
def test_what_a_class_hands_in(name, capsys):
    failed = []
    for row in ANSWERS:
        if row["exercise"] == name:
            lesson.check(name, handed_in(row))
            said = " ".join(capsys.readouterr().out.split())  # however it was wrapped
            right = said == f"Right: {find(name).why}"
            if right != (row["verdict"] == "right") or expected_of(row) not in said:
                failed.append((row["answer"], row["verdict"], expected_of(row), said))
    assert failed == []


def test_answers_cover_every_exercise_and_have_reasons_of_their_own():
    wrong = [row for row in ANSWERS if row["verdict"] == "wrong"]
    assert {row["verdict"] for row in ANSWERS} == {"right", "wrong"}
    assert {row["exercise"] for row in ANSWERS} == set(EXERCISES)
    assert min(Counter(row["exercise"] for row in wrong).values()) >= 8
    assert len(wrong) >= 1000
    assert not [row for row in wrong if not row["part"]]
    bare = re.compile(r"Not yet: ((much )?too (large|small)|that is not it)\. For a hint")
    said = [judge(find(row["exercise"]), handed_in(row)) for row in wrong[::7]]
    assert sum(not bare.match(text) for text in said) >= 0.85 * len(said)


def test_the_first_nonsense_answer_does_not_buy_the_way():
    for task in EXERCISES.values():
        for nonsense in (0, "x", (0, 0)):
            said = judge(task, nonsense)
            assert not [hint for hint in task.hints if hint in said], (task.id, said)


def test_every_answer_gets_an_answer():
    """Whatever is handed in, no exception comes out, and nothing strange is right."""
    odd = [
        *(
            -1,
            1e308,
            10**400,
            math.inf,
            math.nan,
            1 + 2j,
            b"a",
            " ",
            "%",
            "-",
            "1/0",
            "1e99",
            "(1,",
        ),
        *(
            "[",
            "> <",
            "20 <",
            "and",
            "to 30",
            "3 ±",
            "inf ± 1",
            "x" * 5000,
            "1/" * 40 + "1",
            "2^99",
        ),
        *("1**9999", "0^-1", "1,0,0", "1.000,0.1", "3 = 4", "( )", "万亿亿", "∞", "一", "三成成"),
        *(
            [],
            (),
            {},
            {1},
            [1, 2, 3],
            (None, None),
            ("a", "b"),
            (math.nan, 1),
            np.array([]),
            object(),
        ),
        *(np.arange(3), pd.Series([1, 2]), pd.DataFrame({"a": [1]}), pd.NA, pd.NaT, dq.figures()),
        *(pd.Interval(pd.Timestamp("2020"), pd.Timestamp("2021")), range(0, 10, 2), dq.read_number),
        *(dq.compare("racks_2016", "racks_2022"), dq.compare("racks_2016", "cable_age"), print),
        *(lambda *_: 1 / 0, lambda *_: 10**400, lambda *_: pd.NA, lambda *_: np.array([1, 2])),
        *(lambda *_: sys.exit(), lambda *_: object(), lambda *_: (1,), types, iter([1])),
    ]
    for task in EXERCISES.values():
        for answer in odd:
            said = judge(task, answer)
            assert said.startswith(("Not yet: ", "No answer yet: ")), (
                task.id,
                repr(answer)[:60],
                said,
            )
            assert said.endswith((".", "?", ")")), said


@pytest.mark.parametrize("name", EXERCISES)
def test_exercise_is_well_formed(name):
    task = find(name)
    assert task.id == name
    reasons = [wrong.reason for wrong in task.misconceptions]
    for said in (task.why, *task.hints, *reasons):
        assert said.endswith((".", "?", ".)")), said
    assert len(set(task.hints)) == len(task.hints) >= 2
    if task.choices:
        wrong = {wrong.answer() for wrong in task.misconceptions}
        assert wrong | {task.answer()} == set(task.choices), "each wrong choice has its own reason"
    assert bool(task.trials()) == callable(each_of(task.answer())[0])


def test_each_lesson_has_a_file_and_any_letter_may_be_right():
    for module in LESSONS:
        assert {task.lesson for task in module.EXERCISES} == {module.LESSON}
        assert module.LESSON.partition("_")[2] == module.__name__.rpartition(".")[2]
    letters = Counter(task.answer() for task in EXERCISES.values() if task.choices)
    assert set(letters) == set("abcd")
    assert max(letters.values()) - min(letters.values()) <= 1


def test_a_refused_comparison_handed_in_says_its_refusal():
    refused = dq.compare("racks_2016", "cable_age")
    said = judge(find("comparable_school"), refused)
    assert f"refused ({refused.reason_code}): {refused.reason_en}" in said
    grown = dq.compare("racks_2016", "racks_2022")
    assert 'such as `["growth_rate"].value`' in judge(find("comparable_school"), grown)


def test_a_root_of_something_negative_is_a_result_like_any_other():
    """Wrong functions give complex numbers; each must still be told from the others."""
    assert trying._same(1 + 2j, 1 + 2j)
    assert not trying._same(1 + 2j, 1 - 2j)
    assert not trying._same(1.0, 1 + 0j)
