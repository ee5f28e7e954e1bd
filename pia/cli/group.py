"""The group of all commands, and how a command that cannot go on ends."""

import atexit
import gc
import os
import sys
from pathlib import Path
from typing import Any, TextIO

import click

from pia.cli.commands import Commands
from pia.cli.explained import Group
from pia.cli.output import tell
from pia.version import __version__

HELP = {"help_option_names": ["-h", "--help"]}
EDITION = click.option("--edition", help="版（R6.10 など）。指定がなければ最新の版")
PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


def main() -> None:
    """Run the command line with UTF-8 output, whatever the console's own encoding."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        _use_utf8(stream)
    atexit.register(gc.freeze)  # garbage is not looked for once more at the end
    # What else is installed has no part in what a check says, and takes a while to look through.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    cli(prog_name="pia")


def _open_what_is_closed() -> None:
    """Give standard input and output that somebody closed (`>&-`) to nothing, so that no file that
    a command opens takes their number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8")


def _use_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


class _WholeGroup(Group):
    """Ends a command that cannot go on with what is wrong and exit code 2."""

    group_class: type[click.Group] = Group

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs | {"standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(2)
        except click.UsageError as error:
            tell(problem(error), err=True)
            sys.exit(2)
        except click.Abort:
            sys.exit(130)

    def invoke(self, ctx: click.Context) -> Any:
        from pia.errors import PiaError, RefusedError

        try:
            return super().invoke(ctx)
        except PiaError as error:
            for finding in error.findings:
                tell(str(finding), err=True)
            sys.exit(1 if isinstance(error, RefusedError) else 2)
        except BrokenPipeError:
            raise  # click ends quietly when nobody reads on
        except OSError as error:
            from pia.api.outputs import refusal

            tell(str(refusal(error)), err=True)
            sys.exit(2)


@click.group(cls=_WholeGroup, commands=Commands(), context_settings=HELP)
@click.version_option(__version__, prog_name="pia", help="このソフトの版を表示します")
def cli() -> None:
    """特定個人情報保護評価書を YAML で書き、確かめ、公式の様式で出力します。"""


def problem(error: click.UsageError) -> str:
    """Return one sentence that says what is wrong with a command line and how to mend it.

    Keyed on the exception of click, never on its English.
    """
    name = error.ctx.command_path if error.ctx else "pia"
    return f"{_what(error)} 使い方は {name} --help で見られます。"


def _what(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption(option_name=option, possibilities=near):
            guess = f"「{near[0]}」の誤りではありませんか。" if near else ""
            return f"「{option}」という指定はありません。{guess}"
        case click.MissingParameter(param=param):
            return f"{_named(param)}が指定されていません。"
        case click.BadParameter(param=param):
            return f"{_named(param)}の値が正しくありません。{_choices(param)}"
        case click.BadOptionUsage(option_name=option):
            return f"「{option}」の後に値を書いてください。"
        case _ if error.ctx and isinstance(error.ctx.command, click.Group):
            return f"そのような命令はありません。命令: {'、'.join(error.ctx.command.commands)}。"
        case _ if error.message[:1].isascii():  # from click, whatever name it quotes
            return "余分な指定があるか、指定が足りません。"
        case _:
            return error.message


def _named(param: click.Parameter | None) -> str:
    if param is None:
        return "指定"
    name = param.opts[0] if isinstance(param, click.Option) else param.human_readable_name
    return f"「{name}」"


def _choices(param: click.Parameter | None) -> str:
    if param is None or not isinstance(param.type, click.Choice):
        return ""
    return f"次のいずれかです: {'、'.join(map(str, param.type.choices))}。"
