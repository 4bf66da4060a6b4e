"""Build the site: the course, the tables and the reference as static pages in build/site.

    python run.py site               build it
    python run.py site --try         with the page on which a number is read (14 MB from npm)
    python run.py site --out FOLDER  elsewhere

The notebooks are shown as they were run; nothing is run here. All is made anew each time.
"""

import argparse
import os
import re
import shutil
import string
import sys
from pathlib import Path
from urllib.parse import unquote

import card
import lessons
import live
import tables
from sphinx.cmd.build import main as sphinx
from words import LANGUAGES, Words

import daqing_data as dq

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CONTENT = HERE / "content"


def sources(language: str, folder: Path, extra: Path) -> None:
    """Write the MyST sources of one language, and the files that are copied as they are."""
    words = Words(language)
    notebooks = ROOT / "notebooks" / ("" if language == "en" else language)
    pictures = extra / "lessons" / "charts"
    pictures.mkdir(parents=True)
    found = sorted(notebooks.glob("[0-9][0-9]_*.ipynb"))
    solved = {path.stem for path in (notebooks / "solutions").glob("*.ipynb")}
    made = tables.pages(words)
    for path in found:
        made |= lessons.pages(path, words, pictures, solved)
        shutil.copy(path, extra / "lessons" / path.name)
    made |= written(language, made, notebooks)
    for name, text in made.items():
        file = folder / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def written(language: str, made: dict[str, str], notebooks: Path) -> dict[str, str]:
    """The pages that are written by hand, with the facts they name filled in."""
    content = CONTENT / language
    course = [name for name in made if re.fullmatch(r"lessons/\d\d_\w+", name)]
    key = notebooks / "sheets.md"

    def listed(folder: str) -> str:
        """The pages of a folder, one for each lesson, with number and question of the lesson."""
        return "\n".join(
            f"{stem[:2]} · {lessons.title(made[f'lessons/{stem}'])} <{stem}>"
            for stem in (name.removeprefix("lessons/") for name in course)
            if folder + stem in made
        )

    facts = {
        "figures": len(dq.figures()),
        "numerals": len(dq.numerals()),
        "pairs": len(dq.comparisons()),
        "refused": int((dq.comparisons()["verdict"] == "no").sum()),
        "lessons": len(course),
        "version": dq.__version__,
        "year": citation("date-released")[:4],
        "title": citation("title"),
        "toc_lessons": listed("lessons/"),
        "toc_sheets": listed("lessons/sheets/"),
        "toc_answers": listed("lessons/answers/"),
        "key": lower(key.read_text("utf-8").partition("\n# ")[2]) if key.exists() else "",
    }
    pages = {
        path.relative_to(content).with_suffix("").as_posix(): string.Template(
            path.read_text("utf-8")
        ).substitute(facts)
        for path in sorted(content.rglob("*.md"))
    }
    if language == "en":
        pages["lessons/teacher"] = teacher((ROOT / "notebooks/README.md").read_text("utf-8"), pages)
        pages["strict_nbval"] = (ROOT / "strict_nbval/README.md").read_text("utf-8")
    return pages


def lower(text: str) -> str:
    """Put each heading one level down; a comment of a program is none."""
    parts = re.split(r"^(```.*?^```)", text, flags=re.MULTILINE | re.DOTALL)
    parts[::2] = [re.sub(r"^(#+ )", r"#\1", part, flags=re.MULTILINE) for part in parts[::2]]
    return "".join(parts)


def teacher(text: str, pages: dict[str, str]) -> str:
    """The teacher's page: its links to notebooks and answers lead to pages."""
    text = re.sub(r"\]\((\d\d_\w+)\.ipynb\)", r"](\1.md)", text)
    text = re.sub(r"\]\(solutions/?\)", "](answers/index.md)", text)
    text = text.replace("](sheets.md)", "](sheets/all.md)")
    return f"{text}\n\n{pages.pop('lessons/teacher_more')}"


def citation(key: str) -> str:
    """A line of CITATION.cff."""
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    (line,) = re.findall(rf"^{key}: (.*)$", text, re.MULTILINE)
    return str(line).strip('"')


def broken_links(folder: Path) -> list[str]:
    """Name each link, picture, style or script of a page that leads nowhere within the site."""
    ids: dict[Path, set[str]] = {}
    pages = sorted(folder.rglob("*.html"))
    for file in pages:
        text = file.read_text("utf-8")
        ids[file] = {unquote(name) for name in re.findall(r'\bid="([^"]+)"', text)}
    found = []
    for file in pages:
        text = re.sub(r"<script>.*?</script>", "", file.read_text("utf-8"), flags=re.DOTALL)
        for target in re.findall(r'\b(?:href|src)="([^"]*)"', text):
            if re.match(r"(https?|mailto):", target):
                continue
            path, _, part = target.partition("#")
            other = (file.parent / unquote(path.partition("?")[0])).resolve() if path else file
            if not other.is_file() or (part and other in ids and unquote(part) not in ids[other]):
                found.append(f"{file.relative_to(folder)}: {target}")
    return found


def main(arguments: list[str]) -> int:
    """Build and return the exit code."""
    parser = argparse.ArgumentParser(prog="run.py site", description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--try", dest="live", action="store_true", help="fetch Pyodide by npm")
    options = parser.parse_args(arguments)
    work = options.out.with_name(f"{options.out.name}-work")
    shutil.rmtree(work, ignore_errors=True)
    shutil.rmtree(options.out, ignore_errors=True)
    present = [code for code in LANGUAGES if (CONTENT / code).is_dir()]
    for code in present:
        sources(code, work / "src" / code, work / "extra" / code)
    for code in present:
        os.environ["SITE_LANGUAGE"] = code
        out = options.out / LANGUAGES[code]
        quiet = ["-q", "-W", "--keep-going", "-E", "-a", "-j", "1"]
        command = [*quiet, "-b", "html", "-c", str(HERE), "-d", str(work / "trees" / code)]
        if status := sphinx([*command, str(work / "src" / code), str(out)]):
            return int(status)
        shutil.copytree(work / "extra" / code, out, dirs_exist_ok=True)
        for useless in ("objects.inv", ".buildinfo", "_static/basic.css", "_static/pygments.css",
                        "_static/file.png", "_static/minus.png", "_static/plus.png"):  # fmt: skip
            (out / useless).unlink(missing_ok=True)
        live.install(out, fetch=options.live)
    card.draw(options.out / "card.png")
    (options.out / ".nojekyll").touch()  # else GitHub leaves out folders that begin with _
    if broken := broken_links(options.out):
        print("links that lead nowhere:", *broken, sep="\n  ", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    count = len(list(options.out.rglob("*.html")))
    print(f"{count} pages, {size / 1e6:.1f} MB, in {options.out}: open index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
