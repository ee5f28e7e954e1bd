"""Findings as they are printed, and the registry of all messages."""

import gc
from string import Formatter
from typing import Any

import pytest

from pia.errors import (
    LONGEST_QUOTE,
    Finding,
    Messages,
    Position,
    Severity,
    excerpt,
    in_order,
    registry,
)
from pia.source.messages import SourceMessages

ERROR = Finding(
    "未知の選択肢", Severity.ERROR, "「x」は選択肢にありません。", "次のいずれか: a。",
    address="事務.対象人数", item="Ⅰ1. ③対象人数", file="評価書.yaml", position=Position(41, 7),
)  # fmt: skip
WARNING = Finding("未記入", Severity.WARNING, "a", "b", file="評価書.yaml")


def test_a_finding_is_one_line_with_its_place() -> None:
    assert str(ERROR) == (
        "評価書.yaml:41:7 [未知の選択肢] Ⅰ1. ③対象人数: 「x」は選択肢にありません。 "
        "次のいずれか: a。"
    )
    assert str(WARNING) == "評価書.yaml [未記入]（注意） a b"


def test_json_has_the_promised_keys() -> None:
    keys = ["file", "line", "column", "code", "severity", "address", "item", "message", "hint"]
    assert list(ERROR.as_dict()) == keys
    assert (ERROR.as_dict()["line"], WARNING.as_dict()["line"]) == (41, None)


def test_an_annotation_escapes_what_github_reads() -> None:
    finding = Finding("a,b", Severity.WARNING, "100%\n二", "c", file="x:y,z.yaml")
    assert finding.as_annotation() == ("::warning file=x%3Ay%2Cz.yaml,title=a%2Cb::100%25%0A二 c")
    assert ERROR.as_annotation().startswith("::error file=評価書.yaml,line=41,col=7,title=")


def test_findings_come_by_file_and_line_and_once() -> None:
    late = Finding("a", Severity.ERROR, "", "", file="b.yaml", position=Position(1, 1))
    assert in_order([late, ERROR, WARNING, ERROR]) == [late, WARNING, ERROR]


def test_a_message_stays_on_one_line_whatever_it_quotes() -> None:
    finding = SourceMessages.UNKNOWN_OPTION.finding(text="一\n二\u2028三", known="a")
    assert "「一 二 三」" in finding.message


@pytest.mark.parametrize("text", ["", "あ" * LONGEST_QUOTE])
def test_a_short_text_is_quoted_whole(text: str) -> None:
    assert excerpt(text) == text


def test_a_long_text_is_quoted_in_part() -> None:
    assert excerpt("あ" * 1000) == "あ" * (LONGEST_QUOTE - 1) + "…"


def test_braces_of_a_document_are_no_placeholders() -> None:
    assert "{x}{0}" in SourceMessages.UNKNOWN_OPTION.finding(text="{x}{0}", known="").message


MESSAGES = registry().values()


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.code)
def test_every_message_says_what_is_wrong_and_how_to_mend_it(message: Messages) -> None:
    words: dict[str, Any] = {
        name: "言葉" for _, name, _, _ in Formatter().parse(message.text + message.hint) if name
    }
    finding = message.finding(**words)
    for sentence in (finding.message, finding.hint):
        assert sentence.endswith(("。", "）", "言葉")), sentence


def test_two_messages_may_not_share_a_code() -> None:
    class Twin(Messages):
        ONE = (SourceMessages.NO_FILE.code, Severity.ERROR, "", "")

    with pytest.raises(ValueError, match="ファイルなし"):
        registry()
    del Twin
    gc.collect()
    assert registry()


def test_a_terminal_finds_nothing_to_obey_in_a_finding() -> None:
    evil = "\x1b[31m赤\x07\u202e\n::error::x"
    finding = Finding("見出し", Severity.ERROR, evil, evil, item=evil, file=evil)
    for shown in (str(finding), finding.as_annotation()):
        assert not {"\x1b", "\x07", "\u202e", "\n", "\r"} & set(shown)
    assert "\\u001b[31m赤" in str(finding)
