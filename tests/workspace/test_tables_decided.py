"""Decisions that a program writes stand where a person's would."""

from pathlib import Path

import pytest
from documents import write

import pia
from pia.model.choices import Timing

FORMER = "様式: 重点項目評価書\n表紙: {公表日: 令和6年2月13日}\n事務: {名称: 貸出し}\n"
LATTER = FORMER.replace("令和6", "令和7").replace("貸出し", "貸し出し")


def versions(folder: Path) -> tuple[Path, Path]:
    return write(folder, FORMER, "前の版.yaml"), write(folder, LATTER)


def test_an_answer_is_written_and_read_back(tmp_path: Path) -> None:
    former, latter = versions(tmp_path)
    answer = {"提出時期": "事後", "説明": "一行目\n二行目"}
    pia.decide(latter, {"事務.名称": answer}, old=former)
    (decision,) = pia.decide(latter, old=former).entries
    assert (decision.timing, decision.explanation) == (Timing.AFTER, "一行目\n二行目")


@pytest.mark.parametrize(
    "answers", [{"事務.内容": {"提出時期": "事後"}}, {"事務.名称": {"時期": "事後"}}]
)
def test_an_answer_to_no_question_is_refused(
    tmp_path: Path, answers: dict[str, dict[str, str]]
) -> None:
    former, latter = versions(tmp_path)
    with pytest.raises(pia.RefusedError) as caught:
        pia.decide(latter, answers, old=former)
    assert [finding.code for finding in caught.value.findings] == ["判断の対象なし"]
