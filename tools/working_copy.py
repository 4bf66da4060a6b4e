"""Keeps a pupil's own copy of the course in my_course/, apart from the lessons of the project.

    python run.py                     makes it, and brings what is new in the project
    python run.py reset               begins every lesson anew; what was there goes to a backup
    python run.py reset 04_growth     one lesson

A copy has no outputs. What a pupil has changed is never overwritten: beside the copies stands the
hash of each as it was made (.made.json), and a lesson is renewed only where its copy still has it.
Standard library only.
"""

import datetime as dt
import difflib
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LESSONS = ROOT / "notebooks"
OWN = ROOT / "my_course"
MADE = ".made.json"  # name of a lesson -> the hash of its text, when its copy was made

EXPLAIN = "**Explain.**"
FOLDED = "Explain: run the cell above first; the three dots open this."
NEXT = re.compile(r"^(?=#|\*\*)", re.MULTILINE)  # a heading, or the next question


def main(arguments: list[str], lessons: Path = LESSONS, own: Path = OWN) -> int:
    """Bring the copy up to date, or reset it; return the exit code."""
    try:
        if arguments[:1] == ["reset"]:
            return reset(arguments[1:], lessons, own)
        for name in update(lessons, own):
            print(
                f"my_course/{name} is kept as you have changed it, though the lesson is newer now; "
                f"python run.py reset {Path(name).stem} gives you the new one."
            )
    except OSError as error:
        print(
            f"Your copy of the course cannot be written: {error}\n"
            "If this folder is another person's, copy the project to one of your own.",
            file=sys.stderr,
        )
        return 1
    return 0


def update(lessons: Path, own: Path) -> list[str]:
    """Copy new lessons, renew those that the pupil has not changed; name those that differ."""
    own.mkdir(exist_ok=True)
    made = read_made(own)
    kept = []
    for lesson in sorted(lessons.glob("[0-9][0-9]_*.ipynb")):
        copy, text = own / lesson.name, cleared(lesson.read_text("utf-8"))
        now, then = text_hash(text), made.get(lesson.name)
        if copy.exists() and now != then and content_hash(copy) not in (now, then):
            kept.append(lesson.name)
            continue
        if not copy.exists() or (content_hash(copy) != now and now != then):
            write_beside(copy, text)
        made[lesson.name] = now
    write_beside(own / MADE, json.dumps(made, indent=1) + "\n")
    return kept


def reset(names: list[str], lessons: Path, own: Path) -> int:
    """Move the pupil's lessons to a backup and make fresh copies."""
    there = {path.stem: path.name for path in sorted(lessons.glob("[0-9][0-9]_*.ipynb"))}
    chosen = [Path(name).name.removesuffix(".ipynb") for name in names] or list(there)
    for name in chosen:
        if name not in there:
            near = difflib.get_close_matches(name, there, n=1, cutoff=0)
            hint = f"; did you mean {near[0]}?" if near else ""
            print(f"no lesson {name!r}{hint} There are: {', '.join(there)}", file=sys.stderr)
            return 2
    present = [there[name] for name in chosen if (own / there[name]).exists()]
    if present:
        backup = own / f"backup_{dt.datetime.now().astimezone():%Y-%m-%d_%H%M%S_%f}"
        backup.mkdir()
        for name in present:
            shutil.move(own / name, backup / name)
        print(f"What you had is in my_course/{backup.name}.")
    update(lessons, own)
    print(f"Fresh in my_course: {', '.join(chosen)}.")
    return 0


def cleared(text: str) -> str:
    """A notebook without outputs and execution counts, and with each explanation folded.

    What a pupil is asked to predict would else be answered on the same screen. What follows an
    explanation in its cell gets one of its own. JupyterLab shows the first line of a folded cell.
    """
    notebook = json.loads(text)
    cells = []
    for cell in notebook["cells"]:
        cells.append(cell)
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        elif source.startswith(EXPLAIN):
            said, *after = re.split(NEXT, source.removeprefix(EXPLAIN), maxsplit=1)
            cell["source"] = f"{FOLDED}\n\n{said.strip()}"
            cell["metadata"] = {"jupyter": {"source_hidden": True}}
            new = {"cell_type": "markdown", "id": f"{cell.get('id', '')}-after", "metadata": {}}
            cells += [new | {"source": text} for text in after]
    notebook["cells"] = cells
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def content_hash(copy: Path) -> str:
    """The hash of what a pupil can change: cells and their order, without outputs."""
    try:
        return text_hash(copy.read_text("utf-8"))
    except (ValueError, KeyError, TypeError):  # not a notebook any more, so not as it was made
        return "damaged"


def text_hash(text: str) -> str:
    """The hash of the cells' kinds and sources, which running a notebook does not change."""
    cells = json.loads(text)["cells"]
    parts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def read_made(own: Path) -> dict[str, str]:
    """The hashes of the copies when they were made; none is known where the file is damaged."""
    try:
        made = json.loads((own / MADE).read_text("utf-8"))
        return {str(name): str(value) for name, value in made.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def write_beside(path: Path, text: str) -> None:
    """Write a file beside and move it into place, so that none is ever half written."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, "utf-8", newline="\n")
    beside.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
