"""Evidence from outside the article: every row says who published it, where and when, and how far it can be trusted."""

import csv
import datetime as dt
import math
import re
from pathlib import Path

import pandas as pd
import pytest

import daqing_data as dq

ROWS = list(dq.context().itertuples())
BY_ID = {row.context_id: row for row in ROWS}
HAN = re.compile("[\u4e00-\u9fff]")
NOTED = {  # what a page does not show, and the words of the note that say so
    "title": "title",
    "published": "date of publication",
}


def ids(row):
    return row.context_id


# --- sources


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_every_row_names_its_source_or_says_what_is_missing(row):
    assert row.publisher
    for url in (row.url, row.second_url):
        assert pd.isna(url) or re.fullmatch(r"https?://[\w.-]+\.[a-z]+(:\d+)?/\S+|http://[\d.]+/\S+", url)
    for column, words in NOTED.items():
        assert pd.notna(getattr(row, column)) or words in row.note_en, column
    if pd.notna(row.published):
        assert is_date(row.published)
        assert row.published <= "2025-12"


def test_the_source_of_the_outcome_is_said_to_be_a_single_one():
    row = BY_ID["digital_economy_2024"]
    assert pd.isna(row.second_url)
    assert row.note_en.count("single source") == 1
    assert row.confidence == "medium"


def is_date(text):
    formats = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}
    try:
        dt.datetime.strptime(text, formats[len(text)]).replace(tzinfo=dt.UTC)
    except (KeyError, ValueError):
        return False
    return True


def test_periods_are_years_months_or_spans_of_years():
    assert all(all(map(is_date, row.period.split("/"))) for row in ROWS)
    for row in ROWS:  # a year or span of years in the id is that of the period, but for ranks of an edition year
        if match := re.search(r"_(\d{4})(?:_(\d{4}))?$", row.context_id):
            assert row.period.startswith(match[1]), row.context_id
            assert match[2] is None or row.period == f"{match[1]}/{match[2]}"


# --- wording


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_row_holds_together(row):
    assert row.lower <= row.value <= row.upper
    assert math.isfinite(row.value)
    assert (row.closed == "both") >= (row.lower == row.upper)
    assert math.isinf(row.upper) == (row.qualifier == "more_than")
    assert (row.unit == "ratio") == (row.kind in {"ratio", "growth"})
    assert len(row.printed) <= 10  # a number, not a sentence
    assert not HAN.search(row.note_en + row.label_en + row.entity + row.indicator)
    assert HAN.search(row.note_zh)
    assert HAN.search(row.label_zh)


@pytest.mark.parametrize(
    ("context_id", "value", "lower", "upper"),
    [  # by hand from the publications
        ("digital_economy_2022_xinhua", 1000e8, 1000e8, math.inf),
        ("digital_economy_2022_guangming", 1000e8, 1000e8, math.inf),
        ("digital_economy_2023", 1100e8, 1099.5e8, 1100.5e8),
        ("digital_economy_2024", 1200e8, 1200e8, math.inf),
        ("gdp_daqing_2020", 2301.1e8, 2301.05e8, 2301.15e8),
        ("population_daqing_2020", 2781562, 2781562, 2781562),
        ("density_5g_china_2021", 10.1, 10.05, 10.15),
        ("bandwidth_ezhou_2023", 2170, 2169.5, 2170.5),
        ("core_industries_share_yancheng_2024", 0.10, 0.10, 1),
        ("core_industries_share_heilongjiang_2025", 0.10, 0.10, 0.10),
        ("digital_economy_china_2020", 39.2e12, 39.15e12, 39.25e12),
    ],
)
def test_value_read_by_hand(context_id, value, lower, upper):
    row = BY_ID[context_id]
    assert [row.value, row.lower, row.upper] == pytest.approx([value, lower, upper], rel=1e-12)


DECIDED = """
digital_economy_2022_guangming          | 突破千亿  | CNY              | more_than | neither
population_daqing_2020                  | 2,781,562 | count            | exact     | both
density_5g_china_2021                   | 10.1个    | per 10000 people | exact     | left
density_5g_china_2022                   | 16.4個    | per 10000 people | exact     | left
bandwidth_ezhou_2023                    | 2170G     | Gbps             | exact     | left
core_industries_share_heilongjiang_2025 | 10%       | ratio            | exact     | both
two_integration_index_china_2025        | 105       | index            | exact     | both
digital_economy_china_2016              | 22.6万亿  | CNY              | exact     | left
rank_northeast_interview                | 第五位    | rank             | exact     | both
rank_province_interview                 | 第二位    | rank             | exact     | both
"""


def test_what_the_printed_words_do_not_decide():
    """Read in the publications: all rows that `read_number` cannot check in full, and the ranks."""
    decided = {row.context_id for row in ROWS if pd.notna(row.context_decides) or row.kind == "rank"}
    stated = [re.split(r" *\| *", line) for line in DECIDED.strip().splitlines()]
    assert {line[0] for line in stated} == decided
    for context_id, *cells in stated:
        row = BY_ID[context_id]
        assert [row.printed, row.unit, row.qualifier, row.closed] == cells, context_id


def test_targets():
    targets = {row.context_id for row in ROWS if row.status == "target"}
    assert targets == {
        "core_industries_share_heilongjiang_2025",
        "core_industries_share_yancheng_2024",
        "digital_economy_fujian_2025",
        "two_integration_index_china_2025",
    }


# --- beside the article


def test_context_is_never_mixed_with_figures():
    assert not set(BY_ID) & set(dq.figures()["figure_id"])


def test_indicators_that_are_those_of_the_article():
    shared = set(dq.context()["indicator"]) & set(dq.figures()["indicator"])
    assert shared == {
        "5G base stations",
        "digital economy scale",
        "rank in Heilongjiang by digital economy scale",
        "rank in the Northeast by digital economy scale",
    }
    scale = dq.context().query("indicator == 'digital economy scale'")
    assert set(scale["entity"]) == {"Daqing"}  # the nation's broad measure is named apart
    assert scale["note_en"].str.contains("own count").all()


def test_sources_of_one_value_agree_or_say_that_they_do_not():
    """`progress` takes the first of several sources for a year; here they must then say the same."""
    keys = ["entity", "indicator", "period", "status"]
    for _, group in dq.context().groupby(keys):
        assert len(group[["lower", "upper", "closed"]].drop_duplicates()) == 1


def test_growth_that_conflicts_with_the_levels_says_so():
    rows = dq.context().query("entity == 'China'").set_index(["indicator", "period"])
    conflicts = set()
    for year in range(2016, 2024):
        if ("digital economy growth (broad measure)", str(year)) not in rows.index:
            continue
        printed = rows.loc["digital economy growth (broad measure)", str(year)]
        before, after = (rows.loc["digital economy scale (broad measure)", str(each)] for each in (year - 1, year))
        lower, upper = after["lower"] / before["upper"] - 1, after["upper"] / before["lower"] - 1
        if printed["upper"] <= lower or upper <= printed["lower"]:
            conflicts.add(year)
            assert f"{100 * lower:.1f} to {100 * upper:.1f} %" in printed["note_en"]
        else:
            assert "Conflict" not in printed["note_en"]
    assert conflicts == {2016, 2018}


# --- traced to the facts it was made from


def test_traced_to_the_collected_facts():
    path = Path(__file__).resolve().parents[2] / "shared" / "context.csv"
    if not path.is_file():
        pytest.skip(f"no collection of facts at {path}")
    with path.open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))
    factor = {"亿元": 1e8, "万亿元": 1e12, "万个": 1e4, "%": 1e-2, "% per year": 1e-2}
    known = {
        (
            fact["url"],
            fact["second_url"],
            fact["published"],
            round(float(fact["value"]) * factor.get(fact["unit"], 1), 9),
        )
        for fact in facts
    }
    found = {
        (row.url, "" if pd.isna(row.second_url) else row.second_url, row.published, round(row.value, 9))
        for row in dq.context().fillna({"published": ""}).itertuples()
    }
    assert found <= known
    assert len(found) == len(known)


def test_changelog_and_docstring_count_the_rows():
    changelog = (Path(__file__).resolve().parents[1] / "CHANGELOG.md").read_text("utf-8")
    assert f"`context`: {len(ROWS)} figures" in changelog
    assert f"{len(ROWS)} rows." in dq.context.__doc__
