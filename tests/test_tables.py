"""The tables hang together, are described, and cannot be spoilt by whoever reads them."""

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
from daqing_data.figure import reading

DATA = Path(tables.__file__).parent / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
ARTICLE = {
    "figures": dq.figures,
    "events": dq.events,
    "numerals": dq.numerals,
    "comparisons": dq.comparisons,
}
TABLES = ARTICLE | {"context": dq.context, "hedges": dq.hedges}  # its values: test_context
HAN = re.compile("[\u4e00-\u9fff]")


# --- what the second reading does not hold


ONE_INDICATOR = [  # one thing at two times; any other two figures are two indicators
    "racks_2016 racks_2022",
    "cable_capacity_founding cable_capacity_2022",
    "digital_economy digital_economy_target_2024",
]


def test_which_figures_measure_the_same():
    shared = dq.figures().groupby("indicator")["figure_id"].apply(" ".join)
    assert sorted(shared[shared.str.contains(" ")]) == sorted(ONE_INDICATOR)


def test_where_a_period_comes_from():
    """It is inferred where the year is not printed, and then it is more than one."""
    for row in dq.figures().itertuples():
        several = isinstance(row.period, str) and re.fullmatch(r"\d{4}/\d{4}", row.period)
        assert (row.period_from == "inferred") == bool(several), row.figure_id


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
    """A closed set is closed from both sides; only wordings and reasons may be idle here."""
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
    units = {unit for unit, _ in dq.UNITS.values()} | {"rank", "class"}
    assert set(enums["figures", "unit"]) <= units


# --- numerals on the one side, figures and events on the other


def test_every_numeral_states_something_or_says_why_not():
    rows = dq.numerals()
    stated = rows["states"].notna()
    assert (rows["reason_en"].notna() == ~stated).all()
    assert (rows["reason_zh"].notna() == ~stated).all()


def test_states_and_spans_tell_the_same_story():
    stated = {
        (row.start, row.end): set(row.states.split())
        for row in dq.numerals().dropna(subset="states").itertuples()
    }
    standing: dict[tuple[int, int], set[str]] = {}
    events = (
        dq.events().query("precision != 'not_printed'").rename(columns={"event_id": "figure_id"})
    )
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


def stated_rows():
    """Every row that holds a printed number, with its id."""
    for row in [*dq.figures().to_dict("records"), *dq.context().to_dict("records")]:
        yield row.get("figure_id") or row["context_id"], row


def test_wording_outside_exactly_what_the_wording_does_not():
    """The listed columns differ from what read_number(printed) gives, all others agree with it."""
    for name, row in stated_rows():
        try:
            read = reading(row["printed"], row["kind"])
        except ValueError:
            read = {}
        columns = ("value", "unit", "qualifier", "lower", "upper", "closed")
        differing = {column for column in columns if read.get(column) != row[column]}
        decided = set() if pd.isna(row["wording_outside"]) else set(row["wording_outside"].split())
        assert differing == decided, name


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


def test_intervals_hold_together():
    for name, row in stated_rows():
        value, lower, upper, closed = (row[part] for part in ("value", "lower", "upper", "closed"))
        assert lower <= value <= upper, name
        assert math.isfinite(value), name
        assert math.isfinite(lower), name
        assert closed in CLOSED[row["qualifier"]], name
        assert (closed == "both") >= (lower == upper), (
            name
        )  # a point is closed, or it would be empty
        if math.isinf(upper):
            assert closed in {"left", "neither"}, name
            assert row["qualifier"] in {"more_than", "at_least"}, name
        if row["unit"] == "ratio" and row["kind"] == "ratio":
            assert lower >= 0, name
            assert upper <= 1, name


# --- periods


def is_date(text):
    """A date of ISO 8601, of a year, a month, a day or an hour, that is in the calendar."""
    formats = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d", 13: "%Y-%m-%dT%H"}
    try:
        dt.datetime.strptime(text, formats[len(text)]).replace(tzinfo=dt.UTC)
    except (KeyError, ValueError):
        return False
    return True


def is_period(text):
    first, slash, last = text.partition("/")
    return (
        is_date(first)
        if not slash
        else (first == ".." or (is_date(first) and first < last)) and is_date(last)
    )


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
        base = column.removesuffix("_en")  # the publisher stands in Chinese, as in the source
        english, chinese = frame[column], frame[base if base in frame else f"{base}_zh"]
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
    assert resource["sources"][0].get("hash", "") == f"sha256:{dq.SOURCE.sha256}" * (
        name in ARTICLE
    )
    for described in [resource, *resource["schema"]["fields"]]:
        assert described["description"].endswith(".")
        assert not HAN.search(described["description"])
        assert described["description_zh"].endswith("。")
        assert HAN.search(described["description_zh"])


def test_descriptor_and_package_agree():
    assert PACKAGE["version"] == dq.__version__
    assert PACKAGE["sources"][0]["path"] == dq.SOURCE.copy_url
    assert {path.name for path in DATA.glob("[!.]*.csv")} == {
        resource["path"] for resource in PACKAGE["resources"]
    }


RESULTS = {
    table.__name__: table for table in (dq.results, dq.growth_rates, dq.target_gaps, dq.progress)
}


@pytest.mark.parametrize("name", [*TABLES, *RESULTS])
def test_codebook_describes_every_column(name):
    book = dq.codebook(name)
    assert book.columns.tolist() == "table column type values description_en description_zh".split()
    assert book["column"].tolist() == (TABLES | RESULTS)[name]().columns.tolist()
    assert not book["description_en"].str.contains(HAN).any()
    assert book["description_zh"].str.contains(HAN).all()
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
