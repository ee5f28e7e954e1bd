"""Whether an edited text is read as exactly what was asked for."""

from collections.abc import Sequence
from typing import Any

from pia.errors import Finding, PiaError
from pia.source import encoding
from pia.source.assign import normal
from pia.source.nodes import plain
from pia.source.reader import SourceFile, parse


def holds(result: str, source: SourceFile, expected: Any) -> bool:
    """Return whether a text is read as expected, with no finding that was not there before."""
    try:
        text = encoding.decode(result.encode("utf-8", "surrogatepass"), "")
        again = parse(text, source.path, may_be_empty=True)
    except PiaError:
        return False
    known = _codes(source.findings)
    return (
        not again.mended
        and all(code in known for code in _codes(again.findings))
        and normal(plain(again.root)) == expected
    )


def _codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]
