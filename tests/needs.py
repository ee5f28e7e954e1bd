"""What a test cannot do without: where it is missing a test is skipped, but fails in CI."""

import os
import shutil
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}; .ci/run installs it")
    pytest.skip(what)


def require(program: str) -> str:
    """Return the path of a program."""
    return shutil.which(program) or missing(f"{program} is not installed")
