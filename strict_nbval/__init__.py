"""Strict checking of Jupyter notebooks: what a notebook stores is what its code computes.

`strict_nbval.plugin` makes `pytest --nbval` strict, `strict_nbval.running` runs notebooks in the
way that the plugin compares, and `strict_nbval.rules` says what no run can show.
"""

__version__ = "0.1.0"
