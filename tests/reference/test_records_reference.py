"""Every row of the public papers has a place in the models and comes out of the papers whole."""

import os
from pathlib import Path

import pytest

REFERENCE = Path(os.environ.get("PIA_REFERENCE_DIR", "/work/shared/reference"))
pytestmark = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference data is not here")
