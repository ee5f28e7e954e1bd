"""Any file of ours is read as a model through the door of sources."""

from pathlib import Path
from typing import ClassVar

import pytest
from documents import write
from pydantic import ConfigDict, Field, field_validator

from pia.errors import PiaError
from pia.source.messages import SourceMessages
from pia.source.read_as import Reading, Record, read_as, wrong


class Row(Record):
    is_whole: ClassVar[bool] = True

    name: str = Field(alias="名")
    count: str = Field("", alias="数")

    @field_validator("count")
    @classmethod
    def _digits(cls, value: str) -> str:
        if not value.isdecimal():
            raise wrong(SourceMessages.BAD_COUNT, text=value)
        return value


class Sheet(Record):
    title: str = Field("", alias="題")
    rows: tuple[Row, ...] = Field((), alias="行")


def reading(folder: Path, text: str) -> Reading[Sheet]:
    return read_as(Sheet, write(folder, text))


def told(folder: Path, text: str) -> list[str]:
    return [
        f"{f.position.line if f.position else '?'} {f.code}" for f in reading(folder, text).findings
    ]


def test_a_file_says_its_model(tmp_path: Path) -> None:
    found = reading(tmp_path, "題: あ\n行:\n- 名: い\n  数: 3\n")
    assert found.value == Sheet.model_validate({"題": "あ", "行": [{"名": "い", "数": "3"}]})
    assert found.sound() is found.value


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert reading(tmp_path, "# 何もない\n").value == Sheet()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("題: あ\n題目: い\n", ["2 未知の項目"]),
        ("題:\n未知:\n", ["2 未知の項目"]),
        ("行:\n- 名: あ\n  値:\n", ["3 未知の項目"]),
        ("題: あ\n題 : い\n", ["2 重複した項目"]),
        ("題: [あ]\n", ["1 値の形"]),
        ("題:\n  あ: い\n", ["1 値の形"]),
        ("行: あ\n", ["1 値の形"]),
        ("行:\n- 名: あ\n- 数: 3\n", ["3 必要な項目なし"]),
        ("行:\n- 名: あ\n  数: 三\n  値: 3\n", ["3 件数の書き方", "4 未知の項目"]),
        ("題: \x07\n", ["1 使えない文字"]),
    ],
)
def test_what_is_wrong_is_told_by_line(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert told(tmp_path, text) == expected


def test_a_slip_hides_nothing_else_and_keeps_no_half_of_a_whole(tmp_path: Path) -> None:
    found = reading(
        tmp_path, "題: あ\n行:\n- 名: い\n  値: 3\n- 名: う\n- 数: 1\n- 名: え\n  数: 四\n"
    )
    assert found.value.title == "あ"
    assert [row.name for row in found.value.rows] == ["う"]
    with pytest.raises(PiaError):
        found.sound()


def test_keys_in_another_width_are_known(tmp_path: Path) -> None:
    assert (
        reading(tmp_path, "行：\n".replace("：", ":") + "- 名　: あ\n").value.rows[0].name == "あ"
    )


@pytest.mark.parametrize(
    "text", ["題：あ\n", "[" * 50, "- あ\n", '題: "\\ud800"\n', "題: !!int x\n- "]
)
def test_what_is_no_such_file_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(PiaError) as caught:
        reading(tmp_path, text)
    assert all(f.file for f in caught.value.findings)


class Anything(Record):
    model_config = ConfigDict(extra="allow")

    title: str = Field("", alias="題")


def test_a_model_that_takes_any_key_takes_one_that_is_left_blank(tmp_path: Path) -> None:
    found = read_as(Anything, write(tmp_path, "題: あ\n何か:\nほか: い\n"))
    assert found.findings == []
    assert found.value.title == "あ"
