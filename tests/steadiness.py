"""What holds for all tests: how properties are tried, which come first, what regenerating changed.

Properties are tried with the same examples again and again (`steady`), so that a test never fails
by chance; `HYPOTHESIS_PROFILE=searching pytest …` looks for new ones, and what it finds is kept
as an `@example`.
"""

import os

import golden_files
import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("searching", deadline=None, print_blob=True, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long tests; whoever has done the short ones takes over from the others."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_terminal_summary(terminalreporter: "pytest.TerminalReporter") -> None:
    """Show every golden file that was written, with the lines that changed."""
    if golden_files.changed:
        terminalreporter.section(f"{len(golden_files.changed)} golden files written")
    for file, lines in golden_files.changed.items():
        terminalreporter.write_line(f"{file}\n{lines}")
