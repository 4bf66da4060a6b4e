"""Exercises of lesson 06: what the new park promises."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from daqing_data import compare, measures
from daqing_data.lesson.asking import Exercise, choice, known
from daqing_data.lesson.asking import Misconception as Wrong
from daqing_data.lesson.exercises.common import between, figures, interval_of, refused, value

__all__ = ["EXERCISES"]

LESSON = "06_park"
OTHER_TAX, OTHER_REVENUE = "近2亿元", "约10亿元"


def _phases() -> tuple[Any, Any]:
    """What is admitted for the land of each phase."""
    rows: list[Any] = [figures().loc[name] for name in ("park_land_phase1", "park_land_phase2")]
    first, second = (between(row["lower"], row["upper"], row["closed"]) for row in rows)
    return first, second


def _land() -> Any:
    first, second = _phases()
    return between(first.left + second.left, first.right + second.right, "left")


def _other_ways_to_round() -> tuple[Any, ...]:
    """The sum with another width than that of its two parts."""
    first, second = _phases()
    middle, small, large = _land().mid, first.length / 2, second.length / 2
    widths = (
        small,
        large,
        2 * small,
        large - small,
        2 * large,
        small + 2 * large,
        2 * (small + large),
    )
    return tuple(between(middle - width, middle + width) for width in widths)


def _ratio(tax: str = OTHER_TAX, revenue: str = OTHER_REVENUE) -> Any:
    return measures.ratio(interval_of(tax), interval_of(revenue))


def _crossed() -> tuple[Any, ...]:
    """Ends divided by ends, in other ways than the right one."""
    tax, revenue = interval_of(OTHER_TAX), interval_of(OTHER_REVENUE)
    like = between(tax.left / revenue.left, tax.right / revenue.right)
    low = {tax.left / revenue.right, tax.left / revenue.left, tax.right / revenue.right}
    high = {tax.right / revenue.left, tax.right / revenue.right, 2 / 10}
    others = {(a, b) for a in low for b in high if a < b} - {(_ratio().left, _ratio().right)}
    return (like, *(between(a, b) for a, b in sorted(others)))


Ratio = Callable[[float, float, float, float], float]
# Wrong smallest ratios, of the ends of a part (p, q) and of a whole (r, s) -> what is wrong.
WRONG_RATIOS: tuple[tuple[Ratio, str], ...] = (
    (lambda p, q, r, s: p / r, "a small whole makes the ratio large; which whole makes it small?"),
    (lambda p, q, r, s: q / r, "that is the largest."),
    (lambda p, q, r, s: q / s, "a large part makes the ratio large; which part makes it small?"),
    (lambda p, q, r, s: min(p / r, q / s), "like ends need not come together: mix them."),
    (
        lambda p, q, r, s: max(p / r, q / s),
        "that is not even the smaller of the two; and mix them.",
    ),
    (
        lambda p, q, r, s: (p + q) / (r + s),
        "that is the ratio of the middles; the smallest is asked for.",
    ),
    (lambda p, q, r, s: s / p, "turned round: part divided by whole."),
    (lambda p, q, r, s: r / q, "that is the smallest of the other ratio: part divided by whole."),
    (lambda p, q, r, s: p - s, "that is a difference; a ratio divides."),
    (lambda p, q, r, s: p, "that is an end of the part; divide it by an end of the whole."),
    (
        lambda p, q, r, s: p / q,
        "those are the two ends of the part; the whole does not come in yet.",
    ),
    (lambda p, q, r, s: p // s, "`//` cuts off all decimals; divide with `/`."),
)

EXERCISES = (
    choice(
        "park_choice",
        LESSON,
        right="c",
        options=(
            (
                "That the revenue was as projected, too.",
                "tax can be as projected while revenue is not; only the tax was measured.",
            ),
            (
                "That the output will come as projected.",
                "output is promised for another time and under another condition.",
            ),
            ("That one projection came true.", ""),
            (
                "That the investment has paid off.",
                "tax goes to the treasury; it pays no investor back.",
            ),
        ),
        why="one number was announced, and one number came.",
        hints=("what was measured, and what was not?", "who gets the tax?"),
    ),
    Exercise(
        id="park_land",
        lesson=LESSON,
        kind="interval",
        unit="m2",
        answer=_land,
        why="ends add up, and so do their doubts.",
        misconceptions=(
            Wrong(
                lambda: _other_ways_to_round()[0],
                "the second phase is printed to whole 万 only; its rounding adds to the first's.",
            ),
            Wrong(
                lambda: _other_ways_to_round()[1],
                "the rounding of the first phase is missing; the doubts of both add up.",
            ),
            Wrong(
                lambda: _other_ways_to_round()[2:],
                "the middle is right, the width is not: add lower to lower and upper to upper.",
            ),
            Wrong(
                lambda: (_land().mid, between(_land().mid, _land().mid)),
                "both numbers are rounded; the sum is too. Give two ends.",
            ),
            Wrong(
                lambda: (
                    between(_land().left, _phases()[0].right + _phases()[1].left),
                    between(_land().left, _phases()[0].left + _phases()[1].right),
                    between(_land().left, _land().mid),
                ),
                "the lower end is right; the upper end of the sum takes both upper ends.",
            ),
            Wrong(
                lambda: (
                    between(_phases()[0].right + _phases()[1].left, _land().right),
                    between(_phases()[0].left + _phases()[1].right, _land().right),
                    between(_land().mid, _land().right),
                ),
                "the upper end is right; the lower end of the sum takes both lower ends.",
            ),
            Wrong(
                lambda: between(_land().left / 1e4, _land().right / 1e4),
                "that is in 万 square metres; write the unit, or give plain square metres.",
            ),
            Wrong(lambda: _phases(), "that is one phase; both together are asked for."),
            Wrong(
                lambda: (
                    between(
                        _phases()[0].left - _phases()[1].right,
                        _phases()[0].right - _phases()[1].left,
                    ),
                    between(
                        _phases()[0].left - _phases()[1].left,
                        _phases()[0].right - _phases()[1].right,
                    ),
                ),
                "that is the difference of the two; their sum is asked for.",
            ),
            Wrong(
                lambda: (between(_land().left, math.inf), between(0, _land().right)),
                "a bare number is rounded, no bound: it has a limit on both sides.",
            ),
            Wrong(
                lambda: (
                    _phases()[0].length / 2 + _phases()[1].length / 2,
                    _phases()[1].length / 2,
                ),
                "that is by how much it may be off; give the two ends.",
            ),
        ),
        hints=(
            "`lower` and `upper` of each phase stand in the table.",
            "the sum is least when both are least, and most when both are most.",
        ),
    ),
    Exercise(
        id="park_refused",
        lesson=LESSON,
        kind="text",
        answer=lambda: compare("park_tax", "park_investment").reason_code,
        why="tax goes to the treasury and pays no investor back, whichever phase is meant.",
        misconceptions=(
            Wrong(
                lambda: "plans_only",
                "both are plans, but that alone would only make it conditional.",
            ),
            Wrong(lambda: "other_unit", "both are in yuan."),
            Wrong(
                lambda: (
                    value("park_tax") / value("park_investment"),
                    *(round(value("park_tax") / value("park_investment"), n) for n in (2, 3)),
                    f"{value('park_tax') / value('park_investment'):.1%}",
                    f"{value('park_tax') / value('park_investment'):.1%}".replace("%", " %"),
                    f"{value('park_tax') / value('park_investment'):.0%}",
                    f"{value('park_tax') / value('park_investment'):.0%}".replace("%", " %"),
                    between(0.2, 0.21),
                    between(0.206, 0.208),
                ),
                "that can be divided, but may not be used: do the two belong together? Ask "
                "`dq.compare`.",
            ),
            Wrong(
                lambda: (
                    value("park_investment") / value("park_tax"),
                    *(round(value("park_investment") / value("park_tax"), n) for n in (1, 2)),
                ),
                "that is investment per yuan of tax, a payback in years; but do the two belong "
                "together at all? Ask `dq.compare`.",
            ),
            Wrong(
                lambda: value("park_tax") / value("park_revenue"),
                "that is tax for each yuan of *revenue*; the question is about the investment.",
            ),
            Wrong(
                lambda: (value("park_tax"), value("park_tax") / 1e8, "1.14亿元"),
                "that is the tax; for each yuan of investment one would have to divide. May "
                "one? Ask "
                "`dq.compare`.",
            ),
            Wrong(
                lambda: ("yes", "conditional"),
                "read it again: the pair is refused, and the code of the reason is asked for.",
            ),
            *refused("park_tax", "park_investment"),
        ),
        hints=(
            "a division is always possible; whether the two numbers belong together is another "
            "question. Which function answers it?",
            "print what `dq.compare` says of the two: the reason's code stands in brackets.",
        ),
    ),
    Exercise(
        id="park_bug",
        lesson=LESSON,
        kind="bug_hunt",
        unit="ratio",
        answer=lambda: (
            lambda part_lower, part_upper, whole_lower, whole_upper: part_lower / whole_upper
        ),
        trials=lambda: (
            (1, 2, 4, 5),
            (1.135, 1.145, 6.74, 6.76),
            (3, 8, 2, 16),
            (0.5, 0.6, 0.7, 0.9),
            (40, 41, 8, 9),
        ),
        why="the smallest part divided by the largest whole.",
        misconceptions=(
            *known(WRONG_RATIOS),
            Wrong(
                lambda: (
                    lambda p, q, r, s: (p / s, q / r),
                    lambda p, q, r, s: between(p / s, q / r),
                ),
                "that gives both ends; the smallest alone is asked for.",
            ),
        ),
        hints=(
            "try it with small numbers: parts of 1 to 2, wholes of 4 to 5. Which of the four "
            "ratios "
            "is the smallest?",
            "a ratio is small when its part is small and its whole is large.",
        ),
    ),
    Exercise(
        id="park_transfer",
        lesson=LESSON,
        kind="interval",
        unit="ratio",
        digits=2,
        answer=_ratio,
        why="'nearly' never reaches its number, so the upper end stays open.",
        misconceptions=(
            Wrong(
                lambda: between(_ratio().left, _ratio().right),
                "the limits are right; 'nearly' does not reach its number, so one end is not "
                "part of "
                "it.",
            ),
            Wrong(
                lambda: _crossed()[0],
                "the smallest ratio takes the smallest tax and the *largest* revenue.",
            ),
            Wrong(
                lambda: (2 / 10, between(2 / 10, 2 / 10)),
                "that is the ratio of the printed numbers; their wording admits more. Give "
                "two ends.",
            ),
            Wrong(
                lambda: measures.ratio(interval_of(OTHER_TAX), 10e8),
                "that takes 约 (yuē, about) for an exact 10.",
            ),
            Wrong(
                lambda: (
                    measures.ratio(interval_of(OTHER_REVENUE), interval_of(OTHER_TAX)),
                    10 / 2,
                ),
                "turned round: tax for each yuan of revenue is tax divided by revenue.",
            ),
            Wrong(
                lambda: (_ratio("2亿元"), _ratio("约2亿元"), _ratio("2亿元", "10亿元")),
                "that is a bare 2, or 'about' 2; 近 (jìn, nearly) looks up from below: here by one "
                "unit of the last printed place.",
            ),
            Wrong(
                lambda: (
                    _ratio(OTHER_TAX, "10亿元"),
                    between(1 / 10.5, 2 / 9.5),
                    between(1 / 10.1, 2 / 9.9),
                ),
                "that is a bare 10; 约 (yuē, about) admits a whole unit either way.",
            ),
            Wrong(
                lambda: (
                    *(between(low / 11, 2 / 9) for low in (1.9, 1.5, 1.8, 1.99, 2)),
                    *(between(1.9 / 10, 2 / 10), between(0.19, 0.21), between(0.18, 0.22)),
                ),
                "too high at the lower end: 近 (jìn, nearly) has a leeway of at least one unit of "
                "the last printed place, by the rules of lesson 02.",
            ),
            Wrong(
                lambda: (interval_of(OTHER_TAX), interval_of(OTHER_REVENUE)),
                "that is the tax, or the revenue, itself; how much is it for each yuan of "
                "the other?",
            ),
            Wrong(
                lambda: (
                    between(_ratio().left, math.inf),
                    between(0, _ratio().right),
                    between(0, 1),
                ),
                "too wide: both numbers have two limits, and so has their ratio.",
            ),
            Wrong(
                lambda: _crossed()[1:],
                "mixed ends: the smallest ratio takes the smallest tax and the largest "
                "revenue, and "
                "the largest the other way round.",
            ),
        ),
        hints=(
            "what do 近 and 约 admit? `dq.read_number` says it.",
            "a ratio is smallest when its part is smallest and its whole is largest.",
            "`dq.ratio` takes intervals as well as numbers.",
        ),
    ),
)
