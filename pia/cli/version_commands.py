"""Commands about versions: diff, freeze, publish."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

import pia
from pia.cli import PATHS, cli
from pia.cli.output import FORCE, tell, write_or_print


@cli.command()
@click.argument("versions", nargs=-1, required=True, metavar="[OLD] NEW")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "markdown", "json", "xlsx", "docx", "html"]),
    help="出力の形（指定がなければ、-o の拡張子か、画面の表）",
)
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="出力するファイル")
@click.option(
    "--context",
    type=click.Choice(["changed", "all"]),
    help="changed: 変わった段落だけ（ほかは略）、all: 全文",
)
@click.option(
    "--style",
    "title_style",
    type=click.Choice(["form", "short", "sheet"]),
    help="項目の書き方。form: Ⅲ（１）3.、short: Ⅲ（１）－３、sheet: シート名",
)
@click.option(
    "--split",
    type=click.Choice(["item", "heading"]),
    help="1行にする範囲。item: 項目、heading: 項目の中の＜…における措置＞",
)
@click.option(
    "--together", is_flag=True, default=None, help="複数のファイルで同じ変更を1行にまとめます"
)
@click.option(
    "--throughout",
    is_flag=True,
    default=None,
    help="全体に及ぶ字句の変更を「全般」の1行にまとめます",
)
@click.option("--item", is_flag=True, default=None, help="一つの番号の下の項目を1行にまとめます")
@click.option(
    "--edition",
    type=click.Choice(["提出", "公表"]),
    default="提出",
    help="公表は、どちらかの版が非公表とした箇所を黒塗りにします",
)
@click.option("--why", is_flag=True, help="提案の根拠を示します")
@click.option("--strict", is_flag=True, help="判断していない変更が残る間は終了コードを1にします")
@click.option("--write-decisions", is_flag=True, help="判断ファイルに変更を書き出します")
@click.option(
    "--append", is_flag=True, help="NEW の変更箇所の、この改定の行を判断のとおりに書き直します"
)
@click.option("--tracked", is_flag=True, help="NEW の様式全体を変更履歴付きの Word で出力します")
@FORCE
def diff(
    versions: Sequence[str],
    style: str | None,
    file: Path | None,
    context: str | None,
    title_style: str | None,
    split: str | None,
    together: bool | None,
    throughout: bool | None,
    item: bool | None,
    edition: str,
    why: bool,
    strict: bool,
    write_decisions: bool,
    append: bool,
    tracked: bool,
    force: bool,
) -> None:
    """二つの版から変更箇所の表を作ります。

    OLD を省くと NEW の「前版」と比べます。版はファイル名か HEAD~1:評価書.yaml の形で指定します。
    HEAD~1 とだけ書くと、NEW のその時の版です。NEW がフォルダーなら、中の評価書をそれぞれ比べます。
    表の書き方は、指定がなければ pia.yaml の「変更箇所:」に従います。
    """
    from pia.api.change_tables import Choices, format_named, table_bytes, tables

    if len(versions) > 2:
        raise click.UsageError("版は二つまで指定できます。")
    is_published = edition == "公表"
    if is_published and (tracked or format_named(style, file) == "json"):
        raise click.UsageError("--edition 公表 は --tracked、--format json と一緒に使えません。")
    if tracked:
        _write_tracked(versions, style, file, force=force)
        return
    chosen = Choices(context, title_style, split, together, throughout, item)
    old, new = (versions[0] if len(versions) == 2 else None), versions[-1]
    name = format_named(style, file)
    written = tables(
        old, new, chosen, write_decisions=write_decisions, append=append, for_residents=is_published
    )
    for line in written.told:
        tell(line, err=True)
    data = table_bytes(written.found, name, why=why)
    if data is not None:
        write_or_print(data, file, force=force)
    for point in written.points(strict=strict):
        tell(str(point), err=True)
    sys.exit(1 if written.fails(strict=strict) else 0)


def _write_tracked(
    versions: Sequence[str], style: str | None, file: Path | None, *, force: bool
) -> None:
    from pia.api.change_tables import format_named
    from pia.api.outputs import write_output
    from pia.api.revisions import tracked

    name = format_named(style, file)
    if name != "docx" or file is None:
        raise click.UsageError("--tracked は --format docx -o ファイル名 と一緒に使います。")
    old = versions[0] if len(versions) == 2 else None
    write_output(file, tracked(old, versions[-1]), force=force)


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
    tell(str(pia.freeze(file, target)))


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
        tell(f"{each.folder}{tried}{'' if each.is_new else '（作成済み）'}")
