"""Many findings of one kind → a line for each section."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pia.checks.messages import CheckMessages
from pia.errors import Finding


def by_section(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings with those of blank items as one for each section of a file, in the
    place of the first."""
    blanks: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if _is_blank(finding):
            blanks.setdefault(_section(finding), []).append(finding)
    for finding in findings:
        alike = blanks.get(_section(finding), []) if _is_blank(finding) else []
        if len(alike) < 2:
            yield finding
        elif finding is alike[0]:
            message = f"記入が必要な {len(alike)} 項目が空いています。"
            hint = "一つずつ見るには --all を付けてください。"
            yield replace(finding, item=_section(finding)[1], message=message, hint=hint)


def _is_blank(finding: Finding) -> bool:
    return finding.code == CheckMessages.NOT_FILLED.code


def _section(finding: Finding) -> tuple[str, str]:
    return finding.file, finding.item.partition(" ")[0]
