"""Write size and SHA-256 of each table into datapackage.json; run it after changing a CSV."""

import hashlib
import json
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "daqing_data" / "data"


def sealed(package: dict) -> dict:
    """The descriptor with the sizes and hashes of the files as they are."""
    for resource in package["resources"]:
        raw = (DATA / resource["path"]).read_bytes()
        resource |= {"bytes": len(raw), "hash": "sha256:" + hashlib.sha256(raw).hexdigest()}
    return package


if __name__ == "__main__":
    path = DATA / "datapackage.json"
    package = sealed(json.loads(path.read_text("utf-8")))
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
