"""Errors in the tables: in a cell, in two that go together, in a row.

A change is planted in every row where it makes a difference; the hash of the table is written anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from planted.kinds.base import Error, Kind, Project, Row, next_digit, table_bytes, table_path

#: which tests know a table, fastest first
JUDGES = {
    "figures": "second tables words source pairs context descriptor",
    "events": "second tables words source descriptor",
    "numerals": "second tables words source descriptor",
    "comparisons": "second tables words pairs descriptor",
    "context": "second context words tables outcome descriptor",
    "": "words tables hedges",  # any other table
}
Change = Callable[[str, Row, list[Row]], list[str]]


# --- how a cell is changed ------------------------------------------------------------------------


def other(column: str, row: Row, rows: list[Row]) -> list[str]:
    """Another value of the same column: the next of those that occur."""
    values = sorted({each[column] for each in rows})
    return [values[(values.index(row[column]) + 1) % len(values)]]


def every_other(column: str, row: Row, rows: list[Row]) -> list[str]:
    """Each other value of the same column."""
    return sorted({each[column] for each in rows} - {row[column]})


def by_a_thousandth(column: str, row: Row, rows: list[Row]) -> list[str]:
    """A number that is wrong by a thousandth; no bound becomes a bound."""
    if not row[column]:
        return []
    number = float(row[column])
    if number == float("inf"):
        return [f"{2 * float(row['value'] or row['lower'] or 1):.12g}"]
    return [f"{number * 1.001 or 0.001:.12g}"]


def tenfold(column: str, row: Row, rows: list[Row]) -> list[str]:
    """Ten times the number."""
    return [f"{float(row[column]) * 10:.12g}"] if row[column] and float(row[column]) else []


def later(column: str, row: Row, rows: list[Row]) -> list[str]:
    """The year after; where no time is given, one is made up."""
    return [re.sub(r"\d{4}", lambda year: str(int(year[0]) + 1), row[column]) or "2021"]


def day_after(column: str, row: Row, rows: list[Row]) -> list[str]:
    """A date that is one off in its last digit."""
    return [next_digit(row[column])] if row[column] else []


def one_more(column: str, row: Row, rows: list[Row]) -> list[str]:
    """The next whole number."""
    return [str(int(row[column]) + 1)]


def misprinted(column: str, row: Row, rows: list[Row]) -> list[str]:
    """Another digit, or else one character less."""
    changed = next_digit(row[column])
    return [changed if changed != row[column] else row[column][:-1]]


def unlinked(column: str, row: Row, rows: list[Row]) -> list[str]:
    """A link lost, and a link to another."""
    names = row[column].split()
    known = [name for each in rows for name in each[column].split()]
    if not names:
        return []
    wrong = known[(known.index(names[0]) + 1) % len(known)]
    return [" ".join(names[1:]), " ".join([wrong, *names[1:]])]


def of_the_next_row(column: str, row: Row, rows: list[Row]) -> list[str]:
    """The words of the next row that has any there: those of two rows exchanged."""
    filled = [each for each in rows if each[column]]
    return [filled[(filled.index(row) + 1) % len(filled)][column]] if row in filled else []


#: each word with one that turns the sentence round
OPPOSITES = dict(
    pair
    for one, two in (
        *(("founded", "dissolved"), ("opens", "closes"), ("opening", "closing")),
        *(("starts", "ends"), ("started", "ended"), ("start", "end"), ("begins", "ends")),
        *(("more", "less"), ("first", "last"), ("before", "after"), ("new", "old")),
        *(("same", "other"), ("above", "below"), ("least", "most"), ("lower", "upper")),
        *(("all", "none"), ("only", "not only"), ("known", "unknown"), ("is", "is not")),
        *(("are", "are not"), ("was", "was not"), ("may", "may not"), ("and", "or")),
        *(("成立", "解散"), ("启用", "停用"), ("签约", "解约"), ("开工", "停工")),
        *(("不", "也"), ("未", "已"), ("没有", "有"), ("无", "有"), ("增长", "下降")),
        *(("以上", "以下"), ("最高", "最低"), ("首次", "末次"), ("相同", "不同"), ("为", "非")),
        *(("高于", "低于"), ("上限", "下限"), ("均", "不均"), ("是", "不是"), ("仅", "不仅")),
    )
    for pair in ((one, two), (two, one))
)
_WORD = re.compile(
    "|".join(
        rf"\b{word}\b" if word.isascii() else word
        for word in sorted(OPPOSITES, key=len, reverse=True)
    )
)


def turned_round(column: str, row: Row, rows: list[Row]) -> list[str]:
    """The opposite, by one word; where no word has one, English gets a "not"."""
    text = row[column]
    if found := _WORD.search(text):
        return [text[: found.start()] + OPPOSITES[found[0]] + text[found.end() :]]
    return [f"Not: {text}"] if text and text.isascii() else []


def wrong_number(column: str, row: Row, rows: list[Row]) -> list[str]:
    """The first number of a text, wrong in its last digit."""
    found = re.search(r"\d+", row[column])
    if not found:
        return []
    return [row[column][: found.start()] + next_digit(found[0]) + row[column][found.end() :]]


def one_letter(column: str, row: Row, rows: list[Row]) -> list[str]:
    """One letter or character less, in the middle."""
    text = row[column]
    return [text[: len(text) // 2] + text[len(text) // 2 + 1 :]] if len(text) > 2 else []


# --- which cells ----------------------------------------------------------------------------------

SPAN: dict[str, Change] = {"start": one_more, "end": one_more, "paragraph": one_more}
ENDS: dict[str, Change] = {"lower": by_a_thousandth, "upper": by_a_thousandth}


def words(*columns: str) -> dict[str, dict[str, Change]]:
    """What can be wrong with words: those of another row, the opposite, another number."""
    how: dict[str, Change] = {
        "exchanged with those of the next row": of_the_next_row,
        "turned round": turned_round,
        "another number": wrong_number,
    }
    return {
        f"{'reasons' if 'reason' in columns[0] else 'words'}, {what}": dict.fromkeys(
            columns, change
        )
        for what, change in how.items()
    }


CELLS: dict[str, dict[str, dict[str, Change]]] = {  # table -> kind -> column -> how it is changed
    "figures": {
        "value": {"value": by_a_thousandth},
        "value, tenfold": {"value": tenfold},
        "interval end": ENDS,
        "end open or closed": {"closed": every_other},
        "unit": {"unit": other},
        "qualifier": {"qualifier": other},
        "period": {"period": later, "period_from": other},
        "status": {"status": every_other},
        "who says so": {"attributed_to": other},
        "entity, indicator, kind, topic": dict.fromkeys(
            ("entity", "indicator", "kind", "topic"), other
        ),
        "span": SPAN,
        "as printed": {"printed": misprinted},
        "what context decides": {"wording_outside": other},
        **words("label_en", "label_zh", "note_en", "note_zh"),
    },
    "events": {
        "date": {"date": later, "precision": other},
        "status, who": {"status": other, "who": other},
        "span": SPAN,
        "as printed": {"printed": misprinted},
        **words("what_en", "what_zh", "note_en", "note_zh"),
    },
    "numerals": {
        "span": SPAN,
        "as printed": {"printed": misprinted},
        "link to a figure or event": {"states": unlinked},
        "kind": {"kind": other},
        **words("reason_en", "reason_zh"),
    },
    "comparisons": {
        "verdict": {"verdict": every_other},
        "measure": {"measure": other},
        "reason": {"reason_code": other},
        "figures": dict.fromkeys(("figure_a", "figure_b", "plus_figure", "years_figure"), other),
        **words("reason_en", "reason_zh"),
    },
    "context": {
        "value": {"value": by_a_thousandth},
        "value, tenfold": {"value": tenfold},
        "interval end": ENDS,
        "end open or closed": {"closed": every_other},
        "unit, qualifier": {"unit": other, "qualifier": other},
        "period, status": {"period": later, "status": other},
        "entity, indicator, kind": {"entity": other, "indicator": other, "kind": other},
        "as printed": {"printed": misprinted},
        "what context decides": {"wording_outside": other},
        "publisher": {"publisher": other, "publisher_en": other, "source_kind": every_other},
        "title": {"title": one_letter},
        "date of publication": {"published": day_after},
        "address": {"url": one_letter, "second_url": one_letter},
        "confidence": {"confidence": every_other, "left_open": other},
        "lessons that use it": {"used_in": other},
        **words("label_en", "label_zh", "note_en", "note_zh"),
    },
}


def in_cells(table: str, columns: dict[str, Change], project: Project) -> Iterator[Error]:
    """The errors of one kind: every cell of its columns, where the change makes a difference."""
    rows = project.rows(table)
    for column, change in columns.items():
        if column not in rows[0]:
            raise ValueError(f"{table_path(table)} has no column {column}")
        for number, row in enumerate(rows):
            for value in change(column, row, rows):
                if value != row[column]:
                    yield in_row(project, table, number, {column: value})


def in_row(project: Project, table: str, number: int, cells: Row) -> Error:
    """The error of one or more cells of a row."""
    rows = project.rows(table)
    name = next(iter(rows[number].values()))
    said = ", ".join(f"{column} {value!r}" for column, value in cells.items())

    def files() -> dict[str, bytes | None]:
        changed = [*rows]
        changed[number] = rows[number] | cells
        return {table_path(table): table_bytes(changed)}

    return Error(f"{table}.csv, line {number + 2} ({name}): {said}", files)


# --- what takes more than one cell ----------------------------------------------------------------


def moved(table: str, project: Project) -> Iterator[Error]:
    """A span, moved by one character."""
    for number, row in enumerate(project.rows(table)):
        span = {"start": str(int(row["start"]) + 1), "end": str(int(row["end"]) + 1)}
        yield in_row(project, table, number, span)


def another_time(project: Project) -> Iterator[Error]:
    """A period lost, or made up, with the column that says where it is from."""
    for number, row in enumerate(project.rows("figures")):
        lost, found = ("", "none"), ("2021", "printed")
        period, source = lost if row["period"] else found
        yield in_row(project, "figures", number, {"period": period, "period_from": source})


def decided_otherwise(table: str, project: Project) -> Iterator[Error]:
    """All numbers wrong, and the cell that switches the comparison with the wording off."""
    for number, row in enumerate(project.rows(table)):
        decided = " ".join(sorted({*row["wording_outside"].split(), "value", "lower", "upper"}))
        ends = {
            name: found[0]
            for name in ("value", "lower", "upper")
            if (found := by_a_thousandth(name, row, []))
        }
        yield in_row(project, table, number, ends | {"wording_outside": decided})


def scaled_whole(table: str, project: Project) -> Iterator[Error]:
    """Value, ends and wording wrong together, so that they fit each other."""
    for number, row in enumerate(project.rows(table)):
        digits = re.search(r"[1-4]", row["printed"])
        if not digits or not row["value"] or row["unit"] == "year":
            continue
        doubled = str(2 * int(digits[0]))
        printed = row["printed"][: digits.start()] + doubled + row["printed"][digits.end() :]
        if re.sub(r"[^0-9]", "", row["printed"]).strip("0") != digits[0]:
            continue  # more than one digit: twice the first is not twice the number
        ends = {name: f"{2 * float(row[name]):.12g}" for name in ("value", "lower", "upper")}
        yield in_row(project, table, number, {"printed": printed, **ends})


def turned_pair(project: Project) -> Iterator[Error]:
    """The two figures of a comparison in the other order."""
    for number, row in enumerate(project.rows("comparisons")):
        if row["figure_a"]:
            turned = {"figure_a": row["figure_b"], "figure_b": row["figure_a"]}
            yield in_row(project, "comparisons", number, turned)


def both_languages(table: str, project: Project) -> Iterator[Error]:
    """The words of the next row in both languages, so that they agree with each other."""
    rows = project.rows(table)
    for english in [column for column in rows[0] if column.endswith("_en")]:
        chinese = english.removesuffix("_en") + ("_zh" if english != "publisher_en" else "")
        filled = [number for number, row in enumerate(rows) if row[english] and row[chinese]]
        for number, following in zip(filled, [*filled[1:], *filled[:1]], strict=True):
            if rows[number][english] != rows[following][english]:
                cells = {column: rows[following][column] for column in (english, chinese)}
                yield in_row(project, table, number, cells)


def other_rows(table: str, project: Project) -> Iterator[Error]:
    """A row left out, a row that stands twice under two names, two rows in the other order."""
    rows = project.rows(table)
    path, key = table_path(table), next(iter(rows[0]))

    def error(said: str, changed: list[Row]) -> Error:
        return Error(f"{table}.csv: {said}", lambda: {path: table_bytes(changed)})

    for number, row in enumerate(rows):
        name = row[key]
        yield error(f"{name} (line {number + 2}) left out", rows[:number] + rows[number + 1 :])
        if key.endswith("_id"):
            invented = row | {key: f"{name}_again"}
            yield error(
                f"{name}_again invented", [*rows[: number + 1], invented, *rows[number + 1 :]]
            )


def in_any_cell(project: Project) -> Iterator[Error]:
    """A cell in each row of the tables that `CELLS` does not name: columns take turns."""
    for path in project.paths(table_path("*")):
        table = path.rpartition("/")[2].removesuffix(".csv")
        if table in CELLS:
            continue
        rows = project.rows(table)
        columns = list(rows[0])
        for number, row in enumerate(rows):
            column = columns[number % len(columns)]
            (value,) = other(column, row, rows)
            if value != row[column]:
                yield in_row(project, table, number, {column: value})


def cell_kinds() -> Iterator[Kind]:
    """The kinds of `CELLS`."""
    for table, kinds in CELLS.items():
        for name, columns in kinds.items():
            yield Kind(f"{table}: {name}", JUDGES[table], partial(in_cells, table, columns))


KINDS = [
    *cell_kinds(),
    Kind("other tables: a cell", JUDGES[""], in_any_cell),
    *(
        Kind(f"{table}: span moved", JUDGES[table], partial(moved, table))
        for table in ("figures", "events", "numerals")
    ),
    Kind("figures: time lost or made up", JUDGES["figures"], another_time),
    *(
        Kind(
            f"{table}: all numbers, said to be by context",
            JUDGES[table],
            partial(decided_otherwise, table),
        )
        for table in ("figures", "context")
    ),
    *(
        Kind(f"{table}: wording and numbers together", JUDGES[table], partial(scaled_whole, table))
        for table in ("figures", "context")
    ),
    Kind("comparisons: order of the two", JUDGES["comparisons"], turned_pair),
    *(
        Kind(
            f"{table}: words of two rows exchanged in both languages",
            JUDGES[table],
            partial(both_languages, table),
        )
        for table in CELLS
    ),
    *(
        Kind(f"{table}: a row left out or invented", JUDGES[table], partial(other_rows, table))
        for table in CELLS
    ),
]
