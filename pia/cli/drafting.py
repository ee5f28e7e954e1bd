"""Commands that write sources: new, derive, migrate."""

from pathlib import Path

import click

import pia
from pia.cli.group import EDITION, cli
from pia.cli.output import print_findings


@cli.command()
@click.argument("form")
@click.argument("file", type=click.Path(path_type=Path))
@EDITION
def new(form: str, file: Path, edition: str | None) -> None:
    """新しい評価書のひな形を作ります。FORM は kiso、juten、zenkomoku か様式の名前。"""
    for written in pia.new(form, file, edition):
        click.echo(str(written))


@cli.command()
@click.argument("form")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), required=True, help="作るファイル"
)
def derive(form: str, source: Path, file: Path) -> None:
    """重点項目評価書か全項目評価書から、基礎項目評価書の下書きを作ります。FORM は kiso。"""
    from pia.api.outputs import write_new

    click.echo(str(write_new(file, pia.derive(source, form, file).encode())))


@cli.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--to", "edition", required=True, help="移す先の版（R6.10 など）")
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), required=True, help="作るファイル"
)
def migrate(source: Path, edition: str, file: Path) -> None:
    """評価書を別の版の様式に移します。移せない記載はコメントにして残し、その一覧を示します。"""
    from pia.api.outputs import write_new

    migration = pia.migrate(source, edition)
    click.echo(str(write_new(file, migration.data)))
    print_findings(migration.findings, "text")
