"""What can be wrong with a theme file."""

from pia.errors import Messages, Severity

ERROR = Severity.ERROR


class LayoutMessages(Messages):
    BAD_COLOUR = (
        "色の書き方",
        ERROR,
        "「{text}」を色として読めません。",
        "「C6E0B4」のように6桁の16進数（RRGGBB）で書いてください。",
    )
    BAD_FONT = (
        "書体の名前",
        ERROR,
        "「{text}」を書体の名前として使えません。",
        "「ＭＳ Ｐゴシック」のように60字以内の名前だけを書いてください。",
    )
    LONG_FOOT = (
        "長いページの下の文",
        ERROR,
        "ページの下の文が合わせて {length} 字あり、Excel のページの下に入りません。",
        "合わせて {most} 字以内にしてください。",
    )
    PALE = (
        "読みにくい色",
        ERROR,
        "文字の色 {ink} と地の色 {ground} の明るさの比が {ratio} しかありません。",
        "弱視の人にも読めるよう、比が 4.5 以上になる色にしてください。",
    )
