"""Commands about printed forms: import."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import pia
from pia.cli.group import cli
from pia.cli.output import FORCE, SAME, tell, tell_all, tell_chains

if TYPE_CHECKING:
    from pia.api.printed import Imported

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


@cli.command("import")
@FILES
@click.option("-o", "--output", type=click.Path(path_type=Path), help="作るファイルかフォルダー")
@click.option(
    "--into", "source", type=click.Path(path_type=Path), help="変わった項目だけを書き込む評価書"
)
@click.option(
    "--report", type=click.Path(path_type=Path), help="報告を書くファイル（.txt、.json、.html）"
)
@click.option("--inline", is_flag=True, help="差し込まれている文章を、ここだけ書き下して直します")
@click.option("--fragment", is_flag=True, help="差し込まれている文章を、差し込み元で直します")
@click.option("--dry-run", is_flag=True, help="--into で、書き込まずに変わる行を示します")
@SAME
@click.option("--suggest", is_flag=True, help="何か所にもある文章に、差し込みの名前を提案します")
@click.option("--apply", "is_named", is_flag=True, help="提案した名前を、作る評価書に使います")
@FORCE
def import_(
    files: Sequence[Path],
    output: Path | None,
    source: Path | None,
    report: Path | None,
    inline: bool,
    fragment: bool,
    dry_run: bool,
    is_same: bool | None,
    suggest: bool,
    is_named: bool,
    force: bool,
) -> None:
    """記入済みの様式（xlsx、xlsm、docx、pdf）を読み取り、評価書の YAML にします。"""
    from pia.api.printed import import_chains, write_report

    if (output is None) == (source is None) or (source is not None and len(files) != 1):
        raise click.UsageError("-o か、様式を一つ指定して --into のどちらかを使ってください。")
    if source is not None:
        imported, is_sure = _into(files[0], source, inline, fragment, dry_run)
        if report is not None:
            write_report(imported, report, force=force)
    else:
        assert output is not None
        done = import_chains(files, output, report, force=force, is_same=is_same, is_named=is_named)
        tell_chains(done)
        is_sure = done.is_sure
        if suggest or is_named:
            _suggest(done.imported, is_named=is_named)
    if report is not None:
        tell(f"{report}（報告）")
    sys.exit(0 if is_sure else 1)


def _suggest(imported: Sequence["Imported"], *, is_named: bool) -> None:
    """Tell the names that texts in several places could have, and what they would save."""
    from pia.api.printed import suggestions

    found = suggestions(imported)
    done = "書き換えました" if is_named else "--apply を付けると、この名前で書きます"
    for each in found:
        tell(str(each))
    saved = sum(each.saved for each in found)
    tell(f"同じ文章 {len(found)} 件、合わせて {saved:,} 字（{done}）")


def _into(
    file: Path, source: Path, inline: bool, fragment: bool, dry_run: bool
) -> tuple[list["Imported"], bool]:
    """Write the changes of a form into its source and tell them."""
    from pia.api.printed import update

    done = update(file, source, inline=inline, fragment=fragment, dry_run=dry_run)
    if dry_run:
        for line in done.edit.lines():
            tell(line)
    for change in done.edit.changes:
        tell(f"{change.file}: {change.address}")
    if not done.edit.changes:
        tell(f"{source}: 変わるところはありません")
    for kept in done.kept:
        tell(f"書き込まなかった違い {kept}", err=True)
    for later in done.later:
        tell(f"YAML のまま {later}", err=True)
    for left in done.comparison.imported.left:
        tell(f"未分類 {left.place}: {left.text}", err=True)
    return [done.comparison.imported], done.is_sure


@cli.command()
@click.argument("form", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="出力の形"
)
def compare(form: Path, file: Path, style: str) -> None:
    """記入済みの様式 FORM と評価書 FILE で、記載の異なる項目を示します。"""
    found = pia.compare(form, file)
    tell_all(found.json() if style == "json" else found.text())
    sys.exit(1 if found.differences else 0)
