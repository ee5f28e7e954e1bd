import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from versions_in_yaml import compared, judge_of, version

from pia.changes.compare import compare
from pia.changes.decisions import path_beside, read, updated
from pia.changes.judge import Need
from pia.changes.kinds import Variable
from pia.errors import Finding, PiaError
from pia.model.choices import Timing

FORMER = "令和6年12月25日（照合 0123456789ab）"
FILES = "特定個人情報ファイル: [{}]"
ONE = "{{id: {0}, 保管・消去: {{保管場所: {1}}}}}"
STORAGE = "特定個人情報ファイル[{}].保管・消去.保管場所"


def stored(**places: str) -> str:
    return FILES.format(", ".join(ONE.format(name, place) for name, place in places.items()))


def written(old: str, new: str, text: str | None = None) -> str:
    """The file of decisions brought up to date with what differs between two versions."""
    questions = judge_of(compared(old, new)).questions
    data = None if text is None else text.encode()
    return updated(data, Path("判断.yaml"), FORMER, questions).decode()


def decided(text: str) -> str:
    """The file with its first decision made by hand, with a remark."""
    head, _, rest = text.partition("\n- ")
    return f"{head}\n- {rest.replace('提出時期:', '提出時期: 事後 # 議会に報告済み', 1)}"


def entries(tmp_path: Path, text: str) -> list[tuple[tuple[str, ...], str, str]]:
    path = tmp_path / "判断.yaml"
    path.write_text(text, encoding="utf-8")
    return [(e.targets, *e.words) for e in read(path).entries]


def test_decisions_stand_beside_their_source() -> None:
    assert path_beside(Path("a/令和7年版.yaml")) == Path("a/令和7年版.判断.yaml")


def test_a_new_file_lists_the_changes_undecided_in_readable_words(tmp_path: Path) -> None:
    text = written(stored(甲="金庫"), stored(甲="部屋"))
    assert entries(tmp_path, text) == [((STORAGE.format("甲"),), "金庫", "部屋")]
    found = read(tmp_path / "判断.yaml")
    assert (found.former, found.day, found.timing) == (FORMER, None, None)
    assert found.entries[0].timing is None


def test_a_change_of_many_items_is_one_decision(tmp_path: Path) -> None:
    text = written(stored(甲="金庫", 乙="金庫", 丙="棚"), stored(甲="部屋", 乙="部屋", 丙="書庫"))
    assert entries(tmp_path, text) == [
        ((STORAGE.format("甲"), STORAGE.format("乙")), "金庫", "部屋"),
        ((STORAGE.format("丙"),), "棚", "書庫"),
    ]


def test_a_renamed_office_is_one_decision_with_the_office_in_charge_as_evidence(
    tmp_path: Path,
) -> None:
    source = (
        "担当部署: {{部署: {0}}}\n特定個人情報ファイル: "
        "[{{id: 甲, 保管・消去: {{保管場所: '{0}の部屋'}}}}, "
        "{{id: 乙, 保管・消去: {{保管場所: '施錠した{0}'}}}}]"
    )
    text = written(source.format("総務課"), source.format("区政課"))
    ((targets, before, after),) = entries(tmp_path, text)
    assert (len(targets), before, after) == (3, "総務課", "区政課")
    assert "担当部署: Ⅰ7. ①部署「総務課」→「区政課」" in text


def test_a_new_value_of_a_variable_is_one_decision_wherever_it_stands() -> None:
    values = (Variable("期間", "5年", "7年"),)
    old, new = (stored(甲=f"金庫に{n}", 乙=f"{n}の間、棚に") for n in ("5年", "7年"))
    (question,) = judge_of(compared(old, new), variables=values).questions
    assert (question.words, len(question.changes)) == (("5年", "7年"), 2)


@pytest.mark.parametrize(
    ("former", "latter", "kind"),
    [
        ("番号法別表第２", "番号法第１９条第８号に基づく主務省令第２条の表", "法令の引用の変更"),
        ("電話 082-504-2112", "電話 082-504-0000", "URL又は電話番号の変更"),
        ("http://a.example/1", "https://b.example/2", "URL又は電話番号の変更"),
    ],
)
def test_a_citation_or_a_contact_is_one_question_and_never_silent(
    former: str, latter: str, kind: str
) -> None:
    old, new = (stored(甲=f"'{s}のとおり'", 乙=f"'鍵のある部屋。{s}'") for s in (former, latter))
    (question,) = judge_of(compared(old, new)).questions
    assert (len(question.changes), question.proposal.kind) == (2, kind)
    assert question.proposal.ground.needs_decision


LOGS = "保管庫に{}を納める"
LOGS_ELSEWHERE = "{}は課長が開ける棚に入れる"


def test_the_same_words_replaced_in_different_sentences_are_one_decision(tmp_path: Path) -> None:
    old, new = (
        stored(甲=LOGS.format(name), 乙=LOGS_ELSEWHERE.format(name), 丙="棚")
        for name in ("稼働記録", "操作記録")
    )
    ((targets, before, after),) = entries(tmp_path, written(old, new))
    assert (len(targets), before, after) == (2, "稼働記録", "操作記録")


def test_a_numeral_that_both_words_have_alike_keeps_no_sentence_apart(tmp_path: Path) -> None:
    old, new = (
        stored(甲=LOGS.format(name), 乙=LOGS_ELSEWHERE.format(name))
        for name in ("第２稼働記録", "第２操作記録")
    )
    ((targets, _, _),) = entries(tmp_path, written(old, new))
    assert len(targets) == 2


@pytest.mark.parametrize(
    ("former", "latter"),
    [("10年", "5年"), ("必ず", "原則"), ("全職員", "職員"), ("氏名及び住所", "氏名又は住所")],
)
def test_numerals_limits_and_conjunctions_mean_another_thing_in_another_sentence(
    tmp_path: Path, former: str, latter: str
) -> None:
    old, new = (
        stored(甲=LOGS.format(name), 乙=LOGS_ELSEWHERE.format(name)) for name in (former, latter)
    )
    assert len(entries(tmp_path, written(old, new))) == 2


def test_a_text_that_changes_in_more_than_the_common_words_is_asked_about_apart(
    tmp_path: Path,
) -> None:
    old = stored(甲=LOGS.format("稼働記録"), 乙=LOGS_ELSEWHERE.format("稼働記録"))
    new = stored(甲=LOGS.format("操作記録"), 乙=LOGS_ELSEWHERE.format("操作記録") + "。鍵はない")
    assert len(entries(tmp_path, written(old, new))) == 2


def test_a_decision_counts_on_when_another_item_changes_by_the_same_words(tmp_path: Path) -> None:
    old = stored(甲=LOGS.format("稼働記録"), 乙=LOGS_ELSEWHERE.format("稼働記録"))
    one = stored(甲=LOGS.format("操作記録"), 乙=LOGS_ELSEWHERE.format("稼働記録"))
    both = stored(甲=LOGS.format("操作記録"), 乙=LOGS_ELSEWHERE.format("操作記録"))
    longer = written(old, both, decided(written(old, one)).replace("事後 #", "事前 #"))
    assert "状態" not in longer
    assert [targets for targets, _, _ in entries(tmp_path, longer)] == [
        (STORAGE.format("甲"),),
        (STORAGE.format("乙"),),
    ]
    made = replace(read(tmp_path / "判断.yaml"), former="")
    judged = judge_of(compared(old, both), made)
    assert [verdict.need for verdict in judged.verdicts.values()] == [Need.DONE, Need.NEEDED]
    shorter = written(old, one, decided(written(old, both)))
    assert "状態" not in shorter


def test_an_open_decision_takes_the_same_words_of_another_sentence_along(tmp_path: Path) -> None:
    old = stored(甲=LOGS.format("稼働記録"), 乙=LOGS_ELSEWHERE.format("稼働記録"))
    one = stored(甲=LOGS.format("操作記録"), 乙=LOGS_ELSEWHERE.format("稼働記録"))
    both = stored(甲=LOGS.format("操作記録"), 乙=LOGS_ELSEWHERE.format("操作記録"))
    ((targets, before, after),) = entries(tmp_path, written(old, both, written(old, one)))
    assert (len(targets), before, after) == (2, "稼働記録", "操作記録")


def test_a_removed_contractor_and_its_count_are_one_decision(tmp_path: Path) -> None:
    one = "特定個人情報ファイル: [{id: 甲, 委託: {委託事項: [{id: 子, 名称: 保守}]}}]"
    two = one.replace("保守}", "保守}, {id: 丑, 名称: 印刷, 再委託の有無: 再委託しない}")
    ((targets, before, _),) = entries(tmp_path, written(two, one))
    assert targets == (
        "特定個人情報ファイル[甲].委託.件数",
        "特定個人情報ファイル[甲].委託.委託事項[丑]",
    )
    assert before.startswith("名称　印刷")


def test_options_of_different_items_are_not_one_question(tmp_path: Path) -> None:
    risk = "{{リスクへの対策は十分か: {0}}}"
    source = (
        "特定個人情報ファイル: [{{id: 甲, リスク対策: {{入手: "
        f"{{{{目的外の入手: {risk}, 不正確な入手: {risk}}}}}"
        "}}}}]"
    )
    text = written(source.format("十分である"), source.format("特に力を入れている"))
    assert len(entries(tmp_path, text)) == 2


def test_decisions_stand_as_printed_wherever_a_change_comes_in() -> None:
    old = stored(甲="金庫", 乙="棚", 丙="机")
    text = written(old, stored(甲="部屋", 乙="棚", 丙="箱"))
    longer = written(old, stored(甲="部屋", 乙="書庫", 丙="箱"), decided(text))
    places = [longer.index(word) for word in ("変更後: 部屋", "変更後: 書庫", "変更後: 箱")]
    assert places == sorted(places)
    assert "議会に報告済み" in longer


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_changes_that_two_branches_add_merge(tmp_path: Path) -> None:
    old = dict.fromkeys("甲乙丙丁戊", "金庫")
    new = {"甲": "部屋", "丙": "書庫", "戊": "棚"}
    base = written(stored(**old), stored(**old | {"丙": "書庫"}))
    for name, places in (("元", "丙"), ("一", "甲丙"), ("二", "丙戊"), ("両方", "甲丙戊")):
        latter = old | {place: new[place] for place in places}
        text = written(stored(**old), stored(**latter), base)
        (tmp_path / name).write_text(text, encoding="utf-8")
    merge = ("git", "merge-file", "-p", "一", "元", "二")
    done = subprocess.run(merge, cwd=tmp_path, check=True, capture_output=True)
    assert done.stdout == (tmp_path / "両方").read_bytes()


def test_what_was_decided_takes_no_other_item_along(tmp_path: Path) -> None:
    old = stored(甲="金庫", 乙="金庫")
    text = decided(written(old, stored(甲="部屋", 乙="金庫")))
    longer = written(old, stored(甲="部屋", 乙="部屋"), text)
    assert [targets for targets, _, _ in entries(tmp_path, longer)] == [
        (STORAGE.format("甲"),),
        (STORAGE.format("乙"),),
    ]


def test_an_open_decision_takes_the_same_change_of_another_item_along(tmp_path: Path) -> None:
    old = stored(甲="金庫", 乙="金庫")
    text = written(old, stored(甲="部屋", 乙="金庫"))
    longer = written(old, stored(甲="部屋", 乙="部屋"), text)
    ((targets, _, _),) = entries(tmp_path, longer)
    assert targets == (STORAGE.format("甲"), STORAGE.format("乙"))


def test_writing_again_changes_nothing() -> None:
    old, new = stored(甲="金庫"), stored(甲="部屋")
    text = decided(written(old, new))
    assert written(old, new, text) == text


def test_a_single_target_stays_as_it_was_written() -> None:
    target = STORAGE.format("甲")
    text = f"前版: 版\n判断:\n- 対象: {target}\n  変更前: 金庫\n  変更後: 部屋\n  提出時期: 事前\n"
    assert written(stored(甲="金庫"), stored(甲="部屋"), text) == text


def test_a_decision_whose_words_changed_is_marked_and_keeps_what_it_was_about(
    tmp_path: Path,
) -> None:
    old = stored(甲="金庫")
    marked = written(old, stored(甲="書庫"), decided(written(old, stored(甲="部屋"))))
    assert "議会に報告済み" in marked
    assert "判断時の変更後: 部屋" in marked
    assert entries(tmp_path, marked) == [((STORAGE.format("甲"),), "金庫", "書庫")]
    assert read(tmp_path / "判断.yaml").entries[0].is_marked_stale


def test_a_change_not_yet_decided_only_follows_its_words() -> None:
    old = stored(甲="金庫")
    assert "状態" not in written(old, stored(甲="書庫"), written(old, stored(甲="部屋")))


def test_an_item_that_comes_to_change_by_other_words_is_asked_about_anew(tmp_path: Path) -> None:
    old = stored(甲="金庫", 乙="金庫")
    text = decided(written(old, stored(甲="部屋", 乙="部屋")))
    longer = written(old, stored(甲="部屋", 乙="書庫"), text)
    assert entries(tmp_path, longer) == [
        ((STORAGE.format("甲"),), "金庫", "部屋"),
        ((STORAGE.format("乙"),), "金庫", "書庫"),
    ]


def test_words_of_several_lines_stand_below_a_plain_bar_whatever_they_follow() -> None:
    old, new = stored(甲="金庫"), stored(甲='"部屋\\n書庫\\n棚"')
    text = written(old, new, written(old, stored(甲="部屋")))
    assert "変更後: |\n" in text
    assert "|-" not in text


def test_an_attachment_of_many_rows_stays_readable(tmp_path: Path) -> None:
    rows = ", ".join(f"{{番: '{n}', 名: {'長い名前' * 9}}}" for n in range(200))
    source = f"別紙: [{{id: 先, 題名: 先, 列: [番, 名], 行: [{rows}]}}]"
    ((_, before, after),) = entries(tmp_path, written(source, source.replace("長い", "短い")))
    assert max(len(before), len(after)) < 400
    assert "照合" in after


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_byte_order_mark_and_indentation_stay(mark: str) -> None:
    text = mark + "前版: 版\r\n判断:\r\n  - 対象: 事務.名称 # 注\r\n    提出時期: 事前\r\n"
    longer = written(stored(甲="金庫"), stored(甲="部屋"), text)
    assert longer.startswith(text)
    assert "\n" not in longer.replace("\r\n", "")


@pytest.mark.parametrize(
    ("keys", "line"), [("対象: 事務.名称\n  提出時期: 事前", 4), ("対象: 事務.名称", 3)]
)
def test_a_decision_stands_where_its_timing_does_else_its_target(
    tmp_path: Path, keys: str, line: int
) -> None:
    path = tmp_path / "判断.yaml"
    path.write_text(f"判断:\n- 説明: 文\n  {keys}\n", encoding="utf-8")
    (entry,) = read(path).entries
    assert entry.position is not None
    assert entry.position.line == line


def test_an_image_is_decided_about_by_what_is_in_it(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.png").write_bytes(name.encode())
    text = "事務の内容図: [{{id: 図, 画像: {}}}]"
    old, new, none = (version(text.format(x), folder=tmp_path) for x in ("a.png", "b.png", ""))
    (both,), (gone,) = (judge_of(compare(old, each)).questions for each in (new, none))
    assert all(word.startswith("画像（照合 ") for word in both.words)
    assert both.words[0] != both.words[1]
    assert gone.words == (both.words[0], "")


def test_no_file_holds_no_decisions(tmp_path: Path) -> None:
    assert read(tmp_path / "判断.yaml").entries == []


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("判断: [", 1, "YAMLの書き方"),
        ("- 一覧", 1, "文書の形"),
        ("判断:\n- 提出時期: 事後", 2, "必要な項目なし"),
        ("変更日: R7.2.31\n", 1, "変更日の書き方"),
        ("判断: 文", 1, "値の形"),
        ("判断: []\n判断: []", 2, "重複した項目"),
        ("判断:\n<<<<<<< HEAD\n- 対象: a\n=======\n>>>>>>> 枝\n", 2, "判断ファイルの競合"),
        ("判断:\n- 対象: 事務.名称\n  提出時期: いつか\n", 3, "提出時期の書き方"),
        ("判断:\n- 対象: 事務.名称\n  提出時機: 事前\n", 3, "未知の項目"),
        ("提出時機: 事前\n", 1, "未知の項目"),
        ("判断:\n- 対象: 事務.名称\n- 対象: [事務.名称]\n", 3, "二重の判断"),
        ("判断: " + "[" * 500, 1, "深すぎる入れ子"),
        ('作成者: "\\ud800"\n', 1, "使えない文字"),
    ],
)
def test_what_a_person_wrote_is_never_dropped_without_a_word(
    tmp_path: Path, text: str, line: int, code: str
) -> None:
    path = tmp_path / "判断.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        found: Sequence[Finding] = read(path).findings
    except PiaError as error:
        found = error.findings
    assert (code, line) in [(f.code, f.position.line if f.position else 0) for f in found]
    assert all(finding.is_error for finding in found)


def test_a_file_in_the_encoding_of_windows_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "判断.yaml"
    path.write_bytes("作成者: 総務課\n".encode("cp932"))
    with pytest.raises(PiaError, match="CP932"):
        read(path)


def test_one_or_several_targets_may_be_written(tmp_path: Path) -> None:
    text = "判断:\n- 対象: a\n  提出時期: 事前\n- 対象: [b, c]\n"
    assert [targets for targets, _, _ in entries(tmp_path, text)] == [("a",), ("b", "c")]
    assert read(tmp_path / "判断.yaml").entries[0].timing is Timing.BEFORE
