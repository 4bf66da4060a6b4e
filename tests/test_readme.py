"""The README tells the truth: its wording table, its picture and its numbers (its tour runs as a doctest)."""

import base64
import io
import json
import math
import re
from pathlib import Path

import pytest
from PIL import Image

import daqing_data as dq
from tools import readme

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_what_follows_from_the_package_is_what_it_makes():
    assert readme.made(README) == README, "run python tools/readme.py"


def test_every_qualifier_has_an_example():
    shown = {dq.read_number(printed).qualifier for printed in readme.EXAMPLES}
    assert shown == set(dq.RULES)


def test_picture_is_the_chart_of_the_lesson():
    notebook = json.loads((ROOT / "notebooks" / "04_growth.ipynb").read_text("utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    charts = [
        "".join(output["data"]["image/png"])
        for output in outputs
        if "image/png" in output.get("data", {})
    ]
    picture = Image.open(ROOT / "notebooks" / "growth.png")
    assert any(
        same_pixels(picture, Image.open(io.BytesIO(base64.b64decode(chart)))) for chart in charts
    )


def same_pixels(one: Image.Image, other: Image.Image) -> bool:
    return (
        one.size == other.size and one.convert("RGBA").tobytes() == other.convert("RGBA").tobytes()
    )


def test_picture_is_described_with_the_numbers_it_shows():
    rates = dq.growth_rates().set_index("comparison_id")
    numbers = [rates.loc["racks", f"annual_growth_{end}"] for end in ("lower", "upper")]
    floor = (
        math.floor(rates.loc["cable_capacity", "annual_growth_lower"] * 1000) / 1000
    )  # a floor is rounded down
    numbers += [floor, rates.loc["cable_orders", "annual_growth"]]
    description = " ".join(re.search(r"!\[([^\]]*)\]", README)[1].split())
    assert re.findall(r"\d+\.\d", description) == [f"{number:.1%}"[:-1] for number in numbers]


def test_the_two_tables_of_planted_errors_agree():
    """They are copied from what the command printed: short here, whole in CONTRIBUTING.md."""
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    short = re.findall(r"^\| [a-z].* \| ([\d,]+) \| ([\d,]+) \|$", README, flags=re.MULTILINE)
    whole = re.findall(
        r"^\| ([a-z].*) \| ([\d,]+) \| [\d,]+ \| ([\d,]+) \|$", contributing, flags=re.MULTILINE
    )
    short_sums = [
        sum(int(number.replace(",", "")) for number in column)
        for column in zip(*short, strict=True)
    ]
    *kinds, (name, *all_of_them) = [
        (kind, *(int(n.replace(",", "")) for n in numbers)) for kind, *numbers in whole
    ]
    assert name == "all"
    assert short_sums == all_of_them == [sum(row[at] for row in kinds) for at in (1, 2)]


def test_percentages_are_explained_as_they_are():
    pairs = re.findall(r"(\d+) % is (\d\.\d+)", README)
    assert pairs
    assert all(float(percent) / 100 == float(fraction) for percent, fraction in pairs)
