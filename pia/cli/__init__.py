"""The command line: parse → one library call → print → exit code.

Exit 0: no error among the findings. 1: at least one. 2: usage or unreadable input.

Here is the group of all commands: its help in Japanese throughout, for click's own words are
English; which module has which command, imported when it is asked for; and how one that cannot go
on ends.
"""

# ruff: noqa: E402

import gc

# Reference cycles are looked for seldom: a command is over before that pays, and looking takes a
# fifth of its time, what it imports included.
gc.set_threshold(300_000)

import atexit
import os
import sys
from collections.abc import Iterable, Iterator, MutableMapping
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

import click

from pia import __version__
from pia.cli.output import tell

HEADINGS = {"Options": "指定", "Commands": "命令"}
USAGE, OPTIONS, SUBCOMMAND = "使い方: ", "[指定]", "命令 [指定]…"
NOTES = {"[required]": "[必須]", "[default:": "[省いたとき:"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or USAGE)

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        super().write_dl([(name, noted(said)) for name, said in rows], col_max, col_spacing)


def noted(said: str) -> str:
    """Return what is said of an option, with its notes in Japanese."""
    for english, japanese in NOTES.items():
        said = said.replace(english, japanese)
    return said


class _ExplainedContext(click.Context):
    formatter_class = _Formatter


class Explained(click.Command):
    """A command that explains itself in Japanese."""

    context_class = _ExplainedContext

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        said = {"[OPTIONS]": OPTIONS, "COMMAND [ARGS]...": SUBCOMMAND}
        return [said.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "この説明を表示します"
        return option


class Group(Explained, click.Group):
    """Commands that explain themselves in Japanese."""

    command_class = Explained


# Which module has which commands.
MODULES = {
    "office_commands": ("build", "decide", "impact", "init", "site", "status"),
    "printed_commands": ("compare", "import", "render", "verify"),
    "record_commands": ("audit", "review"),
    "source_commands": (
        "check",
        "derive",
        "edit",
        "items",
        "migrate",
        "new",
        "schema",
        "set",
        "threshold",
    ),
    "version_commands": ("diff", "freeze", "publish"),
}


class Commands(MutableMapping[str, click.Command]):
    """The commands by their names. Each module adds its own when it is imported."""

    def __init__(self) -> None:
        self.known: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        module = next((module for module, names in MODULES.items() if name in names), "")
        if module and name not in self.known:
            import_module(f"pia.cli.{module}")
        return self.known[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self.known[name] = command

    def __delitem__(self, name: str) -> None:
        del self.known[name]

    def __iter__(self) -> Iterator[str]:
        return (name for names in MODULES.values() for name in names)

    def __len__(self) -> int:
        return sum(map(len, MODULES.values()))


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
        case _ if not error.message.endswith("。"):  # from click, whatever name it quotes
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
