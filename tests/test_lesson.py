"""Charts say what they draw, twins say nothing else, and exercises know right answers from misconceptions."""

import base64
import io
from decimal import Decimal
from fractions import Fraction

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

import daqing_data as dq
from daqing_data.lesson import check, drawn, setup, text_twin
from daqing_data.lesson.exercises import EXERCISES, find
from daqing_data.lesson.judging import Exercise, Misconception, judge
from notebooks.make import ROOT, run

mpl.use("agg")
import matplotlib.pyplot as plt


@pytest.fixture
def ax():
    figure, ax = plt.subplots()
    yield ax
    plt.close(figure)


def lines(ax):
    return [line.strip() for line in drawn(ax.figure)]


# --- what a chart drew


DRAWN = {
    "bar": (lambda ax: ax.bar(["then", "now"], [80, 1484]), "bar x [0.6, 1.4] y [0, 1484]"),
    "barh": (lambda ax: ax.barh(["then", "now"], [80, 1484]), "bar x [0, 1484] y [0.6, 1.4]"),
    "line": (
        lambda ax: ax.plot([2016, 2022], [80, 1484]),
        "line - marker None x [2016, 2022] y [80, 1484]",
    ),
    "marker": (lambda ax: ax.plot([1], [2], "s"), "line None marker s x [1] y [2]"),
    "line with a gap": (
        lambda ax: ax.plot([1, 2], [3, None]),
        "line - marker None x [1, 2] y [3, nan]",
    ),
    "scatter": (lambda ax: ax.scatter([1, 2], [3, 4]), "points [1, 3, 2, 4]"),
    "bubbles": (
        lambda ax: ax.scatter([1, 2], [3, 4], s=[5, 6]),
        "points [1, 3, 2, 4] sizes [5, 6]",
    ),
    "whisker": (lambda ax: ax.errorbar([1], [5], yerr=[[1], [2]]), "LineCollection [1, 4, 1, 7]"),
    "band": (
        lambda ax: ax.fill_between([0, 1], 2, 3),
        "FillBetweenPolyCollection [0, 3, 0, 2, 1, 2, 1, 3, 1, 3, 0, 3, 0, 3]",
    ),
    "rule": (lambda ax: ax.axhline(150), "line - marker None x [0, 1] y [150, 150]"),
    "six digits": (
        lambda ax: ax.plot([1.23456789], [-1e-17]),
        "line - marker None x [1.23457] y [0]",
    ),
    "text": (lambda ax: ax.text(1, 2, "here"), "text 'here' at [1, 2]"),
    "arrow": (
        lambda ax: ax.annotate("", xy=(2, 1), xytext=(1, 1), arrowprops={"arrowstyle": "->"}),
        "annotation with arrow '' to [2, 1] data from [1, 1] data",
    ),
    "lone arrow": (
        lambda ax: ax.add_patch(mpl.patches.FancyArrowPatch((1, 1), (2, 2))),
        "arrow [1, 1, 2, 2]",
    ),
    "circle": (
        lambda ax: ax.add_patch(mpl.patches.Polygon([(0, 0), (1, 2)])),
        "Polygon [0, 0, 1, 2, 0, 0]",
    ),
    "picture": (
        lambda ax: ax.imshow([[1, 2]]),
        "image (1, 2) extent [-0.5, 1.5, 0.5, -0.5] [1, 2]",
    ),
    "mesh": (lambda ax: ax.pcolormesh([[1, 2]]), "mesh (1, 2) [1, 2] x [0, 1, 2] y [0, 1]"),
    "legend": (
        lambda ax: ax.plot([1], label="5G") and ax.legend(title="Network"),
        "legend Network | 5G",
    ),
    "title": (lambda ax: ax.set_title("Racks"), "axes 0: title 'Racks'"),
    "side title": (lambda ax: ax.set_title("Racks", loc="left"), "text 'Racks' at [0, 1]"),
    "figure title": (lambda ax: ax.figure.suptitle("Racks"), "figure: text 'Racks' at [0.5, 0.98]"),
    "log axis": (
        lambda ax: ax.set(ylim=(1, 100), yscale="log", ylabel="Racks"),
        "y 'Racks' log from [1, 100]",
    ),
    "categories": (lambda ax: ax.bar(["then", "now"], [1, 2]), "x ticks then | now"),
    # matplotlib keeps ticks just beyond the limits, and other versions of it keep others: they are not drawn.
    "ticks": (
        lambda ax: ax.set(xlim=(0.1, 3.9)),
        "x ticks 0.5 | 1.0 | 1.5 | 2.0 | 2.5 | 3.0 | 3.5",
    ),
    "ticks at the limits": (
        lambda ax: ax.set(xlim=(3, 0)),
        "x ticks 0.0 | 0.5 | 1.0 | 1.5 | 2.0 | 2.5 | 3.0",
    ),
    "inset": (
        lambda ax: ax.inset_axes([0, 0, 1, 1]).plot([7], [8]),
        "line - marker None x [7] y [8]",
    ),
    "unknown artist": (lambda ax: ax.table([["80"]]), "Table (its numbers are not read)"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_reads(name, ax):
    draw, expected = DRAWN[name]
    draw(ax)
    assert expected in lines(ax)


def test_drawn_leaves_out_what_is_hidden(ax):
    ax.plot([1], [2])[0].set_visible(False)
    assert not [line for line in lines(ax) if "line" in line and "linear" not in line]


def test_drawn_does_not_depend_on_the_font(ax):
    sns.barplot(x=["then", "now"], y=[80, 1484], ax=ax)
    before = drawn(ax.figure)
    with mpl.rc_context({"font.family": "monospace"}):
        for text in ax.figure.findobj(mpl.text.Text):
            text.set_fontfamily("monospace")
        assert drawn(ax.figure) == before


def test_a_thousandth_of_a_percent_shows(ax):
    bar = ax.bar(["now"], [1484])[0]
    before = drawn(ax.figure)
    bar.set_height(1484 * 1.00001)
    assert drawn(ax.figure) != before


# --- the chart in words


RACKS = pd.DataFrame({"date": ["January 2016", "March 2022"], "racks": [80, 1484]})


def bars(ax, values=(80, 1484)):
    ax.bar(RACKS["date"], values)


def test_twin_prints_a_sentence_and_the_numbers(ax, capsys):
    bars(ax)
    text_twin(ax, "The racks grew from 80 to 1484.", RACKS)
    assert capsys.readouterr().out.splitlines() == [
        "In words: The racks grew from 80 to 1484.",
        "        date racks",
        "January 2016    80",
        "  March 2022  1484",
    ]


def test_twin_prints_a_named_index_intervals_and_open_ends(ax, capsys):
    ax.barh(["cable"], [12.8])
    interval = pd.Interval(12.8, np.inf, closed="neither")
    table = pd.DataFrame(
        {"times": [interval], "note": [None]}, index=pd.Index(["cable"], name="what")
    )
    text_twin(ax, "More than 12.8 times.", table)
    assert capsys.readouterr().out.splitlines()[1:] == [
        " what            times note",
        "cable (12.8, no limit)    -",
    ]


WRONG_TWINS = {
    "another number": (
        (80, 1484),
        {"racks": [80, 1485]},
        "'racks' has 1485.*nearest number drawn is 1484",
    ),
    "half a bar": ((80, 1484), {"racks": [742]}, "'racks' has 742"),
    "a place among categories": ((80, 1484), {"racks": [0.4]}, "'racks' has 0.4"),
    "swapped rows": (
        (1484, 80),
        RACKS.to_dict("list"),
        "'racks' has 80, which the chart does not draw at 'January 2016'",
    ),
    "an end of an interval": ((80, 1484), {"racks": [pd.Interval(80, 90)]}, "'racks' has 90"),
    "a tick label": ((80, 1484), {"racks": [200]}, "'racks' has 200"),
}


@pytest.mark.parametrize("name", WRONG_TWINS)
def test_twin_refuses_what_is_not_drawn(name, ax, capsys):
    values, table, message = WRONG_TWINS[name]
    bars(ax, values)
    with pytest.raises(ValueError, match=message):
        text_twin(ax, "Racks.", pd.DataFrame(table))
    assert capsys.readouterr().out == ""


def test_twin_takes_percent_from_an_axis_in_percent(ax):
    ax.barh(["racks"], [0.602])
    with pytest.raises(ValueError, match=r"60\.2"):
        text_twin(ax, "Growth.", pd.DataFrame({"growth": [60.2]}))
    ax.xaxis.set_major_formatter("{x:.0%}")
    text_twin(ax, "Growth.", pd.DataFrame({"growth": [60.2]}))
    text_twin(ax, "Growth.", pd.DataFrame({"growth": [0.602]}))


def test_twin_takes_numbers_from_texts(ax):
    ax.text(0, 0, "18.55 times, 60.2 % a year")
    text_twin(ax, "Growth.", pd.DataFrame({"times": [18.55], "percent": [60.2], "share": [0.602]}))


def test_twin_takes_years_from_a_numeric_axis_and_the_middle_of_bars(ax):
    ax.bar([2016, 2022], [80, 1484])
    text_twin(
        ax.figure,
        "Racks.",
        pd.Series([80, 1484], index=pd.Index([2016, 2022], name="year"), name="racks"),
    )


@pytest.mark.parametrize(
    "draw",
    [
        lambda: sns.catplot(RACKS, x="date", y="racks", kind="bar", errorbar=None),
        lambda: sns.FacetGrid(RACKS, col="date").map(plt.plot, "racks", "racks"),
        lambda: sns.heatmap(RACKS.set_index("date"), annot=True),
        lambda: sns.pointplot(RACKS, y="date", x="racks", errorbar=None),
        lambda: sns.scatterplot(RACKS, x="date", y="racks", hue="date"),
    ],
    ids=["catplot", "facets", "heatmap", "pointplot", "scatterplot"],
)
def test_twin_reads_seaborn(draw):
    chart = draw()
    text_twin(chart, "Racks.", RACKS)
    with pytest.raises(ValueError, match="81"):
        text_twin(chart, "Racks.", RACKS.replace({"racks": {80: 81}}))
    plt.close("all")


@pytest.mark.parametrize(
    ("sentence", "table"), [("no full stop", RACKS), ("", RACKS), ("Empty.", RACKS[:0])]
)
def test_twin_needs_a_sentence_and_numbers(sentence, table, ax):
    bars(ax)
    with pytest.raises(ValueError, match="needs"):
        text_twin(ax, sentence, table)


# --- setup


def test_setup_outside_a_notebook_says_so():
    with pytest.raises(RuntimeError, match="in a notebook cell"):
        setup()


def test_setup_stores_a_chart_three_ways(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    chart = "fig, ax = plt.subplots()\nax.plot([1, 2], label='−1')\nplt.show()"
    head = "import matplotlib.pyplot as plt\nfrom daqing_data.lesson import setup\nsetup()\n"
    cells = [
        head + chart,
        "setup()",
        chart,
        "print(plt.rcParams['font.family'], plt.rcParams['font.sans-serif'])",
    ]
    notebook = run(new_notebook(cells=[new_code_cell(cell) for cell in cells]), tmp_path)
    first, again, second, fonts = (cell.outputs for cell in notebook.cells)
    assert again == []
    assert first == second
    assert set(first[0].data) == {
        "application/vnd.drawn+json",
        "image/svg+xml",
        "image/png",
        "text/plain",
    }
    assert "<dc:date>" not in first[0].data["image/svg+xml"]
    assert "<text" in first[0].data["image/svg+xml"]
    assert (
        "Software" not in Image.open(io.BytesIO(base64.b64decode(first[0].data["image/png"]))).info
    )
    assert fonts[0].text == "['DejaVu Sans'] ['DejaVu Sans']\n"


# --- exercises: the machinery, on exercises made for it


def exercise(answer, **more):
    misconceptions = tuple(
        Misconception(lambda value=value: value, reason) for value, reason in more.pop("wrong", ())
    )
    kind = more.pop("kind", "number")
    return Exercise(
        "id", "00_test", kind, lambda: answer, "because.", misconceptions, "think.", **more
    )


GROWTH = exercise(0.60234, unit="ratio", wrong=[(2.83, "no root."), (1.60234, "a factor.")])
COUNT = exercise(1484, unit="count", digits=None)
MONEY = exercise(57_700_000_000.0, unit="CNY")
VISITORS = exercise(1.8, unit="million")
AREA = exercise(228_000.0, unit="m2")
PLAIN = exercise(18.55, digits=4)
CHOICE = exercise("b", kind="choice", choices="abc", wrong=[("a", "a flow.")])
TEXT = exercise(("stock", "存量"), kind="text")
BETWEEN = exercise(pd.Interval(0.596, 0.609, closed="both"), kind="interval", unit="ratio")
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
    wrong=[(lambda a, b: 1, "all pass.")],
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
    (PLAIN, [18.55, "18.55", "≈ 18.55"]),
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


@pytest.mark.parametrize(
    ("task", "answer"), [(task, answer) for task, answers in RIGHT for answer in answers]
)
def test_a_right_answer_in_other_spelling_is_right(task, answer):
    assert judge(task, answer) == "Right: because."


NOT_YET = [
    (GROWTH, 2.83, "no root"),
    (GROWTH, "283 %", "no root"),
    (GROWTH, 1.602, "a factor"),
    (GROWTH, 0.6, "right so far; give three significant digits, and round only at the end. Think"),
    (GROWTH, 0.61, "Not yet: think"),
    (GROWTH, 0.5, "Not yet: think"),
    (GROWTH, 60.2, "60.2 is 6020 %. Write a share or a rate as a fraction of 1"),
    (GROWTH, -0.602, "the sign is not"),
    (GROWTH, 7, "think"),
    (GROWTH, True, "result of a comparison"),
    (GROWTH, np.array([0.602]), "a whole ndarray of 1 value."),
    (GROWTH, pd.Series([0.602, 1]), "a whole Series of 2 values"),
    (GROWTH, [0.602], "such as 0.123 or '12.3 %', and this is [0.602]"),
    (GROWTH, float("nan"), "NaN"),
    (GROWTH, 10**400, "far too large"),
    (GROWTH, "1" * 5000, "I could not read"),
    (GROWTH, "sixty", "please answer as a fraction or a percentage; I could not read 'sixty'"),
    (
        GROWTH,
        "60.2 apples",
        "please answer as a fraction or a percentage; I could not read '60.2 apples'",
    ),
    (GROWTH, "60.2 percentage points", "I could not read"),
    (GROWTH, round, "this is a function; call it"),
    (GROWTH, dq.compare("racks_2016", "racks_2022"), "take its `.results[0].value`"),
    (GROWTH, dq.compare("racks_2016", "racks_2022").results[0], "take its `.value`"),
    (GROWTH, dq.read_number("60%"), "take its `.value`"),
    (COUNT, 1483, "think"),
    (MONEY, 577, "think"),
    (MONEY, 58e9, "three significant digits"),
    (MONEY, "57.7 billion dollars", "please answer in yuan"),
    (AREA, "228000 feet", "please answer in square metres; I could not read '228000 feet'"),
    (PLAIN, 18.5, "think"),
    (PLAIN, 19, "give four significant digits"),
    (CHOICE, "a", "a flow"),
    (CHOICE, "c", "think"),
    (CHOICE, "d", "one of a, b, c, and this is 'd'"),
    (CHOICE, "b and c", "a letter in quotes is asked for"),
    (CHOICE, 2, "one of a, b, c"),
    (TEXT, "flow", "think"),
    (TEXT, 3, "a text in quotes is asked for, not a number. Think"),
    (
        CODE,
        dq.compare("park_tax", "park_investment"),
        "this is a whole Comparison; take its `.reason_code`",
    ),
    (CODE, 0.207, "divided"),
    (CODE, pd.Interval(0, 1), "a text in quotes is asked for, not a number. Think"),
    (BETWEEN, (0.609, 0.596), "lower end comes first"),
    (
        BETWEEN,
        pd.Interval(0.596, 0.609, closed="left"),
        "which of the two ends belongs, if any? (`pd.Interval(a, b)` without",
    ),
    (BETWEEN, "(0.596, 0.609)", "the limits are right; which of the two ends belongs, if any?"),
    (BETWEEN, (0.6, 0.61), "right so far; give three significant digits"),
    (BETWEEN, (59.6, 60.9), "60.9 is 6090 %."),
    (BETWEEN, (0.5, 0.7), "Not yet: think"),
    (BETWEEN, 0.602, "two ends are asked for"),
    (BETWEEN, "about 0.6", "two ends are asked for"),
    (BETWEEN, "a little", "two ends are asked for"),
    (BETWEEN, range(3), "two ends are asked for"),
    (BETWEEN, pd.Interval(pd.Timestamp("2021"), pd.Timestamp("2022")), "one number is asked for"),
    (BETWEEN, np.array([0.596, 0.609]), "two ends are asked for"),
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
    (FIX, lambda start, end: (start, end), "returns 2 values"),
    (FIX, lambda start, end: None, "returns nothing"),
    (FIX, lambda start, end: start[0], "stops with TypeError: 'int' object is not subscriptable."),
    (FIX, lambda start: start, "takes 1 positional argument but 2 were given"),
    (FIX, lambda start, end: "17.55", "think"),
    (
        FIX,
        17.55,
        "write the name of the function alone, such as `answer = yearly`, without brackets.",
    ),
    (FIX, "yearly", "without brackets"),
    (YES_NO, True, "without brackets"),
    (YES_NO, lambda a, b: True, "all pass"),
    (IN_WORDS, lambda a: "yes", "think"),
    (ON_SERIES, lambda cells: len(cells), "think"),
]


@pytest.mark.parametrize(("task", "answer", "reason"), NOT_YET)
def test_a_wrong_answer_gets_its_reason(task, answer, reason):
    said = judge(task, answer)
    assert said.startswith("Not yet: ")
    assert reason in said


@pytest.mark.parametrize("answer", [..., None, "...", "…", ""])
@pytest.mark.parametrize("task", [GROWTH, CHOICE, TEXT, BETWEEN, FIX])
def test_no_answer_yet(task, answer):
    assert judge(task, answer).startswith("No answer yet: ")


def test_a_misconception_never_shadows_the_right_answer():
    task = exercise(0.602, wrong=[(0.6021, "shadow.")])
    assert judge(task, 0.602) == "Right: because."


def test_check_prints_and_returns_nothing(capsys):
    assert check("growth_racks", ...) is None
    assert capsys.readouterr().out.startswith("No answer yet: ")


def test_an_unknown_exercise_names_the_nearest():
    with pytest.raises(
        ValueError, match="unknown exercise 'growth_rack'; did you mean 'growth_racks'"
    ):
        find("growth_rack")


# --- exercises: the table


def each(answer):
    return answer if isinstance(answer, tuple) else (answer,)


def spellings(task, right):
    """Ways to write a right answer."""
    if callable(right):
        return [right]
    if task.choices:
        return [right, right.upper(), f"({right})", f" {right}. "]
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
    answers = [way for right in each(task.answer()) for way in spellings(task, right)]
    said = {repr(answer): judge(task, answer) for answer in answers}
    assert {answer: text for answer, text in said.items() if text != f"Right: {task.why}"} == {}


@pytest.mark.parametrize("name", EXERCISES)
def test_exercise_rejects_each_misconception_with_its_own_reason(name):
    task = find(name)
    assert task.misconceptions
    for wrong in task.misconceptions:
        assert {judge(task, answer) for answer in each(wrong.answer())} == {
            f"Not yet: {wrong.reason}"
        }
    assert len({wrong.reason for wrong in task.misconceptions}) == len(task.misconceptions)


# What pupils really handed in, and a part of what must be said to it.
HANDED_IN = [
    ("numbers_stock_flow", "b) the racks of a data centre", "Right"),
    ("numbers_wan", "228,000 square metres", "Right"),
    ("numbers_share", 63.3, "as a fraction of 1"),
    (
        "numbers_bug",
        lambda states: states.str.split().explode().isin(dq.figures()["figure_id"]).sum(),
        "Right",
    ),
    ("numbers_bug", lambda states: len(states), "Not yet"),
    ("numbers_who", "the Daqing Bureau of Industry and Information Technology", "Right"),
    ("numbers_who", "a city office", "short label"),
    ("wording_years", range(20, 30), "two ends"),
    ("wording_years", pd.Interval(20, 30), "takes in the right end only"),
    ("wording_years", (20, 29), "29 years and a half"),
    ("wording_years", "20 <= x < 30", "please answer with two ends in years"),
    ("wording_bug", lambda number: number + 10 ** str(number).count("0"), "try it on 105"),
    ("wording_bug", lambda number: (number, number + 100), "one is asked for"),
    (
        "wording_bug",
        lambda number: (number, number + 10 ** (len(str(number)) - 1)),
        "hand in `upper_end`",
    ),
    ("wording_complement", dq.read_number("超过七成").interval, "Right"),
    ("wording_complement", "(0.7, 1)", "Right"),
    ("comparable_pairs", "435 pairs", "Right"),
    ("comparable_ranks", "c", "exactly one of them is in the province"),
    (
        "comparable_reason",
        dq.compare("cable_orders_2021", "cable_capacity_2022"),
        "take its `.reason_code`",
    ),
    ("comparable_reason", str(dq.compare("cable_orders_2021", "cable_capacity_2022")), "Right"),
    ("comparable_reason", "no", "that is the verdict"),
    (
        "comparable_bug",
        lambda a, b: all(a[name] == b[name] for name in ["unit", "entity", "indicator"]),
        "Right",
    ),
    (
        "comparable_bug",
        lambda a, b: a.entity == b.entity and a.indicator == b.indicator,
        "ask for the unit",
    ),
    ("comparable_school", "1/8", "Right"),
    ("growth_racks", "18.1 percent per year", "Right"),
    ("growth_racks", 1.5 ** (1 / 5.5) - 1, "the root of the growth"),
    ("growth_racks", 2.5 ** (1 / 6) - 1, "whole years"),
    ("growth_racks", 2.5**1 / 5.5 - 1, "with the brackets"),
    ("growth_previous", "1.8 million", "Right"),
    ("growth_previous", 2.34 - 0.30, "a percentage is no number of visitors"),
    (
        "growth_bug",
        lambda start, end, years: (end / start) ** 1 / years - 1,
        "put 1 / years in brackets",
    ),
    ("growth_bound", "(300%, inf)", "Right"),
    ("growth_bound", pd.Interval(3, np.inf), "Right"),
    ("services_density", "12.3 base stations", "Right"),
    ("services_bounds", "-15 to 20 percentage points", "Right"),
    ("services_bounds", "5 percentage points", "Give two ends"),
    ("park_land", "43.25万–44.35万", "Right"),
    ("park_refused", 1.14 / 5.5, "that can be divided, but not used"),
    ("park_refused", "not_comparable_scope", "whole project or of one phase"),
    ("park_transfer", (0.09, 0.22), "right so far"),
    ("park_transfer", (0.0909, 0.2), "Not yet: read both numbers"),
    ("target_gap", "CNY 57.7 billion", "Right"),
    ("target_gap", 57.7, "write the unit"),
    ("target_required", 577 / 1500 / 3, "a share of the target"),
    ("target_required", 0.1494, "the later level as the base"),
    ("target_required", 1.176, "the factor a year"),
    ("target_required", 0.17, "Not yet: the ratio"),
    ("target_transfer", 0.0845, "the rate from the printed number"),
    ("outcome_last_year", "4/11", "Right"),
    ("outcome_bug", lambda floor, target: floor >= target, "Right: only a floor"),
    ("outcome_bug", lambda floor, target: "yes" if floor >= target else "cannot be told", "Right"),
    ("outcome_bug", lambda floor, target: "yes" if floor >= target else "no", "does not say no"),
    ("outcome_ratio", 1.0, "equal steps"),
]


@pytest.mark.parametrize(("name", "answer", "part"), HANDED_IN)
def test_what_pupils_handed_in(name, answer, part):
    assert part in judge(find(name), answer)


@pytest.mark.parametrize("name", EXERCISES)
def test_exercise_is_well_formed(name):
    task = find(name)
    assert task.id == name
    for said in (task.why, task.hint, *(wrong.reason for wrong in task.misconceptions)):
        assert said.endswith((".", "?")), said
    if task.choices:
        reasons = {wrong.answer() for wrong in task.misconceptions}
        assert reasons | {task.answer()} == set(task.choices), (
            "each wrong choice has a reason of its own"
        )
    assert bool(task.trials) == callable(each(task.answer())[0])
