"""JupyterLab opens each lesson, runs it whole, shows its charts, trusted or not, none cut off."""

import json
import os
import re
import subprocess
import sys
import threading
import time

import nbformat
import pytest

from tests.browsing import ROOT, chromium, playwright

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
WRONG = "[data-mime-type='application/vnd.jupyter.stderr']"  # errors, too
IDLE = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
PROMPTS = ".jp-CodeCell .jp-InputPrompt"
SEEN = """(one) => {
  const box = one.getBoundingClientRect();
  const room = one.closest('.jp-OutputArea-output').getBoundingClientRect();
  return { natural: one.naturalWidth, over: box.right - room.right, width: box.width };
}"""


@pytest.fixture
def lab(tmp_path):
    """A server of copies of the lessons, with settings of its own; its address."""
    folder = tmp_path / "course"
    folder.mkdir()
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.execution_count = None  # so that it is seen when each was run
        nbformat.write(notebook, folder / path.name)
    settings = tmp_path / "settings"
    settings.mkdir()
    # All cells are in the page at once, so that all of them can be looked at.
    overrides = {
        "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
    }
    (settings / "overrides.json").write_text(json.dumps(overrides), "utf-8")
    homes = {name: str(tmp_path / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR",
             "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR")}  # fmt: skip
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0",
        f"--ServerApp.root_dir={folder}", "--IdentityProvider.token=", "--ServerApp.ip=127.0.0.1",
        f"--LabApp.app_settings_dir={settings}", f"--LabApp.workspaces_dir={tmp_path / 'spaces'}",
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        env={**os.environ, **homes, "IPYKERNEL_CELL_NAME": "<cell>"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    told = []
    try:
        for line in process.stderr:
            told.append(line)
            if found := re.search(r"(http://127\.0\.0\.1:\d+)/lab", line):
                break
        else:
            pytest.fail("JupyterLab did not start: " + "".join(told[-5:]))
        reader = threading.Thread(target=process.stderr.read, daemon=True)
        reader.start()
        yield found[1]
    finally:
        process.terminate()
        process.wait(20)
        reader.join(5)
        process.stderr.close()


def charts(panel, count: int) -> list[dict]:
    """What is seen of each picture of the notebook."""
    images, found = panel.locator(".jp-RenderedImage img"), []
    if count:
        images.nth(count - 1).wait_for(state="attached")
    for image in images.all():
        image.scroll_into_view_if_needed()
        image.evaluate("(one) => one.decode()")
        found.append(image.evaluate(SEEN))
    return found


def were_run(prompts: list[str], count: int) -> bool:
    """Whether each cell was run, in order; a folded one shows no number."""
    shown = [prompt.strip() for prompt in prompts]
    wanted = [f"[{i + 1}]:" for i in range(count)]
    return len(shown) == count and all(a in {b, ""} for a, b in zip(shown, wanted, strict=True))


def stored(path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    outputs = [out for cell in cells for out in cell.get("outputs", [])]
    return [
        out.metadata["image/png"]["alt"] for out in outputs if "image/png" in out.get("data", {})
    ]


def all_there(panel, path) -> None:
    sentences = stored(path)
    seen = charts(panel, len(sentences))
    # JupyterLab 4.6 gives pictures no alternative text: the cell prints the sentence before them.
    assert len(seen) == len(sentences)
    printed = " ".join(panel.inner_text().split())
    assert all(sentence in printed for sentence in sentences)
    for one in seen:
        assert one["natural"] > 0, path.name
        assert one["width"] > 300, path.name
        assert one["over"] <= 1, f"{path.name}: cut off: {one}"


def test_each_lesson_opens_runs_whole_and_shows_its_charts(lab):
    with playwright() as driver, chromium(driver) as browser:
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        for path in NOTEBOOKS:
            page.goto(f"{lab}/lab/tree/{path.name}?reset")
            panel = page.locator(".jp-NotebookPanel:visible")
            panel.locator(".jp-CodeCell").first.wait_for(timeout=60_000)
            # The sign beside the notebook is idle even before there is a kernel; this text is not.
            page.get_by_text("(ipykernel) | Idle").wait_for(timeout=60_000)
            # Nobody has run this copy here: it is not trusted.
            all_there(panel, path)
            page.get_by_role("menuitem", name="Run", exact=True).click()
            page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
            cells = nbformat.read(path, as_version=4).cells
            count = sum(cell.cell_type == "code" for cell in cells)
            deadline = time.monotonic() + 90
            while not were_run(prompts := panel.locator(PROMPTS).all_inner_texts(), count):
                assert time.monotonic() < deadline, (path.name, count, prompts)
                assert not panel.locator(WRONG).all_inner_texts(), path.name
                page.wait_for_timeout(200)
            page.wait_for_selector(IDLE, timeout=60_000)
            assert panel.locator(WRONG).count() == 0
            all_there(panel, path)
