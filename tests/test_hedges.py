"""The wording rules, judged by pairs of a hedged and an exact print of one quantity."""

import re

import pytest

from daqing_data import tables
from daqing_data.rules import AFTER, BEFORE, RULES
from daqing_data.wording import read_number

PAIRS = [
    (row, read_number(row["printed_hedged"]), read_number(row["printed_exact"]))
    for row in tables.records(tables.hedges())
]

# How many exact values lie inside the interval of the hedged number, of how many. The convention
# was chosen with these pairs known; a rule that is narrowed or widened changes the counts.
INSIDE = {
    "约 左右": (44, 44),
    "近": (74, 78),
    "余 多": (58, 58),
    "以上": (10, 10),
    "超 突破 逾": (148, 148),
}
GROUPS = {
    "约合": "约",
    "接近": "近",
    "将近": "近",
    "超过": "超",
}  # word -> the word it is counted with


def inside(words):
    pairs = [
        (hedged, exact)
        for row, hedged, exact in PAIRS
        if GROUPS.get(row["word"], row["word"]) in words.split()
    ]
    return sum(exact.value in hedged.interval for hedged, exact in pairs), len(pairs)


def test_how_many_exact_values_lie_inside_each_rule():
    assert {words: inside(words) for words in INSIDE} == INSIDE
    assert sum(of for _, of in INSIDE.values()) == len(PAIRS)


def test_which_values_lie_outside():
    outside = [
        (row["printed_hedged"], row["printed_exact"])
        for row, hedged, exact in PAIRS
        if exact.value not in hedged.interval
    ]
    assert outside == [
        ("近60倍", "60.916667倍"),
        ("将近65倍", "59.577064倍"),
        ("近四成", "40.822785%"),
        ("近21集", "21集"),
    ]


def test_more_than_is_never_below_and_stays_within_a_unit_of_the_last_digit():
    """The rule says no more than (n, inf); how near the numbers stay is an observation."""
    for row, hedged, exact in PAIRS:
        if row["qualifier"] == "more_than":
            number = re.sub("^(?:超过|超|突破|逾)", "", row["printed_hedged"])
            one_unit = read_number(f"{number}多")
            assert hedged.value < exact.value < one_unit.upper, row["hedge_id"]


def test_a_narrower_leeway_holds_fewer():
    """The convention is one of many: a hundredth of the number holds hardly half of 约 and 近."""
    held = [
        exact.value in read_number(row["printed_hedged"], leeway=0.01).interval
        for row, _, exact in PAIRS
        if row["qualifier"] in {"about", "nearly"}
    ]
    assert 0.3 < sum(held) / len(held) < 0.6


def test_each_row_holds_together():
    for row, hedged, exact in PAIRS:
        known = BEFORE | AFTER
        assert row["qualifier"] == hedged.qualifier == known[row["word"]], row
        assert row["word"] in row["printed_hedged"], row
        assert exact.qualifier == "exact", row
        assert row["unit"] == hedged.unit == exact.unit, row
        assert hedged.value != exact.value or row["printed_hedged"] == "近21集", row
        assert len(row["printed_hedged"]) <= 12, row  # a number, not a sentence
        assert row["hedge_id"].startswith(f"{row['qualifier']}_"), row
        dated = isinstance(row["date"], str)
        assert dated or row["publisher"] == "LCSTS", row
        assert not dated or re.fullmatch(r"\d{4}(-\d\d-\d\d)?", row["date"]), row
        if isinstance(row["url"], str):
            assert row["date"].replace("-", "") in row["url"], row
        assert isinstance(row["exact_date"], str) <= (row["how"] in {"two_docs", "derived_sum"}), (
            row
        )
    assert set(RULES) >= {row["qualifier"] for row, _, _ in PAIRS}


def test_what_was_computed_says_from_what():
    """Of two numbers a/b: their ratio either way, or how much less the first is."""
    for row, _, exact in PAIRS:
        parts = re.search(r"([\d.]+)/([\d.]+)$", str(row["note"]))
        if row["how"] == "derived_ratio" and parts:
            ratio = float(parts[1]) / float(parts[2])
            computed = min((ratio, 1 - ratio, 1 / ratio), key=lambda x: abs(x - exact.value))
            assert exact.value == pytest.approx(computed, rel=2e-3), row
