"""Commands about printed forms: import."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pia.cli.group import cli

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


@cli.command("import")
@FILES
@click.option("-o", "--output", type=click.Path(path_type=Path), help="作るファイルかフォルダー")
@click.option(
    "--report", type=click.Path(path_type=Path), help="報告を書くファイル（.txt、.json、.html）"
)
def import_(files: Sequence[Path], output: Path | None, report: Path | None) -> None:
    """記入済みの様式（xlsx、xlsm、docx、pdf）を読み取り、評価書の YAML にします。"""
    from pia.intake import import_all
    from pia.intake.report import rendered, text
    from pia.writing import write_bytes

    if output is None:
        raise click.UsageError("-o で作るファイルを指定してください。")
    written, imported = import_all(files, output)
    for path in written:
        click.echo(str(path))
    for each in imported:
        click.echo(text(each), err=True)
    if report is not None:
        write_bytes(report, rendered(imported, report.name).encode())
        click.echo(f"{report}（報告）")
    sys.exit(0 if all(each.is_sure for each in imported) else 1)
