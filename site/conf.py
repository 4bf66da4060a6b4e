"""Sphinx: one configuration for all languages; build.py says which one by `language`."""

import os
import re
import tomllib
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from lessons import wide
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish
from words import LANGUAGES, Words

HERE = Path(__file__).resolve().parent
CODE = os.environ.get("SITE_LANGUAGE", "en")
ADDRESS = os.environ.get("SITE_ADDRESS", "")  # of the published site, for canonical links
REPOSITORY = os.environ.get("SITE_REPOSITORY", "")
WORDS = Words(CODE)
PROJECT = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
MENU = ("lessons/index", "figures", "hedges", "results", "try", "lessons/teacher", "codebook",
        "reference", "strict_nbval")  # fmt: skip

project = "daqing_data"
release = PROJECT["version"] if "version" in PROJECT else __import__(project).__version__
language = WORDS["sphinx"]
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
nitpicky = False
suppress_warnings: list[str] = []
html_theme = "theme"
html_theme_path = [str(HERE)]
html_search_language = "han"
html_math_renderer = "mathml"
html_copy_source = html_show_sourcelink = False
html_show_search_summary = False  # it fetches pages, which no browser allows from a file share
html_use_index = html_domain_indices = False
html_permalinks_icon = "#"
autodoc_typehints = "none"  # the docstrings say it in words
napoleon_use_rtype = False
napoleon_custom_sections = [("Returns", "params_style")]
python_use_unqualified_type_names = True


class Han(SearchEnglish):
    """English by stem, Chinese by single characters and pairs: no dictionary can miss a word."""

    lang = "han"
    language_name = "English"  # names the stemmer in the page
    js_splitter_code = r"""
var splitQuery = (query) => query
  .split(/([\u3400-\u9fff]+)/)
  .flatMap((part, i) => i % 2 === 0
    ? part.split(/[^\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/u)
    : part.length === 1 ? [part]
    : [...part].slice(1).map((char, j) => part[j] + char))
  .filter((term) => term);
"""

    def split(self, text: str) -> list[str]:
        """Words of the text, single characters and pairs of its Chinese."""
        out: list[str] = []
        for i, part in enumerate(re.split("([\u3400-\u9fff]+)", text)):
            if i % 2:
                out += [*part, *(part[j : j + 2] for j in range(len(part) - 1))]
            else:
                out += super().split(part)
        return out

    def word_filter(self, word: str) -> bool:
        """A single Chinese character is a word."""
        return bool(super().word_filter(word))


def mathml(self: Any, node: Any, display: str) -> None:
    """Formulas as MathML: no script, and a screen reader knows them."""
    formula = convert(node.astext(), display=display)
    if display == "block":
        formula = f'<div class="formula" tabindex="0" role="group">{formula}</div>'
    self.body.append(formula)
    raise nodes.SkipNode


def page(app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """What the layout needs to know of a page."""
    meta = context.get("meta") or {}
    root = context["content_root"]
    here = LANGUAGES[CODE]
    home = (root + "../" * (here.count("/") + bool(here))).removeprefix("./")
    titles = {key: node.astext() for key, node in app.env.titles.items()}
    body = context.get("body", "")
    # What scrolls must be reached by keyboard.
    body = body.replace('"><pre>', '"><pre tabindex="0">')
    body = body.replace('<th class="head"><p></p></th>', "<td></td>")  # a header has a word
    context["body"] = re.sub(
        '<table class="docutils.*?</table>',
        lambda found: wide(found[0], WORDS["wide"]),
        body,
        flags=re.DOTALL,
    )
    lessons = sorted(key for key in titles if re.fullmatch(r"lessons/\d\d_\w+", key))
    parts = context.get("toc", "")
    has_parts = parts.count("<li>") > 3 and name != app.config.root_doc and not meta.get("wide")
    address = ADDRESS.rstrip("/") + "/" if ADDRESS else ""
    prefix = f"{here}/" if here else ""
    present = [
        code for code in LANGUAGES if (Path(app.srcdir).parent / code / f"{name}.md").exists()
    ]
    context |= {
        "words": WORDS,
        "menu": [(key, WORDS[f"menu.{key}"]) for key in MENU if key in titles],
        "pages_of_book": [
            (key, f"{key[8:10]} · {titles[key]}" if key in lessons else titles[key])
            for key in ["lessons/index", *lessons]
            if key in titles
        ],
        "wide": bool(meta.get("wide")),
        "description": meta.get("description", ""),
        "page_scripts": str(meta.get("scripts", "")).split(),
        "parts": parts if has_parts else "",
        "notebook": f"{name}.ipynb" if name in lessons else "",
        "sheet": f"lessons/sheets/{name.rpartition('/')[2]}" if name in lessons else "",
        "binder": "",
        "repository": REPOSITORY,
        "card": (address or home) + "card.png",
        "canonical": f"{address}{prefix}{name}.html" if address else "",
        "languages": [
            (Words(code)["html.lang"], home + f"{LANGUAGES[code]}/{name}.html".removeprefix("/"))
            for code in (present if len(present) > 1 else [])
        ],
        "language_names": {"en": "English", "zh-CN": "中文"},
    }
    if REPOSITORY and name in lessons:
        path = f"notebooks/{name.partition('/')[2]}.ipynb"
        owner = "/".join(REPOSITORY.split("/")[-2:])
        context["binder"] = f"https://mybinder.org/v2/gh/{owner}/HEAD?labpath={escape(path)}"


def setup(app: Sphinx) -> None:
    """Tell Sphinx of the parts above."""
    app.add_search_language(Han)
    app.add_html_math_renderer(
        "mathml",
        (lambda self, node: mathml(self, node, "inline"), None),
        (lambda self, node: mathml(self, node, "block"), None),
    )
    app.connect("html-page-context", page)
