"""Finds the data files that come with the package, in a wheel as in a checkout."""

from functools import cache
from pathlib import Path


@cache
def data_root() -> Path:
    """Return the folder that holds `templates/` and `schemas/`."""
    package = Path(__file__).parent
    shipped = package / "_data"
    return shipped if shipped.is_dir() else package.parent


def templates() -> Path:
    """Return the folder of form editions and themes."""
    return data_root() / "templates"


def templates_of(workspace: Path) -> Path:
    """Return the folder where a workspace keeps editions and looks of its own; it need not
    exist."""
    return workspace / "templates"


def schemas() -> Path:
    """Return the folder of generated JSON Schemas."""
    return data_root() / "schemas"
