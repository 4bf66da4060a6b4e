"""The site: what is on its pages, what they load, that no link leads nowhere, and its languages."""

import importlib
import json
import re
import subprocess
import sys
import tomllib
from html import escape, unescape
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement

import daqing_data as dq
from tests.browsing import ROOT, built, names

sys.path.append(str(ROOT / "site"))
build, drawing, lessons, live, parts, tables, words = map(
    importlib.import_module, ("build", "drawing", "lessons", "live", "parts", "tables", "words")
)

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def text_of(page: str) -> str:
    return (built() / page).read_text("utf-8")


def pictures(path: Path) -> list[str]:
    """The sentences of the charts of a notebook, in order."""
    cells = nbformat.read(path, as_version=4).cells
    outputs = [out for cell in cells for out in cell.get("outputs", [])]
    return [
        out.metadata["image/png"]["alt"] for out in outputs if "image/png" in out.get("data", {})
    ]


def test_each_lesson_has_a_page_a_sheet_and_its_notebook():
    assert len(NOTEBOOKS) >= 8
    for path in NOTEBOOKS:
        for page in (f"lessons/{path.stem}.html", f"lessons/sheets/{path.stem}.html"):
            assert page in names()
        copy = built() / "lessons" / path.name
        assert copy.read_bytes() == path.read_bytes()


def test_each_exercise_is_on_its_sheet_and_answered_on_a_page_of_its_own():
    for path in NOTEBOOKS:
        names_of = re.compile(r"^check\(\"(\w+)\"", re.MULTILINE)
        cells = nbformat.read(path, as_version=4).cells
        asked = [name for cell in cells if cell.cell_type == "code"
                 for name in names_of.findall(cell.source)]  # fmt: skip
        assert asked or path.stem == "00_start"  # which shows the way in
        if not asked:
            continue
        answers = unescape(re.sub(r"<[^>]+>", "", text_of(f"lessons/answers/{path.stem}.html")))
        sheet = unescape(re.sub(r"<[^>]+>", "", text_of(f"lessons/sheets/{path.stem}.html")))
        for name in asked:
            assert f'check("{name}"' in answers
            assert f'check("{name}"' in sheet
        assert answers.count("Right:") >= len(asked)
        assert "Key points" not in answers  # the exercises alone
        lesson = text_of(f"lessons/{path.stem}.html")
        assert "answers/" not in lesson.partition("<main")[2]


def test_lists_name_the_number_of_a_lesson_and_the_key_has_a_page_of_its_own():
    for page, start in (("index", 0), ("sheets/index", 0), ("answers/index", 1)):
        listed = re.findall(
            r'<li class="toctree-l1">.*?>(\d\d) · ', text_of(f"lessons/{page}.html")
        )
        assert listed == [path.stem[:2] for path in NOTEBOOKS[start:]], page
    key = (ROOT / "notebooks/sheets.md").read_text("utf-8")
    page = text_of("lessons/sheets/all.html")
    for number, text in re.findall(r"^### (\d\d \w) (\(.*\))$", key, re.MULTILINE):
        assert f"<h4>{number} {text}" in page
    assert 'href="sheets/all.html"' in text_of("lessons/teacher.html")
    code = "```\n# a comment\n```\n"
    assert build.lower(f"# a\n{code}## b\n{code}") == f"## a\n{code}### b\n{code}"


def test_prose_that_is_printed_wraps_and_columns_do_not(tmp_path):
    maker = lessons._Maker(nbformat.v4.new_notebook(), "x", words.Words("en"), tmp_path)
    assert 'class="flows"' in maker.printed("  A long line,\nand another.")
    assert "flows" not in maker.printed("what  lower\na       1")
    assert 'tabindex="0"' in maker.printed("what  lower\na       1")


def test_no_date_is_broken_into_lines():
    whole = '<span class="whole">2022-03-24</span>'
    assert parts.dated("2022-03-24 / 2022") == f"{whole} / 2022"
    assert f"{whole} / " in text_of("figures.html")


def test_each_chart_is_a_figure_with_its_sentence_and_folded_numbers():
    total = 0
    for path in NOTEBOOKS:
        page = text_of(f"lessons/{path.stem}.html")
        said = pictures(path)
        total += len(said)
        charts = re.findall(r'<figure class="chart">(.*?)</figure>', page, re.DOTALL)
        assert [unescape(re.search(r'alt="([^"]*)"', one)[1]) for one in charts] == said
        for chart, sentence in zip(charts, said, strict=True):
            assert f"<figcaption>{escape(sentence)} " in chart
            numbers = re.search(r"<details>.*<pre[^>]*>(.*?)</pre></details>", chart, re.DOTALL)[1]
            assert re.search(r"\d", numbers)
            assert sentence.split()[0] not in numbers.split("\n")[0]
            file = re.search(r'src="([^"]+)"', chart)[1]
            assert (built() / "lessons" / file).stat().st_size > 2000
    assert total >= 10


def test_all_that_a_lesson_prints_is_on_its_page():
    for path in NOTEBOOKS:
        page = re.sub(
            r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text_of(f"lessons/{path.stem}.html")))
        )
        for cell in nbformat.read(path, as_version=4).cells:
            for out in cell.get("outputs", []):
                if out.output_type == "stream" and lessons.TWIN not in out.text:
                    assert " ".join(out.text.split()) in page
                elif "text/html" in out.get("data", {}):
                    cells = re.findall(r"<t[dh][^>]*>([^<]+)</t", out.data["text/html"])
                    assert all(" ".join(unescape(one).split()) in page for one in cells)


def test_nothing_is_loaded_from_elsewhere():
    pattern = re.compile(
        r'<(?:script|img|link(?! rel="canonical")|iframe|source)\b[^>]*\b(?:src|href)="([^"]*)"'
    )
    for page in names():
        for target in pattern.findall(text_of(page)):
            assert not re.match(r"(\w+:)?//", target), (page, target)
    for style in built().rglob("*.css"):
        assert not re.search(r"url\(|@import", style.read_text("utf-8"))


def test_a_lesson_weighs_less_than_500_kb_without_its_pictures():
    for path in NOTEBOOKS:
        page = text_of(f"lessons/{path.stem}.html")
        loaded = re.findall(
            r'<(?:script|link rel="(?:stylesheet|icon)")[^>]*(?:src|href)="([^"]*)"', page
        )
        files = [built() / "lessons" / target.partition("?")[0] for target in loaded]
        assert len(page.encode()) + sum(file.stat().st_size for file in files) < 500_000, path


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<a href="other.html#here">x</a><p id="part"></p><a href="#part">y</a>', "utf-8"
    )
    other = tmp_path / "other.html"
    other.write_text('<p id="here"></p><a href="page.html">z</a>', "utf-8")
    assert build.broken_links(tmp_path) == []
    other.write_text("<p></p>", "utf-8")
    assert build.broken_links(tmp_path) == ["page.html: other.html#here"]
    other.unlink()
    assert build.broken_links(tmp_path) == ["page.html: other.html#here"]


def test_the_site_has_what_a_visitor_and_a_link_to_it_need():
    start = text_of("index.html")
    assert 'rel="icon"' in start
    assert 'property="og:image"' in start
    assert (built() / "card.png").stat().st_size > 10_000
    cite = text_of("cite.html")
    assert dq.__version__ in cite
    assert build.citation("title") in cite


def test_each_figure_has_a_row_with_its_wording_interval_place_and_pairs():
    page = text_of("figures.html")
    pairs = dq.comparisons()
    for _, figure in dq.figures().iterrows():
        row = re.search(rf'<tr role="row" id="{figure["figure_id"]}".*?</tr>', page, re.DOTALL)[0]
        for shown in (
            "printed",
            "label_en",
            "label_zh",
            "attributed_to",
            "paragraph",
            "start",
            "end",
        ):
            assert escape(str(figure[shown])) in row, (figure["figure_id"], shown)
        assert row.count("<svg") == 2
        own = pairs[(pairs[["figure_a", "figure_b"]] == figure["figure_id"]).any(axis=1)]
        assert all(escape(reason) in row for reason in own["reason_en"])
    assert page.count('<tr role="row" id=') == len(dq.figures())


def test_each_pair_has_its_results_or_its_refusal():
    page = text_of("results.html")
    results = dq.results().groupby("comparison_id")
    for _, pair in dq.comparisons().iterrows():
        row = re.search(rf'<tr role="row" id="{pair["comparison_id"]}".*?</tr>', page, re.DOTALL)[0]
        assert escape(pair["reason_en"]) in row
        told = results.get_group(pair["comparison_id"])["quantity"].dropna()
        assert row.count("<strong>") == len(told)
        assert ("refused" in row) == told.empty == (pair["verdict"] == "no")


def test_each_figure_says_how_many_of_its_pairs_may_be_compared():
    told = re.findall(
        r"<summary>May be compared\? (\d+) yes and (\d+) no</summary>(.*?)</details>",
        text_of("figures.html"),
        re.DOTALL,
    )
    assert told
    for allowed, refused, items in told:
        assert items.count('<span class="no">') == int(refused)
        assert items.count("<li>") == int(allowed) + int(refused)
    names = ["figure_a", "figure_b", "plus_figure", "years_figure"]
    pairs = dq.comparisons()
    named = {
        figure: pairs[pairs[names].eq(figure).any(axis=1)]["verdict"]
        for figure in dq.figures()["figure_id"]
    }
    expected = sorted(
        (len(each), int((each == "no").sum())) for each in named.values() if len(each)
    )
    assert sorted((int(yes) + int(no), int(no)) for yes, no, _ in told) == expected


def test_the_codebook_describes_each_column_in_both_languages():
    page = unescape(re.sub("</?code>", "`", text_of("codebook.html")))
    for _, row in dq.codebook().iterrows():
        for text in (f"`{row['column']}`", row["description_en"], row["description_zh"]):
            assert text in page


def test_the_reference_has_each_public_name():
    page = text_of("reference.html")
    for name in dq.__all__:
        if callable(getattr(dq, name)):
            assert f'id="daqing_data.{name}"' in page


def test_intervals_are_drawn_as_they_are():
    scale = drawing.log_scale(0.5, 2, 0, 100)
    assert [round(scale(x)) for x in (0.5, 1, 2)] == [0, 50, 100]

    def ends(lower, upper, closed):
        drawn = drawing.bar(lower, upper, closed, scale, (-5, 105))
        return re.findall(r'<(\w+) class="(\w+)"', drawn)

    line, shut, hollow, arrow = (
        ("line", "bar"),
        ("circle", "shut"),
        ("circle", "open"),
        ("path", "shut"),
    )
    assert ends(1, 1, "both") == [shut]
    assert ends(0.8, 1.2, "left") == [line, shut, hollow]
    assert ends(0.8, 1.2, "right") == [line, hollow, shut]
    assert ends(1, float("inf"), "neither") == [line, hollow, arrow]
    assert ends(0, 1, "neither") == [line, arrow, hollow]
    assert ends(0.999, 1.001, "both") == [("rect", "narrow")]


def test_intervals_are_written_with_their_sign_and_unit():
    write, figures = words.Words("en").interval, dq.figures().set_index("figure_id")
    for name, expected in {
        "qinglian_revenue_2020": "> 100 million yuan",
        "cable_capacity_2022": "≥ 1.6 billion yuan",
        "qinglian_sales_1992": "< 1 million yuan",
        "stations_4g_2022": "[3,300, 3,400)",
        "racks_2022": "1,484",
        "online_items_share_2022": "(90, 100] %",
    }.items():
        assert write(figures.loc[name]) == expected
    assert words.Words("zh").interval(figures.loc["cable_capacity_2022"]) == "≥ 16亿元"


def test_what_a_page_cannot_show_is_refused(tmp_path):
    maker = words.Words("en")
    notebook = nbformat.read(NOTEBOOKS[3], as_version=4)
    cell = next(c for c in notebook.cells if "image/png" in str(c.get("outputs")))
    chart = next(out for out in cell.outputs if "image/png" in out.get("data", {}))

    def complaint():
        with pytest.raises(lessons.Unshowable) as caught:
            lessons._Maker(notebook, "x", maker, tmp_path).whole()
        return str(caught.value)

    said = chart.metadata["image/png"].pop("alt")
    chart.metadata["image/png"]["alt"] = "Something else."
    assert "Something else." in complaint()
    chart.metadata["image/png"]["alt"] = said
    stored = chart.data
    chart.data = {"application/x-unknown": "1"}
    assert "0 charts in a cell, 1 in words" in complaint()
    chart.data = stored
    cell.outputs.append(nbformat.v4.new_output("display_data", {"application/x-unknown": "1"}))
    assert "application/x-unknown" in complaint()
    cell.outputs[-1] = nbformat.v4.new_output("display_data", {"text/html": "<b>no table</b>"})
    assert "no table" in complaint()


def test_chinese_is_searched_by_character_and_pair():
    conf = importlib.import_module("conf")
    search = conf.Han({})
    assert search.split("约10亿元 growth") == ["约", "10", "亿", "元", "亿元", "growth"]
    assert search.word_filter("余")
    index = (built() / "searchindex.js").read_text("utf-8")
    terms = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["terms"]
    assert {"余", "大庆", "亿元", "growth"} <= terms.keys()


def test_the_live_part_needs_no_package_and_reads_as_the_package_does(tmp_path):
    assert {"wording", "scanning", "numeral"} <= set(live.needed())
    (tmp_path / "part.zip").write_bytes(live.packed())
    texts = ["近200亿元", "3300余个", "不足百万元"]
    code = (
        "import sys; sys.path.insert(0, 'part.zip')\n"
        "from daqing_data.wording import read_number\nfrom daqing_data.scanning import rows\n"
        f"print([(n.lower, n.upper, n.closed) for n in map(read_number, {texts})])\n"
        f"print([row['printed'] for row in rows({'、'.join(texts)!r}) if row.get('unit')])"
    )
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", code]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    read = [dq.read_number(text) for text in texts]
    assert run.stdout.splitlines() == [
        str([(n.lower, n.upper, n.closed) for n in read]),
        str(texts),
    ]


# Languages ----------------------------------------------------------------------------------------


def test_each_word_is_there_in_each_language():
    english, chinese = words.Words("en"), words.Words("zh")
    assert english.keys() == chinese.keys()
    for key in english:
        assert english[key], key
        assert chinese[key], key
        slots = [sorted(re.findall(r"{\w*}", text[key])) for text in (english, chinese)]
        assert slots[0] == slots[1], key
    with pytest.raises(KeyError, match="nosuch"):
        english.of("status", "nosuch")


def test_pages_of_tables_are_in_no_language_by_construction():
    chinese = words.Words("zh")
    english = words.Words("en")
    phrases = [text for key, text in english.items() if " " in text and text != chinese[key]]
    phrases = [text.partition("{")[0].strip() for text in phrases]
    phrases = [text for text in phrases if " " in text]
    assert len(phrases) > 40
    made = tables.pages(chinese)
    for name in ("figures", "results", "hedges"):
        for phrase in phrases:
            assert f">{phrase}" not in made[name], (name, phrase)
            assert f'"{phrase}' not in made[name], (name, phrase)


@pytest.mark.filterwarnings("ignore")  # Sphinx warns of itself
def test_a_second_language_is_a_folder_and_a_column(tmp_path, monkeypatch):
    for language in ("en", "zh"):
        folder = tmp_path / "content" / language
        folder.mkdir(parents=True)
        globs = "*\n**/*" if language == "en" else "*"
        toc = f"# 大庆\n\n```{{toctree}}\n:glob:\n{globs}\n```\n"
        (folder / "index.md").write_text(toc, "utf-8")
        (folder / "cite.md").write_text("# 引用\n", "utf-8")
    (tmp_path / "content/en/lessons").mkdir()
    (tmp_path / "content/en/lessons/teacher_more.md").write_text("more\n", "utf-8")
    for part in ("answers", "sheets"):
        (tmp_path / "content/en/lessons" / part).mkdir()
        for page in ("index", "all"):
            file = tmp_path / "content/en/lessons" / part / f"{page}.md"
            file.write_text(f"# {part}\n", "utf-8")
    monkeypatch.setattr(build, "CONTENT", tmp_path / "content")
    out = tmp_path / "site"
    assert build.main(["--out", str(out)]) == 0
    chinese, english = ((out / p).read_text("utf-8") for p in ("zh/figures.html", "figures.html"))
    assert '<html lang="zh-CN"' in chinese
    assert 'href="../figures.html">English</a>' in chinese
    assert 'href="zh/figures.html">中文</a>' in english
    assert not (out / "zh/strict_nbval.html").exists()
    assert "hreflang" not in (out / "strict_nbval.html").read_text("utf-8")
    assert "课程" not in english
    assert words.Words("zh")["figures.title"] in chinese


# Its packages -------------------------------------------------------------------------------------


def test_the_lock_of_the_site_adds_to_the_others_and_is_what_is_installed():
    texts = [
        (ROOT / f"requirements{part}.lock").read_text("utf-8") for part in ("", "-dev", "-site")
    ]
    held = [dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE)) for text in texts]
    assert not held[2].keys() & (held[0].keys() | held[1].keys())
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for line in settings["dependency-groups"]["site"]:
        asked = Requirement(line)
        assert asked.specifier.contains(held[2][asked.name])
    for name, version in held[2].items():
        assert metadata.version(name) == version
    assert texts[2].count("--hash=sha256:") >= len(held[2])
    assert "://" not in texts[2]
