"""Notebooks are compared whole: `pytest --nbval` is strict here (see strict_nbval/README.md)."""

pytest_plugins = ["strict_nbval.plugin"]
collect_ignore_glob = ["*._*.py"]  # macOS leaves them beside files on disks of other systems
