"""Each complaint about an account, word for word, and what is none."""

import math

import pandas as pd
import pytest

from daqing_data import accounts, auditing
from daqing_data import article as art

TEXT = (
    "2020年产值50亿元，\n2021年产值近60亿元，占70%，增长8%。"
    "到2025年产值100亿元，建3个厂、5个园，翻番"
)
IDS = [
    "",
    "output_2020",
    "",
    "output_2021",
    "share",
    "growth",
    "",
    "goal",
    "works",
    "parks",
    "twice",
]
INDICATORS = [
    "",
    "output",
    "",
    "output",
    "share",
    "growth",
    "",
    "output",
    "works",
    "parks",
    "twice",
]
PERIODS = ["", "2020", "", "2021", "2021", "2021", "", "2025", "2025", "2025", "2025"]


def account(changes=None, text=TEXT):
    """A right account of the text, with some cells changed: (row, column) -> cell."""
    frame = art.scan(text).astype(object)
    filled = dict.fromkeys(["entity"], "town") | {"status": "actual"}
    for at, name in enumerate(IDS):
        if name:
            frame.loc[at, ["figure_id", "indicator", "period"]] = [
                name,
                INDICATORS[at],
                PERIODS[at],
            ]
            frame.loc[at, list(filled)] = list(filled.values())
    frame.loc[7, ["status", "lower", "upper", "closed"]] = ["target", 1e10, 1e10, "both"]
    frame.loc[10, ["value", "unit", "qualifier", "lower", "upper", "closed"]] = [
        *(2, "ratio", "exact", 2, 2, "both")
    ]
    for (row, column), cell in (changes or {}).items():
        frame.loc[row, column] = cell
    return frame


def cells(row, **changes):
    return {(row, column): cell for column, cell in changes.items()}


#: What a person did to the account -> what is said of it, all of it.
COMPLAINTS = [
    # places
    (
        cells(1, start=200, end=210) | cells(3, start=-1),
        "span: '50亿元' has the span 200:210, expected within 0:61",
        "span: '近60亿元' has the span -1:25, expected within 0:61",
        "forgotten: '50亿元' at 7",
        "forgotten: '近60亿元' at 20",
    ),
    (
        cells(1, start=9, end=9),
        "span: '50亿元' has the span 9:9, expected within 0:61",
        "forgotten: '50亿元' at 7",
    ),
    (
        cells(1, end=None),
        "span: '50亿元' has the span 7:None, expected within 0:61",
        "forgotten: '50亿元' at 7",
    ),
    (
        cells(8, start=55, end=57),
        "span: '3个' is not at 55:57, there is '5个'; it stands at 51:53",
        "forgotten: '3个' at 51",
    ),
    (
        cells(0, start=1, end=6) | cells(1, printed="50亿", end=10),
        "span: '2020年' is not at 1:6, there is '020年产'; it stands at 0:5",
        "forgotten: a part of '2020年' at 0",
        "cut: '50亿' at 7 is cut out of '50亿元'",
    ),
    (
        cells(8, printed="4个"),
        "span: '4个' is not at 51:53, there is '3个'",
        "wording: '4个' (works) at 51 has value 3 for 4, lower 3 for 4, upper 3 for 4",
    ),
    (cells(8, printed=""), "span: '' is not at 51:53, there is '3个'"),
    (
        cells(6, start=11, end=13, printed="，\n"),
        "span: '，\\n' at 11 has a line's end or a space at its edge",
        "paragraph: '，\\n' at 11 is in 1, not 2",
        "order: '，\\n' at 11 comes after '8%' at 33",
        "forgotten: '2025年' at 37",
    ),
    (
        cells(1, end=14, printed="50亿元，\n2"),
        "span: '50亿元，\\n2' at 7 has a line's end or a space at its edge",
        "overlap: '2021年' at 13 begins inside '50亿元，\\n2' at 7",
    ),
    (
        cells(1, paragraph=2) | cells(3, paragraph=1) | cells(4, paragraph=None),
        "paragraph: '50亿元' at 7 is in 1, not 2",
        "paragraph: '近60亿元' at 20 is in 2, not 1",
    ),
    (
        cells(1, start=8, printed="0亿元", **dict.fromkeys(accounts.READ)),
        "forgotten: a part of '50亿元' at 7",
        "cut: '0亿元' at 8 is cut out of '50亿元'",
    ),
    # cells
    (
        cells(1, start=7.5),
        "cell: start of '50亿元' (row 1) is 7.5, expected a whole number",
        "span: '50亿元' has the span None:11, expected within 0:61",
        "forgotten: '50亿元' at 7",
    ),
    (
        cells(1, lower="fifty") | cells(3, value="nan") | cells(4, upper=None),
        "cell: lower of '50亿元' (row 1) is 'fifty', expected a number",
        "cell: value of '近60亿元' (row 3) is 'nan', expected a number",
        "ends: '50亿元' (output_2020) has the ends nothing and 5.05e+09; expected two",
        "ends: '70%' (share) has the ends 0.695 and nothing; expected two",
    ),
    (
        cells(1, note=None, value=pd.NA)
        | cells(2, note=pd.NA)
        | cells(3, note=math.nan, value=None),
    ),
    (
        cells(2, direction="sideways") | cells(3, direction="falling"),
        "cell: direction of '2021年' is 'sideways'; known: up, down",
        "cell: direction of '近60亿元' (output_2021) is 'falling'; known: up, down",
    ),
    (
        cells(1, unit="yuan"),
        "cell: unit of '50亿元' (output_2020) is 'yuan', which is no base unit",
        "wording: '50亿元' (output_2020) at 7 has unit yuan for CNY",
    ),
    (
        cells(1, kind="name"),
        "kind: '50亿元' (output_2020) is 'name', which states no number, and has value, unit, "
        "qualifier, lower, upper, closed, figure_id",
    ),
    (
        cells(2, figure_id="y", kind="idiom") | cells(6, figure_id="z"),  # a date may be an event
        "kind: '2021年' (y) is 'idiom', which states no number, and has figure_id",
    ),
    (
        cells(10, **dict.fromkeys(accounts.READ)),
        "kind: '翻番' (twice) has no number that can be read; give value, unit and ends",
    ),
    # wording
    (
        cells(1, value=6e9, upper=7e9),
        "wording: '50亿元' (output_2020) at 7 has value 6e+09 for 5e+09, upper 7e+09 for 5.05e+09",
    ),
    (cells(1, upper=7e9, wording_outside="upper"),),
    (cells(7, lower=9.95e9, upper=1.005e10, closed="left"),),  # as scanned, before it was a target
    (
        cells(7, lower=9.95e9, upper=2e10, closed="left"),
        "wording: '100亿元' (goal) at 44 has upper 2e+10 for 1.005e+10",
    ),
    (cells(7, lower=9e9), "wording: '100亿元' (goal) at 44 has lower 9e+09 for 1e+10"),
    # ends
    (
        cells(10, lower=None),
        "kind: '翻番' (twice) has no number that can be read; give value, unit and ends",
        "ends: '翻番' (twice) has the ends nothing and 2; expected two",
    ),
    (cells(10, closed=""), "ends: '翻番' (twice) has the ends 2 and 2, and closed is not given"),
    (
        cells(10, value=None, lower=3),
        "ends: '翻番' (twice) has the ends 3 and 2, and the value nothing",
    ),
    (cells(10, value=5), "ends: '翻番' (twice) has the ends 2 and 2, and the value 5"),
    (
        cells(10, closed="left"),
        "ends: '翻番' (twice) has the ends 2 and 2, one point; then closed must be 'both'",
    ),
    *(
        (
            cells(10, upper=math.inf, closed=closed),
            f"ends: '翻番' (twice) has the ends 2 and inf, and closed is {closed!r}; infinity "
            "belongs to no interval",
        )
        for closed in ("right", "both")
    ),
    (cells(10, upper=math.inf, closed="left"),),
    # ids
    (cells(1, figure_id="out put"), "id: 'out put' of '50亿元' has spaces or marks in it"),
    (
        cells(3, figure_id="output_2020"),
        "id: output_2020 is '50亿元' at 7 and '近60亿元' at 20, with another period",
    ),
    (
        cells(3, figure_id="output_2020", period="2020"),
        "id: output_2020 is '50亿元' at 7 and '近60亿元' at 20, with another value",
    ),
    (
        cells(2, figure_id="output_2020"),
        "id: output_2020 is '50亿元' at 7 and '2021年' at 13, with another kind",
    ),
    (
        cells(10, figure_id="parks", indicator="parks", **dict.fromkeys(accounts.READ)),
        "kind: '翻番' (parks) has no number that can be read; give value, unit and ends",
    ),
    (cells(9, indicator="works"), "id: works and parks are one thing: town, works, 2025, actual"),
    # what is left open
    (
        cells(1, figure_id="") | cells(3, entity="", status=""),
        "unfilled: '50亿元' at 7 states a number, and has neither figure_id nor note",
        "unfilled: output_2021 (at 20) has no entity, status",
    ),
    (
        cells(9, kind="unknown", figure_id="", **dict.fromkeys(accounts.READ)),
        "unfilled: '5个' at 55 is not understood: give its kind, and unit if a number",
    ),
    # periods
    (
        cells(9, period="2031"),
        "year: 2031 of '5个' (parks) is not printed; if right, name it in its note",
    ),
    (
        cells(1, period="2020年") | cells(7, period="2025-01/2025-06"),
        "cell: '50亿元' (output_2020): period is '2020年', expected an ISO 8601 date such as "
        "2022-03, or an interval A/B",
        "kind: '近60亿元' (output_2021) is of 2021, '100亿元' (goal) of 2025-01/2025-06: write "
        "flow as kind if it adds up over time, stock if it stands",
    ),
    (cells(9, period="2025-01"),),  # no other of its indicator
    (
        cells(1, indicator="sales") | cells(3, indicator="sales"),
        "target: '100亿元' (goal) has no actual value of its indicator; say so in its note",
    ),
]


@pytest.mark.parametrize(("changes", "said"), [(case[0], case[1:]) for case in COMPLAINTS])
def test_each_complaint_word_for_word(changes, said):
    assert art.audit(account(changes), TEXT) == said


def test_a_right_account_has_none():
    assert art.audit(account(), TEXT) == ()
    pairs = pd.DataFrame({"figure_a": ["output_2020"], "figure_b": ["goal"]})
    assert art.audit(account(), TEXT, pairs) == ()


def test_each_complaint_about_a_pair():
    pairs = pd.DataFrame({"figure_a": ["works", None], "figure_b": ["works", "mines"]})
    assert art.audit(account(cells(10, value=5)), TEXT, pairs) == (
        "ends: '翻番' (twice) has the ends 2 and 2, and the value 5",
        "link: 'works' is paired with itself",
        "link: figure_b 'mines' is no figure of the account",
        "target: goal stands in no pair",
    )


def test_the_cells_that_may_be_written_are_listed():
    kind = art.audit(account(cells(1, kind="amount")), TEXT)
    assert kind == (
        "cell: kind of '50亿元' (output_2020) is 'amount'; known: quantity, share, growth, points, "
        "duration, rank, class, extreme, date, period, title, name, label, idiom, article, vague, "
        "unit, ordinal, composition, unknown, stock, flow, capacity, count, ratio, percentage, "
        "index, density",
    )


def rows_of(frame):
    return accounts.read(pd.DataFrame(frame))[0]


def at(start, end, figure_id=""):
    return {"start": start, "end": end, "printed": TEXT[start:end], "figure_id": figure_id}


def test_of_two_rows_on_one_span_each_has_an_id_of_its_own():
    doubled = "doubled: '50亿元' at 7 has two rows, which need two figure_ids"
    for first, second in (("a", "a"), ("", "a"), ("a", ""), ("", "")):
        rows = rows_of([at(7, 11, first), at(7, 11, second)])
        assert list(auditing._overlaps(rows, TEXT)) == [doubled], (first, second)
    assert list(auditing._overlaps(rows_of([at(7, 11, "a"), at(7, 11, "b")]), TEXT)) == []


def test_a_row_inside_others_is_named_with_the_one_that_reaches_farthest():
    rows = rows_of([at(0, 9), at(2, 5), at(7, 11), at(8, 11), at(10, 11), at(11, 13)])
    assert list(auditing._overlaps(rows, TEXT)) == [
        "overlap: '20年' at 2 begins inside '2020年产值50' at 0",
        "overlap: '50亿元' at 7 begins inside '2020年产值50' at 0",
        "overlap: '0亿元' at 8 begins inside '50亿元' at 7",
        "overlap: '元' at 10 begins inside '50亿元' at 7",
    ]


def test_the_nearest_place_is_named():
    text = "个ab个个ab个个个个ab个"
    places = [1, 5, 11]
    for start in range(len(text)):
        near = min(places, key=lambda place: abs(place - start))
        assert abs(auditing._nearest(text, "ab", start) - start) == abs(near - start), start
    assert auditing._nearest(text, "x", 3) == -1


def test_a_plan_adds_years_and_takes_none_away():
    text = "2010年产值5亿元，十四五期间"
    frame = art.scan(text).astype(object)
    frame.loc[1, ["figure_id", "entity", "indicator", "status"]] = ["a", "b", "c", "actual"]
    for year in (2010, 2021, 2025):
        frame.loc[1, "period"] = str(year)
        assert art.audit(frame, text) == (), year


def test_what_is_said_again_need_not_be_described_again():
    text = "产值5亿元，这5亿元"
    frame = art.scan(text).astype(object).assign(figure_id="a")
    frame.loc[0, ["entity", "indicator", "status"]] = ["b", "c", "actual"]
    assert art.audit(frame, text) == ()
    said = art.audit(frame.assign(entity=["", "b"], indicator="c", status="actual"), text)
    assert said == ("unfilled: a (at 2) has no entity",)


@pytest.mark.parametrize("text", ["产值达12.4亿元，突破12亿元", "有5家，5家以上", "有5家以上，5家"])
def test_two_wordings_of_one_number_agree(text):
    frame = art.scan(text).assign(figure_id="a", entity="b", indicator="c", status="actual")
    assert art.audit(frame, text) == ()


ONE_NAME = """
cold chain site = cold-chain-site
cold chain = coldchain
Jiang = Jiamg
Aqinghe = Qinghe
Qinghee = Qinghe
中新产业园区 = 中新产业园
大庆产业园区 = 大庆产业园
county shop = county shpo
"""
TWO_NAMES = """
park = mark
Park Tui = Park Tuis
Park Tuis = Park Tui
粮食产量 = 粮油产量
粮食总产量 = 粮油总产量
新产业园区 = 产业园区
东风产业园 = 西风产业园
site 41 = site 42
"""


@pytest.mark.parametrize(("names", "alike"), [(ONE_NAME, True), (TWO_NAMES, False)])
def test_names_are_one_or_two(names, alike):
    for pair in names.strip().splitlines():
        assert bool(list(auditing._alike(sorted(pair.split(" = "))))) == alike, pair


def test_a_note_on_any_row_of_a_name_tells_it_from_the_other():
    def rows(*notes):
        return [
            {"entity": name, "indicator": "", "attributed_to": "", "note": note}
            for name, note in zip(("Qinghe", "Qinghe", "Qinge"), notes, strict=True)
        ]

    said = ["name: entity 'Qinge' and 'Qinghe' are nearly equal"]
    assert list(auditing._names(rows("", "", ""), "")) == said
    for notes in (("not Qinge", "", ""), ("", "not Qinge", ""), ("", "", "not Qinghe")):
        assert list(auditing._names(rows(*notes), "")) == [], notes
