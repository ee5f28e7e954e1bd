"""`docs/命令/`: a page for every command, said by the command itself."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from pia.cli import cli, noted

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "命令"
NOTE = """
このページは命令から作られます。手で直さず、
`PIA_REGENERATE=1 pytest tests/test_command_pages.py` で作り直してください。
"""
README = (ROOT / "README.md").read_text(encoding="utf-8")
(ENDS,) = re.findall("^終了コード: .*$", README, re.MULTILINE)
KINDS = {"text": "語", "path": "ファイルかフォルダー", "integer": "数", "file": "ファイル"}


def pages() -> dict[str, str]:
    """Return the name of every page → its text."""
    return {"README.md": _contents()} | {
        f"{name}.md": _page(command) for name, command in sorted(cli.commands.items())
    }


def _contents() -> str:
    rows = [
        f"| [`pia {name}`]({name}.md) | {_told(command)[0]} |"
        for name, command in sorted(cli.commands.items())
    ]
    told = "命令の後に `--help` を付けても、同じことが画面に出ます。"
    return "\n".join(["# 命令", "", told, "", "| 命令 | すること |", "|---|---|", *rows, NOTE])


def _page(command: click.Command) -> str:
    top = click.Context(cli, info_name="pia")
    context = click.Context(command, info_name=command.name, parent=top)
    pieces = [f"# {context.command_path}", "", *_explained(command, context)]
    if isinstance(command, click.Group):
        for below in command.commands.values():
            deeper = click.Context(below, info_name=below.name, parent=context)
            pieces += [f"## {deeper.command_path}", "", *_explained(below, deeper)]
    pieces += [*_mentions(command.name or ""), "## 終わり方", "", ENDS, NOTE]
    return "\n".join(pieces)


def _explained(command: click.Command, context: click.Context) -> Iterator[str]:
    for paragraph in _told(command):
        yield paragraph + "\n"
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield f"```text\n{usage}\n```\n"
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    if options:
        yield "| 指定 | 値 | 働き |\n|---|---|---|"
        yield from (f"| {_names(p)} | {_value(p)} | {_help(p, context)} |" for p in options)
        yield ""


def _told(command: click.Command) -> list[str]:
    """Return the paragraphs that a command says of itself."""
    return [_joined(part) for part in inspect.cleandoc(command.help or "").split("\n\n")]


def _joined(part: str) -> str:
    """Return the lines of a paragraph as one; Latin words keep a space between."""
    return re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", part).replace("\n", "")


def _names(option: click.Option) -> str:
    return "、".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])


def _value(option: click.Option) -> str:
    if option.is_flag:
        return "なし"
    if isinstance(option.type, click.Choice):
        return " / ".join(f"`{choice}`" for choice in option.type.choices)
    return f"`{option.metavar}`" if option.metavar else KINDS[option.type.name.split(" ")[0]]


def _help(option: click.Option, context: click.Context) -> str:
    record = option.get_help_record(context)
    assert record is not None
    return re.sub(r"([|<>])", r"\\\1", noted(_joined(record[1])))


def _mentions(name: str) -> list[str]:
    """Return links to the pages written by hand that speak of a command."""
    found = [
        f"- [{text.splitlines()[0].removeprefix('# ')}](../{path.name})"
        for path in sorted((ROOT / "docs").glob("*.md"))
        if (text := path.read_text(encoding="utf-8")) and re.search(rf"pia {name}\b", text)
    ]
    return ["## この命令の出てくるページ", "", *found, ""] if found else []
