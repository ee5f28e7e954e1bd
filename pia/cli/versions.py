"""Commands about versions: freeze."""

from pathlib import Path

import click

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
    from pia.api import freeze as freeze_one

    click.echo(str(freeze_one(file, target)))
