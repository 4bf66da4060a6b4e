"""Words that can be checked are: years in labels, numbers in notes, one language against the other.

The rest stands in the review sheet, so that no word changes unseen.
"""

import math
import re
import runpy
from pathlib import Path

import pandas as pd
import pytest

import daqing_data as dq

ROOT = Path(__file__).resolve().parents[1]
TABLES = {
    "figures": dq.figures,
    "events": dq.events,
    "numerals": dq.numerals,
    "comparisons": dq.comparisons,
    "context": dq.context,
}
KEYS = {"events": "event_id", "numerals": "start"}
KEYS |= {name: f"{name.removesuffix('s')}_id" for name in ("figures", "comparisons", "context")}


def rows(name):
    """The rows of a table by key, missing cells as empty text."""
    frame = TABLES[name]().astype(object).fillna("")
    return {row[KEYS[name]]: row for row in frame.to_dict("records")}


ROWS = {name: rows(name) for name in TABLES}


# --- the numbers of a text ------------------------------------------------------------------------

MONTHS = (
    "January February March April May June July August September October November December"
).split()
MONTH = "|".join(MONTHS)
ENGLISH = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
CHINESE = {"万亿": 1e12, "亿": 1e8, "万": 1e4}
# A digit beside a letter means no number (5G, B2B, m2), but 11th does; 35,000 has a comma.
NUMERAL = r"(?<![A-Za-z_\d.])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:st|nd|rd|th)?(?![A-Za-z_\d])"


def numbers(text, magnitudes):
    """All numbers of a text, with their magnitude; percent signs and units do not count."""
    found = re.findall(rf"{NUMERAL} ?(?:({'|'.join(magnitudes)})(?![a-z]))?", text)
    return {
        float(f"{float(whole.replace(',', '') + part) * magnitudes.get(word, 1):.10g}")
        for whole, part, word in found
    }


def in_english(text):
    """Numbers of an English text; a month is one where a year follows (March 2022)."""
    dated = rf"\b({MONTH})(?= \d{{4}}| to (?:{MONTH}) \d{{4}})"
    text = re.sub(dated, lambda match: str(MONTHS.index(match[1]) + 1), text)
    return numbers(text, ENGLISH)


def in_chinese(text):
    return numbers(text.replace("每万", "每1万"), CHINESE)


def test_numbers_are_found_in_both_languages():
    assert in_english("24 March 2022, 7.58 billion yuan, 35,000 t, 5G, m2") == {
        24, 3, 2022, 7.58e9, 35000
    }  # fmt: skip
    assert in_chinese("2022年3月24日,75.8亿元,3.5万吨,5G,2.46万亿元") == {
        24, 3, 2022, 7.58e9, 35000, 2.46e12
    }  # fmt: skip
    assert in_english("January to March 2022, the 11th; May they") == {1, 3, 2022, 11}
    assert in_english("14.7 to 15.5 %") == in_chinese("14.7%至15.5%") == {14.7, 15.5}
    assert in_english("millionaires: 3 millionaires") == {3}


# --- two languages --------------------------------------------------------------------------------


def pairs():
    """Every text that stands in both languages: where, English, Chinese."""
    for name, table in ROWS.items():
        for key, row in table.items():
            for column in row:
                other = column.removesuffix("en") + "zh"
                if column.endswith("_en") and other in row:
                    yield f"{name}.{key}.{column}", row[column], row[other]
    for row in dq.codebook().to_dict("records"):
        where = f"codebook.{row['table']}.{row['column']}"
        yield where, row["description_en"], row["description_zh"]
    for code, (english, chinese) in dq.REASONS.items():
        yield f"REASONS.{code}", english, chinese


def test_both_languages_have_the_same_numbers():
    for where, english, chinese in pairs():
        assert in_english(english) == in_chinese(chinese), where


def test_both_languages_name_the_same_rows():
    """An id in one language stands in the other, and there is such a row."""
    known = {key for name in ("figures", "events", "comparisons", "context") for key in ROWS[name]}
    book = dq.codebook()
    known |= {*TABLES, *book["column"], *", ".join(book["values"]).split(", "), *dir(dq)}
    known.add(dq.__name__)
    for where, english, chinese in pairs():
        named = [re.findall("[a-z]+(?:_[a-z0-9]+)+", text) for text in (english, chinese)]
        assert sorted(named[0]) == sorted(named[1]), where
        assert set(named[0]) <= known, where


SAME_WORDS = [  # a phrase of a note and what the other language has for it, wherever it stands
    ("Not said whether nominal", "未说明是否为名义增速"),
    ("The unit is not printed", "单位未印出"),
    ("The day of the count is not printed", "统计时点未印出"),
    ("date of publication is not shown", "未显示发布日期"),
    ("Conflict:", "冲突:"),
    ("A stipulated target is a point", "规定的目标值,视为一点"),
    ("Yardstick only", "仅作参照"),
    ("comparable coverage", "可比口径"),
    ("All generations together.", "各代移动通信合计。"),
]


def test_standing_phrases_stand_in_both_languages():
    for english, chinese in SAME_WORDS:
        found = [
            (where, english in one, chinese in other)
            for where, one, other in pairs()
            if where.endswith(("note_en", "reason_en"))
        ]
        assert any(one for _, one, _ in found), english
        wrong = [where for where, one, other in found if one and not other]
        assert not wrong, (english, wrong)
        wrong = [where for where, one, other in found if other and not one]
        assert not wrong, (chinese, wrong)


# --- years ----------------------------------------------------------------------------------------


def years(text):
    return {int(year) for year in re.findall(r"(?<![\d_])(?:19|20)\d\d(?!\d)", str(text))}


def test_years_in_labels_are_those_of_the_period():
    for name in ("figures", "context"):
        for key, row in ROWS[name].items():
            allowed = years(row["period"])
            for label in (row["label_en"], row["label_zh"]):
                assert years(label) <= allowed, key
                missing = name == "context" and years(label) != allowed
                assert not missing or "time" in row["left_open"].split(), key
    for key, row in ROWS["events"].items():
        if row["precision"] != "not_printed":
            assert years(row["what_en"]) <= years(row["date"]), key


def test_months_in_labels_are_those_of_the_period():
    found = 0
    for name in ("figures", "context"):
        for key, row in ROWS[name].items():
            named = {
                MONTHS.index(month) + 1 for month in re.findall(rf"\b({MONTH}) ", row["label_en"])
            }
            allowed = {int(month) for month in re.findall(r"\d{4}-(\d\d)", row["period"])}
            assert named <= allowed, key
            found += len(named)
    assert found > 10


# --- numbers in notes -----------------------------------------------------------------------------


def value(key):
    table = "figures" if key in ROWS["figures"] else "context"
    return ROWS[table][key]["value"]


def rounded(number, digits):
    return float(f"{number:.{digits}g}")


def share(part, whole):
    return rounded(100 * value(part) / value(whole), 3)


def implied(year):
    """Growth in per cent that two years' scales give, lower and upper, to one decimal."""
    before, after = (ROWS["context"][f"digital_economy_china_{each}"] for each in (year - 1, year))
    ends = after["lower"] / before["upper"], after["upper"] / before["lower"]
    return {round(100 * (end - 1), 1) for end in ends}


def increase_2015():
    level = ROWS["context"]["digital_economy_china_2015"]
    more = ROWS["context"]["information_economy_increase_china_2015"]
    ends = (
        more["lower"] / (level["upper"] - more["lower"]),
        more["upper"] / (level["lower"] - more["upper"]),
    )
    return {round(100 * end, 1) for end in ends}


MIDDLE = [key for key in ROWS["context"] if key.startswith("middle_classes_")]
TAXES = [f"guangzhou_industry_{tax}_2021" for tax in ("surcharges", "vat", "income_tax")]
BURDEN = round(100 * sum(map(value, TAXES)) / value("guangzhou_industry_revenue_2021"), 1)
ORDERS, THROUGHPUT = value("cable_orders_2021"), ROWS["figures"]["cable_throughput_2022"]
METAL = [
    rounded(THROUGHPUT[end] * value("aluminium_price_china_2021"), 3) for end in ("value", "lower")
]
SHARES = {
    *(share("digital_economy", f"gdp_daqing_{year}") for year in (2020, 2021)),
    *(round(100 * value(f"digital_economy_share_china_{year}"), 1) for year in (2020, 2021)),
}

#: (table, id) -> every number of its note or reason that is no year, computed or found elsewhere
CLAIMS = {
    ("figures", "inspection_rounds_2022"): {6, 7},  # the value, and the other reading
    ("figures", "fibre_coverage_2022"): {100 * value("fibre_coverage_2022")},
    ("figures", "wifi_coverage_2022"): {100 * value("wifi_coverage_2022")},
    ("figures", "village_4g_coverage_2022"): {
        100 * value("village_4g_coverage_heilongjiang_2022"), 5
    },
    ("figures", "online_items_share_2022"): {100 * value("online_items_share_2022")},
    ("figures", "one_visit_items_share_2022"): {100 * value("one_visit_items_share_2022")},
    ("figures", "smart_factories_heilongjiang"): {value("smart_factories_heilongjiang")},
    ("figures", "cable_capacity_founding"): {value("cable_age")},
    ("figures", "cable_throughput_2022"): {
        THROUGHPUT["value"], THROUGHPUT["lower"], *METAL, ORDERS
    },
    ("figures", "cable_orders_rank_2021"): {value("cable_orders_rank_2021")},
    ("figures", "market_entities_2022"): {value("market_fields_2022")},
    ("figures", "market_fields_2022"): {value("digital_classes_china_2021")},
    ("figures", "market_categories_2022"): {
        value("digital_classes_china_2021"),
        value("market_categories_2022"),
        sum(map(value, MIDDLE)),
    },
    ("figures", "digital_economy"): {value("digital_economy"), *SHARES},
    ("figures", "park_land_phase2"): {
        ROWS["figures"]["park_land_phase2"]["upper"] - ROWS["figures"]["park_land_phase2"]["lower"]
    },
    ("figures", "two_integration_target_2024"): {23020},  # a standard's number
    ("events", "park_start_2022"): {11, 20},
    ("events", "huawei_head_2016"): {value("racks_2016")},
    ("events", "partners_2017"): {10},  # October
    ("events", "promotion_2018"): {10},
    ("comparisons", "racks"): {1, 3, value("machine_room_area_2016")},
    ("comparisons", "cable_capacity"): {value("cable_age")},
    ("comparisons", "stations_share"): {100 * value("stations_5g_share_china_2022_02")},
    ("comparisons", "categories_per_field"): {
        sum(map(value, MIDDLE)) / value("digital_classes_china_2021")
    },
    ("comparisons", "online_or_one_visit"): {100 * value("online_items_share_2022")},
    ("comparisons", "orders_per_tonne"): {ORDERS / THROUGHPUT["value"]},
    ("comparisons", "economy_per_entity"): {value("market_entities_2022")},
    ("context", "digital_economy_2021_guangming"): {value("digital_economy_2022_guangming")},
    ("context", "digital_economy_2023"): {
        ROWS["context"]["digital_economy_2023"]["upper"]
        - ROWS["context"]["digital_economy_2023"]["lower"],
        1e10,  # the coarser rounding: 1,100 of 亿 has two digits that are no zeros
    },
    ("context", "digital_economy_2024"): {2, 5},  # 5 February
    ("context", "enterprises_2024"): {value("market_entities_2022")},
    ("context", "smart_factories_heilongjiang_2021_11"): {
        value("smart_factories_heilongjiang_2021_11")
    },
    ("context", "gdp_daqing_2021"): {100 * value("gdp_growth_nominal_daqing_2021")},
    ("context", "gdp_growth_nominal_daqing_2021"): {100 * value("gdp_growth_daqing_2021")},
    ("context", "stations_5g_china_2021_06"): {2, 12},  # months of the later counts
    ("context", "stations_5g_built_china_2022_q1"): {3, 12},
    ("context", "density_5g_china_2021"): {1e4},
    ("context", "density_5g_china_2022"): {1e4},
    ("context", "bandwidth_ezhou"): {6},  # June
    **{
        ("context", key): {value("market_categories_2022"), sum(map(value, MIDDLE))}
        for key in MIDDLE
    },
    ("context", "two_integration_index_china_2025"): {
        100 * value("two_integration_target_2024"), 100
    },
    ("context", "two_integration_firms_china_2019"): {23020},
    **{
        ("context", key): {BURDEN, 1e4} for key in (*TAXES, "guangzhou_industry_revenue_2021")
    },
    ("context", "digital_economy_growth_china_2015"): {
        value("information_economy_increase_china_2015"),
        100 * value("digital_economy_growth_china_2015"),
        *increase_2015(),
    },
    ("context", "digital_economy_growth_china_2016"): {
        100 * value("digital_economy_growth_china_2016"), *implied(2016)
    },
    ("context", "digital_economy_growth_china_2018"): implied(2018),
    ("context", "digital_economy_growth_china_2019"): implied(2019),
}  # fmt: skip


def notes():
    """The note or reason of each row: table, key, English text."""
    for name, table in ROWS.items():
        column = "reason_en" if name in {"numerals", "comparisons"} else "note_en"
        for key, row in table.items():
            yield name, key, row[column]


def is_year(number):
    return 1990 <= number <= 2026 and number == int(number)


def test_numbers_in_notes_are_those_of_the_rows():
    """So a figure that changes, or a number that is typed wrong, fails here."""
    stated = {}
    for name, key, text in notes():
        found = {number for number in in_english(text) if not is_year(number)}
        if found:
            stated[name, key] = found
    assert set(stated) == set(CLAIMS)
    for where, found in stated.items():
        assert sorted(found) == pytest.approx(sorted(CLAIMS[where]), rel=1e-9), where


INFO_ECONOMY = "2016"  # of the report that the rows of 2015 are from, in its title
YEARS_OF_OTHERS = {  # a year of a note that stands in no other cell of its row: a row's, or its own
    ("figures", "two_integration_target_2024"): "2013",  # of the standard GB/T 23020-2013
    ("events", "partners_2017"): "government_cloud_2016",
    ("events", "promotion_2018"): "government_cloud_2016",
    ("comparisons", "building_per_rack"): "racks_2016",
    ("context", "digital_economy_2021_guangming"): "digital_economy_2022_guangming",
    ("context", "city_index_edition_2017"): "rank_province_interview",
    ("context", "city_index_edition_2018"): "rank_province_interview",
    ("context", "city_index_edition_2020"): "rank_province_interview",
    ("context", "stations_5g_china_2021_06"): "stations_5g_china_2022_02",
    ("context", "two_integration_firms_china_2019"): "2013",
    ("context", "digital_economy_china_2015"): INFO_ECONOMY,
    ("context", "digital_economy_share_china_2015"): INFO_ECONOMY,
    ("context", "digital_economy_growth_china_2015"): INFO_ECONOMY,
    ("context", "information_economy_increase_china_2015"): INFO_ECONOMY,
}


def spanned(period):
    """All years of a period, and the year before it (a base)."""
    ends = years(period)
    return set(range(min(ends) - 1, max(ends) + 1)) if ends else set()


def time_of(key):
    """The years of a figure, an event or a row of context."""
    table = next(name for name in ("figures", "events", "context") if key in ROWS[name])
    return spanned(ROWS[table][key]["date" if table == "events" else "period"])


def own_years(name, row):
    """The years that a row has in its cells, without its words; of a pair, those of its figures."""
    if name == "comparisons":
        named = filter(None, (row["figure_a"], row["figure_b"], row["plus_figure"]))
        return set().union(*map(time_of, named))
    cells = [str(cell) for column, cell in row.items() if not column.startswith(("note", "reason"))]
    return years(" ".join(cells)) | spanned(row.get("period", ""))


def test_years_in_notes_are_those_of_the_row_or_of_a_row_that_is_named():
    used = set()
    for name, key, text in notes():
        if left := years(text) - own_years(name, ROWS[name][key]):
            used.add((name, key))
            other = YEARS_OF_OTHERS[name, key]
            assert left <= (years(other) or time_of(other)), (name, key, left)
    assert used == set(YEARS_OF_OTHERS)


# --- the review sheet -----------------------------------------------------------------------------

SHEET = runpy.run_path(str(ROOT / "tools" / "review_sheet.py"))


def test_no_word_changes_without_the_review_sheet():
    """After a change of words: python tools/review_sheet.py, then read the difference."""
    stored = (ROOT / "tests" / "review_sheet.md").read_text("utf-8").splitlines()
    made = SHEET["sheet"]().splitlines()
    differing = [pair for pair in zip(stored, made, strict=False) if pair[0] != pair[1]]
    assert not differing, f"python tools/review_sheet.py; first difference: {differing[0]}"
    assert len(stored) == len(made)


def test_the_sheet_holds_every_text_of_every_source():
    text = SHEET["sheet"]()
    for name, table in ROWS.items():
        for row in table.values():
            for column, cell in row.items():
                if column.endswith(("_en", "_zh")) and cell:
                    assert f"- {column}: {cell}\n" in text, name
    for english, chinese in dq.REASONS.values():
        assert f"- 1: {english}\n- 2: {chinese}\n" in text
    for key, rule in dq.RULES.items():
        assert f"\n### {key}\n" in text
        for words in filter(None, (rule.before, rule.after)):
            assert f": {words}\n" in text, key
    for method in dq.METHODS.values():
        assert method.authority in text


def test_a_word_that_changes_changes_the_sheet():
    sheet, words = SHEET["sheet"], SHEET["words"]
    one = {"racks": {"label_en": "racks", "value": 80, "none": None}}
    other = {"racks": {"label_en": "rack", "value": 80, "none": None}}
    assert sheet({"a": lambda: one}) != sheet({"a": lambda: other})
    assert list(words(one)) == [(("racks", "label_en"), "racks")]
    assert sheet({"a": lambda: {"x": "a  b "}}).endswith("- a \N{OPEN BOX}b\N{OPEN BOX}\n")
    with pytest.raises(ValueError, match="'nothing' gives no words"):
        sheet({"nothing": lambda: {"value": math.nan, "of": pd.Interval(0, 1)}})
