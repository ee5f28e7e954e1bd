"""What can keep form 2 from being derived, and what it can contradict."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class DerivationMessages(Messages):
    CANNOT_DERIVE = (
        "元にできない様式",
        ERROR,
        "{source}から{target}を作ることはできません。",
        "「pia derive kiso」に、重点項目評価書か全項目評価書のファイルを指定してください。",
    )
    CONTRADICTS = (
        "様式間の矛盾",
        ERROR,
        "ここでは「{here}」ですが、{form}（{place}）からは「{there}」となります。",
        "どちらが正しいかを確かめ、もう一方を直してください。",
    )
    LISTS_DIFFER = (
        "様式間の一覧の違い",
        WARNING,
        "「{name}」は、{where}にだけあります。",
        "一方の一覧に抜けがないか、同じものを違う名前で書いていないかを確かめてください。",
    )
    WORDED_DIFFERENTLY = (
        "様式間の文面の違い",
        WARNING,
        "{form}（{place}）の同じ項目と文面が違います。",
        "一方だけを改めたのでなければ、このままで構いません。",
    )
