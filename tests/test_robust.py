"""Bad input: one clear error that names what is wrong, or the right result; no silent nonsense."""

import codecs
import contextlib
import datetime as dt
import json
import math
import shutil
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import daqing_data as dq
from daqing_data import outcome, tables

ROOT = Path(__file__).parents[1]
DATA = ROOT / "daqing_data" / "data"
NAMES = ["figures", "events", "numerals", "comparisons", "context"]
INF = math.inf


# --- damaged files --------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the data folder, from which the tables are then read."""
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setattr(tables, "_DATA", tmp_path / "data")
    tables._resources.cache_clear()
    yield tmp_path / "data"
    tables._resources.cache_clear()


def change(path, old, new):
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new, 1))


def test_an_undamaged_copy_is_read(data):
    pd.testing.assert_frame_equal(dq.figures(), pd.read_pickle(pickled(data)), check_exact=True)


def pickled(data):
    """The table as a process of its own reads it from the project."""
    path = data / "figures.pickle"
    code = f"import daqing_data as dq; dq.figures().to_pickle({str(path)!r})"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    return path


SEALED = "is not the file that datapackage.json describes"
OTHERWISE = {  # how a file was saved: what changes it
    "one cell": lambda text: text.replace(",stock,80,", ",stock,81,", 1),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
    "byte order mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "semicolons": lambda text: text.replace(",", ";"),
    "empty": lambda text: "",
    "header only": lambda text: text.partition("\n")[0],
    "zeros": lambda text: bytes(1000),
}


def test_a_table_saved_otherwise_is_refused(data):
    path = data / "figures.csv"
    text = path.read_text("utf-8")
    for how, save in OTHERWISE.items():
        saved = save(text)
        path.write_bytes(saved if isinstance(saved, bytes) else saved.encode())
        with pytest.raises(ValueError, match=rf"^figures\.csv {SEALED}: it was damaged"):
            dq.figures()
        assert how


def test_converted_line_ends_are_named(data):
    path = data / "figures.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    with pytest.raises(ValueError, match=f"{SEALED}: its line ends were converted to CRLF"):
        dq.figures()


@pytest.mark.parametrize("name", NAMES)
def test_a_table_cut_off_anywhere_is_told(data, name):
    path = data / f"{name}.csv"
    raw = path.read_bytes()
    ends = [at for at, byte in enumerate(raw) if byte == 0x0A]
    for end in [*ends[:-1], *(end + 1 for end in ends[:-1]), *range(0, len(raw), 997)]:
        path.write_bytes(raw[:end])
        with pytest.raises(ValueError, match=rf"^{name}\.csv"):
            getattr(dq, name)()


def test_a_missing_table_is_named(data):
    (data / "events.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"events\.csv"):
        dq.events()


@st.composite
def damage(draw, size):
    """Where, how many bytes are lost there, and what comes in their place."""
    at = draw(st.integers(0, size - 1))
    lost = draw(st.integers(0, min(20, size - at)))
    return (
        at,
        lost,
        draw(st.binary(max_size=8) | st.sampled_from([b"", b",", b'"', b"\n", b"{", b"}", b"1"])),
    )


@pytest.mark.parametrize("name", NAMES)
def test_any_damage_to_a_table_is_told(data, name):
    path = data / f"{name}.csv"
    raw = path.read_bytes()

    @settings(max_examples=60)
    @given(damage(len(raw)))
    def told(where):
        at, lost, new = where
        damaged = raw[:at] + new + raw[at + lost :]
        if damaged == raw:
            return
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match=rf"^{name}\.csv"):
            getattr(dq, name)()

    told()


def test_any_damage_to_the_descriptor_is_told_or_does_no_harm(data):
    path = data / "datapackage.json"
    raw = path.read_bytes()
    right = {name: getattr(dq, name)() for name in NAMES}

    @settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
    @given(damage(len(raw)))
    def told(where):
        at, lost, new = where
        path.write_bytes(raw[:at] + new + raw[at + lost :])
        tables._resources.cache_clear()
        try:
            read = {name: getattr(dq, name)() for name in NAMES}
            dq.codebook()
        except (ValueError, FileNotFoundError) as error:
            named = str(error)
            assert ".csv" in named or "datapackage.json" in named or "unknown table" in named
            return
        for (
            name,
            table,
        ) in read.items():  # an enumeration that is longer or in another order changes no cell
            assert table.astype(object).equals(right[name].astype(object))

    told()


DESCRIPTORS = [
    lambda package: package.pop("resources"),
    lambda package: package["resources"][0].pop("name"),
    lambda package: package["resources"][1].pop("hash"),
    lambda package: package["resources"][1].update(schema=[]),
    lambda package: package["resources"][0]["schema"]["fields"][2].pop("type"),
    lambda package: package["resources"][0]["schema"]["fields"][2].update(type="strin"),
    lambda package: package["resources"][0]["schema"]["fields"][2].update(constraints=["required"]),
]


def test_a_descriptor_without_what_it_needs_is_refused(data):
    path = data / "datapackage.json"
    right = path.read_text("utf-8")
    for edit in DESCRIPTORS:
        package = json.loads(right)
        edit(package)
        path.write_text(json.dumps(package), "utf-8")
        tables._resources.cache_clear()
        with pytest.raises(
            ValueError, match=r"^datapackage\.json does not describe tables \(.*damaged"
        ):
            dq.events()


# --- frames that a learner overwrites -------------------------------------------------------------


def overwrite(frame):
    """Change cells in place, as deep down as pandas lets one."""
    for name in frame.columns:
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes = column.cat.codes.to_numpy()
            codes.flags.writeable = True
            codes[:] = 0
        elif column.dtype != "str":
            cells = column.to_numpy()
            cells.flags.writeable = True
            cells[:] = 0
    frame[frame.columns[-1]] = "x"
    for name in frame.columns:
        del frame[name]


TABLES = [
    *(getattr(dq, name) for name in NAMES),
    dq.codebook,
    dq.results,
    dq.growth_rates,
    dq.target_gaps,
    dq.progress,
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_what_a_learner_overwrites_is_fresh_at_the_next_call(table):
    right, compared = [each() for each in TABLES], dq.compare("racks_2016", "racks_2022")
    overwrite(table())
    for each, before in zip(TABLES, right, strict=True):
        pd.testing.assert_frame_equal(each(), before)
    assert dq.compare("racks_2016", "racks_2022") == compared


# --- numbers of every kind ------------------------------------------------------------------------

MEASURES = {  # measure -> good arguments, whole and small: every kind of number can hold them
    dq.growth_rate: (5, 3),
    dq.annual_growth: (5, 3, 2),
    dq.previous_level: (100, 2),
    dq.difference: (5, 3),
    dq.gap: (5, 3),
    dq.share_reached: (100, 3),
    dq.required_annual_growth: (5, 120, 2),
    dq.ratio: (100, 3),
    dq.share_of_total: (100, 100),
    outcome.path_share: (5, 3, 120),
    outcome.progress_ratio: (5, 3, 120, 2, 4),
    outcome.projected_share: (5, 3, 120, 2, 4),
    outcome.path_ratio: (5, 3, 120, 2, 4),
    outcome.time_lead: (5, 3, 120, 2, 4),
}
each_measure = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.__name__)
NUMPY = [np.int8, np.uint8, np.int16, np.uint32, np.int64, np.uint64, np.float32, np.float64]


@each_measure
@pytest.mark.parametrize(
    "kind", [*NUMPY, Decimal, Fraction, int, float], ids=lambda kind: kind.__name__
)
def test_every_kind_of_number_gives_the_same(measure, kind):
    numbers = MEASURES[measure]
    result = measure(*map(kind, numbers))
    assert type(result) is float
    assert result == measure(*map(float, numbers))


@each_measure
@pytest.mark.parametrize(
    "dtype",
    [
        "int8",
        "uint8",
        "int16",
        "uint16",
        "int32",
        "uint32",
        "int64",
        "uint64",
        "float32",
        "float64",
        "Int8",
        "UInt8",
        "Int64",
        "Float64",
        "object",
    ],
)
def test_every_kind_of_column_gives_the_same(measure, dtype):
    """Small whole numbers would leave their range: 3 - 5 is 254 in a column of unsigned bytes."""
    numbers = MEASURES[measure]
    columns = [pd.Series([number] * 2, dtype=dtype) for number in numbers]
    expected = pytest.approx(
        [measure(*map(float, numbers))] * 2, rel=1e-6 if dtype == "float32" else 1e-14
    )
    assert measure(*columns).tolist() == expected
    assert measure(columns[0], *numbers[1:]).tolist() == expected  # plain numbers beside it
    if dtype[0].islower() and dtype != "object":
        assert measure(*(column.to_numpy() for column in columns)).tolist() == expected


@each_measure
def test_mixed_columns_and_empty_ones(measure):
    numbers = MEASURES[measure]
    kinds = ["int8", "float32", "uint8", "Int64", "float64"]
    mixed = [pd.Series([number], dtype=kind) for number, kind in zip(numbers, kinds, strict=False)]
    assert measure(*mixed).tolist() == pytest.approx([measure(*map(float, numbers))], rel=1e-6)
    assert len(measure(*(pd.Series([], dtype="float64") for _ in numbers))) == 0
    assert len(measure(*(np.array([]) for _ in numbers))) == 0


@each_measure
@pytest.mark.parametrize(
    "wrong",
    [
        1 + 2j,
        np.complex128(1),
        10**400,
        pd.Interval(1, 1, closed="left"),
        pd.Interval(INF, INF, closed="both"),
        pd.Interval(-INF, -INF, closed="both"),
        pd.Interval(pd.Timestamp(2020, 1, 1), pd.Timestamp(2021, 1, 1)),
    ],
    ids="complex np.complex huge empty inf -inf dates".split(),
)
def test_no_quantity_is_told_by_the_name_of_the_argument(measure, wrong):
    numbers = MEASURES[measure]
    for position in range(len(numbers)):
        with pytest.raises(
            (TypeError, ValueError),
            match=r"^(start|end|years|years_elapsed|years_total|level|growth|"
            "first|second|actual|target|part|whole|rest|base) (must|is) ",
        ):
            measure(*numbers[:position], wrong, *numbers[position + 1 :])


def test_one_number_beyond_a_float_does_not_take_the_column_with_it():
    large = pd.Series([1e300, 2.0], dtype=object)
    found = dq.annual_growth(large, pd.Series([1e308, 4.0], dtype=object), pd.Series([1e-3, 1.0]))
    assert found.tolist() == [INF, 1.0]


def test_columns_of_decimals_fractions_and_none():
    for kind in (Decimal, Fraction):
        column = pd.Series([kind(5), kind(4)], dtype=object)
        for measure, numbers in MEASURES.items():
            found = measure(column, *numbers[1:])
            assert found.tolist() == pytest.approx([measure(n, *numbers[1:]) for n in (5, 4)])
    assert dq.gap(pd.Series([1, None], dtype=object), 3).isna().tolist() == [False, True]
    with pytest.raises(TypeError, match="start is a column of objects that are not all numbers"):
        dq.growth_rate(pd.Series(["a", 1], dtype=object), 1)


def test_a_column_of_intervals_is_refused_by_name():
    ends = [pd.Interval(1, 2), pd.Interval(2, 4)]
    for column in (pd.Series(ends), pd.Series(ends, dtype=object), pd.IntervalIndex(ends)):
        with pytest.raises(
            TypeError, match="end is a column of intervals; give the columns of their"
        ):
            dq.growth_rate(1.0, column)


# --- rows of one's own ----------------------------------------------------------------------------

ROW = {
    "figure_id": "b",
    "entity": "A",
    "indicator": "firms",
    "kind": "stock",
    "unit": "count",
    "value": 100.0,
    "lower": 100.0,
    "upper": 100.0,
    "closed": "both",
    "period": "2021",
    "status": "actual",
}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"value": "many"}, "value of b is 'many', expected a number"),
        ({"lower": pd.NA}, "for the numbers); lower not given"),
        ({"upper": [1]}, "upper of b is [1], expected a number"),
        ({"lower": math.nan}, "; lower not given"),
        ({"lower": -1.0}, "b: lower is -1; in count nothing lies below zero"),
        ({"upper": 10**400}, "upper of b is larger than a float can hold"),
        ({"lower": 200.0}, "b: lower is 200 and upper 100; lower must not be above upper"),
        (
            {"value": INF, "upper": INF},
            "value of b is inf; where there is no single number, it is NaN",
        ),
        ({"closed": "left"}, "b: lower and upper are both 100; then closed must be 'both'"),
        ({"value": 1.0}, "b: value 1 lies outside lower 100 and upper 100"),
        ({"period": 2021.0}, "a whole year became a decimal number: read the column as text"),
        ({"period": dt.datetime(2021, 1, 1)}, "period is '2021-01-01 00:00:00', expected"),  # noqa: DTZ001
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_wrong_cell_of_ones_own_row_is_named(wrong, message):
    with pytest.raises(ValueError) as told:  # noqa: PT011
        dq.compare(ROW | {"figure_id": "a", "period": "2020"}, ROW | wrong)
    assert message in str(told.value)


cells = (
    st.none()
    | st.text(max_size=5)
    | st.floats()
    | st.integers(-5, 3000)
    | st.sampled_from(["both", "2020", True])
)


@given(st.dictionaries(st.sampled_from(list(ROW)), cells))
def test_any_row_is_compared_or_told(wrong):
    found = None
    with contextlib.suppress(ValueError):  # any other error fails
        found = dq.compare(ROW | {"figure_id": "a", "period": "2020"}, ROW | wrong)
    for result in found.results if found else ():
        assert not math.isnan(result.interval.left)
        assert math.isnan(result.value) or result.value in result.interval
