"""Makes what `steadiness.py` says hold for all tests, output the same on a slow machine, and the
workbooks of tests quick to read."""

import math

import merged_cells
import pytest
from chromium import chromium
from steadiness import pytest_collection_modifyitems, pytest_terminal_summary

from pia.cli import output

__all__ = ["chromium", "pytest_collection_modifyitems", "pytest_terminal_summary"]


merged_cells.quicken()


@pytest.fixture(autouse=True)
def no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show no steps of a command that takes longer than it should; their test sets its own."""
    monkeypatch.setattr(output, "SOON", math.inf)
