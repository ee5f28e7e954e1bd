"""Commands about versions: freeze."""

from pathlib import Path

import click

import pia
from pia.cli.group import cli


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    help="作るファイル（指定がなければ FILE の隣に、名前.確定.yaml）",
)
def freeze(file: Path, target: Path | None) -> None:
    """公表した版を、後から何が変わっても動かない確定版にします。"""
    click.echo(str(pia.freeze(file, target)))
