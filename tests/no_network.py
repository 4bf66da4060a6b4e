"""Lets nothing in the test run reach beyond this machine, neither here nor in kernels and scripts.

pytest loads it (`-p tests.no_network` in pyproject.toml). The interpreter reports each connection
and each look-up of a name before it is made; those that lead elsewhere are refused, and named at
the end, so that code which swallows the refusal is found too. Child processes learn of it through
PYTHONPATH, which Python's -I leaves aside: pip is started so, and the package where it is alone.
"""

import ipaddress
import os
import shutil
import sys
import tempfile
from pathlib import Path

REPORT = "DAQING_NETWORK_REPORT"  # the file that every process writes its attempts to
WATCHED = {  # event -> where its arguments hold the address or the name
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}


def is_local(address: object) -> bool:
    """Whether an address or a host's name is this machine's own."""
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost") or "/" in str(host) or str(host).startswith("\0"):
        return True  # no address, or a file
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def forbid() -> None:
    """Refuse from now on, in this process, all that leads elsewhere."""

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in WATCHED and not is_local(address := arguments[WATCHED[event]]):
            message = f"{event} {address!r} by {sys.argv[:1]}"
            if report := os.environ.get(REPORT):
                with Path(report).open("a", encoding="utf-8") as file:
                    file.write(message + "\n")
            raise PermissionError(f"the tests reach no other machine: {message}")

    sys.addaudithook(watch)


def pytest_configure(config) -> None:
    """Forbid here, and let each Python that is started from here do the same."""
    if hasattr(config, "workerinput"):
        return  # a process that runs tests for another, which has seen to all of this
    folder = Path(tempfile.mkdtemp(prefix="no_network-"))
    code = f"import runpy\nrunpy.run_path({str(Path(__file__).resolve())!r})['forbid']()\n"
    (folder / "sitecustomize.py").write_text(code, "utf-8")
    config.no_network = folder
    os.environ[REPORT] = str(folder / "report")
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(folder), before]))
    forbid()


def attempts(config) -> list[str]:
    """The connections that were tried and not expected by a test."""
    if not hasattr(config, "no_network"):
        return []
    report = config.no_network / "report"
    return report.read_text("utf-8").splitlines() if report.exists() else []


def pytest_sessionfinish(session) -> None:
    """Fail if anything tried, even where its code took the refusal for a missing network."""
    if attempts(session.config):
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter, config) -> None:
    """Name what was tried."""
    for line in attempts(config):
        terminalreporter.write_line(f"reached beyond this machine: {line}", red=True)


def pytest_unconfigure(config) -> None:
    """Leave nothing behind."""
    if hasattr(config, "no_network"):
        shutil.rmtree(config.no_network, ignore_errors=True)
