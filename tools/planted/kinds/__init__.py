"""What is planted: each kind of error, and which tests may be expected to catch it."""

from planted.kinds import code, notebooks, project, tables
from planted.kinds.base import Error, Kind, Project

__all__ = ["KINDS", "Error", "Kind", "Project"]

KINDS: list[Kind] = [*tables.KINDS, *code.KINDS, *notebooks.KINDS, *project.KINDS]
