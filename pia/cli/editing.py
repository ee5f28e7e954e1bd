"""The command that opens the editor in the browser: edit."""

from pathlib import Path

import click

from pia.cli.group import cli


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

    serve(path, port=port, readonly=readonly, browse=not quiet, told=click.echo)
