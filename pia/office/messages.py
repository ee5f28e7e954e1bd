"""What can keep the work of a whole office from being done."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class OfficeMessages(Messages):
    NO_EXECUTOR = (
        "実行役の指定",
        ERROR,
        "「{name}」という実行役を使えません。",
        "concurrent.futures.Executor を返す関数を「モジュール:関数」の形で指定してください。",
    )
