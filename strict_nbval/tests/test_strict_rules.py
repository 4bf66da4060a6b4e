"""The rules, on what keeps them and on what breaks them; and which names a cell reads and sets."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from strict_nbval import rules
from strict_nbval.rules import read_names, set_names, shadows


def shown(mime, value):
    """A notebook whose one cell shows something."""
    return new_notebook(
        cells=[
            new_code_cell(
                "1", execution_count=1, outputs=[new_output("display_data", {mime: value})]
            )
        ]
    )


def html(text):
    return shown("text/html", text)


def printed(text):
    return new_notebook(
        cells=[new_code_cell("1", execution_count=1, outputs=[new_output("stream", text=text)])]
    )


def markdown(text):
    return new_notebook(cells=[new_code_cell("1", execution_count=1), new_markdown_cell(text)])


def code(source, **fields):
    return new_notebook(cells=[new_code_cell(source, execution_count=1, **fields)])


def raw(source):
    return new_notebook(cells=[new_code_cell("1", execution_count=1), new_raw_cell(source)])


def counted(*counts):
    return new_notebook(cells=[new_code_cell("1", execution_count=count) for count in counts])


EMPTY = new_notebook(
    cells=[*counted(1).cells, new_code_cell(" "), new_code_cell("2", execution_count=2)]
)
FILLED = new_notebook(
    cells=[*counted(1).cells, new_code_cell("", outputs=[new_output("stream", text="5")])]
)

SVG = (
    '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n  "http://www.w3.org/'
    'Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg">'
    '<metadata><rdf:RDF xmlns:cc="http://creativecommons.org/ns#"><cc:Work>'
    '<dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work></rdf:RDF></metadata>'
    '<style type="text/css">*{stroke-linejoin: round}</style><defs><path id="m1" d="M 0 0"/></defs>'
    '<g clip-path="url(#p1)"><use xlink:href="#m1" x="1"/>'
    '<image xlink:href="data:image/png;base64,\niVBO"/>{}</g></svg>'
)
TABLE = (
    "<div>\n<style scoped>\n .dataframe tbody tr th {{ vertical-align: top; }}\n</style>\n"
    '<table border="1" class="dataframe"><thead><tr><th></th><th>a &lt; b &amp; c</th></tr></thead>'
    "<tbody><tr><td>{}</td></tr></tbody></table></div>"
)

KEEPS = {
    rules.something_runs: [code("1")],
    rules.counted_from_the_top: [counted(1), counted(1, 2, 3), EMPTY],
    rules.nothing_switches_comparing_off: [
        code("1", metadata={"tags": ["parameters"]}),
        code("# NBVAL_CHECK_OUTPUT\n1"),
        code(
            "1 / 0",
            metadata={"tags": ["raises-exception"]},
            outputs=[new_output("error", ename="E", evalue="e")],
        ),
    ],
    rules.no_code_is_put_out_of_reach: [
        raw(".. note::\n   five"),
        raw("---\ntitle: x\n---"),
        raw("word"),
        raw(""),
    ],
    rules.prose_has_no_pasted_pictures: [markdown("![x](x.png)")],
    rules.outputs_load_nothing: [
        html(TABLE.format("5")),
        html(TABLE.format('<a href="#top">5</a>')),
        shown("image/svg+xml", SVG.replace("{}", "<text>5 &lt; 6</text>")),
        shown("application/vnd.svg+xml", SVG.replace("{}", "")),
        shown("application/vnd.drawn+json", {"drawn": ["bar x [0, 5] y [1, 2]", "text 'a // b'"]}),
        shown("text/latex", "$a < b$"),
        shown("text/markdown", "**5** ratio 1:2, 3/4, in order: a, b"),
        shown("image/png", "iVBO//aa"),
        printed("<class 'int'> 3 // 4 a<b>c data: 5; javascript is a language"),
    ],
    rules.prose_loads_nothing: [
        markdown(
            "[source](https://example.org/a?b=c), <https://example.org>, a < b > c, "
            "`<script>` is an element"
        ),
        markdown(
            '<a href="https://example.org">here</a> <a href="02.ipynb">next</a> <br> '
            "<b>x</b> ![x](x.png)"
        ),
        markdown("JavaScript: the good parts. $a<b$, $c>d$. Data: an article."),
        markdown('<img src="chart.png" alt="a chart"> <img src="data:image/png;base64,iVBO">'),
    ],
    rules.code_stays_inside: [
        code("import pandas as pd\nos = 1\nprint(os, pd.__version__, type(os).__name__)"),
        code(
            "import re\nre.compile('x')\nframe.eval\nmodel.exec\nhttp = 2\ngetattr(frame, 'shape')"
        ),
        code("%matplotlib inline\nfrom math import pi"),
    ],
    rules.no_error_is_stored: [printed("5\n")],
}

BREAKS = {
    rules.something_runs: [
        new_notebook(),
        code(" \n"),
        new_notebook(cells=[new_markdown_cell("x")]),
    ],
    rules.counted_from_the_top: [
        counted(None),
        counted(2),
        counted(1, 3),
        counted(1, None),
        counted(1, 1),
        counted(63),
        FILLED,
    ],
    rules.nothing_switches_comparing_off: [
        *(
            code("1", metadata={"tags": [tag]})
            for tag in (
                "nbval-skip",
                "nbval-ignore-output",
                "skip-execution",
                "raises-exception",
                "skip",
            )
        ),
        *(
            code(f"{comment}\n1")
            for comment in ("# NBVAL_SKIP", "#NBVAL_IGNORE_OUTPUT", "  ## NBVAL_RAISES_EXCEPTION")
        ),
        code("1\n# PYTEST_VALIDATE_IGNORE_OUTPUT"),
    ],
    rules.no_code_is_put_out_of_reach: [raw("print(5)"), raw("five = 5"), raw("import os\nword")],
    rules.prose_has_no_pasted_pictures: [
        new_notebook(cells=[new_markdown_cell("x", attachments={"a.png": {"image/png": ""}})])
    ],
    rules.outputs_load_nothing: [
        *(
            kind(text)
            for text in (
                "<script>x</script>",
                "<ScRiPt src=x>",
                "<script",
                "<iframe srcdoc='x'></iframe>",
                "<object data=x></object>",
                "<embed src=x>",
                "<link rel=stylesheet href=x.css>",
                "<meta http-equiv=refresh content=0>",
                "<base href=x>",
                "<form action=x><button>",
                "<b onclick=x>5</b>",
                "<svg/onload=alert(1)>",
                "<img src=x onerror='x'>",
                '<img src="https://example.org/x.png">',
                '<img src="//example.org/x.png">',
                '<img srcset="//example.org/x.png 2x">',
                "<a href='javascript:x'>5</a>",
                "<a href='java\tscript:x'>5</a>",
                "<a href='&#106;avascript:x'>5</a>",
                "<a href='data:text/html,x'>5</a>",
                "<a href='https://example.org'>5</a>",
                "<style>@import 'x.css';</style>",
                "<b style='background: url(//example.org/x)'>5</b>",
                "<!--><script>x</script>-->",
                "<svg><style><script>x</script></style></svg>",
                "<![CDATA[<script>x</script>]]>",
                "<svg><foreignObject>x</foreignObject></svg>",
                "<svg><use href='https://example.org/x.svg#a'/></svg>",
                "<svg><a><animate attributeName=href values='javascript:x'/></a></svg>",
                "<video autoplay poster=//example.org/x></video>",
            )
            for kind in (
                html,
                lambda text: shown("text/markdown", text),
                lambda text: shown("image/svg+xml", text),
            )
        ),
        shown("image/svg+xml", SVG.replace("{}", "<script>x</script>")),
        shown(
            "application/vnd.svg+xml",
            SVG.replace("{}", "<image href='https://example.org/x.png'/>"),
        ),
        shown("image/svg+xml", SVG.replace("url(#p1)", "url(http://example.org/x.svg#p)")),
        shown("application/javascript", "5"),
        shown("application/x-unknown", "5"),
        shown("application/vnd.drawn+json", {"drawn": ["https://example.org"]}),
        shown("text/markdown", "[5](javascript:x)"),
        shown("text/markdown", "![5](https://example.org/x.png)"),
        printed("see http://example.org"),
        shown("text/plain", "ftp://example.org"),
    ],
    rules.prose_loads_nothing: [
        markdown(text)
        for text in (
            "<script>x</script>",
            "<iframe src='https://example.org'></iframe>",
            "a ` b\n\n<script>x</script>\n\nc ` d",
            "<div>\n```\n<script>x</script>\n```\n</div>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x]( javascript&colon;alert(1))",
            "<javascript:alert(1)>",
            "[x]: javascript:alert(1)\n[x]",
            "[x](data:text/html;base64,x)",
            "![x](https://example.org/x.png)",
            "![x](//example.org/x.png)",
            "![x][y]\n\n[y]: https://example.org/x.png",
            "<img src='http://example.org/x.png'>",
            "<a href='https://example.org' onmouseover=x>5</a>",
            "<a href='https://example.org' ping='https://example.org'>5</a>",
            "<object data='x.swf'>",
            "<style>@import '//example.org/x.css'</style>",
            "<x-own onclick='x'>5</x-own>",
            "<input onfocus=x autofocus>",
        )
    ],
    rules.code_stays_inside: [
        code(source)
        for source in (
            "__import__('os')",
            "import importlib",
            "from importlib import import_module as i",
            "import os.path",
            "from os import system",
            "import subprocess as s",
            "import socket, math",
            "import urllib.request",
            "from requests import get",
            "eval('1')",
            "exec('x = 1')",
            "compile('1', '', 'eval')",
            "pd.io.common.os.system('ls')",
            "from pandas.io.common import os",
            "from pandas.io.common import urlopen",
            "pd.io.common.urlopen('x')",
            "().__class__.__bases__[0].__subclasses__()",
            "__builtins__['eval']",
            "globals()['__builtins__']",
            "vars()['x']",
            "getattr(x, 'ev' + 'al')",
            "getattr(__builtins__, 'eval')",
            "getattr(x, 'system')",
            "get_ipython().system('ls')",
            "from IPython import get_ipython",
            "!ls",
            "%run x.py",
            "%%bash\nls",
            "x.__dict__",
            "import builtins",
            "import sys\nsys.modules['os']",
            "import ctypes",
        )
    ],
    rules.no_error_is_stored: [
        printed("79\r80"),
        printed("a\b"),
        code("1", outputs=[new_output("stream", name="stderr", text="x")]),
        code("1", outputs=[new_output("error", ename="E", evalue="e", traceback=[])]),
    ],
}


def test_each_rule_is_tried():
    every = {*rules.STORED, *rules.EXTRA.values()}
    assert set(KEEPS) == set(BREAKS) == every
    assert set(rules.EXTRA) == {rule.__name__ for rule in rules.EXTRA.values()}


@pytest.mark.parametrize("rule", KEEPS, ids=lambda rule: rule.__name__)
def test_what_keeps_a_rule_is_not_complained_of(rule):
    for notebook in KEEPS[rule]:
        assert list(rule(notebook)) == [], notebook.cells


@pytest.mark.parametrize("rule", BREAKS, ids=lambda rule: rule.__name__)
def test_what_breaks_a_rule_is_complained_of(rule):
    for notebook in BREAKS[rule]:
        complaints = list(rule(notebook))
        assert complaints, notebook.cells
        assert all(isinstance(one, str) for one in complaints)


def test_the_complaint_names_cause_and_mend():
    assert "restart the kernel, run all cells, save" in next(
        rules.counted_from_the_top(counted(63, 64))
    )
    assert "cleared" in next(rules.counted_from_the_top(counted(None, None)))


# source | what it reads | what it sets
NAMES = """
x = a                                          | a          | x
x = x + 1                                      | x          | x
x += 1                                         | x          | x
x: int = a                                     | int a      | x
x[a] = 1                                       | x a        | x
x.a = b                                        | x b        | x
del x                                          |            | x
import a.b, c as d                             |            | a d
from a import b as c                           |            | c
def f(a, b=c): return a + b + g                | c g        | f
def f(n): return f(n - 1)                      |            | f
def f():; global x; x = 1                      |            | f x
f = lambda a: a + b                            | b          | f
class A(b):; c = d                             | b d        | A
[n for n in table if n > k]                    | table k    |
{n: m for n, m in x}                           | x          |
n = [n for n in n]                             | n          | n
print(y := a, y)                               | print a y  | y
for i in a:; b = i; c = b                      | a          | i b c
for i in a:; t = t + i                         | a t        | i t
while x:; x = y                                | x y        | x
with a as b:; b.c()                            | a          | b
if a:; b = c                                   | a c        | b
try:; a; except b as e:; print(e)              | a b print  | e
f"{a} {b:.3f}"                                 | a b        |
a, (b, *c) = d                                 | d          | a b c
@a; def f():; pass                             | a          | f
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_names_of_a_cell(line):
    source, reads, sets = (part.strip() for part in line.split("|"))
    lines, indent = [], ""
    for part in source.split("; "):  # a part after one that ends in a colon stands inside
        indent = "" if part.startswith(("except", "def")) else indent
        lines.append(indent + part.rstrip(";"))
        indent = "    " if part.rstrip(";").endswith(":") else indent
    source = "\n".join(lines)
    assert (read_names(source), set_names(source)) == (set(reads.split()), set(sets.split())), (
        source
    )


def test_a_file_that_takes_the_place_of_a_module_is_named(tmp_path, monkeypatch):
    for name in ("helpers_of_this_course.py", "json.py", "nbformat.py", "notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "numpy").mkdir()
    (tmp_path / "data").mkdir()
    assert list(shadows(tmp_path)) == [
        "json.py would be imported in place of the module json: rename it",
        "nbformat.py would be imported in place of the module nbformat: rename it",
    ]
    (tmp_path / "nbval").mkdir()
    (tmp_path / "nbval" / "__init__.py").write_text("", encoding="utf-8")
    assert len(list(shadows(tmp_path))) == 3
    monkeypatch.syspath_prepend(tmp_path)  # what is installed from here is its own
    assert len(list(shadows(tmp_path))) == 3
