"""Commands that write the official forms and prove them: render, verify."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

import pia
from pia.cli.group import cli
from pia.cli.output import FORCE, name_left_out, tell


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
