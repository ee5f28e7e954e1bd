"""What can be wrong about a form or with an assessment's choice of it."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class FormMessages(Messages):
    BAD_FORM_FILE = (
        "様式ファイルの誤り",
        ERROR,
        "{file} の「{where}」: {problem}。",
        "様式ファイルを直してください。書き方は CONTRIBUTING.md にあります。",
    )
    UNKNOWN_FORM = (
        "未知の様式",
        ERROR,
        "「{name}」という様式はありません。",
        "「様式:」に次のいずれかを書いてください: {known}。",
    )
    UNKNOWN_EDITION = (
        "未知の版",
        ERROR,
        "「{name}」という版はありません。",
        "「版:」に次のいずれかを書いてください: {known}。",
    )
    NOT_IN_FORM = (
        "様式にない項目",
        ERROR,
        "「{key}」は{form}にない項目です。",
        "この様式では印刷されません。書く場所を確かめるか、この行を消してください。",
    )
    NOT_OFFERED = (
        "様式にない選択肢",
        ERROR,
        "「{text}」は{form}のこの項目にない選択肢です。",
        "次のいずれかを選んでください: {known}。",
    )
    UNKNOWN_FORMAT = (
        "未知の出力形式",
        ERROR,
        "「{name}」という出力形式はありません。",
        "次のいずれかを指定してください: {known}。",
    )
