"""Lists what is installed, with its licence: `python tests/licences.py`; with --runtime, what daqing_data needs."""

import importlib.metadata
import re
import sys

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CLASSIFIER = "License :: OSI Approved :: "
UNKNOWN = "unknown"


def licence(metadata):
    """The licence that metadata name: the SPDX expression, else the classifiers, else the first line of the text."""
    if expression := metadata.get("License-Expression"):
        return expression
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License :: ")]
    if named := [line.removeprefix(CLASSIFIER) for line in classifiers if line != CLASSIFIER.strip(" :")]:
        return "; ".join(named)
    lines = (metadata.get("License") or "").strip().splitlines()
    return lines[0].strip() if lines and lines[0].strip().lower() not in ("", UNKNOWN) else UNKNOWN


def installed():
    """Name -> version and licence of each installed distribution, by name."""
    found = {}
    for distribution in importlib.metadata.distributions():
        name = canonicalize_name(distribution.metadata["Name"])
        found.setdefault(name, (distribution.version, licence(distribution.metadata)))
    return dict(sorted(found.items()))


def needed(name="daqing-data"):
    """The names of a package and of all that it needs here, without extras."""
    seen, queue = set(), [canonicalize_name(name)]
    while queue:
        if (name := queue.pop()) not in seen:
            seen.add(name)
            for line in importlib.metadata.requires(name) or []:
                requirement = Requirement(line)
                if not requirement.marker or requirement.marker.evaluate(default_environment() | {"extra": ""}):
                    queue.append(canonicalize_name(requirement.name))
    return seen


def copyleft(text):
    """Whether a licence asks those who pass on a work to pass it on whole under the same terms (GPL, AGPL)."""
    return bool(re.search(r"\bA?GPL|(?<!Lesser )General Public", text))


if __name__ == "__main__":
    only = needed() if "--runtime" in sys.argv[1:] else None
    for name, (version, text) in installed().items():
        if only is None or name in only:
            print(f"{name:28} {version:18} {text}")
