"""The command line: parse → one library call → print → exit code.

Exit 0: no error among the findings. 1: at least one. 2: usage or unreadable input.
"""

from pia.cli import (
    audit,
    changes,
    checking,
    drafting,
    editing,
    forms,
    intake,
    office,
    rendering,
    review,
    setting,
    versions,
)
from pia.cli.group import cli, main

__all__ = [
    "audit",
    "changes",
    "checking",
    "cli",
    "drafting",
    "editing",
    "forms",
    "intake",
    "main",
    "office",
    "rendering",
    "review",
    "setting",
    "versions",
]
