"""tools/working_copy.py: a pupil's copy is made, renewed and reset, and never lost."""

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]


def load():
    path = ROOT / "tools" / "working_copy.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COPY = load()


def notebook(*sources, outputs=()):
    cell = {"cell_type": "code", "execution_count": 7, "metadata": {}, "outputs": list(outputs)}
    cells = [dict(cell, id=f"cell{at}", source=source) for at, source in enumerate(sources)]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def lessons(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    output = {"output_type": "stream", "name": "stdout", "text": "42"}
    for name in ("01_numbers", "02_wording"):
        (folder / f"{name}.ipynb").write_text(notebook(name, outputs=[output]), "utf-8")
    (folder / "README.md").write_text("for teachers", "utf-8")
    (folder / "Untitled.ipynb").write_text("not a notebook", "utf-8")
    return folder


@pytest.fixture
def own(tmp_path, lessons):
    assert COPY.main([], lessons, tmp_path / "my_course") == 0
    return tmp_path / "my_course"


def source(path):
    return "".join(json.loads(path.read_text("utf-8"))["cells"][0]["source"])


def edit(path, text, output="mine"):
    path.write_text(notebook(text, outputs=[{"text": output}]), "utf-8")


def test_a_copy_holds_the_lessons_without_outputs(own):
    names = ["01_numbers.ipynb", "02_wording.ipynb"]
    assert sorted(path.name for path in own.glob("[!.]*")) == names
    for name in names:
        (cell,) = json.loads((own / name).read_text("utf-8"))["cells"]
        assert (cell["outputs"], cell["execution_count"]) == ([], None)


def test_what_explains_an_answer_is_folded_until_it_is_opened():
    texts = ["**Explain.** It is 5.\n\n- More.\n\n## Next\n\n**Predict.** Why?\n", "Read."]
    prose = [
        {"cell_type": "markdown", "id": f"a{at}", "metadata": {}, "source": text}
        for at, text in enumerate(texts)
    ]
    folded, after, plain = json.loads(COPY.cleared(json.dumps({"cells": prose})))["cells"]
    first, _, rest = folded["source"].partition("\n\n")
    assert folded["metadata"]["jupyter"]["source_hidden"] is True
    assert (first.startswith("Explain"), "5" in first) == (True, False)
    assert rest == "It is 5.\n\n- More."
    assert (after["source"], after["metadata"]) == ("## Next\n\n**Predict.** Why?\n", {})
    assert plain == prose[1]


def test_each_lesson_has_explanations_to_fold():
    lessons = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    folded = [COPY.cleared(path.read_text("utf-8")).count("source_hidden") for path in lessons]
    charts = [path.read_text("utf-8").count("source_hidden") for path in lessons]
    assert all(after > before for after, before in zip(folded, charts, strict=True))
    for path in lessons:
        copy = nbformat.reads(COPY.cleared(path.read_text("utf-8")), as_version=4)
        nbformat.validate(copy)
        hidden = "".join(c.source for c in copy.cells if c.metadata.get("jupyter"))
        assert "**Predict" not in hidden
        assert "\n#" not in "".join(
            c.source for c in copy.cells if c.source.startswith(COPY.FOLDED)
        )


def test_what_was_changed_or_run_stays(own, lessons):
    edit(own / "01_numbers.ipynb", "my answer")
    edit(own / "02_wording.ipynb", "02_wording", "as it was run")
    before = [path.read_bytes() for path in sorted(own.glob("*.ipynb"))]
    assert COPY.main([], lessons, own) == 0
    assert [path.read_bytes() for path in sorted(own.glob("*.ipynb"))] == before


def test_newer_lessons_come_where_nothing_was_changed(own, lessons, capsys):
    edit(own / "01_numbers.ipynb", "my answer")
    for name in ("01_numbers", "02_wording", "03_comparable"):
        edit(lessons / f"{name}.ipynb", "newer")
    for _ in range(2):  # it is said each time, and nothing is taken for unchanged the second time
        assert COPY.main([], lessons, own) == 0
        said = capsys.readouterr().out
        assert "my_course/01_numbers.ipynb is kept" in said
        assert "python run.py reset 01_numbers" in said
        assert "02_wording" not in said
    assert source(own / "01_numbers.ipynb") == "my answer"
    assert source(own / "02_wording.ipynb") == source(own / "03_comparable.ipynb") == "newer"


@pytest.mark.parametrize("damage", ["gone", "not JSON", "a list"])
def test_without_the_hashes_nothing_is_overwritten(own, lessons, capsys, damage):
    edit(own / "01_numbers.ipynb", "my answer")
    (own / ".made.json").write_text({"not JSON": "{", "a list": "[1]"}.get(damage, ""), "utf-8")
    if damage == "gone":
        (own / ".made.json").unlink()
    assert COPY.main([], lessons, own) == 0
    assert source(own / "01_numbers.ipynb") == "my answer"
    assert "01_numbers.ipynb is kept" in capsys.readouterr().out


def test_a_copy_that_is_no_notebook_any_more_is_kept(own, lessons):
    (own / "01_numbers.ipynb").write_text("{", "utf-8")
    edit(lessons / "01_numbers.ipynb", "newer")
    assert COPY.main([], lessons, own) == 0
    assert (own / "01_numbers.ipynb").read_text("utf-8") == "{"


def test_a_lesson_that_was_deleted_comes_back(own, lessons):
    (own / "01_numbers.ipynb").unlink()
    assert COPY.main([], lessons, own) == 0
    assert source(own / "01_numbers.ipynb") == "01_numbers"


@pytest.mark.parametrize("name", ["01_numbers", "01_numbers.ipynb", "my_course/01_numbers.ipynb"])
def test_reset_of_one_lesson_keeps_what_was_there(own, lessons, capsys, name):
    for lesson in ("01_numbers", "02_wording"):
        edit(own / f"{lesson}.ipynb", "my answer")
    assert COPY.main(["reset", name], lessons, own) == 0
    assert source(own / "01_numbers.ipynb") == "01_numbers"
    assert source(own / "02_wording.ipynb") == "my answer"
    (backup,) = own.glob("backup_*")
    assert [path.name for path in backup.iterdir()] == ["01_numbers.ipynb"]
    assert source(backup / "01_numbers.ipynb") == "my answer"
    assert backup.name in capsys.readouterr().out


def test_each_reset_has_a_backup_of_its_own(own, lessons):
    for text in ("first", "second"):
        edit(own / "01_numbers.ipynb", text)
        assert COPY.main(["reset"], lessons, own) == 0
    kept = sorted(source(path) for path in own.glob("backup_*/01_numbers.ipynb"))
    assert kept == ["first", "second"]


def test_reset_before_there_is_a_copy(lessons, tmp_path):
    assert COPY.main(["reset"], lessons, tmp_path / "new") == 0
    assert not list((tmp_path / "new").glob("backup_*"))


def test_reset_of_an_unknown_lesson_names_the_nearest(own, lessons, capsys):
    before = sorted(own.iterdir())
    assert COPY.main(["reset", "01_number"], lessons, own) == 2
    assert "'01_number'; did you mean 01_numbers?" in capsys.readouterr().err
    assert sorted(own.iterdir()) == before


def test_a_folder_that_cannot_be_made_is_named(lessons, tmp_path, capsys):
    (tmp_path / "file").touch()
    assert COPY.main([], lessons, tmp_path / "file") == 1
    told = capsys.readouterr().err
    assert "cannot be written" in told
    assert "one of your own" in told


def test_an_interrupted_write_leaves_the_old_copy(own, monkeypatch):
    def stop(self, other):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    before = (own / "01_numbers.ipynb").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        COPY.write_beside(own / "01_numbers.ipynb", "half")
    assert (own / "01_numbers.ipynb").read_bytes() == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_does_not_see_the_copy():
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    for path in ("my_course/01_numbers.ipynb", ".venv/ready"):
        assert subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT).returncode == 0
