"""`docs/Python.md`: every verb of the library, its signature and the example of its docstring."""

import doctest
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pia

PAGE = Path(__file__).parents[1] / "docs" / "Python.md"

HEAD = """# Python から使う

`import pia` のあとに使える呼び出しのすべてです。例は、そのまま実行して確かめてあります。
`path` にはファイルの名前を、`document` にはファイルの名前か `pia.load` の結果か評価書のモデルを
渡します。

**約束** ここにある名前、引数、戻り値の属性は、`0.x` の間も断りなく変えません。変えるときは
[変更の記録](../CHANGELOG.md)に書き、前の書き方を少なくとも一つの版の間は残します。
ここにない名前（`pia.source` など）は、いつでも変わることがあります。

**誤り** 読めない入力とできない仕事は `pia.PiaError` になり、`findings` に何がどこでおかしいかが
入ります。`pia.RefusedError` はその一つで、入力は読めたが、頼まれたことを行わなかった（ファイルは
元のまま）ことを示します。
ほかの例外は `pia` の誤りです。

このページはテストが作ります。手で直さず、`PIA_REGENERATE=1 pytest tests/test_api_page.py` で
作り直してください。
"""

# The verbs in the order of the page, each with what it does, in the words of the staff.
VERBS = {
    "読む・書く": {
        "load": "評価書を読みます。誤りのある項目は除き、`findings` に残します。",
        "loads": "文字列の評価書を読みます。",
        "dumps": "評価書のモデルか日本語の項目名のデータを、ひな形と同じ並びの YAML にします。",
        "dump": "`dumps` の結果をファイルに書きます。あるファイルには `force` のときだけ書きます。",
        "new": "様式のひな形と、エディターのためのスキーマを作ります。",
        "edit": "番地で指した項目だけを書き換えます。ほかの記載は1文字も変えません。",
    },
    "確かめる": {
        "check": "一つの評価書の誤り、食い違い、記入漏れを返します。",
        "check_all": "いくつもの評価書を確かめ、互いの食い違いも返します。",
        "contradictions": "基礎項目評価書と、重点・全項目評価書との食い違いを返します。",
        "judge": "しきい値判断の結果と根拠を返します。",
        "verify": "ファイルが目録のままか、公表した一式が確定版のとおりかを確かめます。",
    },
    "出力する": {
        "render": "公式の様式をファイルに書きます。",
        "render_bytes": "公式の様式を、ファイルに書かずにバイト列で返します。",
        "init": "評価書を書く職場のフォルダーを作ります。あるファイルには手を付けません。",
        "impact": "語や文章が、どの評価書のどの項目に届くかを返します。",
        "publish": "公表する一式を作り、確定版を前版とします。誤りがあれば何も書きません。",
        "site": "公表した評価書のページ一式を作ります。載せなかったものは `findings` に入ります。",
        "build": "フォルダーの評価書のうち、前回から変わったものを確かめて出力します。",
        "status": "フォルダーの評価書の一覧を、急ぐものから返します。",
    },
    "版を比べる": {
        "diff": "二つの版から、変更箇所の行を返します。",
        "decide": "変更ごとの判断を判断ファイルに書き、読み返します。",
        "decision_table": "いくつもの評価書の変更を、一つの判断の表（CSV）にします。",
        "decide_all": "判断の表に書いた判断を、評価書ごとの判断ファイルに書きます。",
        "append": "判断の済んだ変更を「変更箇所」に書きます。",
        "tracked": "変更履歴付きの Word を返します。",
        "freeze": "公表した版を、後から変わらない確定版にします。",
    },
    "様式": {
        "items": "様式の項目を返します。人が書いた項目名から探すこともできます。",
        "json_schema": "様式の JSON Schema を返します。",
        "derive": "重点・全項目評価書から、基礎項目評価書の下書きを作ります。",
        "migrate": "評価書を別の版の様式に移します。",
    },
    "記入済みの様式": {
        "import_form": "記入済みの様式（Excel、Word、PDF）を評価書にします。",
        "compare": "記入済みの様式と評価書とで、記載の異なる項目を返します。",
        "fill": "手元の様式（xlsx、xlsm）に評価書の記載を書き込み、別のファイルにします。",
    },
    "評価書のまわりの書類": {
        "add_comments": "意見の表から、まだない意見を記録に加えます。",
        "say_comment": "意見を一つ記録に加えます。",
        "answer_comment": "意見への対応と回答を記録に書きます。",
        "write_review_copy": "点検する人が意見を書き込む Excel を作ります。",
        "write_review_summary": "意見の聴取と第三者点検の期間、件数、反映を評価書に書き込みます。",
        "draw_samples": "アクセスログから調査の対象を無作為に選び、帳票を作ります。",
        "read_worksheets": "照合の結果を書き込んだ帳票を読み、残りを返します。",
        "write_audit_report": "調査の報告書を、個人情報を含めずに作ります。",
        "dispose": "作業用のファイルを消し、ハッシュと廃棄日を計画に記録します。",
    },
}


def verbs() -> dict[str, Callable[..., Any]]:
    """Return every function of the library."""
    named = {name: getattr(pia, name) for name in pia.__all__}
    return {name: value for name, value in named.items() if inspect.isfunction(value)}


def example(verb: Callable[..., Any]) -> str:
    """Return the example of a docstring."""
    found = doctest.DocTestParser().get_examples(inspect.getdoc(verb) or "")
    lines = []
    for one in found:
        first, *more = one.source.splitlines()
        lines += [f">>> {first}", *(f"... {line}" for line in more), *one.want.splitlines()]
    return "\n".join(lines)


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    known = verbs()
    for title, told in VERBS.items():
        yield f"## {title}\n"
        for name, words in told.items():
            yield f"### pia.{name}\n\n{words}\n"
            yield f"```python\n{_signature(known[name])}\n```\n"
            yield f"```python\n{example(known[name])}\n```\n"


def _signature(verb: Callable[..., Any]) -> str:
    parameters = [str(p).split(":")[0].split("=")[0].strip() for p in _parameters(verb)]
    defaults = [p.default for p in _parameters(verb)]
    pairs = zip(parameters, defaults, strict=True)
    shown = [n if d is inspect.Parameter.empty else f"{n}={_shown(d)}" for n, d in pairs]
    star = next((n for n, p in enumerate(_parameters(verb)) if p.kind is p.KEYWORD_ONLY), None)
    if star is not None:
        shown.insert(star, "*")
    return f"pia.{verb.__name__}({', '.join(shown)})"


def _shown(default: object) -> str:
    shown = f'"{default}"' if isinstance(default, str) else repr(default)
    return "…" if callable(default) else shown.replace("'", '"')


def _parameters(verb: Callable[..., Any]) -> list[inspect.Parameter]:
    return list(inspect.signature(verb).parameters.values())
