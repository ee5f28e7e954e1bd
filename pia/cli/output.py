"""How commands print what was found."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pia.errors import Finding


def print_findings(findings: Sequence["Finding"], style: str) -> None:
    """Print findings as text with a closing line, as a JSON array, or as GitHub annotations."""
    match style:
        case "json":
            click.echo(json.dumps([f.as_dict() for f in findings], ensure_ascii=False, indent=2))
        case "github":
            for finding in findings:
                click.echo(finding.as_annotation())
        case _:
            for finding in findings:
                click.echo(str(finding))
            errors = sum(f.is_error for f in findings)
            click.echo(f"誤り {errors} 件、注意 {len(findings) - errors} 件")
