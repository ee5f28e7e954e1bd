"""The command that changes a source by addresses: set."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

import pia
from pia.cli.group import cli


@cli.command("set")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("assignments", nargs=-1, metavar="ADDRESS=VALUE…")
@click.option("--remove", "removed", multiple=True, metavar="ADDRESS", help="消す項目かまとまり")
@click.option("--inline", is_flag=True, help="差し込まれている文章を、ここだけ書き下して直します")
@click.option("--fragment", is_flag=True, help="差し込まれている文章を、差し込み元で直します")
@click.option("--dry-run", is_flag=True, help="書き込まずに、変わる行を示します")
def set_values(
    file: Path,
    assignments: Sequence[str],
    removed: Sequence[str],
    inline: bool,
    fragment: bool,
    dry_run: bool,
) -> None:
    """評価書の項目を番地で指して書き換えます。ほかの記載は1文字も変えません。

    ADDRESS= は空にし、ADDRESS=@ファイル はファイルの文章を書きます（@ で始まる値は @@）。
    一覧の項目は、同じ ADDRESS を続けて指定します。まとまりは ADDRESS[id].id=id で加えます。
    """
    if inline and fragment:
        raise click.UsageError("--inline と --fragment は一緒に使えません。")
    if not (assignments or removed):
        raise click.UsageError("ADDRESS=VALUE か --remove ADDRESS を指定してください。")
    values = _values(assignments) | dict.fromkeys(removed, pia.REMOVE)
    done = pia.edit(file, values, inline=inline, fragment=fragment, dry_run=dry_run)
    _print(done, show_lines=dry_run)


def _values(assignments: Sequence[str]) -> dict[str, Any]:
    """Return address → value, a list where an address is given several times."""
    found: dict[str, Any] = {}
    for assignment in assignments:
        address, sign, value = assignment.partition("=")
        if not sign or not address.strip():
            raise click.UsageError(f"「{assignment}」は ADDRESS=VALUE の形になっていません。")
        text = _text(value)
        if address not in found:
            found[address] = text if value else None
        else:
            known = found[address]
            found[address] = [*(known if isinstance(known, list) else [known]), text]
    return found


def _text(value: str) -> str | Path:
    """Return the text of a value, or the file that holds it."""
    if value.startswith("@@") or not value.startswith("@"):
        return value.removeprefix("@")
    return Path(value[1:])


def _print(done: "pia.Edit", *, show_lines: bool) -> None:
    if show_lines:
        for line in done.lines():
            click.echo(line)
    for file in done.files:
        places = [change.address for change in done.changes if change.file == file]
        click.echo(
            f"{file}: {'、'.join(places)}" + ("（書き込んでいません）" if show_lines else "")
        )
    if not done.files:
        click.echo(f"{done.path}: 変わるところはありません")
    for use in done.uses:
        click.echo(f"  同じ文章を使う箇所: {use}")
