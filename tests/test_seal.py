"""Before a table is sealed every cell is looked at; a bad one is named: file, line, column."""

import codecs
import copy
import hashlib
import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "daqing_data" / "data"
SEAL = runpy.run_path(str(ROOT / "tools" / "seal.py"))
PACKAGE = json.loads((DATA / "datapackage.json").read_text("utf-8"))


@pytest.fixture
def data(tmp_path):
    """A copy of the tables, to spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def said(data, package=PACKAGE):
    """What is said of the tables of a folder; nothing where they are right."""
    try:
        SEAL["check_package"](package, data)
    except ValueError as error:
        return str(error)
    return ""


def said_of(data, name, change):
    """What is said with one table changed, which is put right again."""
    path = data / f"{name}.csv"
    right = path.read_bytes()
    wrong = change(right.decode("utf-8"))
    path.write_bytes(wrong if isinstance(wrong, bytes) else wrong.encode())
    assert path.read_bytes() != right
    try:
        return said(data)
    finally:
        path.write_bytes(right)


def line_of(name, text):
    """The line in which a text stands first."""
    whole = (DATA / f"{name}.csv").read_text("utf-8")
    return whole.count("\n", 0, whole.index(text)) + 1


def columns_of(name):
    return next(len(r["schema"]["fields"]) for r in PACKAGE["resources"] if r["name"] == name)


def test_the_tables_as_they_are_can_be_sealed(data):
    assert said(data) == ""


COLUMNS = columns_of("figures")
CELLS = [  # table, what stands there, what is written instead, what is said after file and line
    ("figures", "racks,racks in January 2016,", "racks,,", "label_en is missing, expected"),
    ("figures", ",stock,80,", ",stok,80,", "kind is 'stok', expected one of ['stock', 'flow'"),
    ("figures", ",stock,80,", ",,80,", "kind is missing, expected one of ['stock', 'flow'"),
    ("figures", ",stock,80,", ",stock,8O,", "value is '8O', expected a number"),
    ("figures", ",stock,80,", ",stock,nan,", "value is 'nan', expected a number"),
    ("figures", ",stock,80,", ",stock,-inf,", "value is '-inf', expected a number"),
    ("figures", ",stock,80,", ",stock,８０,", "value is '８０', expected a number"),
    ("figures", ",stock,80,", ",stock,8_0,", "value is '8_0', expected a number"),
    ("figures", ",stock,80,", ",stock,+80,", "value is '+80', expected a number"),
    ("figures", ",stock,80,", ",stock,80.,", "value is '80.', expected a number"),
    ("figures", ",stock,80,", ",stock,.8,", "value is '.8', expected a number"),
    ("figures", ",stock,80,", ",stock,0x50,", "value is '0x50', expected a number"),
    ("figures", ",stock,80,", ",stock,1e999,", "value is '1e999', expected a number"),
    ("figures", ",stock,80,", ",stock, 80,", "value is ' 80', expected a number"),
    ("figures", ",10,711,714,", ",10,711.5,714,", "start is '711.5', expected a whole number"),
    ("figures", ",10,711,714,", ",10,-711,714,", "start is '-711', expected a whole number"),
    ("figures", ",10,711,714,", ",10,７11,714,", "start is '７11', expected a whole number"),
    ("figures", ",10,711,714,", ",10,,714,", "start is missing, expected a whole number"),
    ("figures", ",stock,80,", ",stock,80,80,", f"{COLUMNS + 1} cells, expected {COLUMNS}"),
    ("figures", ",stock,80,", ",80,", f"{COLUMNS - 1} cells, expected {COLUMNS}"),
    ("figures", "\nracks_2016", "\n\nracks_2016", f"0 cells, expected {COLUMNS}"),
    ("figures", "racks in January", " racks in January", "label_en is ' racks in"),
    ("figures", "racks in January 2016,", "racks in January 2016 ,", "expected text without space"),
    ("figures", 'racks,racks in', 'racks,"racks" in', "',' expected after '\"'"),
    ("figures", ",stock,80,", ",stock,81,", "value 81 lies outside lower 80 and upper 80"),
    ("events", ",month,actual,2015", ",moon,actual,2015", "precision is 'moon', expected one of"),
    ("numerals", "1,58,60,", "1,x,60,", "start is 'x', expected a whole number"),
    ("comparisons", ",growth,conditional,", ",growth,perhaps,", "verdict is 'perhaps', expected"),
    ("comparisons", "other_site", "bound", "reason_code is 'bound', expected one of"),
    ("context", ",medium,08,", ",middling,08,", "confidence is 'middling', expected one of"),
]  # fmt: skip


def test_a_bad_cell_is_named_by_file_line_and_column(data):
    for name, right, wrong, message in CELLS:
        place = right.lstrip("\n")
        expected = f"{name}.csv, line {line_of(name, place)}: "
        found = said_of(
            data, name, lambda text, right=right, wrong=wrong: text.replace(right, wrong, 1)
        )
        assert found.startswith(expected), (wrong, found)
        assert message in found.removeprefix(expected), (wrong, found)


NUMBERS = [  # value, lower, upper and closed of the racks in 2016, and what is said
    ("80", "81", "80", "both", "lower is 81 and upper 80; lower must not be above upper"),
    ("80", "80", "80", "left", "lower and upper are both 80; then closed must be 'both'"),
    ("80", "80", "80", "neither", "lower and upper are both 80; then closed must be 'both'"),
    ("79", "80", "90", "left", "value 79 lies outside lower 80 and upper 90"),
    ("91", "80", "90", "left", "value 91 lies outside lower 80 and upper 90"),
    ("80", "80", "inf", "left", ""),
    ("90", "80", "90", "left", ""),
    ("80", "-5", "90", "left", ""),
    ("80", "7.5e1", "9e+1", "right", ""),
]  # fmt: skip


def test_numbers_of_a_row_must_fit_each_other(data):
    line = next(
        line
        for line in (DATA / "figures.csv").read_text("utf-8").splitlines()
        if line.startswith("racks_2016,")
    )
    header = (DATA / "figures.csv").read_text("utf-8").splitlines()[0].split(",")
    for value, lower, upper, closed, message in NUMBERS:
        cells = line.split(",")
        for column, cell in {
            "value": value,
            "lower": lower,
            "upper": upper,
            "closed": closed,
        }.items():
            cells[header.index(column)] = cell
        changed = ",".join(cells)
        found = (
            said(data)
            if changed == line
            else said_of(data, "figures", lambda text, new=changed: text.replace(line, new))
        )
        where = f"figures.csv, line {line_of('figures', 'racks_2016,')}: "
        assert found == (where + message if message else ""), changed


def encoded(encoding):
    return lambda text: text.encode(encoding)


SAVED = {  # how a file was saved -> what changes it, what is said
    "gb18030": (encoded("gb18030"), "line 2: not UTF-8 (byte "),
    "utf-16": (encoded("utf-16"), "line 1: not UTF-8 (byte 0 of the file)"),
    "latin-1 inside": (
        lambda text: text.encode().replace("一".encode(), b"\xe9", 1),
        "not UTF-8 (byte ",
    ),
    "byte order mark": (
        lambda text: codecs.BOM_UTF8 + text.encode(),
        "line 1: begins with a byte order mark; save it as UTF-8 without one",
    ),
    "crlf": (
        lambda text: text.replace("\n", "\r\n"),
        "line 1: ends with CRLF; save it with LF as line end",
    ),
    "crlf in one line": (
        lambda text: text.replace("\n", "\r\n", 3).replace("\r\n", "\n", 2),
        "line 3: ends with CRLF",
    ),
    "semicolons": (lambda text: text.replace(",", ";"), "columns are ['figure_id;topic"),
    "empty": (lambda text: "", "columns are [], the descriptor says ['figure_id', 'topic'"),
    "zeros": (lambda text: bytes(1000), "figures.csv"),
    "another column": (
        lambda text: text.replace(",closed,", ",shut,", 1),
        "columns are ['figure_id'",
    ),
    "two columns exchanged": (
        lambda text: text.replace("lower,upper", "upper,lower", 1),
        "columns are ['figure_id'",
    ),
    "a quote that is never closed": (
        lambda text: text.replace("racks in", '"racks in', 1),
        "figures.csv, line ",
    ),
}


def test_a_file_saved_otherwise_is_named_with_the_remedy(data):
    for how, (change, message) in SAVED.items():
        found = said_of(data, "figures", change)
        assert found.startswith("figures.csv"), (how, found)
        assert message in found, (how, found)


def test_a_line_within_quotes_counts_as_a_line(data):
    """The line that is named is where the row ends, as an editor shows it."""
    found = said_of(
        data,
        "figures",
        lambda text: text.replace(
            "racks,racks in January 2016,", 'racks,"racks\nin 2016",'
        ).replace("racks_2022,", "racks_2022, ", 1),
    )
    assert found.startswith(f"figures.csv, line {line_of('figures', 'racks_2022,') + 1}: ")


def second_time(name, key):
    line = next(
        line
        for line in (DATA / f"{name}.csv").read_text("utf-8").splitlines(keepends=True)
        if line.startswith(key)
    )
    return lambda text: text + line


def test_a_key_that_stands_twice_is_named(data):
    found = said_of(data, "figures", second_time("figures", "racks_2016,"))
    rows = len((DATA / "figures.csv").read_text("utf-8").splitlines())
    first = line_of("figures", "racks_2016,")
    assert found == f"figures.csv, line {rows + 1}: racks_2016 stands in line {first} already"


def test_a_reference_to_nothing_is_named(data):
    found = said_of(
        data, "comparisons", lambda text: text.replace(",racks_2022,", ",racks_2023,", 1)
    )
    line = line_of("comparisons", ",racks_2022,")
    assert found == f"comparisons.csv, line {line}: figure_b is 'racks_2023', no row of figures"
    lost = said_of(data, "figures", lambda text: text.replace("\nracks_2022,", "\nracks_2023,", 1))
    assert lost == f"comparisons.csv, line {line}: figure_b is 'racks_2022', no row of figures"


# --- sealing


def test_the_seal_is_the_size_and_the_hash_of_the_file(data):
    path = data / "events.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    sealed = SEAL["sealed"](copy.deepcopy(PACKAGE), data)
    for resource, before in zip(sealed["resources"], PACKAGE["resources"], strict=True):
        raw = (data / resource["path"]).read_bytes()
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        assert (resource == before) == (resource["name"] != "events")


def project(tmp_path):
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "seal.py", tmp_path / "tools")
    shutil.copytree(DATA, tmp_path / "daqing_data" / "data")
    return tmp_path / "daqing_data" / "data"


def seal(tmp_path):
    command = [sys.executable, str(tmp_path / "tools" / "seal.py")]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)


def test_the_command_changes_nothing_that_is_sealed_already(tmp_path):
    data = project(tmp_path)
    before = (data / "datapackage.json").read_bytes()
    done = seal(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (data / "datapackage.json").read_bytes() == before


def test_the_command_seals_a_good_change_and_no_bad_one(tmp_path):
    data = project(tmp_path)
    package, table = data / "datapackage.json", data / "figures.csv"
    before, right = package.read_bytes(), table.read_text("utf-8")
    table.write_text(right.replace(",stock,80,", ",stok,80,", 1), "utf-8", newline="\n")
    done = seal(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("not sealed: figures.csv, line ")
    assert "kind is 'stok'" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert package.read_bytes() == before
    table.write_text(
        right.replace("racks in January", "Racks in January", 1), "utf-8", newline="\n"
    )
    assert seal(tmp_path).returncode == 0
    hashes = {r["name"]: r["hash"] for r in json.loads(package.read_text("utf-8"))["resources"]}
    assert hashes["figures"] == f"sha256:{hashlib.sha256(table.read_bytes()).hexdigest()}"
    assert package.read_text("utf-8").endswith("}\n")
