"""The account of any Chinese text: draft it, make figures of it, audit it.

This module knows nothing of Daqing. `scan` drafts one row for each numeral expression of a text. A
person then fills in what only meaning decides: which figure a row states, of whom, of what, when.
`audit` says what is wrong or missing, and `figures` makes a table of it, which `compare` and the
tables of results take. Frames in, frames out: keep the account in any spreadsheet.

>>> from daqing_data import article
>>> account = article.scan("全县粮食产量突破60万吨，同比增长5.2%。")
>>> for row in account.to_dict("records"):
...     print(row["printed"], row["kind"], row["value"], row["unit"], row["qualifier"])
突破60万吨 quantity 600000.0 t more_than
5.2% growth 0.052 ratio exact
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from daqing_data import accounts, auditing, scanning

__all__ = ["audit", "figures", "scan"]

#: What a person fills in, row by row.
FOR_A_PERSON = "figure_id entity indicator period status attributed_to note".split()

#: kind of a row of the account -> kind of a figure. A person may write flow or capacity instead.
_KINDS = {
    "quantity": "stock",
    "share": "ratio",
    "percentage": "ratio",
    "points": "growth",
    "extreme": "count",
}
#: What one row may leave to another that says the same thing.
_GIVEN = ("entity", "indicator", "period", "status", "attributed_to")
_FIGURES = (
    "figure_id entity indicator kind value unit qualifier lower upper closed direction period "
    "status attributed_to printed paragraph start end wording_outside note"
).split()


def scan(text: str) -> pd.DataFrame:
    """Draft the account of a text: one row for each numeral expression, in order.

    Parameters
    ----------
    text : str
        Any Chinese text, simplified or traditional, full width or half width; paragraphs are lines.

    Returns
    -------
    pandas.DataFrame
        ``paragraph, start, end, printed, kind, value, unit, qualifier, lower, upper, closed,
        direction``, then ``figure_id, entity, indicator, period, status, attributed_to, note``,
        empty, for a person. ``text[start:end] == printed``, rows never overlap, and no numeral
        stands outside them. A row that states no number has neither value nor ends, and its
        ``kind`` says why: date, period, title, name, label, idiom, article, vague, unit, ordinal,
        composition, or unknown, where a person has to say what it is. A percentage is a share or
        a growth by the verb of its clause; ``direction`` is up or down where the words before a
        number speak of a change.

    Raises
    ------
    TypeError
        If `text` is not a string.

    Examples
    --------
    >>> scan("双方于2021年签约，进一步建成5G基站3300余个。")["kind"].tolist()
    ['idiom', 'period', 'idiom', 'name', 'quantity']
    """
    if not isinstance(text, str):
        raise TypeError(f"scan takes a text, not {type(text).__name__}; read a file first")
    found = list(scanning.rows(text))
    numbers = {"value", "lower", "upper"}
    columns = {
        name: pd.Series(
            [row[name] for row in found],
            dtype="float64" if name in numbers else "int64" if name in accounts.WHOLE else "object",
        )
        for name in scanning.COLUMNS
    }
    frame = pd.DataFrame(columns)
    words = [name for name in scanning.COLUMNS if name not in numbers | set(accounts.WHOLE)]
    frame[words] = frame[words].fillna("")
    frame[FOR_A_PERSON] = ""
    texts = [*words, *FOR_A_PERSON]
    return frame.astype(dict.fromkeys(texts, "str"))


def figures(account: pd.DataFrame) -> pd.DataFrame:
    """Make a table of figures from an account: the rows with a ``figure_id`` that state a number.

    Parameters
    ----------
    account : pandas.DataFrame
        As `scan` drafts it and a person has filled it in; also as text, as a CSV file holds it.

    Returns
    -------
    pandas.DataFrame
        One row for each ``figure_id``, with the columns of ``daqing_data.figures()`` that an
        account knows. ``value, unit, qualifier, lower, upper, closed`` follow from ``printed``,
        ``kind`` and ``status``; a cell that a person filled wins and is named in
        ``wording_outside``. A ``figure_id`` that comes again says it again: the most exact wording
        counts, and what its row leaves empty is taken from the others. A date with an id is an
        event, and is left out.

    Raises
    ------
    ValueError
        If a column is missing or a cell is no number; the message names it.

    Examples
    --------
    >>> account = scan("到2030年产值力争达到80亿元。")
    >>> account.loc[1, ["figure_id", "entity", "indicator", "period", "status"]] = [
    ...     "output_target", "the town", "output", "2030", "target"]
    >>> target = figures(account).iloc[0]
    >>> print(target["figure_id"], target["lower"], target["upper"], target["closed"])
    output_target 8000000000.0 8000000000.0 both
    """
    rows, wrong = accounts.read(account)
    if wrong:
        raise ValueError(wrong[0])
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["figure_id"] and row["kind"] not in scanning.SILENT:
            found.setdefault(row["figure_id"], []).append(_figure(row))
    frame = pd.DataFrame([_most_exact(said) for said in found.values()], columns=_FIGURES)
    return frame.astype(dict.fromkeys(accounts.NUMBERS, "float64"))


def _figure(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a figure: what the wording says, unless a person says otherwise."""
    drafted: dict[str, Any] = dict(row)
    decides = [column for column in accounts.READ if not accounts.is_blank(row[column])]
    if follows := accounts.draft(row):
        as_scanned = (
            accounts.draft({**row, "status": ""}) or follows
        )  # before a person gave the status
        decides = [
            column
            for column in decides
            if not accounts.agrees(row[column], follows[column])
            and not accounts.agrees(row[column], as_scanned[column])
        ]
        drafted |= {column: follows[column] for column in accounts.READ if column not in decides}
        if row["unit"] and accounts.is_without_unit(row):
            decides.append("unit")
    kind = _KINDS.get(row["kind"], row["kind"])
    drafted["kind"] = "ratio" if kind == "stock" and drafted["unit"] == "ratio" else kind
    drafted["wording_outside"] = " ".join(column for column in accounts.READ if column in decides)
    return {column: drafted[column] for column in _FIGURES}


def _most_exact(said: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the rows that say one thing the narrowest: 12.4亿元, not 突破12亿元."""

    def width(row: dict[str, Any]) -> float:
        ends = row["lower"], row["upper"]
        return math.inf if None in ends else float(ends[1] - ends[0])

    best = min(said, key=width)
    others = {column: row[column] for row in reversed(said) for column in _GIVEN if row[column]}
    return best | {column: best[column] or others.get(column, "") for column in _GIVEN}


def audit(
    account: pd.DataFrame, text: str, comparisons: pd.DataFrame | None = None
) -> tuple[str, ...]:
    r"""Say what is wrong or missing in the account of a text.

    Parameters
    ----------
    account : pandas.DataFrame
        As `scan` drafts it and a person has filled it in; also as text, as a CSV file holds it.
    text : str
        The text that it accounts for, unchanged.
    comparisons : pandas.DataFrame, optional
        Pairs of figures, ``figure_a, figure_b``: then their ids are checked, and each target must
        stand in a pair.

    Returns
    -------
    tuple of str
        One complaint for each finding; the word before its colon says of what kind it is: ``cell,
        span, paragraph, order, overlap, doubled, cut, forgotten, kind, wording, ends, id, unfilled,
        year, target, name, link``. Empty means that the account is complete.

    Notes
    -----
    A complaint that a person has judged and does not share is answered in ``note``: a target
    without a base and a stated number that is no figure by any note, a shorter span and a similar
    name by a note that holds the longer expression or the other name, a year by a note that holds
    the year. What the draft did not understand (``unknown``) and numbers of one thing for periods
    of unlike lengths ask for a ``kind``: flow adds up over its period, stock stands at a time.
    Columns named in a column ``wording_outside`` may differ from the wording.

    Examples
    --------
    >>> text = "双方共建机柜1484个。"
    >>> account = scan(text).drop(index=0)
    >>> account["end"] -= 1
    >>> account["figure_id"] = "racks"
    >>> print(*audit(account, text), sep="\n")
    span: '1484个' is not at 6:10, there is '1484'; it stands at 6:11
    forgotten: '双方' at 0
    unfilled: racks (at 6) has no entity, indicator, status
    """
    if not isinstance(text, str):
        raise TypeError(f"audit takes the text itself, not {type(text).__name__}")
    rows, wrong = accounts.read(account)
    return (*wrong, *auditing.complaints(rows, text, comparisons))
