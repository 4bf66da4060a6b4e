"""What several test files need: the article, which is not part of the project."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from daqing_data import SOURCE

# A slow machine is no error; CI tries the same examples each time, people try new ones.
settings.register_profile("daqing", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("daqing")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def article_path():
    path = Path(os.environ.get("DAQING_ARTICLE") or ROOT.parent / "shared" / "article.txt")
    if not path.is_file():
        pytest.skip(
            f"no article at {path}: save the text of {SOURCE.copy_url} as UTF-8 "
            "and name it in DAQING_ARTICLE"
        )
    return path


@pytest.fixture(scope="session")
def article(article_path):
    return article_path.read_bytes().decode("utf-8")
