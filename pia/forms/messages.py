"""What can be wrong about a form or with an assessment's choice of it."""

from enum import StrEnum

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class FormMessages(Messages):
    BAD_FORM_FILE = (
        "様式ファイルの誤り",
        ERROR,
        "{name} の「{where}」: {problem}。",
        "様式ファイルを直してください。書き方は CONTRIBUTING.md にあります。",
    )
    NO_FORM = (
        "様式なし",
        WARNING,
        "どの様式の文書か書かれていません。",
        "{name}として確かめました。1行目に「様式: {name}」のように書いてください。",
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


class Problem(StrEnum):
    """What can be wrong in a form file; stands in the sentence of 様式ファイルの誤り."""

    NOT_YAML = "YAML として読めません（{text}）"
    NOT_A_MAPPING = "「名前: 値」の形で書いてください"
    NOT_A_LIST = "「{key}」には「- 」で始まる一覧を書いてください"
    NOT_A_TEXT = "「{key}」には文字を書いてください"
    NOT_A_FLAG = "「{key}」は true か false です"
    NOT_A_NUMBER = "「{key}」は数字です"
    NO_KEY = "「{key}」がありません"
    UNKNOWN_KEY = "「{key}」という名前はありません"
    UNKNOWN_WORD = "「{text}」は使えません（使える語: {known}）"
    UNKNOWN_ADDRESS = "この番地の項目はモデルにありません"
    UNKNOWN_OPTION = "「{text}」という選択肢はありません（ある選択肢: {known}）"
    UNKNOWN_DERIVATION = "「{text}」という導き方はありません（ある導き方: {known}）"
    NOT_REPEATED = "繰り返しの一覧ではありません"
    NOT_A_VALUE = "値のある項目ではなく、項目のまとまりです"
    LIST_NOT_NUMBERED = "一覧の値を1項目に印刷するには numbered: true が要ります"
    NO_ADDRESS = "address、from、fixed、derive のいずれかが要ります"
    BAD_RULE = "required は always、never、when … のいずれかです"
    BAD_TERM = "条件は「項目 is|has|lacks 選択肢」の形で書いてください"
    TERM_WITHOUT_OPTIONS = "条件の項目が選択肢の項目ではありません"
    BOX_WITHOUT_ITEM = "「in 選択肢」は選択肢の項目の下でだけ使えます"
    BAD_RANGE = "範囲は「2～5」の形で書いてください"
    NOT_IN_ITS_PLACE = "edition と form は、フォルダーとファイルの名前に合わせてください"
    PRINTED_TWICE = "同じ項目が2か所にあります（2か所目は from で書きます）"
    PRINTED_AND_LACKED = "lacks にありますが、印刷する項目にもあります"
