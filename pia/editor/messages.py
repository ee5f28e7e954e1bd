"""What the editor has to say."""

from pia.errors import Messages, Severity

ERROR = Severity.ERROR


class EditorMessages(Messages):
    NO_DOCUMENT = (
        "編集できない文書",
        ERROR,
        "「{name}」は、このフォルダーの評価書ではありません。",
        "一覧から選んでください。",
    )
    NO_STEP = (
        "戻せる変更なし",
        ERROR,
        "元に戻せる変更がありません。",
        "この画面で直した変更だけを元に戻せます。",
    )
    NO_EDITOR = (
        "編集画面の部品なし",
        ERROR,
        "編集画面に要るライブラリー（{name}）がありません。",
        "pip install の名前に [edit] を付けて入れ直してください。",
    )
    BAD_REQUEST = (
        "読めない要求",
        ERROR,
        "要求「{name}」が読めません。",
        "形は /openapi.json にあります。",
    )
    PORT_TAKEN = (
        "使われているポート",
        ERROR,
        "ポート {port} は、ほかのソフトが使っています。",
        "--port を付けずに起動するか、別の番号を指定してください。",
    )
    BAD_NAME = (
        "ファイルの名前",
        ERROR,
        "「{name}」はファイルの名前にできません。",
        "文字、数字、「_」「-」を使って付けてください。",
    )
    BAD_PICTURE = (
        "使えない画像",
        ERROR,
        "この画像は読み取れません。",
        "PNG か JPEG の画像を選んでください。",
    )
