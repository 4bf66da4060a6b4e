"""Evidence from outside the article: who says so, where and when, how far it can be trusted."""

import csv
import datetime as dt
import math
import re
from pathlib import Path

import pandas as pd
import pytest

import daqing_data as dq

ROOT = Path(__file__).resolve().parents[1]
ROWS = list(dq.context().itertuples())
BY_ID = {row.context_id: row for row in ROWS}
TEXT = dq.context().astype(object).fillna("").set_index("context_id")  # missing cells as empty text
HAN = re.compile("[\u4e00-\u9fff]")
NOTED = {  # what a page does not show, and the words of the note that say so
    "title": "title",
    "published": "date of publication",
}


def ends(context_id):
    """Lower and upper end of a row."""
    return BY_ID[context_id].lower, BY_ID[context_id].upper


def is_date(text):
    formats = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}
    try:
        dt.datetime.strptime(text, formats[len(text)]).replace(tzinfo=dt.UTC)
    except (KeyError, ValueError):
        return False
    return True


# --- sources


def test_every_row_names_its_source_or_says_what_is_missing():
    address = re.compile(r"https?://([\w-]+\.)+[a-z]+(:\d+)?/\S+|http://[\d.]+/\S+")
    for row in ROWS:
        for url in (row.url, row.second_url):
            assert pd.isna(url) or address.fullmatch(url), url
        assert row.url != row.second_url
        for column, words in NOTED.items():
            assert pd.notna(getattr(row, column)) or words in row.note_en, (row.context_id, column)
        assert pd.isna(row.published) or (is_date(row.published) and row.published <= "2025-12")


def test_the_kind_of_source_is_the_one_in_the_publishers_brackets_in_both_languages():
    words = {  # source_kind -> what only its brackets say, in Chinese and in English
        "mirror": ("镜像", "mirror"),
        "repost": ("转载|他站", "repost"),
        "carried": ("刊载", "carried by"),
    }
    for row in ROWS:
        assert not HAN.search(row.publisher_en), row.context_id
        for kind, (chinese, english) in words.items():
            found = bool(re.search(chinese, row.publisher)), english in row.publisher_en
            assert found == (kind == row.source_kind,) * 2, (row.context_id, kind)
    pairs = {(row.publisher, row.publisher_en) for row in ROWS}
    assert (
        len(pairs)
        == len({row.publisher for row in ROWS})
        == len({row.publisher_en for row in ROWS})
    )


def test_one_address_has_one_publisher_title_and_date():
    for url, group in TEXT.groupby("url"):
        assert (
            len(group[["publisher", "publisher_en", "title", "published"]].drop_duplicates()) == 1
        ), url


def confidence(row):
    """The rule of the codebook."""
    left_open = set(row["left_open"].split())
    if "value" in left_open:
        return "low"
    supported = row["source_kind"] in {"original", "carried"} and row["second_url"] != ""
    return "high" if supported and not left_open else "medium"


def test_confidence_follows_the_rule_of_the_codebook():
    for context_id, row in TEXT.iterrows():
        assert row["confidence"] == confidence(row), context_id
        words = row["left_open"].split()
        assert words == [word for word in ("time", "value", "definition") if word in words], (
            context_id
        )
    rule = dq.codebook("context").set_index("column").loc["confidence", "description_en"]
    for named in ("left_open", "source_kind", "second_url", "original", "carried"):
        assert named in rule


SAID_IN_THE_NOTE = {  # what a note says where something is left open, and nowhere else
    "time": "The month is that of|The year is that of|The year is not repeated"
    "|The year of the data is not|when it was measured is not said",
    "definition": "definition is not said|Not said whether nominal|need not be the same set"
    "|may cover more|by what definition is not said|whether Daqing's scale is value added is not",
}


def test_what_is_left_open_is_said_in_the_note():
    for context_id, row in TEXT.iterrows():
        for what, words in SAID_IN_THE_NOTE.items():
            said = bool(re.search(words, row["note_en"]))
            assert said == (what in row["left_open"].split()), (context_id, what)


def test_the_source_of_the_outcome_is_said_to_be_a_single_one():
    row = BY_ID["digital_economy_2024"]
    assert pd.isna(row.second_url)
    assert row.note_en.count("single source") == 1
    assert row.confidence == "medium"


def test_who_counted_the_outcome_is_said_to_be_unknown():
    scale = dq.context().query("indicator == 'digital economy scale'")
    assert set(scale["entity"]) == {"Daqing"}  # the nation's broad measure is named apart
    assert scale["note_en"].str.startswith("Who counted and by what definition is not said").all()
    assert scale["note_zh"].str.startswith("由谁统计、口径如何,均未说明").all()
    assert not TEXT["note_en"].str.contains("own count").any()
    assert not TEXT["note_zh"].str.contains("自报").any()


def test_a_row_is_used_by_a_lesson_or_says_why_it_is_kept():
    for context_id, row in TEXT.iterrows():
        lessons = row["used_in"].split()
        assert all(re.fullmatch("0[0-9]", lesson) for lesson in lessons), context_id
        assert lessons == sorted(set(lessons)), context_id
        assert row["note_en"].startswith("Yardstick only") == (not lessons), context_id
        assert row["note_zh"].startswith("仅作参照") == (not lessons), context_id


# --- time


def window(period):
    """First and last day of a period, as text."""
    first, _, last = period.partition("/")
    return first + "-01-01"[len(first) - 4 :], (last or first) + "-12-31"[len(last or first) - 4 :]


def test_periods_are_dates_or_spans_and_those_of_the_ids():
    for row in ROWS:
        assert all(map(is_date, row.period.split("/"))), row.context_id
        first, last = window(row.period)
        assert first <= last
        # a year in the id is that of the period; an edition has its own
        if match := re.search(r"_(\d{4})(?:_(\d{4}|\d\d|q1))?(?:_[a-z]+)?$", row.context_id):
            assert row.period.startswith(match[1]), row.context_id
            if re.fullmatch(r"\d{4}", match[2] or ""):
                assert row.period == f"{match[1]}/{match[2]}"
            if re.fullmatch(r"\d\d", match[2] or ""):
                assert row.period == f"{match[1]}-{match[2]}"


def test_nothing_is_published_before_it_is_so():
    """A level may be published in its own month; what a whole year adds up to, after that year."""
    for row in ROWS:
        if pd.isna(row.published) or row.status == "target":
            continue
        first, last = window(row.period)
        _, published = window(row.published)
        assert published >= first, row.context_id
        whole_years = all(len(part) == 4 for part in row.period.split("/"))
        if whole_years and row.kind in {"flow", "growth", "ratio", "price"}:
            assert published > last, row.context_id


def test_targets_lie_after_their_publication():
    for row in ROWS:
        if row.status == "target" and pd.notna(row.published):
            assert row.published < row.period, row.context_id


def test_an_edition_is_named_after_the_year_in_which_it_comes_out():
    editions = [row for row in ROWS if row.kind == "edition"]
    assert len(editions) >= 3
    for row in editions:
        assert row.period.startswith(str(int(row.value)))
        assert row.unit == "calendar_year"


def test_mean_growth_names_its_years_without_the_base():
    """By China's rule 3.4 % for 2017 to 2021 is on 2016; four years from 2017 are 2018 to 2021."""
    gdp, scale = (
        BY_ID["gdp_growth_daqing_2017_2021"],
        BY_ID["digital_economy_growth_china_2018_2021"],
    )
    assert "base year is 2016" in gdp.note_en
    assert "2017 is the base" in scale.note_en
    levels = [ends(f"digital_economy_china_{year}") for year in (2017, 2021)]
    lower, upper = ((levels[1][i] / levels[0][1 - i]) ** (1 / 4) - 1 for i in (0, 1))
    assert lower < scale.upper  # four years fit the levels, five or three do not
    assert scale.lower < upper
    for years in (3, 5):
        wrong = [(levels[1][i] / levels[0][1 - i]) ** (1 / years) - 1 for i in (0, 1)]
        assert wrong[1] < scale.lower or scale.upper < wrong[0]


# --- wording


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.context_id)
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


def test_values_read_by_hand():
    stated = [  # by hand from the publications
        ("digital_economy_2021_guangming", 1000e8, 0, 1000e8),
        ("digital_economy_2022_xinhua", 1000e8, 1000e8, math.inf),
        ("digital_economy_2022_guangming", 1000e8, 1000e8, math.inf),
        ("digital_economy_2023", 1100e8, 1099.5e8, 1100.5e8),
        ("digital_economy_2024", 1200e8, 1200e8, math.inf),
        ("gdp_daqing_2020", 2301.1e8, 2301.05e8, 2301.15e8),
        ("gdp_daqing_2021", 2620.0e8, 2619.95e8, 2620.05e8),
        ("population_daqing_2020", 2781562, 2781562, 2781562),
        ("density_5g_china_2021", 10.1, 10.05, 10.15),
        ("stations_4g_china_2019_12", 544e4, 543.5e4, 544.5e4),
        ("stations_5g_share_china_2022_02", 0.15, 0.145, 0.155),
        ("stations_5g_built_china_2022_q1", 13.4e4, 13.35e4, 13.45e4),
        ("bandwidth_ezhou", 2170, 2169.5, 2170.5),
        ("core_industries_share_yancheng_2024", 0.10, 0.10, 1),
        ("core_industries_share_heilongjiang_2025", 0.10, 0.10, 0.10),
        ("digital_economy_china_2020", 39.2e12, 39.15e12, 39.25e12),
        ("digital_economy_growth_china_2016_agency", 0.19, 0.18, 0.19),
        ("copper_price_china_2021", 68490, 68489.5, 68490.5),
        ("guangzhou_industry_revenue_2021", 238635756e4, 238635755.5e4, 238635756.5e4),
        ("two_integration_firms_china_2019", 16e4, 16e4, 17e4),
    ]
    for context_id, *numbers in stated:
        row = BY_ID[context_id]
        assert [row.value, row.lower, row.upper] == pytest.approx(numbers, rel=1e-12), context_id


DECIDED = """
digital_economy_2021_guangming          | 突破千亿  | CNY              | at_most   | right
digital_economy_2022_guangming          | 突破千亿  | CNY              | more_than | neither
smart_factories_heilongjiang_2021_11    | 首个      | count            | exact     | both
population_daqing_2020                  | 2,781,562 | count            | exact     | both
stations_5g_northeast_2022_04           | 10.4万    | count            | exact     | left
density_5g_china_2021                   | 10.1个    | per 10000 people | exact     | left
density_5g_china_2022                   | 16.4個    | per 10000 people | exact     | left
racks_heilongjiang_2022                 | 7.7万     | count            | exact     | left
stations_5g_target_heilongjiang_2025    | 11.4万个  | count            | exact     | both
bandwidth_ezhou                         | 2170G     | Gbps             | exact     | left
bandwidth_target_heilongjiang_2025      | 22Tbps    | Gbps             | exact     | both
core_industries_share_heilongjiang_2025 | 10%       | ratio            | exact     | both
digital_classes_china_2021              | 5         | count            | exact     | both
two_integration_index_china_2025        | 105       | index            | exact     | both
copper_price_china_2020                 | 48 752 元 | CNY / t          | exact     | left
copper_price_china_2021                 | 68490元   | CNY / t          | exact     | left
aluminium_price_china_2021              | 18946元   | CNY / t          | exact     | left
guangzhou_industry_revenue_2021         | 238635756 | CNY              | exact     | left
guangzhou_industry_surcharges_2021      | 5192660   | CNY              | exact     | left
guangzhou_industry_vat_2021             | 4810979   | CNY              | exact     | left
guangzhou_industry_income_tax_2021      | 2498814   | CNY              | exact     | left
digital_economy_china_2016              | 22.6万亿  | CNY              | exact     | left
information_economy_increase_china_2015 | 2.46万亿  | CNY              | exact     | left
city_index_edition_2017                 | 2017      | calendar_year    | exact     | both
city_index_edition_2018                 | 2018      | calendar_year    | exact     | both
city_index_edition_2020                 | 2020      | calendar_year    | exact     | both
rank_northeast_interview                | 第五位    | rank             | exact     | both
rank_province_interview                 | 第二位    | rank             | exact     | both
"""


def test_what_the_printed_words_do_not_decide():
    """Read in the publications: all rows that `read_number` cannot check in full, and the ranks."""
    decided = {
        row.context_id for row in ROWS if pd.notna(row.wording_outside) or row.kind == "rank"
    }
    stated = [re.split(r" *\| *", line) for line in DECIDED.strip().splitlines()]
    assert {line[0] for line in stated} == decided
    for context_id, *cells in stated:
        row = BY_ID[context_id]
        assert [row.printed, row.unit, row.qualifier, row.closed] == cells, context_id


def test_targets():
    targets = {row.context_id for row in ROWS if row.status == "target"}
    assert targets == {
        "bandwidth_target_heilongjiang_2025",
        "core_industries_share_heilongjiang_2025",
        "core_industries_share_yancheng_2024",
        "digital_economy_fujian_2025",
        "stations_5g_target_heilongjiang_2025",
        "two_integration_index_china_2025",
    }
    for context_id in targets:
        assert "target" in BY_ID[context_id].label_en
        assert "目标" in BY_ID[context_id].label_zh


# --- beside the article


def test_context_is_never_mixed_with_figures():
    assert not set(BY_ID) & set(dq.figures()["figure_id"])


def test_indicators_that_are_those_of_the_article():
    shared = set(dq.context()["indicator"]) & set(dq.figures()["indicator"])
    assert shared == {
        "4G base stations",
        "4G coverage of administrative villages",
        "5G base stations",
        "digital economy scale",
        "rank in Heilongjiang by digital economy scale",
        "rank in the Northeast by digital economy scale",
    }


def test_indicator_and_label_name_the_same_thing():
    """One indicator has one unit and kind, and a row of its own for each entity and period."""
    for indicator, group in dq.context().groupby("indicator"):
        assert len(group[["unit", "kind"]].drop_duplicates()) == 1, indicator
    assert dq.context()["label_en"].is_unique
    assert dq.context()["label_zh"].is_unique


def test_sources_of_one_value_agree():
    """`progress` takes the first of several sources for a year: they must say the same."""
    keys = ["entity", "indicator", "period", "status"]
    for _, group in dq.context().groupby(keys):
        assert len(group[["lower", "upper", "closed"]].drop_duplicates()) == 1


def test_first_above_means_not_above_before():
    rows = dq.context().query("indicator == 'digital economy scale'").set_index("context_id")
    before, first = (
        rows.loc["digital_economy_2021_guangming"],
        rows.loc["digital_economy_2022_guangming"],
    )
    assert before["url"] == first["url"]
    assert before["upper"] == first["lower"]
    assert int(first["period"]) - int(before["period"]) == 1


# --- conflicts between numbers of the table


def overlaps(one, other):
    """Whether two intervals, given as (lower, upper), share a number inside."""
    return one[0] < other[1] and other[0] < one[1]


def test_growth_that_conflicts_with_the_levels_says_so_in_both_languages():
    rows = dq.context().query("entity == 'China'").set_index(["indicator", "period"])
    conflicts = set()
    for year in range(2016, 2024):
        rate = rows.loc["digital economy growth (broad measure)", str(year)]
        before, after = (
            rows.loc["digital economy scale (broad measure)", str(each)]
            for each in (year - 1, year)
        )
        implied = after["lower"] / before["upper"] - 1, after["upper"] / before["lower"] - 1
        if overlaps(implied, (rate["lower"], rate["upper"])):
            assert "Conflict" not in rate["note_en"], year
            assert "冲突" not in rate["note_zh"], year
            continue
        conflicts.add(year)
        percent = [f"{100 * each:.1f}" for each in implied]
        assert f"{percent[0]} to {percent[1]} %" in rate["note_en"]
        assert f"{percent[0]}%至{percent[1]}%" in rate["note_zh"]
    assert conflicts == {2016, 2018, 2019}


def test_growth_of_2015_conflicts_with_the_increase_on_the_same_page():
    level = ends("digital_economy_china_2015")
    increase = ends("information_economy_increase_china_2015")
    lower = increase[0] / (level[1] - increase[0])
    upper = increase[1] / (level[0] - increase[1])
    rate = BY_ID["digital_economy_growth_china_2015"]
    assert not overlaps((lower, upper), (rate.lower, rate.upper))
    assert f"{100 * lower:.1f} to {100 * upper:.1f} %" in rate.note_en
    assert BY_ID["information_economy_increase_china_2015"].url == rate.url


def test_whether_a_growth_rate_is_nominal_is_as_its_source_says():
    said = {
        year: "definition" not in TEXT.loc[f"digital_economy_growth_china_{year}", "left_open"]
        for year in range(2015, 2024)
    }
    assert {year for year, nominal in said.items() if nominal} == {
        2016,
        2018,
        2019,
        2021,
        2022,
        2023,
    }
    for year, nominal in said.items():
        row = BY_ID[f"digital_economy_growth_china_{year}"]
        assert ("Not said whether nominal" in row.note_en) == (not nominal)
        assert ("未说明是否为名义增速" in row.note_zh) == (not nominal)
        assert (
            bool(
                re.search(
                    r"Nominal|nominal\.", row.note_en.replace("Not said whether nominal.", "")
                )
            )
            == nominal
        )
    comparable = {
        year
        for year in said
        if "comparable coverage" in BY_ID[f"digital_economy_growth_china_{year}"].note_en
    }
    assert comparable == {2018, 2019}


def test_numbers_of_one_source_hang_together():
    gdp = ends("gdp_daqing_2020"), ends("gdp_daqing_2021")
    assert overlaps(
        (gdp[1][0] / gdp[0][1] - 1, gdp[1][1] / gdp[0][0] - 1),
        ends("gdp_growth_nominal_daqing_2021"),
    )
    copper = ends("copper_price_china_2020"), ends("copper_price_china_2021")
    assert overlaps(
        (copper[1][0] / copper[0][1] - 1, copper[1][1] / copper[0][0] - 1),
        ends("copper_price_growth_china_2021"),
    )
    for year in (2019, 2020, 2021):  # scale and share give the nation's GDP, which only grew
        scale, share = (
            ends(f"digital_economy_china_{year}"),
            ends(f"digital_economy_share_china_{year}"),
        )
        assert 98e12 < scale[0] / share[1] < scale[1] / share[0] < 115e12
    stock, density = ends("stations_5g_china_2021_12"), ends("density_5g_china_2021")
    assert (
        stock[0] / density[1] < 141.2e4 / 10 < stock[1] / density[0]
    )  # people, in units of 10,000
    province, city = BY_ID["gdp_heilongjiang_2021"], BY_ID["gdp_harbin_2021"]
    assert (
        BY_ID["gdp_daqing_2021"].value
        < city.value
        < province.value - BY_ID["gdp_daqing_2021"].value
    )


# --- traced to the facts it was made from


SHARED = ROOT.parent / "shared"
FACTOR = {"亿元": 1e8, "万亿元": 1e12, "万个": 1e4, "%": 1e-2, "% per year": 1e-2}
SUMS = {  # one fact that adds up what stands here in several rows
    "guangzhou_industry": ("guangzhou_industry_surcharges_2021", "guangzhou_industry_vat_2021",
                           "guangzhou_industry_income_tax_2021"),
    "middle_classes": tuple(f"middle_classes_{number:02}_china_2021" for number in range(1, 6)),
}  # fmt: skip


def test_traced_to_the_collected_facts():
    """Each value stands in the collection at the same address, and each sum adds up to it."""
    paths = [SHARED / "context.csv", SHARED / "review" / "facts.csv"]
    if not all(path.is_file() for path in paths):
        pytest.skip(f"no collection of facts at {SHARED}")
    known = set()
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for fact in csv.DictReader(file):
                if fact["value"]:
                    value = float(fact["value"]) * FACTOR.get(fact["unit"], 1)
                    known |= {
                        (fact.get(column) or "", round(value, 9))
                        for column in ("url", "second_url")
                    }
    summed = {
        name: round(sum(BY_ID[each].value for each in parts), 9) for name, parts in SUMS.items()
    }
    parts = {each for names in SUMS.values() for each in names}
    for name, each in SUMS.items():
        assert (BY_ID[each[0]].url, summed[name]) in known
    for row in ROWS:
        if row.context_id in parts or row.kind == "edition" or row.qualifier == "over":
            continue  # collected as dates and as wording, without a value
        if row.context_id == "smart_factories_heilongjiang_2021_11":
            assert (row.url, 1.0) in known
            continue
        addresses = {row.url, row.second_url}
        assert any((address, round(row.value, 9)) in known for address in addresses), row.context_id
