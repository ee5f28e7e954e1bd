"""Commands about versions: freeze, publish."""

from collections.abc import Sequence
from pathlib import Path

import click

import pia
from pia.cli.group import PATHS, cli


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


@cli.command()
@PATHS
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    help="出力先（指定がなければ職場の「出力」。その中の 名前/公表日/ に置きます）",
)
@click.option("--dry-run", is_flag=True, help="すべてを試し、何も書きません")
@click.option("--git", "record", is_flag=True, help="Git に一つのコミットと札として記録します")
def publish(paths: Sequence[Path], folder: Path | None, dry_run: bool, record: bool) -> None:
    """公表する一式（提出用と公表用の様式、確定版、目録）を作り、確定版を前版とします。

    誤り、未記入、判断していない変更が一つでもあれば、何も書きません。
    """
    for each in pia.publish(paths, folder, dry_run=dry_run, record=record):
        tried = "（試しただけで、書いていません）" if dry_run else ""
        click.echo(f"{each.folder}{tried}{'' if each.is_new else '（作成済み）'}")
