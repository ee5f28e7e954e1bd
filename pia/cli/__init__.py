"""The command line: parse → one library call → print → exit code.

Exit 0: no error among the findings. 1: at least one. 2: usage or unreadable input.
"""

import gc

# Reference cycles are looked for seldom: a command is over before that pays, and looking takes a
# fifth of its time, what it imports included.
gc.set_threshold(300_000)

from pia.cli.group import cli, main  # noqa: E402

__all__ = ["cli", "main"]
