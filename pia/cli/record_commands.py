"""Commands about the papers around an assessment: review, audit."""

import atexit
import gc
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from pia.cli import cli
from pia.cli.output import FORCE, end_with, print_findings, tell

RECORD = click.argument("record", type=click.Path(path_type=Path))


@cli.group()
def review() -> None:
    """第三者点検と住民等の意見: 取込、点検用の写し、評価書への反映。"""


@review.command()
@RECORD
@click.option(
    "--from", "table", type=click.Path(path_type=Path), required=True, help="意見の表（xlsx、csv）"
)
@click.option("--round", "round_id", default="", help="回の id（省けば最後の回）")
def add(record: Path, table: Path, round_id: str) -> None:
    """意見の表から、まだない意見を記録に加えます。"""
    from pia.api.papers import add_comments

    done = add_comments(record, table, round_id)
    tell(f"{record}: 意見 {done.added} 件を加えました（既にある意見 {done.known} 件）")


@review.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), required=True, help="作るブック"
)
def form(source: Path, file: Path) -> None:
    """点検する人が項目ごとに意見を書き込む Excel を作ります。"""
    from pia.api.papers import write_review_copy

    tell(str(write_review_copy(source, file)))


@review.command()
@RECORD
@click.option(
    "--into", "source", type=click.Path(path_type=Path), required=True, help="書き込む評価書"
)
def summary(record: Path, source: Path) -> None:
    """意見の聴取と第三者点検の期間、件数、反映を評価書に書き込みます。"""
    from pia.api.papers import write_review_summary

    write_review_summary(record, source)
    tell(str(source))


PLAN = click.argument("plan", type=click.Path(path_type=Path))
ROUND = click.option(
    "--round", "round_id", default="", help="調査の id（省けば終わっていない最初の調査）"
)


@cli.group()
def audit() -> None:
    """アクセスログ調査: 抽出、照合、報告、廃棄。"""


@audit.command()
@PLAN
@click.option(
    "--log",
    "first",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="アクセスログ（CSV、TSV、Excel、gz）",
)
@click.argument("more", nargs=-1, type=click.Path(path_type=Path))
@ROUND
@click.option("--system", default="", help="対象システムの id（見出しから決まらないとき）")
@click.option("--seed", default="", help="乱数の種（省けば作って計画に記録します）")
@click.option(
    "--except-broken", is_flag=True, help="読めない行を除いて抽出します（行数を記録します）"
)
def sample(
    plan: Path,
    first: Sequence[Path],
    more: Sequence[Path],
    round_id: str,
    system: str,
    seed: str,
    except_broken: bool,
) -> None:
    """アクセスログから日、時間帯、端末を無作為に選び、調査確認用帳票を作ります。"""
    from pia.api.papers import draw_samples

    atexit.unregister(gc.freeze)  # else the engine tells of everything that is not let go

    drawn = draw_samples(
        plan,
        [*first, *more],
        round_id,
        system=system,
        seed=seed,
        except_broken=except_broken,
        step=_tell,
    )
    for file in drawn.files:
        tell(str(file))
    print_findings(drawn.findings, "text")


def _tell(what: str) -> None:
    tell(what, err=True)


@audit.command()
@PLAN
@click.argument("books", nargs=-1, type=click.Path(path_type=Path))
@ROUND
def read(plan: Path, books: Sequence[Path], round_id: str) -> None:
    """照合の結果を書き込んだ帳票を読み込み、残りを示します。"""
    from pia.api.papers import read_worksheets

    found = read_worksheets(plan, books, round_id)
    for left in found.left:
        tell(str(left))
    end_with(found.findings)


@audit.command()
@PLAN
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    help="出力するフォルダー",
)
@click.option("--format", "formats", default="xlsx,docx,html,pdf", help="出力の形（コンマ区切り）")
@ROUND
@FORCE
def report(plan: Path, folder: Path, formats: str, round_id: str, force: bool) -> None:
    """調査の報告書（別紙５、別紙６）を、個人情報を含めずに作ります。"""
    from pia.api.papers import write_audit_report

    found = write_audit_report(plan, folder, formats.split(","), round_id, force=force)
    for file in found.files:
        tell(str(file))
    end_with(found.findings)


@audit.command()
@PLAN
@click.option("--by", "person", required=True, help="廃棄実施者")
@click.option("--on", "day", default="", help="廃棄日（省けば今日）")
@ROUND
def dispose(plan: Path, person: str, day: str, round_id: str) -> None:
    """作業用のファイルを消し、そのハッシュと廃棄日、廃棄実施者を計画に記録します。"""
    from pia.api.papers import dispose as dispose_of
    from pia.japanese import parse_date

    when = parse_date(day) if day else date.today()
    if when is None:
        raise click.BadParameter(day, param_hint="--on")
    done = dispose_of(plan, person, when, round_id)
    for file in done.files:
        tell(str(file))
    print_findings(done.findings, "text")
