"""Notebooks are compared whole: `pytest --nbval` is strict here (see strict_nbval/README.md)."""

pytest_plugins = ["strict_nbval.plugin"]
