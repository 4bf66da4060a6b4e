"""The README tells the truth: what is made, its picture, its numbers (its tour is a doctest)."""

import base64
import hashlib
import io
import json
import re
from pathlib import Path

from PIL import Image

import daqing_data as dq
import run
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


def test_percentages_are_explained_as_they_are():
    pairs = re.findall(r"(\d+) % is (\d\.\d+)", README)
    assert pairs
    assert all(float(percent) / 100 == float(fraction) for percent, fraction in pairs)


PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "notebooks/README.md",
    "strict_nbval/README.md",
]


def test_links_inside_the_project_lead_somewhere():
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page}: {target}"


def test_commands_that_the_pages_name_exist():
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        for command in re.findall(r"python run\.py ([a-z]+)", text):
            assert command in run.COMMANDS, f"{page}: python run.py {command}"
        for script in re.findall(r"(?<![\w./])(\w+(?:/\w+)+\.py)\b", text):
            if page != "CHANGELOG.md":
                places = [ROOT, (ROOT / page).parent]
                assert any((place / script).exists() for place in places), f"{page}: {script}"


LICENCES = {  # the texts as they are known: a word more, and it is another licence
    "LICENSE": "b18a68029e025d40a5e2a8f41557362854d3b223b0fcfe77ff04bd6ebcb3d629",
    "LICENSE-CC-BY-4.0": "bc8ae3a678c2a14e8966092ffcafbca44a59159e8e89efc6433f44ec589c7927",
}


def test_the_licences_are_what_they_were():
    for name, digest in LICENCES.items():
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, name
