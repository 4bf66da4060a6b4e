"""The teacher's page and the sheets to print follow from the lessons, and their minutes add up."""

import dataclasses
import math
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import daqing_data as dq
from daqing_data.lesson.asking import each_of
from daqing_data.lesson.exercises import EXERCISES
from daqing_data.lesson.judging import judge
from tools import sheets

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "notebooks" / "README.md").read_text("utf-8")
SHEET = (ROOT / "notebooks" / "sheets.md").read_text("utf-8")
LESSONS = {lesson.number: lesson for lesson in sheets.lessons()}


def tables(text):
    """Each table as its rows of cells; the first row is its head."""
    for block in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.split("\n")]
        yield [row for row in rows if any(row) and not set("".join(row)) <= set("-: ")]


def table(*head):
    return next(rows[1:] for rows in tables(PAGE) if rows[0][: len(head)] == list(head))


def test_what_follows_from_the_lessons_is_what_they_say():
    assert sheets.made(PAGE) == PAGE, "run python tools/sheets.py"
    assert sheets.sheet() == SHEET, "run python tools/sheets.py"


def test_the_order_has_every_lesson_with_the_minutes_of_its_head():
    stated = {}
    for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"):
        head = nbformat.read(path, as_version=4).cells[0].source
        stated[f"[{path.stem}]({path.name})"] = re.search(r"\*\*Time:\*\* (\d+) min", head)[1]
    assert {row[0]: row[2] for row in table("lesson", "question")} == stated


def test_the_minutes_of_a_head_are_those_of_the_clock():
    """In fives, as classes are planned, rounded up: a head that promised less would run over.

    One minute over is none: the clock's own rates are no more exact than that. No lesson is longer
    than a period.
    """
    for lesson in LESSONS.values():
        assert lesson.minutes % 5 == 0
        assert -1 <= lesson.minutes - lesson.clock < 4, (lesson.name, lesson.clock)
        assert lesson.clock <= 45, (lesson.name, lesson.clock)


def test_the_clock_counts_what_a_pupil_does():
    lesson = LESSONS["01"]
    chart = nbformat.v4.new_output("display_data", {"image/png": ""})
    solved = "### BEGIN SOLUTION\nanswer = 1\n### END SOLUTION\n"
    for cell, minutes in (
        (nbformat.v4.new_markdown_cell("word - | # " * 2 * sheets.WORDS), 2),
        (nbformat.v4.new_markdown_cell("**Predict.**"), 1 + 1 / sheets.WORDS),
        (nbformat.v4.new_markdown_cell("**Change.**"), 2 + 1 / sheets.WORDS),
        (nbformat.v4.new_code_cell("1"), 0.5),
        (nbformat.v4.new_code_cell("1", outputs=[chart]), 1.5),
        (nbformat.v4.new_code_cell(solved), 0),
    ):
        longer = dataclasses.replace(lesson, cells=(*lesson.cells, cell))
        assert longer.clock - lesson.clock == pytest.approx(minutes)
    tasks = {"numbers_stock_flow": 1.5, "numbers_who": 2, "numbers_wan": 3, "numbers_share": 3}
    assert lesson.exercise_minutes == sum(tasks.values()) + 5  # and the bug hunt


def test_every_lesson_fits_a_period():
    rows = table("lesson", "opening")
    assert [row[0] for row in rows] == list(LESSONS)
    for number, *parts, total in rows:
        assert sum(map(int, parts)) == int(total) == 45
        assert int(parts[1]) == LESSONS[number].without_exercises


def test_plans_add_up():
    plans = [rows[1:] for rows in tables(PAGE) if rows[0] == ["what", "minutes"]]
    assert [rows[-1][1] for rows in plans] == ["**60**", "**90**", "**240**"]
    for rows in plans:
        *parts, (_, total) = rows
        assert sum(int(minutes) for _, minutes in parts) == int(total.strip("*"))
        for what, minutes in parts:
            number, _, how = what.partition(", ")
            if number in LESSONS:
                wanted = {"with its exercises": LESSONS[number].minutes}
                wanted["without its exercises"] = LESSONS[number].without_exercises
                assert int(minutes) == wanted[how]


def test_a_plan_that_does_not_fit_is_refused(monkeypatch):
    monkeypatch.setitem(sheets.PLANS, "An hour", (60, (("01", "whole"), ("04", "whole"))))
    with pytest.raises(ValueError, match="'An hour' needs 85 minutes, and has 60"):
        sheets.plans()


def test_goals_are_stated_for_every_lesson_with_exercises():
    taught = [number for number, lesson in LESSONS.items() if lesson.exercises]
    assert [row[0] for row in table("lesson", "pupils can afterwards")] == taught


def test_sections_that_may_be_dropped_are_there():
    for number, sections, _ in table("lesson", "section"):
        headings = re.findall(r"^##+ (.*)$", LESSONS[number].prose, re.MULTILINE)
        for section in re.findall(r"\*([^*]+)\*", sections):
            assert section in headings, f"{number}: no section {section!r}"


def test_every_change_has_an_answer():
    answered = [row[0] for row in table("lesson", "what is changed")]
    asked = {n: len(re.findall(r"\*\*Change", it.prose)) for n, it in LESSONS.items()}
    assert {n: answered.count(n) for n in LESSONS} == asked


def test_answers_to_change_are_computed_right():
    said = {(row[0], row[1]): row[2] for row in table("lesson", "what is changed")}
    ends = (dq.figure(name).interval for name in ("racks_2016", "racks_2022"))
    wide = dq.annual_growth(*ends, pd.Interval(5, 7, closed="neither"))
    assert 0.25 < wide.length < 0.3
    assert "almost thirty percentage points" in said["04", "the years between, 5 to 7"]
    actual, goal = (
        dq.figure(name).value for name in ("digital_economy", "digital_economy_target_2024")
    )
    rates = [f"{dq.required_annual_growth(actual, goal, years):.1%}" for years in (3, 5)]
    found = re.findall(r"[\d.]+ %", said["07", "the base year, 2021 or 2019"])
    assert found == [rate.replace("%", " %") for rate in rates]
    tax, land = (dq.figure(name).interval for name in ("park_tax", "park_land_phase1"))
    ratio = dq.ratio(tax, land)
    text = said["06", "the tax by the land of the first phase"]
    assert f"{ratio.left:.0f} to {ratio.right:.0f} yuan per square metre" in text
    low, high = (end * 2000 / 3 for end in (ratio.left, ratio.right))
    outwards = f"{math.floor(low / 1000)},000 to {math.ceil(high / 1000)},000 yuan per mu"
    assert outwards in text


def test_the_sheet_asks_every_exercise_and_its_key_answers_it():
    asked, _, key = SHEET.partition("\n# Key\n")
    for lesson in LESSONS.values():
        if not lesson.exercises:
            continue
        part = asked.partition(f"## {lesson.number} {lesson.title}\n")[2].split("\n## ")[0]
        answers = key.partition(f"## Key to {lesson.number}\n")[2].split("\n## ")[0]
        for letter, task in zip("ABCDEF", (task for task, *_ in lesson.asked()), strict=False):
            text = part.partition(f"### {lesson.number} {letter} ")[2].split("\n### ")[0]
            assert task.choices_text in text, task.id
            assert task.digits_text in " ".join(text.split()), task.id
            assert "SOLUTION" not in text, task.id
            answer = each_of(task.answer())[0]
            said = answers.partition(f"- **{letter}** ")[2].split("\n- **")[0]
            assert said, task.id
            if isinstance(answer, str):
                assert answer in said, task.id
            elif callable(answer):
                assert "def " in said, task.id
            else:
                ends = re.match(r"[\[(].*?[\])]", said)
                printed = ends[0] if ends else said.split(". ")[0]
                assert judge(task, printed).startswith("Right: "), (task.id, said)


def test_assignments_carry_the_points_of_the_page():
    total = 0
    for lesson in LESSONS.values():
        notebook = nbformat.read(sheets.SOLUTIONS / f"{lesson.name}.ipynb", as_version=4)
        graded = sheets.assignment(notebook)
        nbformat.validate(graded)
        marks = [cell.metadata.get("nbgrader", {}) for cell in graded.cells]
        points = [mark["points"] for mark in marks if mark.get("grade")]
        assert len(points) == len(lesson.exercises)
        assert len({mark["grade_id"] for mark in marks if mark}) == 2 * len(points)
        total += sum(points)
    assert f"in all {total}." in PAGE
    assert total == sum(sheets.POINTS[task.kind] for task in EXERCISES.values())


def test_words_are_pronounced_for_every_wording_that_the_rules_know():
    said = {row[0] for row in table("word", "pinyin")}
    listed = {word for rule in dq.RULES.values() for word in f"{rule.before} {rule.after}".split()}
    assert {"约", "余", "近", "超过", "以上", "不足", "左右"} <= said & listed
