"""The command line: parse → one library call → print → exit code.

Exit 0: no error among the findings. 1: at least one. 2: usage or unreadable input.
"""

from pia.cli import checking, intake, office, records, rendering, sources, versions
from pia.cli.group import cli, main

__all__ = [
    "checking",
    "cli",
    "intake",
    "main",
    "office",
    "records",
    "rendering",
    "sources",
    "versions",
]
