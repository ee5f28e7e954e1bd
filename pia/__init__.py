"""特定個人情報保護評価書 as data: load, check and render them.

The names below are loaded on first use, so that `pia --help` starts without pydantic or
openpyxl.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pia.version import __version__

if TYPE_CHECKING:
    from pia.api import (
        build,
        check,
        check_all,
        diff,
        edit,
        freeze,
        items,
        json_schema,
        judge,
        load,
        migrate,
        new,
        render,
        status,
    )
    from pia.derivation import contradictions, derive
    from pia.document import Document
    from pia.edits import REMOVE, Before, Edit
    from pia.errors import Finding, PiaError, RefusedError
    from pia.intake import import_form
    from pia.model import Assessment

_HOMES = {
    "REMOVE": "pia.edits",
    "Assessment": "pia.model",
    "Before": "pia.edits",
    "Document": "pia.document",
    "Edit": "pia.edits",
    "Finding": "pia.errors",
    "PiaError": "pia.errors",
    "RefusedError": "pia.errors",
    "build": "pia.api",
    "check": "pia.api",
    "check_all": "pia.api",
    "contradictions": "pia.derivation",
    "derive": "pia.derivation",
    "diff": "pia.api",
    "edit": "pia.api",
    "freeze": "pia.api",
    "import_form": "pia.intake",
    "items": "pia.api",
    "json_schema": "pia.api",
    "judge": "pia.api",
    "load": "pia.api",
    "migrate": "pia.api",
    "new": "pia.api",
    "render": "pia.api",
    "status": "pia.api",
}

__all__ = [
    "REMOVE",
    "Assessment",
    "Before",
    "Document",
    "Edit",
    "Finding",
    "PiaError",
    "RefusedError",
    "__version__",
    "build",
    "check",
    "check_all",
    "contradictions",
    "derive",
    "diff",
    "edit",
    "freeze",
    "import_form",
    "items",
    "json_schema",
    "judge",
    "load",
    "migrate",
    "new",
    "render",
    "status",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pia' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
