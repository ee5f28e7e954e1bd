"""What can be wrong with a printed form that is read, and what of it is not sure."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class IntakeMessages(Messages):
    NOT_A_FORM = (
        "読み込めない種類",
        ERROR,
        "「{name}」は読み込める種類のファイルではありません。",
        "xlsx、xlsm、docx、pdf のいずれかを指定してください。"
        "名前が「~$」で始まるものは、開いている間だけの控えです。",
    )
    NOT_FILLED = (
        "書き込めない種類",
        ERROR,
        "「{name}」は PDF で、書き込むことができません。",
        "Excel か Word の様式を指定してください。PDF は pia render --format pdf で作れます。",
    )
    STRICT = (
        "厳密な形式のファイル",
        ERROR,
        "「{name}」は「厳密な Open XML」の形のファイルです。",
        "Excel か Word で開き、「ブック」か「文書」の形（厳密でないもの）で保存し直してください。",
    )
    OLD_OFFICE = (
        "古い形式のファイル",
        ERROR,
        "「{name}」は古い形式（.xls、.doc など）のファイルです。",
        "Excel か Word で開き、xlsx か docx の形で保存し直してください。",
    )
    LOCKED = (
        "パスワード付きのファイル",
        ERROR,
        "「{name}」はパスワードで保護されています。",
        "パスワードを外して保存したファイルを指定してください。",
    )
    BROKEN = (
        "壊れたファイル",
        ERROR,
        "「{name}」は壊れているか、途中で切れています。",
        "Excel や Word で開けるかを確かめ、保存し直してください。",
    )
    TOO_LARGE = (
        "大きすぎる様式",
        ERROR,
        "「{name}」は様式として大きすぎます（限度は {limit}）。",
        "評価書だけを収めたファイルにしてください。",
    )
    NO_PDF_READER = (
        "PDFの読み込みの準備",
        ERROR,
        "「{name}」を読むための部品がありません。",
        "pip install 'pia[pdf]' で加えてください。",
    )
    PUBLISHED = (
        "公表用の文書の取り込み",
        ERROR,
        "「{name}」は公表用に出力した文書です。黒塗りの箇所は戻せないため、取り込めません。",
        "提出用の文書か、元の YAML を使ってください。",
    )
    UNKNOWN = (
        "様式の分からない文書",
        ERROR,
        "「{name}」がどの様式か分かりません。特定個人情報保護評価書の項目がほとんど見つかりません。",
        "評価書のファイルかを確かめてください。文字のない PDF（画像だけの PDF）は取り込めません。",
    )
    NO_ORDER = (
        "版の順序",
        ERROR,
        "同じ評価書の「{name}」は、公表日が同じか記されていないため、どちらが先の版か決められません。",
        "様式の公表日を確かめて直すか、一つずつ取り込んでください。",
    )
    OTHER_FORM = (
        "別の種類の様式",
        ERROR,
        "「{name}」は{other}の様式です。{wanted}とは突き合わせられません。",
        "評価書と同じ種類の様式を指定してください。",
    )
    OTHER_DOCUMENT = (
        "別の評価書の様式",
        ERROR,
        "「{name}」は、評価書番号も事務の名称もこの評価書と違います（{other}）。",
        "この評価書の様式を指定してください。番号と名称の両方を改めたのなら、--same を付けます。",
    )
    DOUBLED = (
        "二度ある部",
        ERROR,
        "「{name}」には、一度しかないはずの部が二度あります（{place}）。",
        "写しのシートなどを除いて保存してから、もう一度取り込んでください。",
    )
    IN_DOUBT = (
        "同じ評価書か不確か",
        ERROR,
        "「{name}」と「{other}」は、評価書番号か事務の名称の一方だけが同じで、同じ評価書の別の版か、"
        "別の評価書か決められません。",
        "同じ評価書なら --same を、別の評価書なら --apart を付けて、もう一度取り込んでください。",
    )
