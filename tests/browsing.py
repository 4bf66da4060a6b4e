"""For the tests of the site and of JupyterLab: browsers, a server of files, the checker axe."""

import functools
import http.server
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
AXE = "4.14.1"
WIDTHS = (320, 390, 768, 1280)

if importlib.util.find_spec("sphinx") is None:
    pytest.skip(
        "the packages of requirements-site.lock are not installed: python run.py site",
        allow_module_level=True,
    )


def axe() -> str:
    """The script of axe-core, fetched by npm once (MPL-2.0, so it is no part of the project)."""
    file = BUILD / "npm" / "node_modules" / "axe-core" / "axe.min.js"
    package = file.with_name("package.json")
    if not package.exists() or json.loads(package.read_text("utf-8"))["version"] != AXE:
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm, which fetches axe-core, is not installed")
        command = [npm, "install", "--no-save", "--prefix", str(BUILD / "npm"), f"axe-core@{AXE}"]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=BUILD)
        if run.returncode:
            pytest.skip(f"npm could not fetch axe-core: {run.stderr[-200:]}")
    return file.read_text("utf-8")


@functools.cache
def built() -> Path:
    """The site, built by its command; with Python for the browser where npm can fetch it."""
    out = BUILD / "site-tested"
    BUILD.mkdir(exist_ok=True)
    command = [sys.executable, str(ROOT / "site" / "build.py"), "--out", str(out)]
    live = ["--try"] if shutil.which("npm") else []
    run = subprocess.run([*command, *live], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr
    return out


def names() -> list[str]:
    """All pages of the site."""
    site = built()
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


class _Silent(http.server.SimpleHTTPRequestHandler):
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *args):
        pass


@contextmanager
def served(folder: Path, under: str = ""):
    """Serve a folder on this machine, as if it were the folder `under` of a site."""

    class Handler(_Silent):
        def translate_path(self, path):
            return super().translate_path(path.removeprefix(f"/{under}") if under else path)

    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{under + '/' if under else ''}"
        finally:
            server.shutdown()
            thread.join()


def system_browser(*candidates: str) -> str:
    """Where the first of some programs is installed; a test without any is skipped."""
    found = next(filter(None, map(shutil.which, candidates)), None)
    if found is None:
        pytest.skip(f"no {' or '.join(candidates)} on this machine")
    return found


@contextmanager
def chromium(driver):
    """Chromium as the system has it, driven by Playwright."""
    program = system_browser("chromium", "chromium-browser", "google-chrome")
    # The sandbox needs a user who is not root; CI has none.
    options = [] if os.name == "nt" or os.geteuid() else ["--no-sandbox"]
    browser = driver.chromium.launch(executable_path=program, args=options)
    try:
        yield browser
    finally:
        browser.close()
