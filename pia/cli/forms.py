"""Commands about the forms themselves: items, schema."""

import json
import sys
from pathlib import Path

import click

import pia
from pia.cli.group import EDITION, cli


@cli.command()
@click.option("--form", required=True, help="kiso、juten、zenkomoku か様式の名前")
@EDITION
@click.option("--find", "text", help="人が書いた項目名（Ⅱ 3 ③使用目的 など）から項目を探します")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="出力の形"
)
def items(form: str, edition: str | None, text: str | None, style: str) -> None:
    """様式の項目を、印刷する順に番地とともに示します。"""
    found = pia.items(form, text, edition)
    if style == "json":
        entries = [entry.as_dict() for entry in found.entries]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
    else:
        for entry in found.entries:
            click.echo(str(entry))
        if not found.certain:
            click.echo(f"項目を一つに決められません（候補 {len(found.entries)} 件）", err=True)
    sys.exit(0 if found.certain else 1)


@cli.command()
@click.argument("form")
@EDITION
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="出力するファイル")
def schema(form: str, edition: str | None, file: Path | None) -> None:
    """様式の JSON Schema を出力します。FORM は kiso、juten、zenkomoku か様式の名前。"""
    from pia.api.catalogue import schema_text
    from pia.api.outputs import write_output

    written = schema_text(form, edition)
    if file is None:
        click.echo(written, nl=False)
    else:
        write_output(file, written.encode())
