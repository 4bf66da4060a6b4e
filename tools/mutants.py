"""Count how many mutants of the package's code the tests kill, and show those that survive.

    python tools/mutants.py                      every module of MODULES; takes half an hour or more
    python tools/mutants.py intervals periods    these alone
    python tools/mutants.py --jobs 1 measures    with one process

A mutant is the code with one small change: a `+` that is a `-`, a 1 that is a 2, an argument left
out. mutmut makes them; it is in no lock, but is installed into a temporary folder, where it works
on a copy of the project. The exit code is 1 if a mutant survives that `EQUIVALENT` does not name.
"""

from __future__ import annotations

import argparse
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

#: module -> the tests that know it, by file name; the doctests of the package are no help here
MODULES = {
    "measures": "measures robust",
    "intervals": "intervals measures paths",
    "periods": "periods pairs",
    "verdicts": "pairs",
    "pairs": "pairs",
    "figure": "figure robust",
    "paths": "paths",
    "wording": "wording robust",
    "outcome": "outcome",
    "source": "source",
    "numeral": "wording",
    "rules": "wording hedges",
    "script": "wording source article",
    "accounts": "article auditing",
    "scanning": "article",
    "auditing": "auditing article",
    "article": "article",
    "kinds": "wording",
}

#: A mutant is recognised by the line that it makes. Why no test can tell it from the right code:
EQUIVALENT = {
    line: why
    for why, lines in {
        "any text but growth and target is the same": """
            def reading(printed: str, kind: str = "XXXX", status: str = "") -> dict[str, Any]:
            def reading(printed: str, kind: str = "", status: str = "XXXX") -> dict[str, Any]:
            kind, status = (str(given.get(column, None)) for column in ("kind", "status"))
            kind, status = (str(given.get(column, )) for column in ("kind", "status"))
            kind, status = (str(given.get(column, "XXXX")) for column in ("kind", "status"))
            kind = "growth" if row["kind"] == "growth" else "XXXX"
            accounts.draft({**row, "status": "XXXX"}) or follows
            as_scanned = drafts({**row, "status": "XXXX"}) if row["status"] == "target" else []
            as_scanned = drafts({**row, "status": ""}) if (row["status"] == "target") or True else []""",  # noqa: E501
        "an absent period has become an empty text before": """
            period = "" if (_absent(row["period"])) and False else str(row["period"])
            period = "XXXX" if _absent(row["period"]) else str(row["period"])
            cells = {"figure_id": known_as, "XXperiodXX": None, **dict(row)}
            cells = {"figure_id": known_as, "PERIOD": None, **dict(row)}""",
        "`given` has printed as well, so it is never the four alone": """
            if "printed" in given and not {"unit", "lower", "upper", "closed"} < set(given):""",
        "no argument has this name": """
            floor: str = "XXXX",""",
        "an interval has two ends": """
            return [(np.float64(end), belongs, inside) for end, belongs in ends[: 1 if floor else 3]]""",  # noqa: E501
        "any point inside an interval is as good as another": """
            right = 3 * max(left, 0.0) + 2
            right = 2 * max(left, 1.0) + 2
            right = 2 * max(left, 0.0) + 3
            left = 3 * min(right, 0.0) - 2
            left = 2 * min(right, 1.0) - 2
            left = 2 * min(right, 0.0) - 3""",
        "without a type NumPy and pandas make floats": """
            return value.astype(None)""",
        "a place above 1 is 10 or more": """
            rounded = low.rounded or (high.rounded and low.place > 2)""",
        "None is as false as False, as an empty text and as ()": """
            return next((code for code, holds in conditions.items() if holds), None)
            found: tuple[Result, ...] = None
            whole = _whole(match["whole"], inner=True, clipped=None).value
            high = _whole(head, inner=inner, clipped=None)
            attained[value] = attained.get(value, None) or belongs
            attained[value] = attained.get(value, ) or belongs
            attained[value] = attained.get(value, None) or (math.isfinite(value) and same)
            attained[value] = attained.get(value, ) or (math.isfinite(value) and same)""",
        "k is never exactly 0": """
            if k(low) >= 0 or k(high) < 0:
            low, high = (middle, high) if k(middle) <= 0 else (low, middle)""",
        "`cast` does nothing when it runs": """
            best = min(chosen, key=lambda pair: VERDICTS.index(cast(None, pair.verdict)))
            verdict = cast(None, pair.verdict)""",
        "a method has one category more than cuts": """
            for name, (upper, lower) in zip(names, ends, strict=None):
            for name, (upper, lower) in zip(names, ends, strict=False):
            for name, (upper, lower) in zip(names, ends, ):""",
        "`path_share` has no years": """
            years_total: Quantity = 2.0,""",
        "by 1 or -1 one may as well divide": """
            return replace(numeral, value=(added + numeral.value) / (-1 if minus else 1))""",
        "an amount of per cent refuses a currency, whichever end has it": """
            return _parse(first, None), _parse(prefix[0] + last, currency)
            return _parse(first, ), _parse(prefix[0] + last, currency)
            return _parse(first, currency), _parse(prefix[0] + last, None)
            return _parse(first, currency), _parse(prefix[0] + last, )""",
        "no number, no unit and no name of a group has an X": """
            text = re.sub(r"(?m)^\\s*[0-9]+[.)]\\s", "XXXX", text)
            found = drafts({**row, "unit": "XXXX"})
            side = sides[-1].rstrip("XX12XX") if sides else ""
            magnitude = word = "XXXX"
            if magnitude in "XX万亿XX" and not _is_large(row["printed"]):
            word = "XXXX"
            word = "XXXX"  # 1.5和3.5万吨: whether 1.5 are 万 as well, a person says
            word = word[1:] if word[:1] == row["printed"][-1] == "个" else "XXXX"
            replaced = len(keys[a]) == len(keys[b]) and not "XXXX".join(changed).isascii()  # 粮食, 粮油
            for variant in {key, "XXXX".join(sorted(key)), *shorter}:
            digits = upper.core.rstrip("XX十百千万亿XX")
            magnitude = magnitude.lstrip("XX十百千XX")""",  # noqa: E501
        "no pattern is longer than the piece of text that it is searched in": """
            opened = rules.OPENED.search(self.folded, max(at, place - 7), place)
            opened = rules.TITLE_BEGUN.search(self.folded, max(0, start - 121), start)
            return bool(rules.RANKING.search(self.folded, max(0, start - 10), start))
            prefix = rules.BEFORE.search(self.folded, max(at, place - 29), place)
            if one and not rules.COUNTED.search(self.folded, max(0, place - 5), place):
            elif delta := rules.DELTA.search(self.folded, max(0, start - 5), start):""",
        "before the first number any kind is the same": """
            self.last = self._row(None, 0, 0)
            self.last = self._row("XXXX", 0, 0)""",
        "an earlier numeral would have been found earlier": """
            if match and match.end() >= place and not self._is_longer_amount(kind, match):""",
        "what begins a number without a numeral is a word of its own": """
            return self._row("unknown", place, run.end() if (run) or True else place + 1)
            return self._row("unknown", place, run.end() if run else place - 1)
            return self._row("unknown", place, run.end() if run else place + 2)""",
        "BEFORE matches the empty text, too": """
            start = prefix.start() if (prefix) or True else place""",
        "a 1 is no larger than a 0 where a thousand is asked for": """
            return number is not None and (number["value"] or 1) >= 1000""",
        "what is not there ends at -1": """
            for end in sorted({end for end in ends if end >= 0}, reverse=True):""",
        "no unit is followed by a part of another": """
            word = word[1:] if (word[:1] == row["printed"][-1] == "个") or True else \"\"""",
        "of a text that has ended nothing is left": """
            for start in range(len(magnitude) + 2):""",
        "of more numbers the last ends later": """
            best[count + 1 :] = [min([longer, *best[count + 1 : count + 3]]), *best[count + 2 :]]""",  # noqa: E501
        "a missing number is not among those that are found": """
            before = [repr(rows[other]["printed"]) for other in found if other <= number]""",
        "any number below zero says that there is none, and a text begins at None as at 0": """
            if not text.endswith(_BEFORE, None, match.start()) and not text.startswith(
            far = self.folded.endswith(rules.FAR, None, start)
            if match["unit"] and match["range"] and self.folded.endswith(("从", "由"), None, place):
            after, before = text.find(printed, start), text.rfind(printed, None, start + len(printed))
            return -2""",  # noqa: E501
        "a word that is the same in capitals": """
            rows = tables.numerals().to_dict("RECORDS")
            for number, cells in enumerate(account.to_dict("RECORDS")):
            for pair in comparisons.to_dict("RECORDS"):
            text = raw.decode("UTF-8")
            text = re.sub(r"[\\s\\u200B-\\u200D\\u2060\\uFEFF]+", "", text)  # white space, of no width too
            "infinity": Decimal("infinity"),
            "infinity": Decimal("INFINITY"),""",  # noqa: E501
    }.items()
    for line in map(str.strip, lines.strip().splitlines())
}

#: exit codes of a mutant that was noticed: a test failed, or it never ended
KILLED = {1, 3, 24, -24, 36, 152, 255}

# What mutmut leaves open when it forks is no failure of the test that runs when Python notices.
PYTEST = [
    *("-o", "addopts=", "-p", "no:cacheprovider", "--hypothesis-seed=0"),
    *("-p", "no:unraisableexception", "-W", "ignore::ResourceWarning"),
]
LEFT_OUT = (".*", "__pycache__", "build", "dist", "my_course")


def settings(modules: list[str], copy: Path) -> dict[str, list[str] | float]:
    """What mutmut reads from pyproject.toml."""
    names = dict.fromkeys(name for module in modules for name in MODULES[module].split())
    selected = [f"tests/test_{name}.py" for name in names]
    whole = [path.name for path in copy.iterdir() if path.name not in {"tests", "daqing_data"}]
    return {
        "source_paths": ["daqing_data"],
        "only_mutate": [f"daqing_data/{name}.py" for name in modules],
        "also_copy": [*sorted(whole), "daqing_data/data", "daqing_data/py.typed"],
        "pytest_add_cli_args": PYTEST,
        "timeout_multiplier": 2.0,
        "pytest_add_cli_args_test_selection": [
            name for name in selected if (copy / name).is_file()
        ],
    }


def main(arguments: list[str] | None = None) -> int:
    """Make the mutants, try them, print the score of each module and what survives."""
    parser = argparse.ArgumentParser(description="Count the mutants that the tests kill.")
    parser.add_argument("modules", nargs="*", help=f"of {', '.join(MODULES)}; by default all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.modules) - set(MODULES):
        parser.error(f"no module {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}")
    modules = chosen.modules or list(MODULES)
    with tempfile.TemporaryDirectory() as temporary:
        tools, copy = Path(temporary) / "tools", Path(temporary) / "copy"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(tools), MUTMUT]
        subprocess.run(pip, check=True)
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        made = settings(modules, copy)
        with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
            file.write("\n[tool.mutmut]\n")
            file.writelines(f"{name} = {json.dumps(value)}\n" for name, value in made.items())
        env = os.environ | {"PYTHONPATH": str(tools), "CI": "1"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        mutmut = [sys.executable, "-m", "mutmut"]
        run = [*mutmut, "run", "--max-children", str(chosen.jobs)]
        log = Path(temporary) / "log"  # mutmut turns a wheel all the time
        with log.open("wb") as file:
            done = subprocess.run(run, cwd=copy, env=env, stdout=file, stderr=subprocess.STDOUT)
        if done.returncode:
            sys.exit("mutmut failed:\n" + log.read_text("utf-8", "replace")[-3000:])
        codes = {name: exit_codes(copy, name) for name in modules}
        survivors = [
            mutant for found in codes.values() for mutant in found if found[mutant] not in KILLED
        ]
        shown = {mutant: changes([*mutmut, "show", mutant], copy, env) for mutant in survivors}
    return report(codes, shown)


def exit_codes(copy: Path, module: str) -> dict[str, int | None]:
    """Mutant -> the exit code of its tests; None if it was not tried."""
    meta = copy / "mutants" / "daqing_data" / f"{module}.py.meta"
    found: dict[str, int | None] = json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return found


def changes(command: list[str], copy: Path, env: dict[str, str]) -> list[str]:
    """The lines that a mutant takes away and adds."""
    shown = subprocess.run(
        command, cwd=copy, env=env, stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    return re.findall(r"^[-+](?![-+]).*", shown.stdout, re.MULTILINE)


def report(codes: dict[str, dict[str, int | None]], shown: dict[str, list[str]]) -> int:
    """Print the table and what survives; return the exit code."""
    print("\n\n| module | mutants | killed | equivalent |\n|---|---:|---:|---:|")
    total: collections.Counter[str] = collections.Counter()
    open_ones: dict[str, list[str]] = {}
    for module, found in codes.items():
        alive = {mutant: shown[mutant] for mutant in found if mutant in shown}
        unexplained = {name: lines for name, lines in alive.items() if not why(lines)}
        open_ones |= unexplained
        count = {
            "made": len(found),
            "killed": len(found) - len(alive),
            "same": len(alive) - len(unexplained),
        }
        total.update(count)
        print(line_of(module, count))
    print(line_of("all", total))
    for mutant, lines in open_ones.items():
        print(mutant, codes[module_of(mutant)][mutant], *lines, sep="\n")
    return 1 if open_ones else 0


def module_of(mutant: str) -> str:
    """The module of `daqing_data.measures.x_gap__mutmut_1`."""
    return mutant.split(".")[1]


def line_of(name: str, count: collections.Counter[str] | dict[str, int]) -> str:
    """One line of the table."""
    share = count["killed"] / max(count["made"], 1)
    return f"| {name} | {count['made']} | {count['killed']} ({share:.1%}) | {count['same']} |"


def why(lines: list[str]) -> str:
    """Why a mutant changes no result; empty if it is not known to."""
    added = [line[1:].strip() for line in lines if line.startswith("+")]
    return next((EQUIVALENT[line] for line in added if line in EQUIVALENT), "")


if __name__ == "__main__":
    sys.exit(main())
