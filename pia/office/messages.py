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
    WORKER_DIED = (
        "止められた処理",
        ERROR,
        "「{name}」を処理していたプロセスが、途中で止められました（メモリーの不足など）。",
        "メモリーを使っているほかの仕事を閉じてから、もう一度実行してください。続けて止まるときは、"
        "その文書の図を小さくしてください。",
    )
    NOT_TO_PUBLISH = (
        "公表できない評価書",
        ERROR,
        "「{name}」は、公表の前に直すところが {count} 件あるため、公表しません。",
        "上に示したところを直してください（pia check --strict でも確かめられます）。",
    )
    UNDECIDED = (
        "公表前の判断",
        ERROR,
        "判断していない変更か、古い判断が {count} 件あります。",
        "pia diff で確かめ、判断ファイルに事前か事後を書いてください。",
    )
    OTHER_PUBLICATION = (
        "公表済みの一式",
        ERROR,
        "「{name}」は既にあり、内容が違うため、公表しません。",
        "同じ公表日の一式を作り直すときは、そのフォルダーを別の場所に移してください。内容を改めたの"
        "であれば、新しい公表日を書いてください。",
    )
    NO_GIT = (
        "Gitへの記録",
        ERROR,
        "Git に記録できません（{problem}）。",
        "Git の状態を整えてからやり直すか、--git を付けずに公表し、後から記録してください。",
    )
    NOT_AS_FROZEN = (
        "確定版との不一致",
        ERROR,
        "「{name}」は、確定版から作り直したものと違います。",
        "公表した一式を保管してあるものに戻し、だれが書き換えたかを確かめてください。",
    )
    NOT_PUBLISHED = (
        "公表していない評価書",
        WARNING,
        "「{name}」は確定版になっていないため、公表用のページに載せません。{instead}。",
        "公表してよければ pia publish で確定版を作ってから、もう一度 pia site を実行してください。",
    )
    VERSION_WITHHELD = (
        "載せられない版",
        ERROR,
        "上に示したところのため、「{name}」を公表用のページに載せません。",
        "非公表の箇所が確かめられる形に直すか、元の確定版に戻してください。ほかの版は載せています。",
    )
    SHOWN_ELSEWHERE = (
        "ほかの評価書の非公表",
        ERROR,
        "「{other}」が非公表とした語が、「{name}」では黒塗りになっていないため、「{name}」を公表用の"
        "ページに載せません（{place}）。",
        "どちらの評価書でも非公表とするか、どちらでも公表するかを決めて、書き方をそろえてください。",
    )
    NOT_REMEMBERED = (
        "覚えを書けないフォルダー",
        WARNING,
        "「{name}」に書き込めない（{reason}）ため、処理したことを覚えずに続けました。",
        "結果は変わりませんが、次も同じだけ時間が掛かります。速くするには、書き込める場所に写してください。",
    )
    SAME_PAGE = (
        "同じページになる評価書",
        ERROR,
        "「{name}」は、様式と評価書番号が「{other}」と同じため、公表用のページに載せません。",
        "番号を直すか、同じ評価書の前の版なら「前版:」に書いてください。",
    )
    NOT_A_SITE = (
        "公表用のページの置き場所",
        ERROR,
        "「{name}」には pia site が作ったのではないファイルがあるため、何も書きません。",
        "新しいフォルダーを -o で指定してください。そこに混ぜて置いてよければ --force を付けます"
        "（ほかのファイルには手を付けません）。",
    )
    NO_TABLE = (
        "判断の表ではないファイル",
        ERROR,
        "「{name}」を判断の表として読めません。",
        "pia impact --against で作った CSV を、見出しの行を残して UTF-8 で保存してください。",
    )
