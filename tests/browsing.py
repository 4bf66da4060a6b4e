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
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import websocket

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
    file = BUILD / "axe" / "node_modules" / "axe-core" / "axe.min.js"
    package = file.with_name("package.json")
    if not package.exists() or json.loads(package.read_text("utf-8"))["version"] != AXE:
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm, which fetches axe-core, is not installed")
        command = [npm, "install", "--no-save", "--prefix", str(BUILD / "axe"), f"axe-core@{AXE}"]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=BUILD)
        if run.returncode:
            pytest.skip(f"npm could not fetch axe-core: {run.stderr[-200:]}")
    return file.read_text("utf-8")


@functools.cache
def built() -> Path:
    """The site: the folder DAQING_SITE, or built; with Python for the browser if npm is there."""
    if there := os.environ.get("DAQING_SITE"):
        return Path(there)
    out = BUILD / f"site-{os.environ.get('PYTEST_XDIST_WORKER', 'tested')}"  # one for each process
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
    def guess_type(self, path):
        modules = {".mjs": "text/javascript", ".wasm": "application/wasm"}
        return modules.get(Path(path).suffix) or super().guess_type(path)

    def copyfile(self, source, outputfile):
        with suppress(ConnectionError):  # the page was left before all had come
            super().copyfile(source, outputfile)

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


def playwright():
    """The driver of Chromium; imported late, because the workshop's lock does not hold it."""
    from playwright.sync_api import sync_playwright

    return sync_playwright()


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


class Firefox:
    """Firefox as the system has it, by WebDriver BiDi, which it speaks without a driver.

    Playwright drives a Firefox of its own only, and sends that of the system a command
    (`emulation.setMediaFeaturesOverride`) that release 153 does not know.
    """

    def __init__(self, program: str, home: Path):
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self._count = 0
        command = [program, "--headless", "--remote-debugging-port=0", "--profile", str(home)]
        env = {**os.environ, "HOME": str(home), "MOZ_HEADLESS": "1"}
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", env=env
        )
        says = "WebDriver BiDi listening on "
        line = next(line for line in self._process.stderr if says in line)
        threading.Thread(target=self._process.stderr.read, daemon=True).start()
        self._socket = websocket.create_connection(
            line.partition(says)[2].strip() + "/session", timeout=60, suppress_origin=True
        )
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.page = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method: str, **parameters):
        """Send a command and wait for its answer; note what is told meanwhile."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._socket.recv())
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.wrong.append(said["params"]["text"])
            elif said.get("method") == "network.beforeRequestSent":
                self.asked.append(said["params"]["request"]["url"])
            elif said.get("id") == self._count:
                assert said["type"] == "success", said
                return said["result"]

    def open(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self.send("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def see(self, expression: str):
        """What an expression is in the page."""
        target = {"context": self.page}
        told = self.send("script.evaluate", expression=expression, target=target, awaitPromise=True)
        return told["result"].get("value")

    def close(self) -> None:
        """End the browser."""
        self._socket.close()
        self._process.terminate()
        self._process.wait(20)
        self._process.stderr.close()
