"""The measures are plain arithmetic: the same results wherever a table is kept.

NumPy and pandas are always there. The others come with `pip install --group engines`, Spark needs
Java too; what is missing is skipped. They are not in a lock: pyarrow, which Spark and Dask bring,
would change what pandas
prints in the notebooks.
"""

import math
import os
import re
import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import daqing_data as dq
from daqing_data import outcome

CONTRIBUTING = Path(__file__).parents[1] / "CONTRIBUTING.md"
TARGET, ELAPSED, TOTAL = 1500.0, 3, 4

#: name -> measure, the columns it takes. Some take plain numbers beside columns, such as a target.
MEASURES = {
    "growth_rate": (dq.growth_rate, "base actual"),
    "annual_growth": (dq.annual_growth, "base actual elapsed"),
    "annual_growth, years given": (
        lambda base, actual: dq.annual_growth(base, actual, ELAPSED),
        "base actual",
    ),
    "annual_growth, base given": (
        lambda actual, years: dq.annual_growth(923, actual, years),
        "actual elapsed",
    ),
    "previous_level": (dq.previous_level, "actual growth"),
    "difference": (dq.difference, "base actual"),
    "gap": (dq.gap, "actual target"),
    "gap, target given": (lambda actual: dq.gap(actual, TARGET), "actual"),
    "share_reached": (dq.share_reached, "actual target"),
    "share_reached, target given": (lambda actual: dq.share_reached(actual, TARGET), "actual"),
    "required_annual_growth": (dq.required_annual_growth, "base target total"),
    "required_annual_growth, target given": (
        lambda base: dq.required_annual_growth(base, TARGET, TOTAL),
        "base",
    ),
    "ratio": (dq.ratio, "actual target"),
    "share_of_total": (dq.share_of_total, "actual base"),
    "path_share": (outcome.path_share, "base actual target"),
    "progress_ratio": (outcome.progress_ratio, "base actual target elapsed total"),
    "progress_ratio, years given": (
        lambda *levels: outcome.progress_ratio(*levels, ELAPSED, TOTAL),
        "base actual target",
    ),
    "projected_share": (outcome.projected_share, "base actual target elapsed total"),
    "path_ratio": (outcome.path_ratio, "base actual target elapsed total"),
    "time_lead": (outcome.time_lead, "base actual target elapsed total"),
}


# --- one function per engine: apply each measure to columns of a table, give lists ----------------


def on_numpy(table, measures):
    columns = {name: np.array(values) for name, values in table.items()}
    return [measure(*map(columns.get, names)).tolist() for measure, names in measures]


def on_pandas(table, measures):
    frame = pd.DataFrame(table)
    return [measure(*map(frame.get, names)).tolist() for measure, names in measures]


def on_polars(table, measures):
    pl = pytest.importorskip("polars", reason=MISSING)
    columns = [
        measure(*map(pl.col, names)).alias(str(key))
        for key, (measure, names) in enumerate(measures)
    ]
    return [column.to_list() for column in pl.DataFrame(table).lazy().select(columns).collect()]


def on_duckdb(table, measures):
    duckdb = pytest.importorskip("duckdb", reason=MISSING)
    with duckdb.connect() as connection:
        relation = connection.from_df(pd.DataFrame(table))
        columns = [measure(*map(duckdb.ColumnExpression, names)) for measure, names in measures]
        return list(map(list, zip(*relation.select(*columns).fetchall(), strict=True)))


def on_ibis(table, measures):
    ibis = pytest.importorskip("ibis", reason=MISSING)
    rows = ibis.memtable(pd.DataFrame(table))
    columns = {
        str(key): measure(*(rows[name] for name in names))
        for key, (measure, names) in enumerate(measures)
    }
    return [column.tolist() for _, column in rows.select(**columns).execute().items()]


def on_dask(table, measures):
    dask = pytest.importorskip("dask", reason=MISSING)
    dd = pytest.importorskip("dask.dataframe", reason=MISSING)
    frame = dd.from_pandas(pd.DataFrame(table), npartitions=2)
    columns = [measure(*(frame[name] for name in names)) for measure, names in measures]
    return [column.tolist() for column in dask.compute(*columns, scheduler="synchronous")]


def on_spark(table, measures):
    col = pytest.importorskip("pyspark.sql.functions", reason=MISSING).col
    frame = spark_session().createDataFrame(list(zip(*table.values(), strict=True)), list(table))
    columns = [
        measure(*map(col, names)).alias(str(key)) for key, (measure, names) in enumerate(measures)
    ]
    return list(map(list, zip(*frame.select(columns).collect(), strict=True)))


def spark_session():
    sql = pytest.importorskip("pyspark.sql", reason=MISSING)
    errors = pytest.importorskip("pyspark.errors", reason=MISSING)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    try:
        return builder.config("spark.sql.shuffle.partitions", 1).getOrCreate()
    except (errors.PySparkRuntimeError, OSError) as error:  # the gateway exited
        pytest.skip(f"Spark does not start here; it needs Java 17 or newer ({error})")


MISSING = "not installed: pip install --group engines"
ENGINES = [on_numpy, on_pandas, on_polars, on_duckdb, on_ibis, on_dask, on_spark]
each_engine = pytest.mark.parametrize(
    "engine", ENGINES, ids=lambda engine: engine.__name__.removeprefix("on_")
)
pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings(
        "ignore::pandas.errors.Pandas4Warning"
    ),  # Ibis and Dask use what will go
    pytest.mark.filterwarnings(
        "ignore:unclosed:ResourceWarning"
    ),  # Spark's socket to Java, open until the end
]


# --- the same results -----------------------------------------------------------------------------


def level(least, most):
    return st.floats(least, most) | st.integers(math.ceil(least), math.floor(most)).map(float)


@st.composite
def rows(draw):
    base, total = draw(level(1e-3, 1e12)), draw(st.integers(1, 20))
    return {
        "base": base,
        "actual": base * draw(level(0, 100)),
        "target": base * draw(level(1.5, 100)),
        "growth": draw(level(-0.9, 10)),
        "elapsed": draw(st.integers(1, total)),
        "total": total,
    }


def agree(engine, table):
    """Whether an engine gives, row by row, what plain numbers give.

    Powers may differ in the last place, and what is left after ``- 1`` is small: hence 1e-12 of 1.
    """
    measures = [(measure, names.split()) for measure, names in MEASURES.values()]
    for name, (measure, names), column in zip(
        MEASURES, measures, engine(table, measures), strict=True
    ):
        expected = [measure(*row) for row in zip(*map(table.get, names), strict=True)]
        assert column == pytest.approx(expected, rel=1e-12, abs=1e-12), name


@each_engine
def test_engines_agree_with_plain_numbers(engine):
    @settings(
        max_examples=10 if engine in (on_spark, on_dask) else 50
    )  # they take most of a second for each
    @given(st.lists(rows(), min_size=2, max_size=20))
    def agrees(drawn):
        agree(engine, {name: [row[name] for row in drawn] for name in drawn[0]})

    agrees()


@each_engine
def test_whole_numbers_are_not_divided_as_whole_numbers(engine):
    table = {
        "base": [80, 7],
        "actual": [1484, 8],
        "target": [1500, 15],
        "growth": [1, 2],
        "elapsed": [3, 2],
        "total": [4, 3],
    }
    agree(engine, table)


@each_engine
def test_what_is_missing_stays_missing(engine):
    table = {"base": [80.0, None], "actual": [1484.0, 1484.0], "elapsed": [6.2, 6.2]}
    if engine is on_numpy:
        table = {name: np.array(values, dtype=float) for name, values in table.items()}
    grown = engine(
        table,
        [(dq.growth_rate, ["base", "actual"]), (dq.annual_growth, ["base", "actual", "elapsed"])],
    )
    for first, second in grown:
        assert first > 0
        assert second is None or math.isnan(second)


# --- the examples of CONTRIBUTING.md --------------------------------------------------------------

SECTION = "## A panel that does not fit one machine"
PANEL = {
    "city": ["A", "A", "A", "B", "B", "C", "C", "C"],
    "year": [2020, 2021, 2023, 2020, 2021, 2020, 2021, 2022],
    "level": [100.0, 110.0, 150.0, 50.0, 40.0, 5.0, 0.0, 1.0],  # C falls to zero, and rises from it
    "target": [200.0, 200.0, 200.0, 100.0, 100.0, 10.0, 10.0, 10.0],
    "target_year": [2024, 2024, 2024, 2023, 2023, 2023, 2023, 2023],
}
GROWTH = {("A", 2021): 0.1, ("B", 2021): -0.2, ("C", 2021): -1.0}
REQUIRED = {
    ("A", 2020): 2**0.25 - 1,
    ("A", 2021): (200 / 110) ** (1 / 3) - 1,
    ("A", 2023): 200 / 150 - 1,
    ("B", 2020): 2 ** (1 / 3) - 1,
    ("B", 2021): 2.5**0.5 - 1,
    ("C", 2020): 2 ** (1 / 3) - 1,
    ("C", 2022): 9.0,
}


def examples():
    """The code of the section, by what it imports."""
    _, _, section = CONTRIBUTING.read_text("utf-8").partition(SECTION)
    blocks = re.findall(r"```python\n(.*?)```", section.partition("\n## ")[0], re.DOTALL)
    return {"spark" if "pyspark" in block else "dask": textwrap.dedent(block) for block in blocks}


@pytest.mark.parametrize("engine", sorted(examples()))
def test_growth_over_a_panel(engine, tmp_path):
    if engine == "spark":
        pytest.importorskip("pyspark", reason=MISSING)
        names = {"spark": spark_session()}
    else:
        pytest.importorskip("dask.dataframe", reason=MISSING)
        names = {}
    pd.DataFrame(PANEL).to_parquet(tmp_path / "panel.parquet")
    names["folder"] = tmp_path
    exec(examples()[engine], names)
    for name, column, expected in (
        ("growth", "growth", GROWTH),
        ("required", "required", REQUIRED),
    ):
        table = pd.read_parquet(tmp_path / f"{name}.parquet")
        found = {(row.city, row.year): getattr(row, column) for row in table.itertuples()}
        assert found == pytest.approx(expected, rel=1e-12)
