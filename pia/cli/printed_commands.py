"""Commands about printed forms: render, verify, compare, import."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import pia
from pia.cli import cli
from pia.cli.output import FORCE, SAME, name_left_out, tell, tell_all, tell_chains

if TYPE_CHECKING:
    from pia.api.printed import Imported


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
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
@click.option(
    "--blank", metavar="FORM", help="手で書き込むための、何も書かれていない様式を出力します"
)
@click.option("--form-edition", help="--blank の様式の版（R6.10 など）。指定がなければ最新の版")
@FORCE
@click.option(
    "--into",
    "given",
    type=click.Path(path_type=Path),
    help="手元の様式（xlsx、xlsm、docx）に書き込みます。-o で作るファイルを指定してください",
)
def render(
    paths: Sequence[Path],
    folder: Path,
    formats: str,
    edition: str,
    listing: Path | None,
    blank: str | None,
    form_edition: str | None,
    force: bool,
    given: Path | None,
) -> None:
    """評価書を公式の様式で出力します。"""
    if given is not None:
        _fill(paths, given, folder, force=force)
    if blank is not None:
        _write_blank(blank, form_edition, folder, formats.split(","), force=force)
    if not paths and blank is None:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    from pia.api.offices import render_all, write_manifest
    from pia.cli.output import ProgressLine

    name_left_out(paths)
    done = []
    with ProgressLine() as progress:
        names, step = formats.split(","), progress.step
        for each in render_all(paths, folder, names, edition, force=force, step=step):
            done.append(each)
            for file in each.files:
                progress.say(described(file))
            for line in (*each.errors, *each.summary(), *each.failure):
                tell(str(line), err=True)
    if listing is not None:
        tell(f"{write_manifest(done, listing, force=force)}（目録）")
    sys.exit(1 if any(each.failure for each in done) else 0)


def _fill(paths: Sequence[Path], given: Path, target: Path, *, force: bool) -> None:
    """Fill a given form and end: exit 1 where something found no place or may be cut."""
    if len(paths) != 1 or target.suffix.lower() != given.suffix.lower():
        raise click.UsageError(
            "--into は、評価書一つと、様式と同じ種類の -o ファイル名（.xlsx、.xlsm、.docx）と"
            "一緒に使います。"
        )
    written, told = pia.fill(paths[0], given, target, force=force)
    tell(described(written))
    for line in told:
        tell(line, err=True)
    sys.exit(1 if told else 0)


def _write_blank(
    name: str, edition: str | None, folder: Path, formats: Sequence[str], *, force: bool
) -> None:
    from pia.api.outputs import render_blank

    for file in render_blank(name, edition, folder, formats, force=force):
        tell(described(file))


def described(path: Path) -> str:
    """Return a written file with its size, its pages and its spare fonts where it has any."""
    from pia.api.outputs import pages_of, spare_fonts_of

    pages = pages_of(path)
    counted = f"、{pages} ページ" if pages else ""
    fonts = "と".join(spare_fonts_of(path))
    borrowed = f"、一部の文字はこの機械の{fonts}" if fonts else ""
    return f"{path}（{path.stat().st_size:,} バイト{counted}{borrowed}）"


@cli.command()
@click.argument("listing", metavar="MANIFEST", type=click.Path(path_type=Path))
def verify(listing: Path) -> None:
    """目録にある正本と出力が、目録を書いたときのままかを確かめます。"""
    count, findings = pia.verify(listing)
    for finding in findings:
        tell(str(finding))
    tell(f"目録のファイル {count} 件のうち、不一致 {len(findings)} 件")
    sys.exit(1 if findings or not count else 0)


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
        imported, is_sure = _into(files[0], source, inline, fragment, dry_run, is_same)
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
    file: Path,
    source: Path,
    inline: bool,
    fragment: bool,
    dry_run: bool,
    is_same: bool | None,
) -> tuple[list["Imported"], bool]:
    """Write the changes of a form into its source and tell them."""
    from pia.api.printed import update

    done = update(file, source, inline=inline, fragment=fragment, dry_run=dry_run, is_same=is_same)
    if dry_run:
        for line in done.edit.lines():
            tell(line)
    for change in done.edit.changes:
        tell(f"{change.file}: {change.address}")
    if not done.edit.changes:
        tell(f"{source}: 変わるところはありません")
    for kept in done.kept:
        tell_all(f"書き込まなかった違い {kept}", err=True)
    for later in done.later:
        tell_all(f"YAML のまま {later}", err=True)
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
    sys.exit(0 if found.is_same else 1)
