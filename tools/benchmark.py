"""How fast the project is, as ratios between things timed in turn in one run.

    python tools/benchmark.py                       everything; some minutes
    python tools/benchmark.py tables columns        only these; the others are: loaders, notebooks
    python tools/benchmark.py notebooks --runs 5    medians of so many runs

A ratio holds on another machine better than a time does; on a busy one, take more runs. Nothing
here is a test. The loaders of other packages are timed where they are installed:
`pip install palmerpenguins statsmodels scikit-learn`.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

import daqing_data as dq

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
ALL_TABLES = "import daqing_data as dq; " + "; ".join(
    f"dq.{name}()" for name in "figures events numerals comparisons context".split()
)
LOADERS = {
    "palmerpenguins": "import palmerpenguins; palmerpenguins.load_penguins()",
    "statsmodels": "import statsmodels.api as sm; sm.datasets.longley.load_pandas()",
    "sklearn": "import sklearn.datasets as ds; ds.load_iris(as_frame=True)",
}


def tables(runs):
    """Importing the package and loading all tables, against importing pandas just before."""
    names = ["import pandas", "and daqing_data", "and load all tables"]
    code = "\n".join(["import time", *(f"{line}; print(time.perf_counter())" for line in (
        "pass", "import pandas", "import daqing_data", ALL_TABLES))])  # fmt: skip
    run, times = python("-c", code, output=subprocess.PIPE), []
    for turn in range(runs + 1):
        start, *ends = map(float, run().stdout.split())
        if turn:
            times.append([end - start for end in ends])
    medians = [statistics.median(column) for column in zip(*times, strict=True)]
    ratios = [statistics.median(row[at] / row[0] for row in times) for at in range(len(names))]
    for name, seconds, ratio in zip(names, medians, ratios, strict=True):
        print(f"  {name:32} {seconds:7.3f} s {ratio:7.3f} times {names[0]}")


def loaders(runs):
    """The same against the loading of one toy table of other packages."""
    here = {name: code for name, code in LOADERS.items() if importlib.util.find_spec(name)}
    for name in LOADERS.keys() - here.keys():
        print(f"  {name} is not installed")
    if here:
        code = {"daqing_data, all tables": ALL_TABLES} | {
            f"{name}, one table": here[name] for name in here
        }
        report(
            in_turn({name: python("-c", line) for name, line in code.items()}, runs),
            "daqing_data, all tables",
        )


def notebooks(runs):
    """Strict nbval of the whole course, against the same cells in one plain process."""
    test = ["-m", "pytest", "--nbval", "notebooks", "-q", "-p", "no:cacheprovider", "--tb=no"]
    work = {
        "the cells in one process": python(__file__, "--cells"),
        "strict nbval": python(*test),
        "nbval without conftest.py": python(*test, "--noconftest"),
    }
    took = in_turn(work, runs)
    report(took, "the cells in one process")


def cells():
    """Run the cells of all notebooks in this process, with all that a cell shows."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    for path in sorted(NOTEBOOKS.rglob("*.ipynb")):
        os.chdir(path.parent)
        shell.reset(new_session=False)
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                with capture_output():
                    shell.run_cell("".join(cell["source"]), store_history=True)


def columns(runs):
    """Growth over whole columns, against the same formula written by hand with NumPy."""
    random = np.random.default_rng(1)
    for rows in (10**4, 10**5, 10**6, 10**7):
        start, end, years = (random.uniform(1, 100, rows) for _ in range(3))
        repeat = 10**7 // rows
        both = {
            f"{rows:>10,} rows, growth_rate": lambda: dq.growth_rate(start, end),  # noqa: B023
            "the same by hand": lambda: end / start - 1,  # noqa: B023
        }
        power = {
            f"{rows:>10,} rows, annual_growth": lambda: dq.annual_growth(start, end, years),  # noqa: B023
            "the same by hand": lambda: (end / start) ** (1 / years) - 1,  # noqa: B023
        }
        for work in (both, power):
            took = in_turn(work, max(runs, min(repeat, 200)))
            (name, measure), (_, hand) = took.items()
            each = f"{measure / rows * 1e9:6.2f} ns per row"
            print(f"  {name:32} {measure / hand:5.2f} times NumPy by hand, {each}")


# --- timing ---------------------------------------------------------------------------------------


def python(*arguments, output=subprocess.DEVNULL):
    """Make a function that runs this Python, on code compiled beforehand as if installed."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONDONTWRITEBYTECODE", "MPLBACKEND")
    }
    env |= {"IPYKERNEL_CELL_NAME": "<cell>", "PYTHONPATH": str(ROOT)}
    strict = "--noconftest" not in arguments
    return lambda: subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=env,
        stdout=output,
        stderr=subprocess.DEVNULL,
        check=strict,
    )


def in_turn(work, runs):
    """The median seconds of each piece of work; all run once per round, and once before."""
    took = {name: [] for name in work}
    for turn in range(runs + 1):
        for name, do in work.items():
            start = time.perf_counter()
            do()
            if turn:
                took[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in took.items()}


def report(took, base):
    for name, seconds in took.items():
        print(f"  {name:32} {seconds:7.3f} s {seconds / took[base]:7.2f} times {base}")


RUNS = {tables: 21, loaders: 5, notebooks: 3, columns: 5}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=[[], *(part.__name__ for part in RUNS)])
    parser.add_argument("--runs", type=int)
    parser.add_argument("--cells", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.cells:
        return cells()
    for part, runs in RUNS.items():
        if not chosen.parts or part.__name__ in chosen.parts:
            print(f"{part.__name__}: {part.__doc__}", flush=True)
            part(chosen.runs or runs)
    return None


if __name__ == "__main__":
    main()
