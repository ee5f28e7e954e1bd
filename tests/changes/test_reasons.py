from pathlib import Path

import pytest

from pia.changes.judge import StandingReasons
from pia.errors import PiaError

WORDS = {"項目": "Ⅰ1. ①事務の名称", "変更前": "旧", "変更後": "{{ 変更前 }}"}


def own(root: Path, name: str, text: str) -> StandingReasons:
    (root / "理由").mkdir()
    (root / "理由" / f"{name}.j2").write_text(text, encoding="utf-8")
    return StandingReasons(root)


def test_standing_reasons_come_with_the_package(tmp_path: Path) -> None:
    known = StandingReasons(tmp_path).known()
    assert {"組織名の変更", "現状の明文化"} <= set(known)
    for name in known:
        assert StandingReasons(tmp_path).text(name, WORDS).endswith("。")


def test_a_workspace_overrides_a_reason_and_adds_its_own(tmp_path: Path) -> None:
    assert (
        own(tmp_path, "組織名の変更", "機構改革のため。\n").text("組織名の変更", WORDS)
        == "機構改革のため。"
    )


def test_a_reason_may_speak_of_the_row_whose_words_are_no_template(tmp_path: Path) -> None:
    reasons = own(tmp_path, "改称", "「{{ 変更前 }}」を「{{ 変更後 }}」に改めた。")
    assert reasons.text("改称", WORDS) == "「旧」を「{{ 変更前 }}」に改めた。"


def test_a_reason_may_depend_on_a_word(tmp_path: Path) -> None:
    text = "{% if 変更前 == '旧' %}改称{% else %}新設{% endif %}のため。"
    assert own(tmp_path, "改称", text).text("改称", WORDS) == "改称のため。"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 知らない }}",
        "{{ 項目",
        "{{ 項目.__class__.__mro__ }}",
        "{{ 1 // 0 }}",
        "{% include 'x' %}",
        "{{ 'a' * 9999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 項目|center(9999999999) }}",
        "{{ lipsum() }}",
        "{% for a in 項目 %}{% for b in 項目 %}x{% endfor %}{% endfor %}",
    ],
)
def test_a_reason_that_cannot_be_filled_in_is_a_finding(tmp_path: Path, text: str) -> None:
    with pytest.raises(PiaError) as caught:
        own(tmp_path, "改称", text).text("改称", WORDS)
    assert [finding.code for finding in caught.value.findings] == ["理由の文章の誤り"]


def test_an_unknown_reason_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(PiaError, match="組織名の変更"):
        StandingReasons(tmp_path).text("なんとなく", WORDS)


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "秘密.j2").write_text("x", encoding="utf-8")
    with pytest.raises(PiaError):
        own(tmp_path, "改称", "y").text("../秘密", WORDS)


@pytest.mark.parametrize(
    "text", ["{% if 変更前 > 1 %}a{% endif %}", "{{ 変更前 ", "{% if 1 < 変更後 %}b{% endif %}"]
)
def test_a_text_that_cannot_be_worked_out_is_a_finding(tmp_path: Path, text: str) -> None:
    (fault,) = own(tmp_path, "市の理由", text).faults("市の理由")
    assert fault.code == "理由の文章の誤り"


def test_a_text_in_the_encoding_of_windows_is_a_finding(tmp_path: Path) -> None:
    reasons = own(tmp_path, "市の理由", "")
    (tmp_path / "理由" / "市の理由.j2").write_bytes("組織の名称".encode("cp932"))
    (fault,) = reasons.faults("市の理由")
    assert fault.code == "文字コード"


def test_a_reason_that_is_not_there_names_no_provision(tmp_path: Path) -> None:
    assert StandingReasons(tmp_path).provision("ない理由") == ""
