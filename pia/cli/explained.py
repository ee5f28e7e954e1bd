"""The help of every command in Japanese throughout: click's own words are English."""

from collections.abc import Iterable

import click

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
