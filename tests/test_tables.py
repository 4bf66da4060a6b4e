"""The tables are what the article says, hang together, and cannot be spoilt by whoever reads them."""

import datetime as dt
import hashlib
import json
import math
import re
from pathlib import Path

import pandas as pd
import pytest

import daqing_data as dq
from daqing_data import tables

DATA = Path(tables.__file__).parent / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
ARTICLE = {"figures": dq.figures, "events": dq.events, "numerals": dq.numerals, "comparisons": dq.comparisons}
TABLES = ARTICLE | {"context": dq.context}  # its values: test_context
HAN = re.compile("[\u4e00-\u9fff]")
INF = math.inf
FIGURES = list(dq.figures().itertuples())


# --- the values, read from the article by hand: value and ends in the unit, whole part of the interval as worded

READ_BY_HAND = [
    ("inspection_rounds_2022", 6, "count", 6, 6),
    ("office_area_2016", 40, "m2", 39.5, 40.5),
    ("machine_room_area_2016", 600, "m2", 599.5, 600.5),
    ("racks_2016", 80, "count", 80, 80),
    ("building_area_2022", 14e3, "m2", 13.5e3, 14.5e3),
    ("racks_2022", 1484, "count", 1484, 1484),
    ("stations_4g_2022", 3300, "count", 3300, 3400),
    ("stations_5g_2022", 4719, "count", 4719, 4719),
    ("fibre_coverage_2022", 1, "ratio", 1, 1),
    ("wifi_coverage_2022", 1, "ratio", 1, 1),
    ("village_4g_coverage_2022", 1, "ratio", 1, 1),
    ("bandwidth_2022", 1720, "Gbps", 1719.5, 1720.5),
    ("databases_2022", 4, "count", 4, 4),
    ("records_2022", 70e6, "count", 70e6, 80e6),
    ("online_items_share_2022", 0.9, "ratio", 0.9, 1),
    ("one_visit_items_share_2022", 0.9, "ratio", 0.9, 1),
    ("tax_self_service_share_2022", 0.5, "ratio", 0.495, 0.505),
    ("agriculture_bases_2022", 72, "count", 72, 72),
    ("platforms_2022", 19, "count", 19, 19),
    ("ecommerce_parks_2022", 10, "count", 10, 10),
    ("smart_factories_heilongjiang", 1, "count", 1, 1),
    ("qinglian_sales_1992", 1e6, "CNY", 0, 1e6),
    ("qinglian_revenue_2020", 1e8, "CNY", 1e8, INF),
    ("cable_capacity_founding", 120e6, "CNY", 115e6, 125e6),
    ("cable_age", 20, "year", 20, 30),
    ("cable_sites_2022", 2, "count", 2, 2),
    ("cable_land_2022", 150e3, "m2", 145e3, 155e3),
    ("cable_equipment_2022", 312, "count", 312, 312),
    ("cable_throughput_2022", 40e3, "t", 35e3, 45e3),
    ("cable_capacity_2022", 1.6e9, "CNY", 1.6e9, INF),
    ("cable_orders_rank_2021", 1, "rank", 1, 1),
    ("cable_orders_2021", 604e6, "CNY", 603.5e6, 604.5e6),
    ("cable_orders_growth_2021", 0.167, "ratio", 0.1665, 0.1675),
    ("little_giants_batch3_daqing", 1, "count", 1, 1),
    ("market_entities_2022", 1014, "count", 1014, 1014),
    ("market_fields_2022", 5, "count", 5, 5),
    ("market_categories_2022", 24, "count", 24, 24),
    ("city_tier", 2, "rank", 2, 2),
    ("digital_economy", 92.3e9, "CNY", 92.25e9, 92.35e9),
    ("rank_national", 100, "rank", 100, 100),
    ("rank_northeast", 5, "rank", 5, 5),
    ("rank_province", 2, "rank", 2, 2),
    ("park_investment", 550e6, "CNY", 545e6, 555e6),
    ("park_land_phase1", 228e3, "m2", 227.5e3, 228.5e3),
    ("park_land_phase2", 210e3, "m2", 205e3, 215e3),
    ("park_revenue", 675e6, "CNY", 674e6, 676e6),
    ("park_tax", 114e6, "CNY", 113.5e6, 114.5e6),
    ("park_output", 1e9, "CNY", 0.9e9, 1.1e9),
    ("park_value_added", 250e6, "CNY", 240e6, 260e6),
    ("digital_economy_target_2024", 150e9, "CNY", 150e9, 150e9),
    ("two_integration_target_2024", 0.65, "ratio", 0.65, 1),
]
READ_BY_HAND_EVENTS = {
    "park_office_2022": "2022-03-24T08",
    "park_start_2022": "2022-04-11/2022-04-20",
    "inspection_2022": "2022-03-24T09",
    "cloud_contract_2015": "2015-12",
    "huawei_head_2016": "2016-01",
    "government_cloud_2016": "2016-10",
    "partners_2017": "2017-08",
    "promotion_2018": "2018-02",
    "oilfield_agreement_2018": "2018-06",
    "police_agreement_2018": "2018-07",
    "smart_city_agreement_2018": "2018-10",
    "oilfield_hpc_2019": "2019-08",
    "qinglian_founded_1992": "1992",
    "park_phase1_done_2022": "2022-10",
    "policy_documents_2022": "../2022-03-31",
}


@pytest.mark.parametrize("expected", READ_BY_HAND, ids=lambda expected: expected[0])
def test_figure_is_as_read_by_hand(expected):
    row = dq.figures().set_index("figure_id").loc[expected[0]]
    assert row["unit"] == expected[2]
    assert [row["value"], row["lower"], row["upper"]] == pytest.approx([expected[1], *expected[3:]], rel=1e-12)


def test_no_figure_and_no_event_was_left_unread():
    assert dq.figures()["figure_id"].tolist() == [row[0] for row in READ_BY_HAND]
    assert dq.events().set_index("event_id")["date"].to_dict() == READ_BY_HAND_EVENTS


STATUS = {  # all others are said to be actual
    "planned": {"park_investment", "park_land_phase1", "park_land_phase2"},
    "projected": {"park_revenue", "park_tax", "park_output", "park_value_added"},
    "target": {"digital_economy_target_2024", "two_integration_target_2024"},
}
SAYS = {  # all others are the article's own
    "Huawei's head in Daqing": "office_area_2016 machine_room_area_2016 racks_2016 building_area_2022 racks_2022",
    "Daqing Bureau of Industry and Information Technology": "market_entities_2022 market_fields_2022 "
    "market_categories_2022",
    "Blue Book on the Digital Economy Index of Chinese Cities (2021)": "city_tier digital_economy rank_national "
    "rank_northeast rank_province",
    "Daqing Action Plan (2022-2024)": "digital_economy_target_2024 two_integration_target_2024",
}


def test_what_is_planned_expected_or_aimed_at_is_not_taken_for_actual():
    rows = dq.figures()
    found = {status: set(group["figure_id"]) for status, group in rows.groupby("status", observed=True)}
    actual = found.pop("actual")
    assert found == STATUS
    assert actual == set(rows["figure_id"]).difference(*STATUS.values())


def test_who_is_quoted_for_what():
    rows = dq.figures().query("attributed_to != 'article'")
    assert rows.groupby("attributed_to")["figure_id"].apply(" ".join).to_dict() == SAYS


# --- columns, types, keys


@pytest.mark.parametrize("name", TABLES)
def test_columns_and_types_are_the_descriptors(name):
    frame, fields = TABLES[name](), RESOURCES[name]["schema"]["fields"]
    assert frame.columns.tolist() == [field["name"] for field in fields]
    for field in fields:
        column, constraints = frame[field["name"]], field.get("constraints", {})
        if "enum" in constraints:
            assert column.cat.categories.tolist() == constraints["enum"], field["name"]
        else:
            expected = {"number": "float64", "integer": "int64", "string": "str"}[field["type"]]
            assert column.dtype == expected, field["name"]
        if constraints.get("required"):
            assert column.notna().all(), field["name"]
        if constraints.get("unique"):
            assert column.is_unique, field["name"]
    texts = frame.select_dtypes(["str", "category"]).astype(object)
    assert (texts.isna() | texts.map(lambda text: text == str(text).strip() != "")).all().all()


@pytest.mark.parametrize("name", TABLES)
def test_enums_hold_no_value_that_is_never_used_but_for_wordings(name):
    """A closed set is closed from both sides; only the general wordings and reasons may be idle in this article."""
    frame = TABLES[name]()
    for column in frame.select_dtypes("category").columns.difference(["qualifier", "reason_code"]):
        assert set(frame[column].cat.categories) == set(frame[column].dropna()), column


@pytest.mark.parametrize("name", TABLES)
def test_keys(name):
    frame, schema = TABLES[name](), RESOURCES[name]["schema"]
    key = schema["primaryKey"]
    assert frame[key].notna().all().all()
    assert not frame.duplicated(key).any()
    for foreign in schema.get("foreignKeys", []):
        reference = TABLES[foreign["reference"]["resource"]]()[foreign["reference"]["fields"]]
        known = set(reference.itertuples(index=False, name=None))
        given = frame[foreign["fields"]].dropna().itertuples(index=False, name=None)
        assert set(given) <= known, foreign
    if name != "numerals":
        assert frame[key[0]].str.fullmatch("[a-z][a-z0-9_]*").all()


def test_figure_and_event_ids_are_one_namespace():
    """Because `states` of numerals names both."""
    ids = [*dq.figures()["figure_id"], *dq.events()["event_id"]]
    assert len(ids) == len(set(ids))


def test_enums_of_code_and_tables_are_the_same():
    enums = dq.codebook().set_index(["table", "column"])["values"].str.split(", ")
    assert enums["comparisons", "reason_code"] == list(dq.REASONS)
    assert enums["figures", "qualifier"] == list(dq.RULES)
    units = {unit for unit, _ in dq.UNITS.values()} | {"rank"}
    assert set(enums["figures", "unit"]) <= units


# --- numerals on the one side, figures and events on the other


def test_every_numeral_states_something_or_says_why_not():
    rows = dq.numerals()
    stated = rows["states"].notna()
    assert (rows["reason_en"].notna() == ~stated).all()
    assert (rows["reason_zh"].notna() == ~stated).all()


def test_states_and_spans_tell_the_same_story():
    stated = {
        (row.start, row.end): set(row.states.split()) for row in dq.numerals().dropna(subset="states").itertuples()
    }
    standing: dict[tuple[int, int], set[str]] = {}
    events = dq.events().query("precision != 'not_printed'").rename(columns={"event_id": "figure_id"})
    for row in [*dq.figures().itertuples(), *events.itertuples()]:
        standing.setdefault((row.start, row.end), set()).add(row.figure_id)
    assert stated == standing


def test_kind_of_numeral_fits_what_it_states():
    rows = dq.numerals()
    events = set(dq.events()["event_id"])
    for row in rows.itertuples():
        states = set() if pd.isna(row.states) else set(row.states.split())
        if row.kind == "date":
            assert states <= events, row
        if row.kind in {"idiom", "name", "article", "vague", "title", "unit", "period", "ordinal"}:
            assert not states, row
        if row.kind in {"quantity", "percentage", "extreme", "duration", "rank"}:
            assert states, row


# --- wording


def figure_name(row):
    return getattr(row, "figure_id", None) or row.context_id


@pytest.mark.parametrize("row", [*FIGURES, *dq.context().itertuples(index=False)], ids=figure_name)
def test_context_decides_exactly_what_the_wording_does_not(row):
    """The listed columns differ from read_number(printed), all others agree with it."""
    stored = {name: getattr(row, name) for name in ("value", "unit", "qualifier", "lower", "upper", "closed")}
    try:
        number = dq.read_number(row.printed)
        ends = number.interval
        parts = [number.value, number.unit, number.qualifier, ends.left, ends.right, ends.closed]
        read = dict(zip(stored, parts, strict=True))
    except ValueError:
        read = {}
    differing = {name for name, value in stored.items() if read.get(name) != value}
    assert differing == (set() if pd.isna(row.context_decides) else set(row.context_decides.split()))


CLOSED = {  # qualifier -> ends that its wording includes; a share capped at 1 includes the cap
    "exact": {"both", "left"},
    "over": {"left"},
    "more_than": {"neither", "right"},
    "at_least": {"left", "both"},
    "less_than": {"neither"},
    "at_most": {"right"},
    "nearly": {"left"},
    "about": {"both"},
}


@pytest.mark.parametrize("row", FIGURES, ids=lambda row: row.figure_id)
def test_interval_holds_together(row):
    assert row.lower <= row.value <= row.upper
    assert math.isfinite(row.value)
    assert math.isfinite(row.lower)
    assert row.closed in CLOSED[row.qualifier]
    assert (row.closed == "both") >= (row.lower == row.upper)  # a point is closed, or it would be empty
    if math.isinf(row.upper):
        assert row.closed in {"left", "neither"}
        assert row.qualifier in {"more_than", "at_least"}
    if row.unit == "ratio" and row.kind == "ratio":
        assert row.lower >= 0
        assert row.upper <= 1


# --- periods


def is_date(text):
    """A date of ISO 8601 with reduced precision (a year, a month, a day, an hour) that is in the calendar."""
    formats = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d", 13: "%Y-%m-%dT%H"}
    try:
        dt.datetime.strptime(text, formats[len(text)]).replace(tzinfo=dt.UTC)
    except (KeyError, ValueError):
        return False
    return True


def is_period(text):
    first, slash, last = text.partition("/")
    return is_date(first) if not slash else (first == ".." or (is_date(first) and first < last)) and is_date(last)


@pytest.mark.parametrize(
    "wrong", ["2022-13", "22", "2022-04-31", "2022/", "2022-04/2022-03", "2022-3", "March", "../.."]
)
def test_the_check_of_periods_knows_wrong_ones(wrong):
    assert not is_period(wrong)


def test_periods_are_iso_8601():
    rows = dq.figures()
    assert rows["period"].dropna().map(is_period).all()
    assert dq.events()["date"].map(is_period).all()
    assert (rows["period"].isna() == (rows["period_from"] == "none")).all()
    now = rows["period"] == "2022-03-24/2022-03-31"
    assert (now == (rows["period_from"] == "now")).all()


def test_precision_is_that_of_the_date():
    pattern = {
        "year": r"\d{4}",
        "month": r"\d{4}-\d\d",
        "ten_days": r"(\d{4}-\d\d-)(01/(?:\1)10|11/(?:\1)20|21/\1(28|29|30|31))",
        "hour": r".{10}T\d\d",
        "not_printed": r"\.\./.{10}",
    }
    for row in dq.events().itertuples():
        assert re.fullmatch(pattern[row.precision], row.date), row


def test_a_year_in_the_id_is_the_year_of_the_period():
    for row in dq.figures().dropna(subset="period").itertuples():
        if match := re.search(r"_(\d{4})$", row.figure_id):
            assert row.period.startswith(match[1]), row


# --- two languages


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_or_none(name):
    frame = TABLES[name]()
    for column in frame.columns[frame.columns.str.endswith("_en")]:
        english, chinese = frame[column], frame[column.removesuffix("en") + "zh"]
        assert (english.isna() == chinese.isna()).all(), column
        assert chinese.dropna().str.contains(HAN).all(), column
        assert not english.dropna().str.contains(HAN).any(), column


def test_reasons_in_both_languages():
    for english, chinese in dq.REASONS.values():
        assert HAN.search(chinese)
        assert not HAN.search(english)


# --- descriptor and codebook


def test_descriptor_is_valid_and_fits_the_files():
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    assert {task.name for task in report.tasks} == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_descriptor_says_what_frictionless_does_not_check(name):
    resource = RESOURCES[name]
    raw = (DATA / resource["path"]).read_bytes()
    assert resource["bytes"] == len(raw)
    assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert resource["licenses"] == PACKAGE["licenses"]
    assert (resource["sources"] == PACKAGE["sources"]) == (name in ARTICLE)
    assert resource["sources"][0].get("hash", "") == f"sha256:{dq.SOURCE.sha256}" * (name in ARTICLE)
    for described in [resource, *resource["schema"]["fields"]]:
        assert described["description"].endswith(".")
        assert not HAN.search(described["description"])
        assert described["description_zh"].endswith("。")
        assert HAN.search(described["description_zh"])


def test_descriptor_and_package_agree():
    assert PACKAGE["version"] == dq.__version__
    assert PACKAGE["sources"][0]["path"] == dq.SOURCE.copy_url
    assert {path.name for path in DATA.glob("*.csv")} == {resource["path"] for resource in PACKAGE["resources"]}


@pytest.mark.parametrize("name", TABLES)
def test_codebook_describes_every_column(name):
    book = dq.codebook(name)
    assert book.columns.tolist() == "table column type values description_en description_zh".split()
    assert book["column"].tolist() == TABLES[name]().columns.tolist()
    assert (book["table"] == name).all()
    assert (book[["type", "description_en", "description_zh"]] != "").all().all()
    assert dq.codebook().query("table == @name").reset_index(drop=True).equals(book)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("figure", "unknown table 'figure'; did you mean 'figures'"),
        ("numeral", "did you mean 'numerals'"),
        ("xyz", "known: 'figures', 'events', 'numerals', 'comparisons'"),
        (7, "unknown table 7"),
    ],
)
def test_unknown_table(name, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        dq.codebook(name)
