"""What a comparison tells people: lists in words."""

from pathlib import Path

import pytest
from paper_of import NEYAGAWA

from pia import compare, load
from pia.api.outputs import render_blank
from pia.forms.walk import words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("使用", "使用"),
        (["氏名", "住所"], "氏名、住所"),
        (["紙", {"その他": "郵送"}], "紙、その他（郵送）"),
        (
            [{"法令": "１", "事務": "２"}, {"法令": "３", "事務": "４"}],
            "法令: １、事務: ２\n法令: ３、事務: ４",
        ),
        ({"id": "住基", "接続": ["紙", "専用線"]}, "id: 住基、接続: 紙、専用線"),
    ],
)
def test_values_are_told_in_words(value: object, expected: str) -> None:
    assert words(value, "、") == expected


def test_a_comparison_shows_no_raw_lists(tmp_path: Path) -> None:
    (given,) = render_blank(load(NEYAGAWA).form.id, None, tmp_path, ["xlsx"])
    text = compare(given, NEYAGAWA).text()
    assert '["' not in text
    assert '{"' not in text
    assert "id: 住基台帳" in text
