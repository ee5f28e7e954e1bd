"""Commands about sources: those that write them, new, derive, migrate, set and edit, and those that
tell what is wrong with one or may stand in it, check, threshold, items and schema."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

import pia
from pia.cli import EDITION, cli
from pia.cli.output import (
    FORCE,
    end_with,
    name_left_out,
    print_findings,
    tell,
    tell_all,
    write_or_print,
)


@cli.command()
@click.argument("form")
@click.argument("file", type=click.Path(path_type=Path))
@EDITION
def new(form: str, file: Path, edition: str | None) -> None:
    """新しい評価書のひな形を作ります。FORM は kiso、juten、zenkomoku か様式の名前。"""
    for written in pia.new(form, file, edition):
        tell(str(written))


@cli.command()
@click.argument("form")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), required=True, help="作るファイル"
)
def derive(form: str, source: Path, file: Path) -> None:
    """重点項目評価書か全項目評価書から、基礎項目評価書の下書きを作ります。FORM は kiso。"""
    from pia.api.outputs import write_new

    tell(str(write_new(file, pia.derive(source, form, file).encode())))


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
    tell(str(write_new(file, migration.data)))
    print_findings(migration.findings, "text")


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
            tell(line)
    for file in done.files:
        places = [change.address for change in done.changes if change.file == file]
        ending = "（書き込んでいません）" if show_lines else "（書き込みました）"
        tell(f"{file}: {'、'.join(places)}{ending}")
    if not done.files:
        tell(f"{done.path}: 変わるところはありません")
    for use in done.uses:
        tell(f"  同じ文章を使う箇所: {use}")


@cli.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True), default=Path())
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="使うポート")
@click.option("--readonly", is_flag=True, help="閲覧だけにし、何も書き込みません")
@click.option("--no-browser", "quiet", is_flag=True, help="ブラウザーを開かず、URL を示します")
def edit(path: Path, port: int, readonly: bool, quiet: bool) -> None:
    """評価書を、様式の画面の上で書きます。この機械のブラウザーだけで開けます。

    PATH は評価書かフォルダー（省けば今いるフォルダー）。終わるには Ctrl + C を押します。
    """
    from pia.editor.server import serve

    serve(path, port=port, readonly=readonly, browse=not quiet, told=tell)


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="出力の形",
)
@click.option("--strict", is_flag=True, help="公表前の確認: 注意も誤りとして扱います")
@click.option(
    "--against",
    is_flag=False,
    flag_value="",
    metavar="[OLD]",
    help="OLD（省けば前版）との違いと変更箇所の表が合うかも確かめます",
)
@click.option("--all", "every", is_flag=True, help="未記入の項目を一つずつ示します")
def check(
    paths: Sequence[Path], style: str, strict: bool, against: str | None, every: bool
) -> None:
    """評価書を確かめ、直すところを行番号とともに示します。

    --against の後にファイルを一つだけ書くと、そのファイルを前版と比べます。
    """
    from pia.api.documents import sources

    if not paths and not against:
        raise click.UsageError("評価書のファイルかフォルダーを書いてください。")
    if not paths:
        paths, against = (Path(against or ""),), ""
    name_left_out(paths)
    findings = pia.check_all(sources(paths), strict=strict, against=against)
    end_with(findings, style, every=every)


@cli.command()
@click.option("--subjects", type=click.IntRange(0), required=True, help="対象人数（人）")
@click.option(
    "--handlers",
    type=click.IntRange(0),
    required=True,
    help="取扱者数（人。委託先の従業者を含む）",
)
@click.option("--incident", is_flag=True, help="過去1年以内に重大事故が発生した（知った場合も）")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="出力の形"
)
def threshold(subjects: int, handlers: int, incident: bool, style: str) -> None:
    """しきい値判断を行い、義務付けられる評価と根拠を示します。

    今いるフォルダーの pia.yaml に独自のしきい値があれば、それも当てはめます。
    """
    report = pia.judge(subjects, handlers, incident)
    if style == "json":
        tell_all(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        tell_all(str(report))
    for finding in report.findings:
        tell(str(finding), err=True)
    sys.exit(1 if report.findings else 0)


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
        tell_all(json.dumps(entries, ensure_ascii=False, indent=2))
    else:
        for entry in (*found.entries, *found.below):
            tell(*str(entry).split("\t"))
        if not found.certain:
            tell(f"項目を一つに決められません（候補 {len(found.entries)} 件）", err=True)
    sys.exit(0 if found.certain else 1)


@cli.command()
@click.argument("form")
@EDITION
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="出力するファイル")
@FORCE
def schema(form: str, edition: str | None, file: Path | None, force: bool) -> None:
    """様式の JSON Schema を出力します。FORM は kiso、juten、zenkomoku か様式の名前。"""
    from pia.api.catalogue import schema_text

    write_or_print(schema_text(form, edition).encode(), file, force=force)
