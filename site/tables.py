"""Pages made from the package's tables: figures, results, hedges, codebook, reference."""

import math
import re
from html import escape
from itertools import groupby
from typing import Any

import drawing
import pandas as pd
from lessons import html
from parts import cards, cell, choose, dated, find, options, searchable, text
from words import Words

import daqing_data as dq

WIDE = "---\nwide: true\nscripts: rows.js\n---\n"


def pages(words: Words) -> dict[str, str]:
    """Make all pages of tables: name -> MyST text."""
    return {
        "figures": figures(words),
        "results": results(words),
        "hedges": hedges(words),
        "codebook": codebook(words),
        "reference": reference(words),
    }


# --- figures --------------------------------------------------------------------------------------


def figures(words: Words) -> str:
    """The page on which every figure is found, with what it may be compared with."""
    table, pairs = dq.figures(), dq.comparisons()
    labels = table.set_index("figure_id")[words.columns("label")]
    limits = {str(unit): _limits(rows) for unit, rows in table.groupby("unit", observed=True)}
    rows = [_figure(words, row, pairs, labels, limits) for _, row in table.iterrows()]
    filters = find(words) + "".join(
        choose(words, name, words[f"figures.{name}"], options(words, name, table[name]))
        for name in ("topic", "status", "unit")
    )
    head = [
        (words["figures.name"], True),
        (words["figures.printed"], False),
        (words["figures.value"], True),
        (words["figures.place"], False),
        (words["figures.loose"], True),
        (words["figures.period"], True),
        (words["figures.status"], True),
        (words["figures.source"], True),
        (words["figures.where"], True),
    ]
    intro = words["figures.intro"].format(n=len(table))
    shown = searchable(words, head, rows, words["figures.caption"], filters)
    return f"{WIDE}# {words['figures.title']}\n\n{intro}\n\n{html(shown)}"


def _limits(rows: pd.DataFrame) -> tuple[float, float]:
    """The powers of ten between which all ends of one unit lie."""
    ends = [x for x in (*rows["lower"], *rows["upper"], *rows["value"]) if 0 < x < math.inf]
    low, high = math.floor(math.log10(min(ends))), math.ceil(math.log10(max(ends)))
    return 10.0**low, 10.0 ** max(high, low + 1)


def _figure(
    words: Words,
    row: pd.Series,
    pairs: pd.DataFrame,
    labels: pd.Series,
    limits: dict[str, tuple[float, float]],
) -> str:
    figure_id, unit, value = row["figure_id"], str(row["unit"]), row["value"]
    lower, upper, closed = row["lower"], row["upper"], row["closed"]
    first, last = limits[unit]
    said = words["figures.said.at" if lower == upper else "figures.said.place"].format(
        lower=words.number(lower, unit),
        upper=words.number(upper, unit),
        first=words.number(first, unit),
        last=words.number(last, unit),
    )
    place = drawing.place(lower, upper, closed, (first, last), said)
    times = words["figures.said.loose"].format(
        lower=f"{lower / value:.4g}",
        upper=words["noend"] if math.isinf(upper) else f"{upper / value:.4g}",
    )
    if lower == upper:
        times = words["figures.said.point"]
    loose = drawing.loose(lower / value, upper / value, closed, times)
    one_sided = 0 if lower == upper else 9e9 if math.isinf(upper) or lower == 0 else upper - lower
    other = "zh" if words.language == "en" else "en"
    name = (
        f'<a href="#{figure_id}">{text(row[words.columns("label")])}</a><br>'
        f'<span class="aside" lang="{other}">{text(row[f"label_{other}"])}</span> '
        f"<code>{figure_id}</code>{_pairs_of(words, figure_id, pairs, labels)}"
    )
    note = text(row[words.columns("note")])
    if note:
        name += f"<details><summary>{words['figures.note']}</summary><p>{note}</p></details>"
    qualifier = words.of("qualifier", row["qualifier"])
    period = dated(text(row["period"]).replace("/", " / ")) or words["figures.noperiod"]
    where = words["figures.at"].format(
        paragraph=row["paragraph"], start=row["start"], end=row["end"]
    )
    value_text = (
        f"{words.interval(row)}<br><span class='aside'>{words.of('kind', row['kind'])}</span>"
    )
    return (
        f'<tr role="row" id="{figure_id}" data-topic="{row["topic"]}" data-status="{row["status"]}"'
        f' data-unit="{unit}"><th role="rowheader" scope="row"'
        f' data-sort="{text(row[words.columns("label")])}">{name}</th>'
        + cell(
            words["figures.printed"],
            f'<span class="printed" lang="zh">{text(row["printed"])}</span>'
            f'<br><span class="aside">{qualifier}</span>',
        )
        + cell(words["figures.value"], value_text, f"{list(limits).index(unit)}:{value:030.6f}")
        + cell(words["figures.place"], place)
        + cell(words["figures.loose"], loose, f"{one_sided / value:030.9f}")
        + cell(words["figures.period"], period, row["period"])
        + cell(words["figures.status"], words.of("status", row["status"]), row["status"])
        + cell(words["figures.source"], text(row["attributed_to"]), row["attributed_to"])
        + cell(words["figures.where"], where, f"{row['start']:06d}")
        + "</tr>"
    )


def _pairs_of(words: Words, figure_id: str, pairs: pd.DataFrame, labels: pd.Series) -> str:
    """What one figure may be compared with and what not, each with its reason."""
    columns = ["figure_a", "figure_b", "plus_figure", "years_figure"]
    own = pairs[(pairs[columns] == figure_id).any(axis=1)]
    if own.empty:
        return f'<br><span class="aside">{words["figures.nopairs"]}</span>'
    items = []
    for _, pair in own.iterrows():
        others = [x for x in pair[columns[:3]].dropna() if x != figure_id]
        named = f" {words['results.to']} ".join(
            f'<a href="#{x}">{text(labels[x])}</a>' for x in others
        )
        items.append(
            f'<li><span class="{pair["verdict"]}">{words.of("verdict", pair["verdict"])}</span>: '
            f"{named or words['figures.alone']} ({words.of('measure', pair['measure'])}). "
            f"{text(pair[words.columns('reason')])}</li>"
        )
    no = int((own["verdict"] == "no").sum())
    head = words["figures.pairs"].format(yes=len(own) - no, no=no)
    return f"<details><summary>{head}</summary><ul>{''.join(items)}</ul></details>"


# --- results --------------------------------------------------------------------------------------


def results(words: Words) -> str:
    """What the pairs give: charts of growth and targets, and the long table."""
    table, pairs = dq.results(), dq.comparisons().set_index("comparison_id")
    labels = dq.figures().set_index("figure_id")[words.columns("label")]
    rows = []
    for name, found in table.groupby("comparison_id", sort=False):
        rows.append(_pair(words, str(name), pairs.loc[[str(name)]].iloc[0], found, labels))
    filters = (
        find(words)
        + choose(
            words, "measure", words["results.measure"], options(words, "measure", pairs["measure"])
        )
        + choose(
            words, "verdict", words["results.verdict"], options(words, "verdict", pairs["verdict"])
        )
    )
    head = [
        (words["results.pair"], True),
        (words["results.measure"], True),
        (words["results.verdict"], True),
        (words["results.result"], False),
        (words["results.reason"], False),
    ]
    intro = words["results.intro"].format(n=len(pairs))
    shown = searchable(words, head, rows, words["results.caption"], filters)
    return (
        f"{WIDE}# {words['results.title']}\n\n{intro}\n\n## {words['results.charts']}\n\n"
        f"{html(_charts(words, table, labels))}\n## {words['results.table']}\n\n{html(shown)}"
    )


def _label(words: Words, pair: pd.Series, labels: pd.Series) -> str:
    named = [
        f'<a href="figures.html#{x}">{text(labels[x])}</a>'
        for x in pair[["figure_a", "figure_b", "plus_figure"]].dropna()
    ]
    return f" {words['results.to']} ".join(named)


def _pair(words: Words, name: str, pair: pd.Series, found: pd.DataFrame, labels: pd.Series) -> str:
    lines = []
    for _, row in found.dropna(subset=["quantity"]).iterrows():
        year = row["base_year"]
        base = "" if pd.isna(year) else f", {words['results.base'].format(year)}"
        lines.append(
            f"<li>{words.of('quantity', row['quantity'])}{base}: "
            f"<strong>{escape(words.interval(row, 4))}</strong></li>"
        )
    result = f"<ul>{''.join(lines)}</ul>" if lines else words["results.refused"]
    verdict = words.of("verdict", pair["verdict"])
    return (
        f'<tr role="row" id="{name}" data-measure="{pair["measure"]}"'
        f' data-verdict="{pair["verdict"]}"><th role="rowheader" scope="row"'
        f' data-sort="{name}">{_label(words, pair, labels)} <code>{name}</code></th>'
        + cell(words["results.measure"], words.of("measure", pair["measure"]), pair["measure"])
        + cell(
            words["results.verdict"],
            f'<span class="{pair["verdict"]}">{verdict}</span>',
            pair["verdict"],
        )
        + cell(words["results.result"], result, name="full")
        + cell(words["results.reason"], text(pair[words.columns("reason")]), name="full")
        + "</tr>"
    )


def _charts(words: Words, table: pd.DataFrame, labels: pd.Series) -> str:
    out = []
    growth = table[(table["quantity"] == "annual_growth") & (table["verdict"] != "no")]
    required = table[table["quantity"] == "required_annual_growth"]
    for title, found, named in (
        (words["results.annual_growth"], growth, lambda row: labels[row["figure_b"]]),
        (
            words["results.required"],
            required,
            lambda row: words["results.base"].format(row["base_year"]),
        ),
    ):
        rows = [
            (named(row), words.interval(row, 4), row["lower"], row["upper"], row["closed"])
            for _, row in found.iterrows()
        ]
        highest = max(x for row in rows for x in row[2:4] if not math.isinf(x))
        step = 0.1 if highest > 0.25 else 0.05
        last = step * (math.floor(highest / step) + 1)
        said = f"{title}. " + "; ".join(f"{name}: {written}" for name, written, *_ in rows)
        drawn = drawing.chart(rows, last, step, said)
        out.append(f"<figure>{drawn}<figcaption>{escape(title)}</figcaption></figure>")
    return "".join(out)


# --- hedges ---------------------------------------------------------------------------------------


def hedges(words: Words) -> str:
    """The rules of wording, and the pairs of hedged and exact numbers as a chart to explore."""
    rules = f"## {words['hedges.rules']}\n\n{html(_rules(words))}\n{words['hedges.legend']}\n"
    if not hasattr(dq, "hedges"):
        return f"{WIDE}# {words['hedges.title']}\n\n{words['hedges.none']}\n\n{rules}"
    read = [_hedge(row) for _, row in dq.hedges().iterrows()]
    inside = sum(one["inside"] for one in read)
    said = words["hedges.said"].format(inside=inside, n=len(read))
    strips = [
        (word, [(o["id"], o["multiple"], o["inside"], o["shown"]) for o in ones])
        for word, ones in ((w, list(g)) for w, g in groupby(sorted(read, key=_by_word), _word))
    ]
    multiples = [one["multiple"] for one in read]
    drawn = drawing.strips(strips, (min(*multiples, 0.8), max(*multiples, 1.25)), said)
    qualifiers = list(dict.fromkeys(one["qualifier"] for one in read))
    filters = (
        find(words)
        + choose(
            words,
            "qualifier",
            words["hedges.rule"],
            [(q, words.of("qualifier", q)) for q in qualifiers],
        )
        + choose(
            words,
            "inside",
            words["hedges.inside"],
            [("in", words["hedges.in"]), ("out", words["hedges.out"])],
        )
    )
    head = [
        (words["hedges.word"], True),
        (words["hedges.hedged"], False),
        (words["hedges.exact"], False),
        (words["hedges.admits"], False),
        (words["hedges.inside"], True),
        (words["hedges.published"], True),
    ]
    rows = [_hedge_row(words, one) for one in read]
    intro = words["hedges.intro"].format(n=len(read), inside=inside)
    shown = searchable(words, head, rows, words["hedges.caption"], filters)
    figure = f"<figure>{drawn}<figcaption>{escape(said)}</figcaption></figure>"
    # The filters stand above the chart, because they rule both.
    tools, table = shown.split("<table", 1)
    return (
        f"{WIDE}# {words['hedges.title']}\n\n{intro}\n\n{rules}\n## {words['hedges.chart']}\n\n"
        f"{html(tools + figure)}\n## {words['hedges.table']}\n\n{html('<table' + table)}"
    )


def _word(one: dict[str, Any]) -> str:
    return str(one["word"])


def _by_word(one: dict[str, Any]) -> tuple[str, str, float]:
    return one["qualifier"], one["word"], one["multiple"]


def _hedge(row: pd.Series) -> dict[str, Any]:
    hedged = dq.read_number(row["printed_hedged"])
    exact = dq.read_number(row["printed_exact"])
    inside = exact.value in hedged.interval
    return {
        "id": row["hedge_id"],
        "word": row["word"],
        "qualifier": row["qualifier"],
        "hedged": row["printed_hedged"],
        "exact": row["printed_exact"],
        "multiple": exact.value / hedged.value,
        "inside": inside,
        "shown": f"{row['printed_hedged']} · {row['printed_exact']}",
        "interval": pd.Series(hedged.to_dict()),
        "published": f"{row['publisher']}, {row['date']}",
        "date": row["date"],
        "url": row["url"],
    }


def _hedge_row(words: Words, one: dict[str, Any]) -> str:
    inside = "in" if one["inside"] else "out"
    mark = {"in": "yes", "out": "no"}[inside]
    published = dated(one["published"])
    if not pd.isna(one["url"]) and str(one["url"]).startswith("http"):
        published = f'<a href="{escape(one["url"])}" lang="zh">{published}</a>'
    return (
        f'<tr role="row" id="{one["id"]}" data-qualifier="{one["qualifier"]}"'
        f' data-inside="{inside}">'
        f'<th role="rowheader" scope="row" lang="zh" class="short"'
        f' data-label="{words["hedges.word"]}" data-sort="{text(one["word"])}">'
        f"{text(one['word'])}</th>"
        + cell(words["hedges.hedged"], f'<span lang="zh">{text(one["hedged"])}</span>')
        + cell(words["hedges.exact"], f'<span lang="zh">{text(one["exact"])}</span>')
        + cell(words["hedges.admits"], escape(words.interval(one["interval"])))
        + cell(
            words["hedges.inside"],
            f'<span class="{mark}">{words[f"hedges.{inside}"]}</span>',
            inside,
        )
        + cell(words["hedges.published"], published, one["date"])
        + "</tr>"
    )


def _rules(words: Words) -> str:
    head = [words[f"hedges.{name}"] for name in ("rule", "before", "after", "interval")]
    lines = [
        [
            words.of("qualifier", name),
            *(f'<span lang="zh">{escape(said)}</span>' if said else ""
              for said in (rule.before, rule.after)),
            f"<code>{escape(rule.interval)}</code>",
        ]
        for name, rule in dq.RULES.items()
    ]  # fmt: skip
    return cards(head, lines, words["hedges.rules.caption"])


# --- codebook and reference -----------------------------------------------------------------------


def codebook(words: Words) -> str:
    """Each column of each table, in both languages."""
    parts = [f"---\nwide: true\n---\n# {words['codebook.title']}\n", words["codebook.intro"] + "\n"]
    for name, columns in dq.codebook().groupby("table", sort=False):
        rows = [
            [
                f"<code>{text(row['column'])}</code>",
                text(row["type"]),
                text(row["values"]),
                f'<span lang="en">{_code(row["description_en"])}</span>',
                f'<span lang="zh">{_code(row["description_zh"])}</span>',
            ]
            for _, row in columns.iterrows()
        ]
        keys = ("column", "type", "values", "english", "chinese")
        head = [words[f"codebook.{key}"] for key in keys]
        count = words["codebook.rows"].format(len(getattr(dq, str(name))()))
        label = words["codebook.caption"].format(name)
        parts.append(f"## {name}\n\n{count}\n\n{html(cards(head, rows, label))}")
    return "\n".join(parts)


def _code(description: str) -> str:
    return re.sub("`([^`]+)`", r"<code>\1</code>", text(description))


MODULES = ("intervals", "outcome", "article", "wording", "source", "lesson.charts")


def reference(words: Words) -> str:
    """What the package offers, from its docstrings."""
    import importlib
    import inspect

    def entries(module: str, names: list[str]) -> list[str]:
        out = []
        for name in names:
            thing = getattr(importlib.import_module(module), name)
            kind = (
                "autoclass" if inspect.isclass(thing) else "autofunction" if callable(thing) else ""
            )
            if kind:
                out.append(f"```{{eval-rst}}\n.. {kind}:: {module}.{name}\n```\n")
        return out

    parts = [f"# {words['reference.title']}\n", words["reference.intro"] + "\n"]
    parts += [f"## {words['reference.top']}\n", *entries("daqing_data", sorted(dq.__all__))]
    for name in MODULES:
        module = importlib.import_module(f"daqing_data.{name}")
        own = [n for n in sorted(module.__all__) if n not in dq.__all__]
        summary = (module.__doc__ or "").strip().partition("\n")[0]
        parts += [f"## daqing_data.{name}\n", summary + "\n", *entries(module.__name__, own)]
    return "\n".join(parts)
