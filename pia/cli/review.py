"""Review comments: review add, form, summary."""

from pathlib import Path

import click

from pia.cli.group import cli

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
    click.echo(f"{record}: 意見 {done.added} 件を加えました（既にある意見 {done.known} 件）")


@review.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), required=True, help="作るブック"
)
def form(source: Path, file: Path) -> None:
    """点検する人が項目ごとに意見を書き込む Excel を作ります。"""
    from pia.api.papers import write_review_copy

    click.echo(str(write_review_copy(source, file)))


@review.command()
@RECORD
@click.option(
    "--into", "source", type=click.Path(path_type=Path), required=True, help="書き込む評価書"
)
def summary(record: Path, source: Path) -> None:
    """意見の聴取と第三者点検の期間、件数、反映を評価書に書き込みます。"""
    from pia.api.papers import write_review_summary

    write_review_summary(record, source)
    click.echo(str(source))
