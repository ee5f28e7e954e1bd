"""Commands for the work of a whole office: init, build, status, site, impact."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import pia
from pia.cli import cli
from pia.cli.output import FORCE, SAME, tell, tell_all, tell_chains, write_or_print

if TYPE_CHECKING:
    from pia.errors import Finding

FOLDER = click.argument(
    "folder",
    metavar="[DIR]",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
)


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "printed",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="記入済みの様式（xlsx、docx、pdf）。評価書の YAML にして置きます（何度でも指定できます）",
)
@SAME
def init(folder: Path, printed: Sequence[Path], is_same: bool | None) -> None:
    """評価書を書く職場のフォルダーを作ります。既にあるファイルには手を付けません。"""
    started = pia.init(folder, printed, is_same=is_same)
    for path in started.written:
        if path not in started.chains.written:
            tell(str(path))
    tell_chains(started.chains)
    for path in started.kept:
        tell(f"{path}: 既にあるため、そのままにしました", err=True)
    sys.exit(0 if started.chains.is_sure else 1)


@cli.command()
@FOLDER
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="出力先")
@click.option(
    "--format",
    "formats",
    default="xlsx,docx,html,pdf",
    show_default=True,
    help="出力の形（コンマ区切り）",
)
@click.option("--edition", type=click.Choice(["提出", "公表"]), default="提出", help="出力の版")
@click.option(
    "--executor",
    metavar="MODULE:FACTORY",
    help="concurrent.futures.Executor を作る関数（指定がなければ、この機械の全コア）",
)
@click.option("--watch", is_flag=True, help="保存されるたびに作り直します（Ctrl+C で終わります）")
@click.option("--force", is_flag=True, help="すべてを作り直し、手で直されたものにも上書きします")
def build(
    folder: Path,
    target: Path | None,
    formats: str,
    edition: str,
    executor: str | None,
    watch: bool,
    force: bool,
) -> None:
    """フォルダーの評価書のうち、変わったものすべてを確かめて出力します。

    出力先は、指定がなければ DIR の中の「出力」です。
    """
    from pia.api.offices import summary
    from pia.cli.output import Bar

    def once() -> bool:
        with Bar() as bar:
            built = pia.build(
                folder,
                target,
                formats.split(","),
                edition,
                force=force,
                executor=executor,
                step=bar.step,
            )
        for line in summary(built, _terminal_width()):
            tell(line)
        _warn(*built.findings)
        return built.fails

    fails = once()
    if watch:
        from pia.api.offices import saved

        for _ in saved(folder, target):
            once()
    sys.exit(1 if fails else 0)


@cli.command()
@FOLDER
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "csv", "xlsx", "html", "ics"]),
    default="table",
    help="出力の形（ics はカレンダー）",
)
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="出力するファイル")
@click.option("--today", metavar="DATE", help="この日の時点で示します（令和8年4月1日 など）")
@FORCE
def status(folder: Path, style: str, file: Path | None, today: str | None, force: bool) -> None:
    """評価書の台帳を、期限の近い順に示します。

    見直し（規則第14条）、再実施（規則第15条）、事務の終了後の公表（規則第16条）の期限と、誤り、未記入、
    判断していない変更を示します。
    """
    from pia.cli.output import Bar

    told: list[Finding] = []
    width = _terminal_width() if file is None else None
    with Bar() as bar:
        data = pia.status(folder, style, today=today, width=width, step=bar.step, warn=told.append)
    _warn(*told)
    write_or_print(data, file, force=force, names_file=True)


@cli.command()
@FOLDER
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="出力先（新しいフォルダーか、前に pia site が作ったフォルダー）",
)
@click.option("--url", default="", help="置く先のアドレス（更新のお知らせの中のリンクに使います）")
@click.option("--force", is_flag=True, help="手で直されたファイルやほかのファイルにも上書きします")
def site(folder: Path, target: Path, url: str, force: bool) -> None:
    """市のウェブサイトに置く、公表した評価書のページ一式を作ります。

    載せるのは確定版だけです。一覧と検索、評価書（HTML、PDF、Excel、Word）、版と変更、項目ごとの
    移り変わり、更新のお知らせ、データが入ります。非公表の箇所は、以前の版でも載せません。
    """
    from pia.cli.output import Bar

    with Bar() as bar:
        made = pia.site(folder, target, url=url, force=force, step=bar.step)
    _warn(*made.findings)
    for path in made.kept:
        tell(f"{path}: もう使わないページですが、手で直されているため残しました", err=True)
    counts = f"書いたファイル {len(made.written)} 件、変更なし {made.same} 件"
    tell(f"{target}: 評価書 {made.documents} 件。{counts}、消したもの {len(made.removed)} 件")
    sys.exit(1 if made.fails else 0)


def _warn(*findings: "Finding") -> None:
    for finding in findings:
        tell(str(finding), err=True)


def _terminal_width() -> int | None:
    """Return how many columns the terminal has, None for a file or a pipe."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


@cli.command()
@click.argument("what", metavar="NAME|ADDRESS|TEXT")
@FOLDER
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="出力の形"
)
@click.option(
    "--against",
    metavar="REV",
    help="Git の版か「前版」。それから変わったところを、一つの判断の表（CSV）にします",
)
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="判断の表のファイル")
@click.option("--force", is_flag=True, help="ほかのファイルにも上書きします")
def impact(
    what: str, folder: Path, style: str, against: str | None, file: Path | None, force: bool
) -> None:
    """変数、共通の文章、番地又は言い回しが、どの評価書のどの項目にあるかを示します。

    --against を付けると、そこで変わったことを、すべての評価書について一つの表にします。判断を書いた
    表は、pia decide で評価書ごとの判断ファイルに書き戻します。
    """
    if (against is None) != (file is None):
        raise click.UsageError("--against REV は、-o 判断.csv と一緒に使います。")
    if against is not None and file is not None:
        count, amiss = pia.decision_table(what, folder, file, old=against, force=force)
        for finding in amiss:
            tell(str(finding), err=True)
        tell(f"{file}: 判断する変更 {count} 件")
        sys.exit(1 if amiss else 0)
    found, unread = pia.impact(what, folder)
    if style == "json":
        tell_all(json.dumps([each.as_dict() for each in found], ensure_ascii=False, indent=2))
    else:
        for each in found:
            tell(str(each))
        files = len({each.file for each in found})
        tell(f"評価書 {files} 件の {len(found)} 項目")
    for path in unread:
        tell(f"{path}: 読み取れないため、確かめていません", err=True)
    sys.exit(1 if unread else 0)


@cli.command()
@click.argument("table", metavar="TABLE", type=click.Path(path_type=Path))
def decide(table: Path) -> None:
    """判断の表（pia impact --against）に書いた判断を、評価書ごとの判断ファイルに書きます。"""
    for path in pia.decide_all(table):
        tell(str(path))
