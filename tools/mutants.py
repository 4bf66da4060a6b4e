"""Counts how many mutants of wording, measures and compare the tests kill, and shows those that survive.

    python tests/mutants.py            about 2,000 mutants; some eight minutes on two processors

mutmut is not in the lock: it is installed into a temporary folder, where it works on a copy of the project.
"""

import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MUTMUT = "mutmut==3.8.1"
MODULES = ["wording", "measures", "compare"]
TESTS = [*MODULES, "tables", "robust"]
# What mutmut leaves open when it forks is no failure of the test that runs when Python notices.
PYTEST = ["-o", "addopts=", "-p", "no:cacheprovider", "--hypothesis-seed=0", "-p", "no:unraisableexception", "-W",
          "ignore::ResourceWarning"]  # fmt: skip
SETTINGS = {
    "source_paths": ["daqing_data"],
    "only_mutate": [f"daqing_data/{name}.py" for name in MODULES],
    "also_copy": ["conftest.py", "notebooks", "README.md", "daqing_data/data", "daqing_data/py.typed"],
    "pytest_add_cli_args": PYTEST,
    "pytest_add_cli_args_test_selection": [f"tests/test_{name}.py" for name in TESTS],
}


def main():
    with tempfile.TemporaryDirectory() as temporary:
        tools, copy = Path(temporary) / "tools", Path(temporary) / "copy"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(tools), MUTMUT]
        subprocess.run(pip, check=True)
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
        with (copy / "pyproject.toml").open("a", encoding="utf-8") as settings:
            settings.write("\n[tool.mutmut]\n")
            settings.writelines(f"{name} = {json.dumps(value)}\n" for name, value in SETTINGS.items())
        env = os.environ | {"PYTHONPATH": str(tools), "CI": "1"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        mutmut = [sys.executable, "-m", "mutmut"]
        subprocess.run([*mutmut, "run", "--max-children", str(os.cpu_count())], cwd=copy, env=env, check=True)
        made, killed, survivors = collections.Counter(), collections.Counter(), []
        for name in MODULES:
            meta = json.loads((copy / "mutants" / "daqing_data" / f"{name}.py.meta").read_text("utf-8"))
            for mutant, code in meta["exit_code_by_key"].items():
                made.update([name, "all"])
                killed.update([name, "all"] if code == 1 else [])
                survivors += [mutant] if code != 1 else []
        print("\n\n| module | mutants | killed |\n|---|---:|---:|")
        for name in [*MODULES, "all"]:
            print(f"| {name} | {made[name]} | {killed[name]} ({killed[name] / made[name]:.1%}) |")
        for mutant in survivors:
            shown = subprocess.run([*mutmut, "show", mutant], cwd=copy, env=env, capture_output=True, text=True)
            print(mutant, *re.findall(r"^[-+](?![-+]).*", shown.stdout, re.MULTILINE), sep="\n")


if __name__ == "__main__":
    main()
