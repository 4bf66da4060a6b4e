"""Make ``python tools/planted`` the same as ``python -m planted`` with ``tools`` on the path."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])  # in place of this folder itself

from planted.command import main  # noqa: E402 (the line above lets it be found)

if __name__ == "__main__":
    sys.exit(main())
