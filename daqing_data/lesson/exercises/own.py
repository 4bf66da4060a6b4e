"""Exercises of lesson 09: an account of the second invented report.

The report is scanned here as the lesson does it, so a corrected report corrects its exercises.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from daqing_data import article, measures
from daqing_data.lesson.asking import Exercise, choice
from daqing_data.lesson.asking import Misconception as Wrong
from daqing_data.lesson.exercises.common import between, interval_of, readable, root_mistakes
from daqing_data.lesson.reports import SHIWAN
from daqing_data.pairs import Comparison, compare
from daqing_data.reasons import REASONS

__all__ = ["EXERCISES"]

LESSON = "09_own"
HEADLINE, LOANS, E_BOOKS = "逾300万册", "312.6万册", "87.5万册"
SHARE, CHANGE = "31%", "9.5个百分点"
LIBRARIES, PLACES, TARGET = "5家", "63家", "80家"


@cache
def _account() -> pd.DataFrame:
    """The scanned account by printed expression; never handed out."""
    return article.scan(SHIWAN).drop_duplicates("printed").set_index("printed", drop=False)


def _value(printed: str) -> float:
    return float(_account()["value"].loc[printed])


@cache
def _places() -> pd.DataFrame:
    """What the report counts as places to read, filled in as a careful reader does."""
    filled = {
        "figure_id": ["libraries_2019", "places_2024", "places_target_2027"],
        "entity": "Shiwan",
        "indicator": ["public libraries", *["libraries and reading rooms"] * 2],
        "period": ["2019", "2024", "2027"],
        "status": ["actual", "actual", "target"],
    }
    account = _account().loc[[LIBRARIES, PLACES, TARGET]].assign(**filled)
    return article.figures(account).set_index("figure_id", drop=False)


def _where(printed: str) -> str:
    """Whether an answer stands in the report."""
    if LOANS in printed:
        return "the right one is part of it; hand in the number and its unit alone"
    if printed in SHIWAN:
        return f"{printed!r} stands in the report, and is no number of books with its unit"
    return f"{printed!r} is not printed so in the report"


def _refusal() -> Comparison:
    rows: Any = _places().loc
    return compare(rows["libraries_2019"], rows["places_2024"])


def _levels() -> tuple[float, float]:
    return _value(PLACES), _value(TARGET)


def _years() -> int:
    ends = _places()["period"]
    return int(ends.loc["places_target_2027"]) - int(ends.loc["places_2024"])


def _required(years: int) -> float:
    return float(measures.required_annual_growth(*_levels(), years))


def _change() -> Any:
    """What the points of the report add to a share: points are hundredths."""
    return interval_of(CHANGE) / 100


def _share_before(share: Any, change: Any) -> Any:
    return measures.difference(share, change)


def _ends_of(formula: Any) -> Any:
    """A formula of share and change at the ends that a reader takes who forgets to cross them."""
    share, change = interval_of(SHARE), _change()
    return between(formula(share.left, change.left), formula(share.right, change.right))


def _both(share: float, change: float, formula: Any) -> tuple[Any, ...]:
    """A formula of the printed numbers, and of the ends of what they admit."""
    return formula(share, change), _ends_of(formula)


EXERCISES = (
    choice(
        "own_number",
        LESSON,
        right="d",
        options=(
            ("`第三批`", "it says which batch it is, not how many there are."),
            ("`统一`", "that is a word, 'unify', that happens to be written with 一, one."),
            ("`一次`", "here 一次 is 'on one trip', as 'a' in English: nobody counted trips."),
            ("`三四千册`", ""),
        ),
        why="'three or four thousand' is a range: it has two ends, and no single value.",
        hints=(
            "run `article.scan(SHIWAN)` and look at `kind`: what does the drafted row say?",
            "'how many?' is the question: which of the four answers it?",
        ),
    ),
    Exercise(
        id="own_again",
        lesson=LESSON,
        kind="text",
        answer=lambda: (LOANS, LOANS.removesuffix("册")),
        follows=_where,
        why="one thing, said twice: both rows get one id, and the more exact wording counts.",
        misconceptions=(
            Wrong(
                lambda: (HEADLINE, HEADLINE.removesuffix("册"), HEADLINE[1:]),
                "that is the headline itself. Where does the text say the same more exactly?",
            ),
            Wrong(
                lambda: (E_BOOKS, E_BOOKS.removesuffix("册")),
                "those are e-books: fewer than the headline's bound, and counted apart.",
            ),
            Wrong(
                lambda: ("5.4%", "3.8%", "增长5.4%", "比上年增长5.4%"),
                "that is a growth rate; the headline prints a number of books.",
            ),
            Wrong(
                lambda: ("上百万册", "三四千册"),
                "those are books, too, but not books lent in a year.",
            ),
            Wrong(
                lambda: (_value(LOANS), _value(LOANS) / 1e4, _value(LOANS) / 1e6),
                "that is its value; what is *printed* is asked for, in quotes, as in the text.",
            ),
            Wrong(
                lambda: (_value(HEADLINE), _value(HEADLINE) / 1e4),
                "that is the value of the headline; what is *printed* in paragraph 2 is asked for.",
            ),
            Wrong(
                lambda: tuple(_account().index.drop([LOANS, HEADLINE])),
                "that stands in the report, too, but says nothing of the books lent.",
            ),
            Wrong(
                lambda: ("loans_2024", "loans", "books lent"),
                "that names the figure; what is *printed* is asked for, as in the text.",
            ),
        ),
        hints=(
            "it has the same counter, 册, 'volumes'.",
            "paragraph 2 has two numbers with 册; only one of them is more than the headline's.",
        ),
    ),
    Exercise(
        id="own_required",
        lesson=LESSON,
        kind="number",
        unit="ratio",
        digits=3,
        answer=lambda: _required(_years()),
        follows=lambda rate: (
            f"at {readable(rate)} per year {_levels()[0]:.0f} places would be "
            f"{readable(_levels()[0] * (1 + rate) ** _years())} after {_years()} years, and the "
            f"target is {_levels()[1]:.0f}"
        ),
        why="both are counts of one indicator; from the end of 2024 three years are left.",
        misconceptions=(
            *root_mistakes(lambda: (*_levels(), _years())),
            Wrong(
                lambda: measures.gap(*_levels()),
                "that is the gap, in places; a rate for one year is asked for.",
            ),
            Wrong(
                lambda: measures.gap(*_levels()) / _years(),
                "that is places per year; a rate is asked for.",
            ),
            Wrong(
                lambda: measures.share_reached(*_levels()),
                "that is the share reached; how fast must the rest come?",
            ),
            Wrong(
                lambda: tuple(_required(years) for years in (2, 4, 5, 8)),
                "the years are not as many: from the year of the present value to the target's.",
            ),
            Wrong(
                lambda: tuple(
                    float(measures.required_annual_growth(_value(LIBRARIES), _levels()[1], years))
                    for years in (3, 8)
                ),
                "the start is wrong: in 2019 only libraries were counted, the target is of "
                "libraries and reading rooms.",
            ),
            Wrong(
                lambda: tuple(
                    float(measures.required_annual_growth(_value(LIBRARIES), _levels()[0], years))
                    for years in (3, 5)
                ),
                "that goes to the present value, and from a number that counts something else; "
                "the target lies ahead.",
            ),
            Wrong(lambda: _years(), "that is the number of years; a rate is asked for."),
        ),
        hints=(
            "which number of 2024 counts the same as the target, libraries *and* reading rooms?",
            "how many years lie between the two? `dq.required_annual_growth` takes start, target "
            "and years.",
        ),
    ),
    Exercise(
        id="own_points",
        lesson=LESSON,
        kind="interval",
        unit="points",
        digits=4,
        answer=lambda: _share_before(interval_of(SHARE), _change()),
        why="points are subtracted from a share; least from least share and most points.",
        misconceptions=(
            Wrong(
                lambda: _both(0.31, 0.095, lambda share, change: share / (1 + change)),
                "you undid a growth by so many *percent*; percentage points are subtracted.",
            ),
            Wrong(
                lambda: _both(0.31, 0.095, lambda share, change: share * (1 - change)),
                "you took so many *percent* off the share; percentage points are subtracted.",
            ),
            Wrong(
                lambda: _both(0.31, 0.095, lambda share, change: share + change),
                "the share rose: before, it was lower. You added.",
            ),
            Wrong(
                lambda: _ends_of(lambda share, change: share - change),
                "the ends are paired wrongly: the result is least when the share is least and the "
                "change is *most*.",
            ),
            Wrong(
                lambda: (0.31 - 0.095, between(0.31 - 0.095, 0.31 - 0.095)),
                "that is the difference of the printed numbers; both are rounded. Give two ends.",
            ),
            Wrong(
                lambda: _share_before(interval_of(SHARE), 0.095),
                "you gave the share its width, and none to the change, which is rounded, too.",
            ),
            Wrong(
                lambda: _share_before(0.31, _change()),
                "you gave the change its width, and none to the share, which is rounded, too.",
            ),
            Wrong(
                lambda: (_share_before(interval_of(SHARE), interval_of(CHANGE)), 0.31 - 9.5),
                "a percentage point is one hundredth: divide the points by 100 first.",
            ),
            Wrong(
                lambda: (interval_of(SHARE), 0.31),
                "that is the share of 2024; the share of 2019 is asked for.",
            ),
            Wrong(
                lambda: (_change(), 0.095, interval_of(CHANGE)),
                "that is the change; the share before it is asked for.",
            ),
            Wrong(
                lambda: measures.difference(_change(), interval_of(SHARE)),
                "turned round: the change is taken from the share.",
            ),
        ),
        hints=(
            "what do 31% and 9.5个百分点 admit? `dq.read_number` says it, the second in points.",
            "the interval of the change divided by 100 is in the unit of the share.",
            "`dq.difference` takes two intervals, and gives the first less the second.",
        ),
    ),
    Exercise(
        id="own_refused",
        lesson=LESSON,
        kind="text",
        answer=lambda: _refusal().reason_code,
        why="libraries alone, and libraries with reading rooms, are not one thing.",
        misconceptions=(
            Wrong(
                lambda: (_refusal().verdict, "refused"),
                "that is the verdict; the code of its reason is asked for.",
            ),
            Wrong(
                lambda: (_refusal().reason_en, *REASONS[_refusal().reason_code]),
                "that is the reason in a sentence; its code is asked for, which stands in "
                "brackets.",
            ),
            Wrong(
                lambda: (
                    _value(PLACES) / _value(LIBRARIES),
                    _value(PLACES) / _value(LIBRARIES) - 1,
                    _value(PLACES) - _value(LIBRARIES),
                    float(np.log(_value(PLACES) / _value(LIBRARIES))),
                    float(measures.required_annual_growth(_value(LIBRARIES), _value(PLACES), 5)),
                ),
                "you computed it; that is what the sentence tempts to. What is counted in 2019, "
                "and what in 2024? Name the two indicators differently, and compare again.",
            ),
            Wrong(
                lambda: ("yes", "conditional", "growth"),
                "if the comparison was allowed, both rows have one name: read paragraph 3 again. "
                "What is counted in 2019, and what in 2024?",
            ),
        ),
        hints=(
            "paragraph 3 counts 公共图书馆 in 2019, and 图书馆和城市书房 in 2024.",
            "give each row the indicator that it prints; `dq.compare(...)` of the two rows prints "
            "its reason code in brackets.",
        ),
    ),
)
