"""Write what is derived from the versions in pyproject.toml, or say what is out of step.

    python tools/pins.py             write the three requirements*.lock and environment.yml
    python tools/pins.py --check     make them again and compare

The locks are resolved by uv (`pip install uv`), for Linux, macOS and Windows and each Python that
the project supports. A version that is locked stays as long as pyproject.toml allows it; to get a
newer one, delete its lines from the lock first. environment.yml needs no uv; tests compare it.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COURSE, DEV, CONDA = "requirements.lock", "requirements-dev.lock", "environment.yml"
SITE = "requirements-site.lock"
HEAD = {
    COURSE: "# What the course needs, with hashes; made from pyproject.toml by tools/pins.py.\n",
    DEV: "# What the tests need besides requirements.lock, with hashes; made by tools/pins.py.\n",
    SITE: "# What the site needs besides these two, with hashes; made by tools/pins.py.\n",
    CONDA: """\
# For conda and mamba: the group `course` of pyproject.toml, under the names of conda-forge; made
# by `python tools/pins.py`. Whether the channel can solve it is tried by the workflow.
""",
}
CONDA_NAMES = {
    "flit_core": "flit-core",
    "matplotlib": "matplotlib-base",
    "nbconvert": "nbconvert-core",
    "seaborn": "seaborn-base",
}


def requirements(settings: dict[str, Any]) -> dict[str, list[str]]:
    """What each lock must answer for: name of the lock -> requirements in pyproject.toml."""
    groups = settings["dependency-groups"]
    package = settings["project"]["dependencies"] + settings["build-system"]["requires"]
    return {COURSE: package + groups["course"], DEV: groups["dev"], SITE: groups["site"]}


def conda(settings: dict[str, Any]) -> str:
    """The text of environment.yml."""
    oldest = settings["project"]["requires-python"].removeprefix(">=")
    pins = [line.split(" ==") for line in settings["dependency-groups"]["course"]]
    lines = [f"python={oldest}", *(f"{CONDA_NAMES.get(name, name)}={pin}" for name, pin in pins)]
    return (
        f"{HEAD[CONDA]}name: {settings['project']['name']}\n"
        "channels:\n  - conda-forge\n  - nodefaults\n"
        "dependencies:\n"
        + "".join(f"  - {line}\n" for line in [*lines, "pip"])
        + "  - pip:\n      - -e .\n"
    )


def locks(settings: dict[str, Any]) -> dict[str, str]:
    """The texts of the locks: all is resolved at once, then each holds what is not held yet."""
    asked = requirements(settings)
    held = "".join((ROOT / name).read_text("utf-8") for name in asked if (ROOT / name).exists())
    made: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lock, lines in asked.items():
            (folder / f"{lock}.in").write_text("\n".join(lines) + "\n", "utf-8")
        (folder / "all.txt").write_text(held, "utf-8")  # uv prefers the versions that stand here
        everything = resolve(settings, folder, "all.txt", *(f"{lock}.in" for lock in asked))
        known: set[str] = set()
        inputs: list[str] = []
        for lock in asked:
            inputs.append(f"{lock}.in")
            (folder / "part.txt").write_text(everything, "utf-8")
            part = entries(resolve(settings, folder, "part.txt", *inputs))
            made[lock] = HEAD[lock] + "".join(v for k, v in part.items() if k not in known)
            known |= part.keys()
    return made


def resolve(settings: dict[str, Any], folder: Path, output: str, *inputs: str) -> str:
    """What uv resolves from these files, preferring the versions that the output already names."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("The locks are resolved by uv, which was not found: pip install uv")
    oldest = settings["project"]["requires-python"].removeprefix(">=")
    options = ["--universal", "--python-version", oldest, "--fork-strategy", "fewest"]
    options += ["--only-binary", ":all:", "--generate-hashes", "--no-header", "--quiet"]
    options += ["--no-emit-index-url", "--no-emit-find-links", "--output-file", output]
    subprocess.run([uv, "pip", "compile", *inputs, *options], cwd=folder, check=True)
    text = (folder / output).read_text("utf-8")
    return re.sub(r"-r (\S+)\.in\b", r"pyproject.toml, for \1", text)


def entries(text: str) -> dict[str, str]:
    """Name, version and system -> the lines of one entry, with its hashes and who needs it."""
    found = re.findall(r"^[a-z0-9].*\n(?:[ ].*\n)*", text, flags=re.MULTILINE)
    return {entry.partition("\\\n")[0].strip(): entry for entry in found}


def main(arguments: list[str]) -> int:
    """Write the files, or compare them; return the exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    texts = locks(settings) | {CONDA: conda(settings)}
    files = {name: ROOT / name for name in texts}
    old = [
        name
        for name, path in files.items()
        if not path.exists() or path.read_text("utf-8") != texts[name]
    ]
    if arguments:
        for name in old:
            print(f"{name} is not what pyproject.toml makes; run python tools/pins.py")
        return 1 if old else 0
    for name in old:
        (ROOT / name).write_text(texts[name], "utf-8", newline="\n")
        print(f"{name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
