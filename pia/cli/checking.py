"""Commands that tell and write nothing: check, threshold, items, schema."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

import pia
from pia.cli.group import EDITION, cli
from pia.cli.output import FORCE, name_left_out, print_findings, tell, tell_all, write_or_print


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
    print_findings(findings, style, every=every)
    sys.exit(1 if any(f.is_error for f in findings) else 0)


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
        for entry in found.entries:
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
