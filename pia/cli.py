"""The command line: parse → one library call → print → exit code.

Exit 0: no error among the findings. 1: at least one. 2: usage or unreadable input.
"""

import atexit
import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from pia.errors import Finding

HELP = {"help_option_names": ["-h", "--help"]}
PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


def main() -> None:
    """Run the command line with UTF-8 output, whatever the console's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        _use_utf8(stream)
    _let_garbage_lie()
    cli(prog_name="pia")


def _let_garbage_lie() -> None:
    """Look for reference cycles seldom, and not once more at the end: a command is over before
    that pays, and it takes a fifth of its time."""
    gc.set_threshold(300_000)
    atexit.register(gc.freeze)


def _use_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


class _Group(click.Group):
    """Ends a command that cannot go on with its findings and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        from pia.errors import PiaError

        try:
            return super().invoke(ctx)
        except PiaError as error:
            for finding in error.findings:
                click.echo(str(finding), err=True)
            sys.exit(2)


@click.group(cls=_Group, context_settings=HELP)
@click.version_option(package_name="pia", prog_name="pia")
def cli() -> None:
    """特定個人情報保護評価書を YAML で書き、確かめ、公式の様式で出力します。"""


@cli.command()
@PATHS
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
def check(paths: Sequence[Path], style: str, strict: bool, against: str | None) -> None:
    """評価書を確かめ、直すところを行番号とともに示します。"""
    from pia.api import check_all
    from pia.workspace.discover import sources

    findings = check_all(sources(paths), strict=strict, against=against)
    print_findings(findings, style)
    sys.exit(1 if any(f.is_error for f in findings) else 0)


@cli.command()
@PATHS
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), default="出力", help="出力先"
)
@click.option(
    "--format",
    "formats",
    default="xlsx,docx,html,pdf",
    show_default=True,
    help="出力の形（コンマ区切り）。保存用の PDF/A は pdfa",
)
@click.option(
    "--edition",
    type=click.Choice(["提出", "公表"]),
    default="提出",
    help="提出は様式のまま、公表は目次と※の説明を付け、非公表の箇所を黒塗りにします",
)
@click.option(
    "--manifest",
    "listing",
    type=click.Path(path_type=Path),
    help="正本と出力の SHA-256 の目録を書くファイル（pia verify で確かめます）",
)
@click.option("--force", is_flag=True, help="手で直されたブックにも上書きします")
def render(
    paths: Sequence[Path],
    folder: Path,
    formats: str,
    edition: str,
    listing: Path | None,
    force: bool,
) -> None:
    """評価書を公式の様式で出力します。"""
    from pia.api import findings_of, load
    from pia.api import render as render_one
    from pia.manifest import Made, manifest
    from pia.progress import Progress
    from pia.renderers import known, write_bytes
    from pia.workspace.discover import sources

    found, names = sources(paths), known(formats.split(","))
    made: list[Made] = []
    with Progress(len(found) * len(names)) as progress:
        for path in found:
            document, written = load(path), []
            for name in names:
                progress.step(f"{path.name} → {name}")
                written += render_one(document, folder, [name], edition=edition, force=force)
                progress.say(described(written[-1]))
            made.append(Made(document, written))
            if count := len(findings_of(document)):
                click.echo(
                    f"{path}: 確認事項が {count} 件あります（pia check で表示します）", err=True
                )
    if listing is not None:
        write_bytes(listing, manifest(made, edition, listing).encode())
        click.echo(f"{listing}（目録）")


def described(path: Path) -> str:
    """Return a written file with its size, and its pages where it has any."""
    from pia.renderers import pages_of

    pages = pages_of(path)
    counted = f"、{pages} ページ" if pages else ""
    return f"{path}（{path.stat().st_size:,} バイト{counted}）"


@cli.command()
@click.argument("listing", metavar="MANIFEST", type=click.Path(path_type=Path))
def verify(listing: Path) -> None:
    """目録にある正本と出力が、目録を書いたときのままかを確かめます。"""
    from pia.manifest import verify as verify_all

    count, findings = verify_all(listing)
    for finding in findings:
        click.echo(str(finding))
    click.echo(f"目録のファイル {count} 件のうち、不一致 {len(findings)} 件")
    sys.exit(1 if findings or not count else 0)


@cli.command()
@click.argument("form")
@click.argument("file", type=click.Path(path_type=Path))
def new(form: str, file: Path) -> None:
    """新しい評価書のひな形を作ります。FORM は kiso、juten、zenkomoku か様式の名前。"""
    from pia.api import new as new_one

    for written in new_one(form, file):
        click.echo(str(written))


@cli.command()
@click.option("--form", required=True, help="kiso、juten、zenkomoku か様式の名前")
@click.option("--edition", help="版（R6.10 など）。指定がなければ最新の版")
@click.option("--find", "text", help="人が書いた項目名（Ⅱ 3 ③使用目的 など）から項目を探します")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="出力の形"
)
def items(form: str, edition: str | None, text: str | None, style: str) -> None:
    """様式の項目を、印刷する順に番地とともに示します。"""
    from pia.api import items as items_of

    found = items_of(form, text, edition)
    if style == "json":
        entries = [entry.as_dict() for entry in found.entries]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
    else:
        for entry in found.entries:
            click.echo(str(entry))
        if not found.certain:
            click.echo(f"項目を一つに決められません（候補 {len(found.entries)} 件）", err=True)
    sys.exit(0 if found.certain else 1)


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
    default="changed",
    help="changed: 変わった段落だけ（ほかは略）、all: 全文",
)
@click.option(
    "--style",
    "title_style",
    type=click.Choice(["form", "short", "sheet"]),
    default="form",
    help="項目の書き方。form: Ⅲ（１）3.、short: Ⅲ（１）－３、sheet: シート名",
)
@click.option(
    "--split",
    type=click.Choice(["item", "heading"]),
    default="item",
    help="1行にする範囲。item: 項目、heading: 項目の中の＜…における措置＞",
)
@click.option("--together", is_flag=True, help="複数のファイルで同じ変更を1行にまとめます")
@click.option("--throughout", is_flag=True, help="全体に及ぶ字句の変更を「全般」の1行にまとめます")
@click.option("--why", is_flag=True, help="提案の根拠を示します")
@click.option("--strict", is_flag=True, help="判断していない変更が残る間は終了コードを1にします")
@click.option("--write-decisions", is_flag=True, help="判断ファイルに変更を書き出します")
@click.option("--append", is_flag=True, help="判断の済んだ行を NEW の変更箇所に加えます")
@click.option("--tracked", is_flag=True, help="NEW の様式全体を変更履歴付きの Word で出力します")
def diff(
    versions: Sequence[str],
    style: str | None,
    file: Path | None,
    context: str,
    title_style: str,
    split: str,
    together: bool,
    throughout: bool,
    why: bool,
    strict: bool,
    write_decisions: bool,
    append: bool,
    tracked: bool,
) -> None:
    """二つの版から変更箇所の表を作ります。

    OLD を省くと NEW の「前版」と比べます。版はファイル名か HEAD~1:評価書.yaml の形で指定します。
    """
    from pia.changes.cells import Options
    from pia.workspace import revision, tables

    if len(versions) > 2:
        raise click.UsageError("版は二つまで指定できます。")
    options = Options.named(context, title_style, split, together=together, throughout=throughout)
    old, new = (versions[0] if len(versions) == 2 else None), versions[-1]
    found = revision.diff(old, new, options)
    if write_decisions:
        click.echo(str(revision.write_decisions(found)), err=True)
        found = revision.diff(old, new, options)
    if append:
        added = revision.append(found)
        click.echo(f"{new}: 変更箇所に {added} 行を加えました", err=True)
    name = style or (file.suffix.lstrip(".") if file else "table")
    if tracked:
        _write_tracked(old, new, name, file)
    else:
        tables.put_out(found, name, file, why=why)
    for point in (*found.doubts, *found.open_points(strict=strict)):
        click.echo(str(point), err=True)
    sys.exit(1 if found.fails(strict=strict) else 0)


def _write_tracked(old: str | None, new: str, name: str, file: Path | None) -> None:
    from pia.api import tracked
    from pia.renderers import write_bytes

    if name != "docx" or file is None:
        raise click.UsageError("--tracked は --format docx -o ファイル名 と一緒に使います。")
    write_bytes(file, tracked(old, new))


@cli.command()
@click.argument("form")
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="出力するファイル")
def schema(form: str, file: Path | None) -> None:
    """様式の JSON Schema を出力します。FORM は kiso、juten、zenkomoku か様式の名前。"""
    from pia.forms.load import named
    from pia.renderers import write_bytes
    from pia.schema import text

    written = text(named(form))
    if file is None:
        click.echo(written, nl=False)
    else:
        write_bytes(file, written.encode())


@cli.command()
@click.argument("form")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), required=True, help="作るファイル"
)
def derive(form: str, source: Path, file: Path) -> None:
    """重点項目評価書か全項目評価書から、基礎項目評価書の下書きを作ります。FORM は kiso。"""
    from pia.derivation import derive as derive_one
    from pia.renderers import write_new

    click.echo(str(write_new(file, derive_one(source, form).encode())))


@cli.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--to", "edition", required=True, help="移す先の版（R6.10 など）")
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), required=True, help="作るファイル"
)
def migrate(source: Path, edition: str, file: Path) -> None:
    """評価書を別の版の様式に移します。移せない記載はコメントにして残し、その一覧を示します。"""
    from pia.api import migrate as migrate_one
    from pia.renderers import write_new

    migration = migrate_one(source, edition)
    click.echo(str(write_new(file, migration.data)))
    print_findings(migration.findings, "text")


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
    from pia.api import judge

    report = judge(subjects, handlers, incident)
    if style == "json":
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(str(report))
    for finding in report.findings:
        click.echo(str(finding), err=True)
    sys.exit(1 if report.findings else 0)


def print_findings(findings: Sequence["Finding"], style: str) -> None:
    """Print findings as text with a closing line, as a JSON array, or as GitHub annotations."""
    match style:
        case "json":
            click.echo(json.dumps([f.as_dict() for f in findings], ensure_ascii=False, indent=2))
        case "github":
            for finding in findings:
                click.echo(finding.as_annotation())
        case _:
            for finding in findings:
                click.echo(str(finding))
            errors = sum(f.is_error for f in findings)
            click.echo(f"誤り {errors} 件、注意 {len(findings) - errors} 件")
