"""Nothing numeric of the article stands outside the tables, and copies are told apart."""

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from daqing_data import SOURCE, events, figures, numerals, source, tables, verify
from daqing_data.source import Source, Verification

ROOT = Path(__file__).resolve().parents[1]
DIGIT = re.compile("[0-9０-９〇零一二三四五六七八九十百千万亿两半几双第余多]")


# --- offsets


# That the printed words stand at their offsets, in order, never overlapping, and not cut out of
# longer numbers is what `article.audit` says of any account: test_article.py asks it of this one.


def test_what_is_known_of_the_article_is_stated_a_second_time():
    """Without the article nothing else says whether these are its own."""
    assert (SOURCE.characters, SOURCE.paragraphs) == (2389, 22)
    assert SOURCE.sha256 == "8747d8678756d7e41a77b34258a748494c87b2c78c8f5a65594808e784b21a3a"
    assert (SOURCE.written, SOURCE.copy_published) == ("2022-03-24/2022-03-31", "2022-03-31")
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]
    assert urls["Article"] == SOURCE.copy_url
    assert f"]({SOURCE.copy_url})" in (ROOT / "README.md").read_text("utf-8")


def test_events_stand_at_their_offsets_in_their_paragraph(article):
    for row in events().itertuples():
        assert article[row.start : row.end] == row.printed, row
        assert article.count("\n", 0, row.start) + 1 == row.paragraph, row


def test_no_digit_and_no_chinese_numeral_stands_outside_the_numerals(article):
    inside = {offset for row in numerals().itertuples() for offset in range(row.start, row.end)}
    strays = [
        (match.start(), article[match.start() - 3 : match.end() + 3])
        for match in DIGIT.finditer(article)
        if match.start() not in inside
    ]
    assert strays == []


def test_figures_and_events_stand_on_a_numeral():
    spans = {(row.start, row.end): row.printed for row in numerals().itertuples()}
    for row in [
        *figures().itertuples(),
        *events().query("precision != 'not_printed'").itertuples(),
    ]:
        assert spans.get((row.start, row.end)) == row.printed, row
    # An event whose date is not printed stands on words, never on a numeral.
    for row in events().query("precision == 'not_printed'").itertuples():
        assert not DIGIT.search(row.printed), row


def test_the_source_is_described_as_it_is(article):
    assert (len(article), article.count("\n") + 1) == (SOURCE.characters, SOURCE.paragraphs)


# --- the text is not in the project


def project_files():
    """Every file that is or would be under version control; all files where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
    )
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [
        path
        for path in ROOT.rglob("*")
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    ]


def test_no_sentence_of_the_article_is_in_the_project(article):
    """A run of 20 characters is a clause; printed numbers, names and short labels are shorter."""
    length = 20
    runs = {article[at : at + length] for at in range(len(article) - length + 1)}
    copied = []
    for path in filter(Path.is_file, project_files()):
        text = path.read_bytes().decode("utf-8", errors="ignore")
        at = next(
            (at for at in range(len(text) - length + 1) if text[at : at + length] in runs), None
        )
        if at is not None:
            copied.append(
                (
                    path.relative_to(ROOT).as_posix(),
                    text.count("\n", 0, at) + 1,
                    text[at : at + length],
                )
            )
    assert copied == []


# --- verify

SMALL = [  # what a table prints, a copy, and what is missed in it
    ("3个 5个", "3个，5个", ""),
    ("3个 5个", "5个，3个", "3个 after the beginning"),
    ("1个 2个 3个", "3个，1个，2个", "3个 after 2个"),
    ("5个 3个 4个", "3个，4个，5个", "5个 after the beginning"),
    ("1个 2个 3个 4个", "1个，4个", "2个 after 1个; 3个 after 1个"),
    ("5个 5个", "5个", "5个 after 5个"),
    ("4个 4个 1个 2个", "3个，1个，4个", "4个 after the beginning; " * 2 + "2个 after 1个"),
    ("80个", "180个", "80个 after the beginning"),
    ("80个", "180个，80个", ""),
    ("80个", "近80个", "80个 after the beginning"),
    ("80个", "80个以上", "80个 after the beginning"),
    ("80个", "未80个", "80个 after the beginning"),
    ("80个", "- 80个", ""),
    ("80个", "...80个", ""),
    ("80个", "3.80个", "80个 after the beginning"),
    ("80个", "3-80个", "80个 after the beginning"),
    ("2021", "20211", "2021 after the beginning"),
    ("2021", "2021年", ""),
    ("超过65%", "不超过65%", "超过65% after the beginning"),
    ("超过65%", "1超过65%1", ""),
    ("80个", "8 0\u200b个", ""),
    ("9.6\u3000亿元", "9.6 亿元", ""),
    ("5", "15", "5 after the beginning"),
    ("5G", "15G和5G", ""),
    ("80个", "<P>8<b>0</b>个</P>", ""),
    ("80个", "1. 80个\n2) 3个", ""),
    ("80个 3个", "1. 80个\n2) 3个", ""),
    ("80个", "80&#x4e2a;", ""),
]


def numerals_of(monkeypatch, printed):
    """Let the table of numerals hold these words."""
    words = printed.split(" ")
    rows = {"printed": words, "paragraph": 7, "start": range(len(words)), "end": 3}
    monkeypatch.setattr(tables, "numerals", lambda: pd.DataFrame(rows))


def test_what_is_missed_in_a_small_copy(tmp_path, monkeypatch):
    copy = tmp_path / "copy.txt"
    pattern = r"'(.+)' \(paragraph 7, offset \d\) is not found (after) '?(.+?)'?"
    for printed, text, missed in SMALL:
        numerals_of(monkeypatch, printed)
        copy.write_text(text, "utf-8")
        check = verify(copy)
        said = [re.fullmatch(pattern, each).groups() for each in check.differences]
        assert "; ".join(map(" ".join, said)) == missed, (printed, text)
        assert check == Verification(False, not missed, check.differences, len(printed.split(" ")))
    numerals_of(monkeypatch, "2个 5个")
    copy.write_text("2个3个")
    assert verify(copy).differences == ("'5个' (paragraph 7, offset 1) is not found after '2个'",)


def test_of_an_identical_copy_each_offset_is_asked(tmp_path, monkeypatch):
    numerals_of(monkeypatch, "1个， 个")
    (tmp_path / "copy.txt").write_text("1个，2", "utf-8")
    digest = hashlib.sha256("1个，2".encode()).hexdigest()
    monkeypatch.setattr(source, "SOURCE", Source(sha256=digest))
    differences = ("'个' is not at 1:3, there is '个，'",)
    assert verify(tmp_path / "copy.txt") == Verification(True, False, differences, 2)


def test_what_is_said_of_a_copy():
    for missing, printed, told in [
        (0, 5, "another copy: every printed number is there, in order; offsets need not hold"),
        (1, 5, "1 of the printed numbers differ:\n0"),
        (4, 5, "4 of the printed numbers differ:\n0\n1\n2\n3"),
        (
            5,
            6,
            "another article: 5 of the 6 numbers that the tables print do not stand in it "
            "(for a text of your own, see daqing_data.article)",
        ),
        (10, 20, "\n".join(["10 of the printed numbers differ:", *"0123456789"])),
        (12, 20, "\n".join(["12 of the printed numbers differ:", *"0123456789", "... and 2 more"])),
    ]:
        check = Verification(False, not missing, tuple(map(str, range(missing))), printed)
        assert str(check) == told
        assert bool(check) == (not missing)
    assert str(Verification(True, True)) == "identical: every offset holds"


@pytest.fixture
def check_copy(article, tmp_path):
    """Verify a copy of the article with some of its text changed."""

    def check(change=lambda text: text, encoding="utf-8"):
        path = tmp_path / "copy.txt"
        path.write_bytes(change(article).encode(encoding, errors="ignore"))
        return verify(path)

    return check


def without(printed, of):
    """The changed text lacks the number once, at its place."""
    row = next(row for row in numerals().itertuples() if row.printed == printed)
    return of[: row.start] + of[row.end :]


def test_the_text_itself_is_identical(article_path):
    check = verify(article_path)
    assert (check.identical, check.agrees, check.differences) == (True, True, ())
    assert str(check) == "identical: every offset holds"
    assert verify(str(article_path)) == check


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", "\n  "),
        lambda text: text + "\n",
        lambda text: "\ufeff" + text,
        lambda text: re.sub(
            r"(\d+)(年|个|Gbps)", r"\1 \2", text
        ),  # spaces between number and unit, as many sites print
        lambda text: "".join(
            text[at : at + 30] + "\n" for at in range(0, len(text), 30)
        ),  # lines broken anywhere
        lambda text: text.replace("\n", "\nBy our reporter "),
    ],
    ids="crlf blank-lines indented final-newline bom spaced rewrapped more-words".split(),
)
def test_another_copy_with_the_same_numbers_agrees(check_copy, change):
    check = check_copy(change)
    assert (check.identical, check.agrees, check.differences) == (False, True, ())
    assert str(check).startswith("another copy")


@pytest.mark.parametrize(
    "printed",
    "3月24日8时 一起 一个 屡 双方 80个 1484个 4719个 全覆盖 4个 7000余万条 "
    "50% 过亿 1.2亿元 4万吨 一组 第五位 "
    "21万平方米 一期 2022-2024 1500亿元 超过65%".split(),
)
def test_a_missing_number_is_named_and_no_other(check_copy, printed):
    check = check_copy(lambda text: without(printed, text))
    assert not check.agrees
    assert len(check.differences) == 1, check.differences
    assert repr(printed) in check.differences[0]
    assert str(check).startswith("1 of the printed numbers differ")


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("1484个", "1485个", "1484个"),
        ("80个机柜", "180个机柜", "80个"),  # not to be found inside a longer number
        ("4个基础", "14个基础", "4个"),
        ("达4万吨", "达1.4万吨", "4万吨"),
        ("两个生产", "十两个生产", "两个"),
        ("(2021)", "(20211)", "2021"),
        ("(2021)", "(2020)", "2021"),
        ("3300余个", "3300个", "3300余个"),  # the qualifier is part of what is printed
        ("16亿元以上", "16亿元", "16亿元以上"),
        ("6.04亿", "6.40亿", "6.04亿元"),
        ("第五位", "第六位", "第五位"),
        ("约10亿元", "10亿元", "约10亿元"),
        ("923亿元", "近923亿元", "923亿元"),  # and so is one that is added
        ("923亿元", "923亿元左右", "923亿元"),
        ("1484个", "约1484个", "1484个"),
        ("4719个", "4719个以上", "4719个"),
        ("超过65%", "不超过65%", "超过65%"),
    ],
)
def test_a_changed_digit_is_named_and_no_other(check_copy, article, old, new, lost):
    assert article.count(old) == 1
    check = check_copy(lambda text: text.replace(old, new))
    assert len(check.differences) == 1, check.differences
    assert check.differences[0].startswith(repr(lost))


def test_a_difference_says_where(check_copy):
    (difference,) = check_copy(lambda text: text.replace("1484个", "")).differences
    assert difference == "'1484个' (paragraph 10, offset 750) is not found after '1.4万平方米'"
    (difference,) = check_copy(lambda text: text.replace("3月24日8时", "")).differences
    assert difference.endswith("after the beginning")


def test_swapped_neighbours_differ(check_copy):
    check = check_copy(
        lambda text: text.replace("第五位", "@").replace("第二位", "第五位").replace("@", "第二位")
    )
    assert len(check.differences) == 1  # moving one of the two mends it
    assert re.match("'(第五位|第二位)'", check.differences[0])


def test_a_truncated_copy_lacks_what_is_cut_off(check_copy):
    check = check_copy(lambda text: text[:1000])
    cut = numerals().query("end > 1000")["printed"]
    assert [difference.split(" (")[0] for difference in check.differences] == [
        repr(printed) for printed in cut
    ]


@pytest.mark.parametrize(
    "other", ["", "An article about something else, of 2021."], ids=["empty", "other"]
)
def test_another_text_altogether(check_copy, other):
    check = check_copy(lambda text: other)
    assert not check.agrees
    assert len(check.differences) >= len(numerals()) - 1
    assert str(check).startswith("another article: ")


COPIES = {  # how a copy was typed or kept, where the article itself is the same
    "three points for an ellipsis": lambda text: text.replace("…", "..."),
    "list marks": lambda text: "\n".join(f"- {line}" for line in text.splitlines()),
    "numbers of a list": lambda text: "\n".join(
        f"{n}. {x}" for n, x in enumerate(text.split("\n"))
    ),
    "tags": lambda text: "<p>" + text.replace("\n", "</p>\n<p>").replace("2", "<b>2</b>"),
    "characters of no width": lambda text: "\u200b\u00ad\u200e".join(text),
    "full width": lambda text: text.translate({ord(n): 0xFEE0 + ord(n) for n in "0123456789%()"}),
    "traditional characters": lambda text: text.translate(str.maketrans("万亿个两", "萬億個兩")),
    "entities": lambda text: text.replace("…", "&hellip;").replace("。", "。&nbsp;"),
    "no-break spaces": lambda text: text.replace("。", "。\u00a0"),
}


def test_how_a_copy_was_typed_makes_no_difference(check_copy):
    for how, typed in COPIES.items():
        assert check_copy(typed).agrees, how


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "big5"])
def test_another_encoding_is_named(tmp_path, encoding):
    (tmp_path / "copy.txt").write_text("有80家", encoding)
    with pytest.raises(
        ValueError, match=rf"{re.escape(str(tmp_path))}.copy\.txt is not UTF-8 \(byte 0\); convert"
    ):
        verify(tmp_path / "copy.txt")


def test_a_missing_file_is_an_error_of_its_own(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        verify(tmp_path / "nowhere.txt")
