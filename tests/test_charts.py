"""Charts say what they draw, twins say nothing else, and a chart that misleads is refused."""

import base64
import copy
import io
import json

import matplotlib as mpl
import nbformat
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from daqing_data.intervals import to_text
from daqing_data.lesson.chart_rules import chart_problems, problems
from daqing_data.lesson.charts import DRAWN_MIME, LOOK, SVG_MIME, setup, text_twin
from daqing_data.lesson.drawn import drawn
from notebooks.make import ROOT, run

mpl.use("agg")
import matplotlib.pyplot as plt


@pytest.fixture
def ax():
    with mpl.rc_context(LOOK):
        figure, ax = plt.subplots()
        yield ax
    plt.close(figure)


def lines(ax):
    return [line.strip() for line in drawn(ax.figure)]


def named(ax, **more):
    """Give a chart the title and the units that every chart needs."""
    ax.set(
        **(
            {"title": "What the racks did", "xlabel": "year (CE)", "ylabel": "number of racks"}
            | more
        )
    )


# --- what a chart drew

DRAWN = {
    "bar": (
        lambda ax: ax.bar(["then", "now"], [80, 1484]),
        "vertical bar x [0.6, 1.4] y [0, 1484]",
    ),
    "barh": (
        lambda ax: ax.barh(["then", "now"], [80, 1484]),
        "horizontal bar x [0, 1484] y [0.6, 1.4]",
    ),
    "rectangle": (
        lambda ax: ax.add_patch(mpl.patches.Rectangle((0, 0), 1, 1)),
        "rectangle x [0, 1] y [0, 1]",
    ),
    "line": (
        lambda ax: ax.plot([2016, 2022], [80, 1484]),
        "line - marker None x [2016, 2022] y [80, 1484]",
    ),
    "marker": (lambda ax: ax.plot([1], [2], "s"), "line None marker s x [1] y [2]"),
    "line with a gap": (
        lambda ax: ax.plot([1, 2, 3], [3, 4, None]),
        "line - marker None x [1, 2, 3] y [3, 4, nan]",
    ),
    "scatter": (lambda ax: ax.scatter([1, 2], [3, 4]), "points [1, 3, 2, 4]"),
    "bubbles": (
        lambda ax: ax.scatter([1, 2], [3, 4], s=[5, 6]),
        "points [1, 3, 2, 4] sizes [5, 6]",
    ),
    "whisker": (lambda ax: ax.errorbar([1], [5], yerr=[[1], [2]]), "LineCollection [1, 4, 1, 7]"),
    "open end": (
        lambda ax: ax.errorbar([5], [1], xerr=[[0], [2]], xlolims=[True]),
        "line None marker arrow right x [7] y [1]",
    ),
    "band": (
        lambda ax: ax.fill_between([0, 1], 2, 3),
        "FillBetweenPolyCollection [0, 3, 0, 2, 1, 2, 1, 3, 1, 3, 0, 3, 0, 3]",
    ),
    "rule": (lambda ax: ax.axhline(150), "line - marker None x [0, 1] y [150, 150]"),
    "six digits": (
        lambda ax: ax.plot([1.23456789], [-1e-17], "o"),
        "line None marker o x [1.23457] y [0]",
    ),
    "text": (lambda ax: ax.text(1, 2, "here"), "text 'here' at [1, 2]"),
    "arrow": (
        lambda ax: ax.annotate(
            "", xy=(0.2, 0.1), xytext=(0.1, 0.1), arrowprops={"arrowstyle": "->"}
        ),
        "annotation with arrow '' to [0.2, 0.1] data from [0.1, 0.1] data",
    ),
    "label inside a bar": (
        lambda ax: ax.bar_label(ax.bar([2015], [15.8]), label_type="center"),
        "annotation '15.8' to [2015, 7.9] inside another artist from [0, 0] offset points",
    ),
    "note on an artist": (
        lambda ax: ax.annotate("80", (0.5, 1), xycoords=ax.bar([2015], [80])[0]),
        "annotation '80' to [2015, 80] inside another artist from [2015, 80] inside another artist",
    ),
    "lone arrow": (
        lambda ax: ax.add_patch(mpl.patches.FancyArrowPatch((0.1, 0.1), (0.2, 0.2))),
        "arrow [0.1, 0.1, 0.2, 0.2]",
    ),
    "polygon": (
        lambda ax: ax.add_patch(mpl.patches.Polygon([(0, 0), (1, 1)])),
        "Polygon [0, 0, 1, 1, 0, 0]",
    ),
    "picture": (
        lambda ax: ax.imshow([[1, 2]]),
        "image (1, 2) extent [-0.5, 1.5, 0.5, -0.5] [1, 2]",
    ),
    "mesh": (lambda ax: ax.pcolormesh([[1, 2]]), "mesh (1, 2) [1, 2] x [0, 1, 2] y [0, 1]"),
    "legend": (
        lambda ax: ax.plot([1, 2], label="5G") and ax.legend(title="Network"),
        "legend Network | 5G",
    ),
    "title": (lambda ax: ax.set_title("Racks"), "axes 0: title 'Racks'"),
    "side title": (lambda ax: ax.set_title("Racks", loc="right"), "axes 0: title 'Racks'"),
    "figure title": (lambda ax: ax.figure.suptitle("Racks"), "figure: title 'Racks'"),
    "log axis": (
        lambda ax: ax.set(ylim=(1, 100), yscale="log", ylabel="Racks"),
        "y 'Racks' log from [1, 100]",
    ),
    "categories": (
        lambda ax: ax.bar(["then", "now"], [1, 2]),
        "x '' categories from [-0.49, 1.49]",
    ),
    "labels of categories": (lambda ax: ax.bar(["then", "now"], [1, 2]), "x ticks then | now"),
    "no axes": (lambda ax: ax.set_axis_off(), "x hidden"),
    "hidden labels": (lambda ax: ax.tick_params(labelbottom=False), "x ticks"),
    # Ticks beyond the limits, which each version of matplotlib keeps differently, are not drawn.
    "ticks": (
        lambda ax: ax.set(xlim=(0.1, 3.9)),
        "x ticks 0.5 | 1.0 | 1.5 | 2.0 | 2.5 | 3.0 | 3.5",
    ),
    "ticks at the limits": (
        lambda ax: ax.set(xlim=(3, 0)),
        "x ticks 0.0 | 0.5 | 1.0 | 1.5 | 2.0 | 2.5 | 3.0",
    ),
    "inset": (
        lambda ax: ax.inset_axes([0, 0, 1, 1]).plot([7, 8], [8, 9]),
        "line - marker None x [7, 8] y [8, 9]",
    ),
    "unknown artist": (lambda ax: ax.table([["80"]]), "Table (its numbers are not read)"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_reads(name, ax):
    draw, expected = DRAWN[name]
    draw(ax)
    assert expected in lines(ax)


def test_drawn_leaves_out_what_is_hidden(ax):
    ax.plot([1, 2], [2, 3])[0].set_visible(False)
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


# --- marks that nobody can see

UNSEEN = {
    "white line": lambda ax: ax.plot([0, 1], [0, 1], color="white"),
    "white markers": lambda ax: ax.plot([0, 1], [0, 1], "o", color="white"),
    "transparent line": lambda ax: ax.plot([0, 1], [0, 1], alpha=0),
    "almost transparent line": lambda ax: ax.plot([0, 1], [0, 1], alpha=0.01),
    "line without width": lambda ax: ax.plot([0, 1], [0, 1], linewidth=0),
    "one point, no marker": lambda ax: ax.plot([0.5], [0.5]),
    "marker of size 0": lambda ax: ax.plot([0.5], [0.5], "o", markersize=0),
    "points of size 0": lambda ax: ax.scatter([0, 1], [0, 1], s=0),
    "one point of size 0": lambda ax: ax.scatter([0, 1], [0, 1], s=[50, 0]),
    "white points": lambda ax: ax.scatter([0, 1], [0, 1], color="white"),
    "one white point": lambda ax: ax.scatter([0, 1], [0, 1], color=["C0", "white"]),
    "transparent points": lambda ax: ax.scatter([0, 1], [0, 1], alpha=0),
    "white bars": lambda ax: ax.bar([0, 1], [1, 1], color="white"),
    "bars without ink": lambda ax: ax.bar([0, 1], [1, 1], fill=False, linewidth=0),
    "white whiskers": lambda ax: ax.errorbar([0], [1], yerr=1, color="white"),
    "white band": lambda ax: ax.fill_between([0, 1], 0, 1, color="white"),
    "white words": lambda ax: ax.text(0.5, 0.5, "80", color="white"),
    "outside the limits": lambda ax: ax.plot([0, 2], [0, 1]) and ax.set_xlim(0, 1),
    "bar beyond the limits": lambda ax: ax.bar([0, 1], [1, 3]) and ax.set_ylim(0, 2),
    "under a patch": lambda ax: (
        ax.plot([0.4, 0.6], [0.5, 0.5], zorder=1),
        ax.add_patch(mpl.patches.Rectangle((0.2, 0.2), 0.6, 0.6, zorder=5)),
    ),
    "points under bars": lambda ax: (
        ax.bar([0, 1], [3, 3], zorder=3),
        ax.scatter([0, 1], [1, 2], zorder=1),
    ),
    "a bar behind a bar": lambda ax: (ax.bar([0], [1], width=0.5), ax.bar([0], [3], width=0.8)),
    "under a patch of the figure": lambda ax: (
        ax.plot([0, 1], [0, 1]),
        ax.figure.add_artist(mpl.patches.Rectangle((0, 0), 1, 1, zorder=9)),
    ),
}

SEEN = {
    "hollow markers": lambda ax: ax.plot([0, 1], [0, 1], "o", markerfacecolor="white"),
    "hollow points": lambda ax: ax.scatter([0, 1], [0, 1], color="white", edgecolor="C0"),
    "hatched bars": lambda ax: ax.bar([0, 1], [1, 1], color="white", edgecolor="C0", hatch="//"),
    "stacked bars": lambda ax: (ax.bar([0, 1], [1, 0]), ax.bar([0, 1], [2, 1], bottom=[1, 0])),
    "line over bars": lambda ax: (ax.bar([0, 1], [3, 3]), ax.plot([0, 1], [1, 2], color="C1")),
    "white words on a bar": lambda ax: ax.bar_label(
        ax.bar([0], [1]), label_type="center", color="white"
    ),
    "thin band": lambda ax: ax.fill_between([0, 1], 0, 1, alpha=0.2),
    "light grid line": lambda ax: ax.axhline(0.5, color="0.9"),
    "heat map with zeros": lambda ax: sns.heatmap(
        [[0, 1], [5, 9]], vmax=20, cmap="Blues", annot=True, ax=ax
    ),
    "words beside the axes": lambda ax: ax.text(1.05, 0.5, "80", transform=ax.transAxes),
    "whole errorbar": lambda ax: ax.errorbar([0], [1], xerr=[[0], [1]], xlolims=[True], fmt="o"),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_an_invisible_mark_is_refused(name, ax):
    UNSEEN[name](ax)
    named(ax)
    assert [found for found in chart_problems(drawn(ax.figure)) if "cannot see" in found]
    with pytest.raises(ValueError, match="mislead"):
        text_twin(ax, "Racks.", pd.DataFrame({"racks": [1]}))


@pytest.mark.parametrize("name", SEEN)
def test_a_visible_mark_is_not_refused(name, ax):
    SEEN[name](ax)
    assert "(not seen" not in "\n".join(drawn(ax.figure))


# --- charts that mislead


def good(ax):
    ax.bar(["then", "now"], [80, 1484])
    named(ax, xlabel="")


MISLEADING = {
    "no title": (lambda ax: ax.set_title(""), "no title"),
    "no label": (lambda ax: ax.set_ylabel(""), "names no unit"),
    "no unit": (lambda ax: ax.set_ylabel("racks"), "names no unit"),
    "cut off bars": (lambda ax: ax.set_ylim(50, 1600), "do not begin at zero"),
    "bars on a log scale": (lambda ax: ax.set(yscale="log", ylim=(1, 2000)), "log scale"),
    "floating bar": (lambda ax: ax.patches[1].set(y=100, height=1384), "a bar begins at 100"),
    "backwards": (lambda ax: ax.set_ylim(1600, 0), "runs backwards"),
    "unread artist": (lambda ax: ax.table([["80"]]), "not read"),
}


@pytest.mark.parametrize("name", MISLEADING)
def test_a_chart_that_misleads_is_refused(name, ax):
    good(ax)
    assert problems(ax.figure) == []
    change, complaint = MISLEADING[name]
    change(ax)
    stored = json.loads(json.dumps({"drawn": drawn(ax.figure)}))  # as a notebook keeps it
    assert [found for found in chart_problems(stored) if complaint in found]
    with pytest.raises(ValueError, match=complaint):
        text_twin(ax, "Racks.", RACKS)


LABELS = "cost (yuan)|growth, in %|number of racks|base stations per 10,000 people|years after 2016"


@pytest.mark.parametrize("label", LABELS.split("|"))
def test_a_label_with_a_unit_is_enough(label, ax):
    good(ax)
    ax.set_ylabel(label)
    assert problems(ax.figure) == []


def test_years_and_percent_on_the_ticks_need_no_unit(ax):
    ax.plot([2016, 2022], [0.1, 0.5])
    ax.set(title="Growth by year", xticks=[2016, 2022])
    ax.yaxis.set_major_formatter("{x:.0%}")
    assert problems(ax.figure) == []


def test_horizontal_bars_and_other_orders_are_judged_by_their_own_axis(ax):
    ax.barh(["then", "now"], [80, 1484])
    named(ax, xlabel="number of racks", ylabel="")
    ax.invert_yaxis()
    assert problems(ax.figure) == []
    ax.set_xlim(50, 1600)
    assert "the x axis runs from 50 to 1600" in " ".join(problems(ax.figure))


def test_words_cut_off_or_overlapping_are_refused(ax):
    good(ax)
    ax.set_title(
        "A title that is far too long for the width of this chart and of any printed page, really"
    )
    assert "cut off at the edge" in " ".join(problems(ax.figure))
    named(ax, xlabel="")
    ax.text(0, 700, "eighty racks")
    ax.text(0.1, 700, "racks, eighty")
    assert "'eighty racks' and 'racks, eighty' overlap" in " ".join(problems(ax.figure))


HIDING = {
    "the end of a bar": lambda ax: ax.barh(["fast", "slow"], [9, 5]),
    "a line between two points": lambda ax: ax.plot([0, 9], [0, 0]),
    "a whisker": lambda ax: ax.errorbar([1], [0], xerr=[[0], [8]], fmt="none"),
    "a point": lambda ax: ax.scatter([0, 8, 9], [1, 0, 1]),
}


@pytest.mark.parametrize("name", HIDING)
def test_a_legend_that_hides_a_mark_is_refused(name, ax):
    HIDING[name](ax)
    ax.axhline(0.02, color="0.5", label="a rule")  # it goes on at both sides of the legend
    ax.set(title="Racks", xlabel="number of racks", ylabel="years", ylim=(-0.4, 2))
    ax.legend(loc="lower right", bbox_to_anchor=(0.9, 0.1))
    assert [found for found in problems(ax.figure) if "the legend hides a part of" in found]
    ax.legend(loc="upper center")
    assert problems(ax.figure) == []


def test_a_legend_that_looks_like_no_mark_is_refused(ax):
    ax.bar([0, 1], [1, 2], label="slow", color="C0")
    ax.legend(loc="upper left")
    named(ax)
    assert problems(ax.figure) == []
    plt.setp(ax.patches, hatch="//")  # after the legend was made
    assert problems(ax.figure) == ["nothing looks like 'slow' in the legend"]
    ax.legend(loc="upper left")
    assert problems(ax.figure) == []


def test_a_legend_may_explain_a_shade_that_no_mark_has(ax):
    ax.scatter([0, 1], [0, 1], c=[10, 20], vmin=0, cmap="Blues")
    ax.legend(handles=[mpl.patches.Patch(color="#3787c0", label="13")], loc="upper left")
    named(ax)
    assert problems(ax.figure) == []


GROUNDS = {
    "field": lambda ax: ax.pcolormesh([[0, 1]], cmap=mpl.colors.ListedColormap([PALE, "navy"])),
    "bar": lambda ax: ax.bar([0.5], [1], width=1, color=PALE),
    "box": lambda ax: None,
}
PALE = "#6aaed6"  # white words on it have a contrast of 2.4, black ones of 8.6


@pytest.mark.parametrize("name", GROUNDS)
def test_words_that_hardly_stand_out_are_not_seen(name, ax):
    GROUNDS[name](ax)
    words = ax.text(0.5, 0.5, "80", bbox={"facecolor": PALE} if name == "box" else None)
    for colour, seen in {"white": False, "black": True}.items():
        words.set_color(colour)
        assert ("hardly stand out" not in " ".join(drawn(ax.figure))) == seen
    if name == "field":
        words.set(color="white", x=1.5)  # on navy
        assert "not seen" not in " ".join(drawn(ax.figure))


def test_a_figure_without_axes_has_no_numbers():
    assert chart_problems([]) == ("the figure has no axes",)


# --- the chart in words

RACKS = pd.DataFrame({"date": ["January 2016", "March 2022"], "racks": [80, 1484]})


def bars(ax, values=(80, 1484)):
    ax.bar(RACKS["date"], values)
    named(ax, xlabel="")


def test_twin_prints_a_sentence_and_the_numbers(ax, capsys):
    bars(ax)
    text_twin(ax, "The racks grew from 80 to 1484.", RACKS)
    assert capsys.readouterr().out.splitlines() == [
        "In words: The racks grew from 80 to 1484.",
        "        date racks",
        "January 2016    80",
        "  March 2022  1484",
    ]


def test_twin_fits_the_page(ax, capsys):
    ax.barh(["a\nb"] * 1, [1])
    named(ax, xlabel="number of racks", ylabel="")
    wide = pd.DataFrame({f"{'long name of column'} {n}": [1.0] for n in range(9)})
    text_twin(ax, "A sentence of many words, " * 9 + "ends.", wide.assign(what="a\nb"))
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 76


def test_a_table_too_wide_for_the_page_is_told_row_by_row(ax, capsys):
    bars(ax)
    text_twin(ax, "Racks.", RACKS.rename(columns={"racks": "how many racks " * 5}))
    assert capsys.readouterr().out.splitlines()[1:] == [
        "date: January 2016; how many racks how many racks how many racks how many",
        "  racks how many racks : 80",
        "date: March 2022; how many racks how many racks how many racks how many",
        "  racks how many racks : 1484",
    ]


def test_a_table_must_go_down_where_the_chart_does(ax):
    ax.barh(RACKS["date"], RACKS["racks"])
    named(ax, xlabel="number of racks", ylabel="")
    with pytest.raises(ValueError, match=r"begins with .January 2016.* draws at the bottom"):
        text_twin(ax, "Racks.", RACKS)
    text_twin(ax, "Racks.", RACKS[::-1])
    ax.invert_yaxis()
    text_twin(ax, "Racks.", RACKS)


def test_twin_prints_a_named_index_and_open_ends_outwards(ax, capsys):
    ax.errorbar([12.83], ["cable"], xerr=[[0], [3]], xlolims=[True], fmt="none")
    named(ax, xlabel="growth (times)", ylabel="")
    interval = pd.Interval(12.83, np.inf, closed="neither")
    table = pd.DataFrame({"times": [interval], "lower": [12.83], "note": [None]})
    text_twin(ax, "More.", table.set_index(pd.Index(["cable"], name="what")), digits=3)
    assert capsys.readouterr().out.splitlines()[1:] == [
        " what            times lower note",
        "cable (12.8, no limit)  12.8    -",
    ]


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (pd.Interval(0.0886973, np.inf, closed="neither"), "(0.08869, inf)"),
        (pd.Interval(6.14374, 6.24504, closed="both"), "[6.143, 6.246]"),
        (pd.Interval(-0.00001234567, -0.0, closed="right"), "(-1.235e-05, 0]"),
    ],
)
def test_interval_texts_are_rounded_outwards(interval, text):
    assert to_text(interval, 4) == text


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
    "an open end": ((80, 1484), {"racks": [pd.Interval(80, np.inf)]}, "has inf.*no arrow head"),
    "a tick label": ((80, 1484), {"racks": [200]}, "'racks' has 200"),
    "a name that is not there": (
        (80, 1484),
        {"date": ["May 2016"], "racks": [80]},
        "'May 2016', which the chart",
    ),
}


@pytest.mark.parametrize("name", WRONG_TWINS)
def test_twin_refuses_what_is_not_drawn(name, ax, capsys):
    values, table, message = WRONG_TWINS[name]
    bars(ax, values)
    with pytest.raises(ValueError, match=message):
        text_twin(ax, "Racks.", pd.DataFrame(table))
    assert capsys.readouterr().out == ""


PATHS = pd.DataFrame({"path": ["slow"] * 3 + ["fast"] * 3, "year": [2020, 2021, 2022] * 2,
                      "racks": [10, 12, 14, 11, 20, 30]})  # fmt: skip
SERIES = {
    "plot": lambda ax: [
        ax.plot(d["year"], d["racks"], label=name) for name, d in PATHS.groupby("path")
    ],
    "markers": lambda ax: [
        ax.plot(d["year"], d["racks"], "o", label=name) for name, d in PATHS.groupby("path")
    ],
    "scatter": lambda ax: [
        ax.scatter(d["year"], d["racks"], label=name) for name, d in PATHS.groupby("path")
    ],
    "errorbar": lambda ax: [
        ax.errorbar(d["year"], d["racks"], yerr=1, fmt="s", label=name)
        for name, d in PATHS.groupby("path")
    ],
    "seaborn lines": lambda ax: sns.lineplot(
        PATHS, x="year", y="racks", hue="path", style="path", markers=True, ax=ax
    ),
    "seaborn points": lambda ax: sns.scatterplot(PATHS, x="year", y="racks", hue="path", ax=ax),
    "bars": lambda ax: [
        ax.bar(d["year"] + n / 3, d["racks"], width=0.3, label=name)
        for n, (name, d) in enumerate(PATHS.groupby("path"))
    ],
}


@pytest.mark.parametrize("name", SERIES)
def test_twin_knows_series_and_years_on_axes_of_numbers(name, ax):
    SERIES[name](ax)
    ax.legend()
    named(ax)
    fast = {"fast": "slow", "slow": "fast"}
    table = (
        PATHS.assign(year=PATHS["year"] + (PATHS["path"] == "slow") / 3)
        if name == "bars"
        else PATHS
    )
    text_twin(ax, "Two paths.", table)
    wrong = {
        "series exchanged": table.assign(path=table["path"].map(fast)),
        "years reversed": table.assign(year=table["year"].to_numpy()[[2, 1, 0, 5, 4, 3]]),
        "one value moved": table.assign(racks=table["racks"].replace({12: 14, 14: 12})),
    }
    for change, other in wrong.items():
        with pytest.raises(ValueError, match="the table"):
            pytest.fail(f"{change} passes: {text_twin(ax, 'Two paths.', other)}")


def test_twin_passes_over_no_series(ax):
    for name, path in PATHS.groupby("path"):
        ax.plot(path["year"], path["racks"], label=name)
    named(ax)
    ax.axhline(50, label="target 50")  # a name that says it all needs no row
    ax.legend()
    text_twin(ax, "Two paths.", PATHS)
    with pytest.raises(ValueError, match="draws 'fast', and the table says nothing of it"):
        text_twin(ax, "One path.", PATHS[PATHS["path"] == "slow"])


def test_twin_believes_the_legend_not_the_code(ax):
    for name, path in PATHS.groupby("path"):
        ax.plot(path["year"], path["racks"], label=name)
    ax.legend(["slow", "fast"])  # the first one drawn is "fast"
    named(ax)
    with pytest.raises(ValueError, match="which the chart does not draw at"):
        text_twin(ax, "Two paths.", PATHS)


def test_twin_knows_the_columns_of_a_wide_table(ax):
    wide = PATHS.pivot(index="year", columns="path", values="racks")
    wide.plot(ax=ax, marker="o")
    named(ax)
    text_twin(ax, "Two paths.", wide)
    with pytest.raises(ValueError, match="does not draw at 'slow'"):
        text_twin(ax, "Two paths.", wide.set_axis(["slow", "fast"], axis="columns"))


def test_twin_takes_percent_from_an_axis_in_percent(ax):
    ax.barh(["racks"], [0.602])
    named(ax, xlabel="growth (share)", ylabel="")
    with pytest.raises(ValueError, match=r"60\.2"):
        text_twin(ax, "Growth.", pd.DataFrame({"growth": [60.2]}))
    ax.xaxis.set_major_formatter("{x:.0%}")
    text_twin(ax, "Growth.", pd.DataFrame({"growth": [60.2]}))
    text_twin(ax, "Growth.", pd.DataFrame({"growth": [0.602]}))


def test_twin_takes_numbers_from_texts(ax):
    ax.text(0.1, 0.5, "18.55 times, 60.2 % per year")
    named(ax)
    text_twin(ax, "Growth.", pd.DataFrame({"times": [18.55], "percent": [60.2], "share": [0.602]}))


def test_twin_takes_years_from_a_numeric_axis_and_the_middle_of_bars(ax):
    ax.bar([2016, 2022], [80, 1484])
    named(ax)
    years = pd.Index([2016, 2022], name="year")
    text_twin(ax.figure, "Racks.", pd.Series([80, 1484], index=years, name="racks"))
    with pytest.raises(ValueError, match="not together"):
        text_twin(ax.figure, "Racks.", pd.Series([1484, 80], index=years, name="racks"))


@pytest.mark.parametrize(
    "draw",
    [
        lambda: sns.catplot(RACKS, x="date", y="racks", kind="bar", errorbar=None),
        lambda: sns.heatmap(RACKS.set_index("date"), annot=True, fmt="d"),
        lambda: sns.pointplot(RACKS, y="date", x="racks", errorbar=None),
        lambda: sns.scatterplot(RACKS, x="date", y="racks", hue="date"),
    ],
    ids=["catplot", "heatmap", "pointplot", "scatterplot"],
)
def test_twin_reads_seaborn(draw):
    plt.close("all")
    chart = draw()
    ax = chart.figure.axes[0]
    ax.set(title="What the racks did")
    for axis in (ax.xaxis, ax.yaxis):
        axis.label.set_text("number of racks" if axis.label.get_text() == "racks" else "")
    chart.figure.set_size_inches(7, 6)
    chart.figure.tight_layout()
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


HEAD = """\
import matplotlib.pyplot as plt
import pandas as pd
from daqing_data.lesson import setup, text_twin
setup()
"""
CHART = """\
fig, ax = plt.subplots()
ax.bar(["−1"], [80])
ax.set(title="Racks of then", ylabel="number of racks")
text_twin(ax, "There were 80 racks.", pd.DataFrame({"racks": [80]}))
plt.show()"""


def test_setup_shows_one_picture_whatever_the_backend(tmp_path, monkeypatch):
    """A kernel that names no backend is each lesson's own."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    other = "import os\nos.environ['MPLBACKEND'] = 'agg'\n"  # the kernel is given none
    fonts = "print(plt.rcParams['font.family'], plt.rcParams['font.sans-serif'])"
    bare = "plt.plot([1, 2])\nplt.title('Bare')\nplt.show()"
    cells = [other + HEAD + CHART, "setup()", CHART, bare, fonts]
    notebook = run(new_notebook(cells=[new_code_cell(cell) for cell in cells]), tmp_path)
    first, again, second, plain, fonts = (cell.outputs for cell in notebook.cells)
    assert again == []
    assert first == second
    assert first[0].text.startswith("In words: There were 80 racks.\n")
    data, picture = first[1].data, first[1].metadata["image/png"]
    assert set(data) == {DRAWN_MIME, SVG_MIME, "image/png", "text/plain"}
    assert data["text/plain"] == picture["alt"] == "There were 80 racks."
    assert plain[0].data["text/plain"] == "Chart: Bare"
    image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert image.size == (2 * picture["width"], 2 * picture["height"])
    assert picture["width"] <= 500
    assert "Software" not in image.info
    assert image.info["Description"] == "There were 80 racks."
    assert "<dc:date>" not in data[SVG_MIME]
    assert "<text" in data[SVG_MIME]
    assert "sans-serif" in data[SVG_MIME]
    assert fonts[0].text == "['sans-serif'] ['DejaVu Sans']\n"
    html, _ = HTMLExporter(template_name="classic").from_notebook_node(copy.deepcopy(notebook))
    assert html.count('alt="There were 80 racks."') == 2
    assert "<svg" not in html.partition("</head>")[2]


def test_a_twin_prints_years_and_counts_whole(ax, capsys):
    """However few digits are asked for: 2018 is no 2020."""
    years = pd.Series([2018, 2019, 2021])
    ax.plot(years, [17.84, 14.79, 13.66], label="growth")
    ax.set(title="Growth", xlabel="year", ylabel="growth, in %")
    text_twin(
        ax, "It fell.", pd.DataFrame({"year": years, "growth": [17.84, 14.79, 13.66]}), digits=3
    )
    printed = capsys.readouterr().out
    assert all(text in printed for text in ("2018", "2019", "2021", "17.8", "13.7"))
    assert "2020" not in printed


@pytest.mark.parametrize("path", sorted(ROOT.glob("notebooks/*.ipynb")), ids=lambda path: path.stem)
def test_a_phone_can_show_the_letters_of_a_lesson(path):
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    pictures = [out.metadata["image/png"] for out in outputs if "image/png" in out.get("data", {})]
    assert max((picture["width"] for picture in pictures), default=0) <= 500
