"""Why an edit is refused."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class EditMessages(Messages):
    NO_ADDRESS = (
        "番地なし",
        ERROR,
        "「{place}」という番地はこの様式にありません。",
        "{remedy}番地は pia items で確かめられます。",
    )
    NO_BLOCK = (
        "まとまりなし",
        ERROR,
        "「{place}」というまとまりはありません。",
        "{remedy}新しく加えるには「{place}.id={id}」も一緒に指定してください。",
    )
    AMBIGUOUS = (
        "番地のあいまいさ",
        ERROR,
        "「{place}」の指す場所が一つに決まりません（{places}）。",
        "「特定個人情報ファイル[住基台帳].使用目的」のように、id を付けて一つを指してください。",
    )
    ELSEWHERE = (
        "差し込みの中の文章",
        ERROR,
        "この文章は「{{{{ {name} }}}}」として {home} にあります（ほかの使用: {uses}）。",
        "使うところをすべて改めるには --fragment、ここだけ書き下すには --inline を付けます。",
    )
    ACROSS = (
        "差し込みにまたがる編集",
        ERROR,
        "直す箇所が「{{{{ {name} }}}}」の中と外にまたがるため、差し込み元だけでは直せません。",
        "差し込み元と本文を別々に直すか、--inline を付けてここに書き下してください。",
    )
    REFERRED = (
        "使われている場所の削除",
        ERROR,
        "「{place}」は {uses} から参照されているため、消せません。",
        "参照を先に消すか、参照も一緒に消してください。",
    )
    SEALED = (
        "確定版への書き込み",
        ERROR,
        "「{name}」は確定版なので、書き換えません。",
        "次の版のファイル（写して「確定:」とその下の2行を消したもの）を指定してください。",
    )
    NOT_TO_SAY = (
        "書き出せない値",
        ERROR,
        "評価書のファイルに書けない値があります（{places}）。",
        "その値を、評価書に書ける形に直してください。",
    )
