"""What is wrong with a command line, in Japanese; keyed on click's exception, not its English."""

import click


def problem(error: click.UsageError) -> str:
    """Return one sentence that says what is wrong and how to mend it."""
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
