"""The article read a second time: what stands in the tables stands typed again in second_reading/.

A difference says which cell, and both values. Neither is right because of where it stands: read the
article, and correct whichever is wrong.
"""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import daqing_data as dq

HERE = Path(__file__).parent / "second_reading"
KEYS = {
    "figures": ["figure_id"],
    "events": ["event_id"],
    "numerals": ["start"],
    "comparisons": ["comparison_id"],
    "context": ["context_id"],
}
NUMBERS = {"value", "lower", "upper", "start", "end", "paragraph"}


def cell(column, value):
    """A cell as it is compared: a number, a text, or an empty text where it is missing."""
    if pd.isna(value) or value == "":
        return ""
    if column == "publisher":  # who published it, without who carried it
        return re.split("[、;(]", str(value))[0]
    return float(value) if column in NUMBERS else str(value)


def second_reading(name):
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(name):
    """Every cell in which the two readings differ, and every row that one of them lacks."""
    key = KEYS[name]
    typed = {tuple(cell(k, row[k]) for k in key): row for row in second_reading(name)}
    table = {
        tuple(cell(k, row[k]) for k in key): row for row in getattr(dq, name)().to_dict("records")
    }
    for missing in [key for key in table if key not in typed]:
        yield f"{name}: {missing[0]} is not in the second reading"
    for missing in [key for key in typed if key not in table]:
        yield f"{name}: {missing[0]} is in the second reading only"
    for key, row in typed.items():
        for column in row.keys() & table.get(key, {}).keys():
            one, other = cell(column, row[column]), cell(column, table[key][column])
            if one != other:
                yield (
                    f"{name}: {column} of {key[0]}: the second reading has {one!r}, "
                    f"the table {other!r}; read the article and correct whichever is wrong"
                )


@pytest.mark.parametrize("name", KEYS)
def test_both_readings_agree(name):
    found = list(differences(name))
    assert not found, "\n".join(found)


def test_both_statements_of_the_units_agree():
    typed = {row["word"]: (row["unit"], Decimal(row["factor"])) for row in second_reading("units")}
    table = {word: (unit, Decimal(factor)) for word, (unit, factor) in dq.UNITS.items()}
    assert typed == table
