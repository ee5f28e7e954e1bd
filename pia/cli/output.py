"""How commands print what was found."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pia.errors import Finding


def name_left_out(paths: Sequence[Path]) -> None:
    """Name on standard error the YAML files of folders that no command takes for a document."""
    from pia.api.outputs import left_out

    for path in left_out(paths):
        click.echo(f"{path}: 「様式:」がないため、評価書として扱いません", err=True)


def print_findings(findings: Sequence["Finding"], style: str, *, every: bool = False) -> None:
    """Print findings as text with a closing line, as a JSON array, or as GitHub annotations.

    every: blank items one by one, and not only how many each section has.
    """
    from pia.api.outputs import by_section

    match style:
        case "json":
            click.echo(json.dumps([f.as_dict() for f in findings], ensure_ascii=False, indent=2))
        case "github":
            for finding in findings:
                click.echo(finding.as_annotation())
        case _:
            for finding in findings if every else by_section(findings):
                click.echo(str(finding))
            errors = sum(f.is_error for f in findings)
            click.echo(f"誤り {errors} 件、注意 {len(findings) - errors} 件")


def write_or_print(data: bytes, file: Path | None, *, tell: bool = True) -> None:
    """Write what a command made to a file, over nothing of anybody's, or to standard output.

    tell: name the file on standard error.
    """
    if file is not None:
        from pia.api.outputs import write_output

        write_output(file, data)
        if tell:
            click.echo(str(file), err=True)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
