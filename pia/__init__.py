"""特定個人情報保護評価書 as data: read, check, change, compare and print them.

    >>> import pia
    >>> document = pia.load("評価書.yaml")
    >>> for finding in pia.check(document): print(finding)
    >>> pia.edit("評価書.yaml", {"事務.対象人数": "1,000人未満"})
    >>> pia.render(document, "出力", ["xlsx", "pdf"])

Verbs: load loads dump dumps new edit · check check_all contradictions judge verify · render
render_bytes · diff decide append tracked freeze · init build status publish site impact
decision_table decide_all · items json_schema derive migrate · import_form compare fill ·
add_comments say_comment answer_comment write_review_copy write_review_summary draw_samples
read_worksheets write_audit_report dispose. Values: Document Assessment Finding Edit; REMOVE and
Before for `edit`.

What cannot be read or done is a PiaError with its findings; RefusedError, one of them, says that
the input was sound and nothing was written. These names and their parameters are kept through
0.x, or said in CHANGELOG.md; what stands in the modules below may change at any time.

The names are loaded on first use, so that `pia --help` starts without pydantic or openpyxl.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pia.api.catalogue import (
        items,
        json_schema,
        judge,
        new,
    )
    from pia.api.documents import (
        check,
        check_all,
        dump,
        dumps,
        edit,
        load,
        loads,
    )
    from pia.api.offices import (
        decide_all,
        decision_table,
        impact,
        init,
        publish,
        site,
    )
    from pia.api.outputs import (
        build,
        render,
        render_bytes,
        status,
        verify,
    )
    from pia.api.papers import (
        add_comments,
        answer_comment,
        dispose,
        draw_samples,
        read_worksheets,
        say_comment,
        write_audit_report,
        write_review_copy,
        write_review_summary,
    )
    from pia.api.printed import (
        compare,
        fill,
        import_form,
    )
    from pia.api.revisions import (
        append,
        decide,
        derive,
        diff,
        freeze,
        migrate,
        tracked,
    )
    from pia.derivation import (
        contradictions,
    )
    from pia.document import (
        Document,
    )
    from pia.edits import (
        REMOVE,
        Before,
        Edit,
    )
    from pia.errors import (
        Finding,
        PiaError,
        RefusedError,
    )
    from pia.model import (
        Assessment,
    )

_HOMES = {
    "answer_comment": "pia.api.papers",
    "say_comment": "pia.api.papers",
    "Assessment": "pia.model",
    "Before": "pia.edits",
    "Document": "pia.document",
    "Edit": "pia.edits",
    "Finding": "pia.errors",
    "PiaError": "pia.errors",
    "REMOVE": "pia.edits",
    "RefusedError": "pia.errors",
    "add_comments": "pia.api.papers",
    "append": "pia.api.revisions",
    "build": "pia.api.outputs",
    "check": "pia.api.documents",
    "check_all": "pia.api.documents",
    "compare": "pia.api.printed",
    "contradictions": "pia.derivation",
    "decide": "pia.api.revisions",
    "decide_all": "pia.api.offices",
    "decision_table": "pia.api.offices",
    "derive": "pia.api.revisions",
    "diff": "pia.api.revisions",
    "dispose": "pia.api.papers",
    "draw_samples": "pia.api.papers",
    "dump": "pia.api.documents",
    "dumps": "pia.api.documents",
    "edit": "pia.api.documents",
    "fill": "pia.api.printed",
    "freeze": "pia.api.revisions",
    "impact": "pia.api.offices",
    "import_form": "pia.api.printed",
    "init": "pia.api.offices",
    "items": "pia.api.catalogue",
    "json_schema": "pia.api.catalogue",
    "judge": "pia.api.catalogue",
    "load": "pia.api.documents",
    "loads": "pia.api.documents",
    "migrate": "pia.api.revisions",
    "new": "pia.api.catalogue",
    "publish": "pia.api.offices",
    "read_worksheets": "pia.api.papers",
    "render": "pia.api.outputs",
    "render_bytes": "pia.api.outputs",
    "site": "pia.api.offices",
    "status": "pia.api.outputs",
    "tracked": "pia.api.revisions",
    "verify": "pia.api.outputs",
    "write_audit_report": "pia.api.papers",
    "write_review_copy": "pia.api.papers",
    "write_review_summary": "pia.api.papers",
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
    "add_comments",
    "answer_comment",
    "append",
    "build",
    "check",
    "check_all",
    "compare",
    "contradictions",
    "decide",
    "decide_all",
    "decision_table",
    "derive",
    "diff",
    "dispose",
    "draw_samples",
    "dump",
    "dumps",
    "edit",
    "fill",
    "freeze",
    "impact",
    "import_form",
    "init",
    "items",
    "json_schema",
    "judge",
    "load",
    "loads",
    "migrate",
    "new",
    "publish",
    "read_worksheets",
    "render",
    "render_bytes",
    "say_comment",
    "site",
    "status",
    "tracked",
    "verify",
    "write_audit_report",
    "write_review_copy",
    "write_review_summary",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pia' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
