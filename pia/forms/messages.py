"""What can be wrong about a form or with an assessment's choice of it."""

from enum import StrEnum

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class FormMessages(Messages):
    BAD_FORM_FILE = (
        "様式ファイルの誤り",
        ERROR,
        "「{where}」: {fault}。",
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
    OTHER_KIND = (
        "文書の種類違い",
        ERROR,
        "この文書は{form}なので、ここでは使えません。",
        "評価書（基礎項目、重点項目、全項目）のファイルを指定してください。",
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


NAMELESS = "名前のない項目"


class Fault(StrEnum):
    """What can be wrong in a form file; stands in the sentence of 様式ファイルの誤り."""

    NOT_YAML = "YAML として読めません。この行の前後の字下げ、括弧、引用符を確かめてください"
    NOT_UTF_8 = "YAML として読めません。UTF-8 で保存し直してください"
    NOT_A_MAPPING = "「名前: 値」の形で書いてください"
    NOT_A_LIST = "「{key}」には「- 」で始まる一覧を書いてください"
    NOT_A_TEXT = "「{key}」には文字を書いてください"
    NOT_A_FLAG = "「{key}」は true か false です"
    NOT_A_NUMBER = "「{key}」は数字です"
    NO_KEY = "「{key}」がありません"
    DUPLICATE_KEY = "「{key}」が2回書かれています"
    UNKNOWN_KEY = "「{key}」という名前はありません"
    UNKNOWN_WORD = "「{text}」は使えません（使える語: {known}）"
    UNKNOWN_ADDRESS = "この番地の項目はモデルにありません"
    UNKNOWN_OPTION = "「{text}」という選択肢はありません（ある選択肢: {known}）"
    OPTION_TWICE = "「{text}」の選択肢が2つあります"
    NO_CHOICE = "「{key}」は、選択肢の項目にだけ書けます"
    NO_OPTIONS = "「{text}」の選択肢を options.yaml に書いてください"
    UNKNOWN_MODEL = "「{text}」という文書の種類はありません（ある種類: {known}）"
    UNKNOWN_DERIVATION = "「{text}」という導き方はありません（ある導き方: {known}）"
    NOT_REPEATED = "繰り返しの一覧ではありません"
    NOT_A_VALUE = "値のある項目ではなく、項目のまとまりです"
    IN_A_LIST = "一覧の中の項目です。その一覧の名前を per: に書いた節の中に書いてください"
    NUMBERED_ALONE = "numbered は、一覧の値か、per: の中の項目にだけ付けられます"
    LIST_NOT_NUMBERED = "一覧の値を1項目に印刷するには numbered: true が要ります"
    NO_ADDRESS = "address、from、fixed、derive のいずれかが要ります"
    ONE_OF = "{known} は、1つの項目に1つだけ書けます"
    BAD_RULE = "required は always、never、when … のいずれかです"
    BAD_CONDITION = "条件は「項目 is|has|lacks 選択肢」の形で書いてください"
    CONDITION_WITHOUT_OPTIONS = "条件の項目が選択肢の項目ではありません"
    BOX_WITHOUT_ITEM = "「in 選択肢」は選択肢の項目の下でだけ使えます"
    BAD_RANGE = "範囲は「2～5」の形で書いてください"
    PRINTED_BY_NO_FORM = "この版のどの様式も、この項目を印刷しません"
    NOT_IN_ITS_PLACE = "edition と form は、フォルダーとファイルの名前に合わせてください"
    CONDITION_NOT_PRINTED = "条件の項目「{text}」を、この様式は印刷しません"
    CONDITION_NOT_OFFERED = "条件の選択肢「{text}」は、この様式のその項目にありません"
    BOX_NOT_OFFERED = "「{text}」は、上の項目にない選択肢です"
    BOX_TAKEN = "同じ選択肢の記入欄に、項目が2つあります"
    PLACED_ALONE = "place: {text} は、項目の下の項目にだけ書けます"
    NOTHING_BELOW = "place: {text} の項目の下に、項目は置けません"
    NOT_ON_HEADING = "ここの見出しの行に置けるのは{known}だけです"
    NOT_HERE = "style: {text} は、ここでは使えません"
    NOT_IN_STYLE = "style: {text} の下には置けません。印刷されないままになります"
    KIND_NOT_IN_STYLE = "この値は、style: {known} の節の中でだけ印刷できます"
    NEEDS_PART = "「{text}」を印刷する項目がありません"
    PRINTED_TWICE = "同じ項目が2か所にあります（2か所目は from で書きます）"
