"""Parts of the pages made from tables: cells, tables, filters."""

import re
from html import escape
from typing import Any

import pandas as pd
from words import Words


def cell(label: str, inside: str, sort: Any = None, name: str = "") -> str:
    """A cell that carries the name of its column, for it may stand alone as a line of a card."""
    order = "" if sort is None else f' data-sort="{escape(str(sort))}"'
    style = f' class="{name}"' if name else ""
    return f'<td role="cell" data-label="{escape(label)}"{order}{style}>{inside}</td>'


def searchable(
    words: Words, head: list[tuple[str, bool]], rows: list[str], caption: str, filters: str
) -> str:
    """A table that is filtered and sorted by rows.js, and is whole without it."""
    columns = "".join(
        f'<th role="columnheader" scope="col"{" data-sortable" if sorts else ""}>{label}</th>'
        for label, sorts in head
    )
    count = words["facts.count"]
    return (
        f'<div class="tools-of-table" data-for="rows" hidden>{filters}'
        f'<p role="status" data-count="{escape(count)}"></p></div>'
        f'<table class="rows" id="rows" role="table">'
        f'<caption class="aside">{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row" data-label="{words["table.sort"]}">{columns}</tr>'
        f'</thead><tbody role="rowgroup">{"".join(rows)}</tbody></table>'
    )


def cards(head: list[str], rows: list[list[str]], caption: str) -> str:
    """A short table: each row names itself and becomes a card on a narrow screen."""
    columns = "".join(f'<th role="columnheader" scope="col">{label}</th>' for label in head)
    lines = "".join(
        f'<tr role="row"><th role="rowheader" scope="row">{row[0]}</th>'
        + "".join(cell(label, inside) for label, inside in zip(head[1:], row[1:], strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        f'<table class="rows" role="table" aria-label="{escape(caption)}">'
        f'<thead role="rowgroup"><tr role="row">{columns}</tr></thead>'
        f'<tbody role="rowgroup">{lines}</tbody></table>'
    )


def find(words: Words) -> str:
    """The field that looks for words in rows."""
    return f'<label>{words["table.filter"]}<input type="search" name="q"></label>'


def choose(words: Words, name: str, label: str, options: list[tuple[str, str]]) -> str:
    """A choice among the values of one column; rows carry theirs as data-NAME."""
    inside = "".join(f'<option value="{escape(v)}">{escape(text)}</option>' for v, text in options)
    return (
        f'<label>{label}<select name="{name}"><option value="">{words["table.all"]}</option>'
        f"{inside}</select></label>"
    )


def options(words: Words, group: str, column: pd.Series) -> list[tuple[str, str]]:
    """The values of a column that occur, in the order of the table, with their words."""
    return [(str(value), words.of(group, value)) for value in column.unique()]


def text(value: Any) -> str:
    """A cell's text, escaped; nothing is an empty string."""
    return "" if pd.isna(value) else escape(str(value))


def dated(value: object) -> str:
    """Text in which no date is broken into lines."""
    return re.sub(r"\d{4}(-\d\d)+", r'<span class="whole">\g<0></span>', text(value))
