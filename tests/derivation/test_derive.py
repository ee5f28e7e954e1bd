"""Form 2 from form 3 or 4: what is taken over, and what stays open with a word of why."""

import inspect
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner
from generated import assessments
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources import brief, files, full, save

import pia
from pia import contradictions, derive, load, render
from pia.cli import cli
from pia.derivation.rules import Basis, derived, read, table
from pia.forms.load import named
from pia.forms.walk import value_at
from pia.japanese import fold
from pia.model.choices import Sufficiency
from pia.workspace.checking import findings_of

ROOT = Path(__file__).parents[2]
EXAMPLES = [ROOT / "examples/neyagawa/令和7年版.yaml", ROOT / "examples/hiroshima/令和6年版.yaml"]
KISO = named("kiso")
RISK = "入手.目的外の入手.リスクへの対策は十分か"
DECISIONS = [
    "しきい値判断.取扱者数",
    "しきい値判断.取扱者数の時点",
    "しきい値判断.対象人数の時点",
    "基礎リスク対策.人手を介在させる作業.人為的ミス",
    "基礎リスク対策.人手を介在させる作業.判断の根拠",
    "基礎リスク対策.最も優先度が高いと考えられる対策.判断の根拠",
    "基礎リスク対策.最も優先度が高いと考えられる対策.対策",
    "基礎リスク対策.最も優先度が高いと考えられる対策.当該対策は十分か",
    "表紙.公表日",
]


def line_above(text: str, key: str) -> str:
    """Return the comment directly above a key."""
    lines = text.splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip().startswith(f"{key}:"))
    return lines[at - 1].strip()


def test_the_table_tells_of_every_item_of_form_2_and_of_nothing_else() -> None:
    lists = {"システム", "特定個人情報ファイル", "変更箇所"}
    items = {item.address for _, item in KISO.items() if item.is_own}
    assert len(items) > 40
    known = lists | {address for address in items if address.partition(".")[0] not in lists}
    assert set(table()) == known


@pytest.mark.parametrize(
    "line",
    [
        "事務.名前: same",
        "事務.名称: alike",
        "事務.名称: {weakest: 事務.名前}",
        "事務.概要: {changed: 事務.内容}",
        "事務.概要: {open: 書く, comment: 書く}",
    ],
)
def test_a_rule_or_address_that_does_not_exist_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="事務"):
        read(line)


@pytest.mark.parametrize("example", EXAMPLES, ids=["juten", "zenkomoku"])
def test_what_is_taken_over_names_an_item_of_the_source(example: Path) -> None:
    source = load(example)
    taken = derived(Basis(source.form, source.assessment, KISO))
    origins = [t.origin for t in taken.values() if t.value is not None and t.origin != "様式"]
    addresses = {a.partition("[")[0] for a in source.titles} | set(source.titles)
    assert len(origins) > 20
    assert [o for o in origins if o not in addresses] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=["juten", "zenkomoku"])
def test_form_2_of_an_example_leaves_only_its_decisions_open(example: Path, tmp_path: Path) -> None:
    path = tmp_path / "基礎.yaml"
    path.write_bytes(derive(example).encode())
    document = load(path)
    found = findings_of(document)
    assert sorted(f.address for f in found) == DECISIONS
    assert {f.code for f in found} == {"未記入"}
    assert contradictions(document, load(example)) == []
    assert len(render(document, tmp_path / "出力", ["xlsx", "html"])) == 2


def test_names_and_texts_are_those_of_the_example_with_its_names_filled_in(tmp_path: Path) -> None:
    source = load(EXAMPLES[0])
    (tmp_path / "基礎.yaml").write_bytes(derive(source).encode())
    copy = load(tmp_path / "基礎.yaml").assessment
    assert copy.cover.name == "寝屋川市　住民基本台帳に関する事務　基礎項目評価書"
    assert copy.office.outline == source.assessment.office.description
    assert [s.name for s in copy.systems] == [s.name for s in source.assessment.systems]
    assert [f.name for f in copy.files] == [f.name for f in source.assessment.files]
    assert copy.contacts.inquiries.contact == source.assessment.contacts.inquiries.contact
    assert str(copy.brief_risks.submitted) == "基礎項目評価書及び重点項目評価書"


def test_the_weakest_answer_is_taken_and_the_files_are_named(tmp_path: Path) -> None:
    source = full(tmp_path, files(f"甲 {RISK}: 特に力を入れている\n乙 {RISK}: 課題が残されている"))
    assert str(brief(source).assessment.brief_risks.obtaining) == "課題が残されている"
    assert line_above(derive(source), "目的外の入手") == (
        "# ファイルによって答えが違うため、最も低いものにしました"
        "（甲ファイルは「特に力を入れている」、乙ファイルは「課題が残されている」）。"
    )


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(Sufficiency), min_size=1, max_size=5))
def test_no_file_has_a_weaker_answer_than_form_2(answers: list[Sufficiency]) -> None:
    order = ["特に力を入れている", "十分である", "課題が残されている"]
    lines = "\n".join(f"甲{n} {RISK}: {answer}" for n, answer in enumerate(answers))
    with TemporaryDirectory() as folder:
        taken = str(brief(full(Path(folder), files(lines))).assessment.brief_risks.obtaining)
    assert taken in answers
    assert all(order.index(answer) <= order.index(taken) for answer in answers)


def test_a_text_that_speaks_of_an_attachment_is_pointed_out(tmp_path: Path) -> None:
    source = full(tmp_path, "個人番号の利用: {法令上の根拠: 別紙１のとおり}\n")
    assert "別紙に触れています" in line_above(derive(source), "法令上の根拠")


def test_files_that_agree_need_no_comment(tmp_path: Path) -> None:
    source = full(tmp_path, files(f"甲 {RISK}: 十分である\n乙 {RISK}: 十分である"))
    assert str(brief(source).assessment.brief_risks.obtaining) == "十分である"
    assert "最も低いもの" not in derive(source)


def test_one_file_without_an_answer_leaves_the_item_open(tmp_path: Path) -> None:
    source = full(tmp_path, files(f"甲 {RISK}: 十分である\n乙"))
    assert brief(source).assessment.brief_risks.obtaining is None
    assert "（乙ファイル）" in derive(source)


def test_a_box_is_ticked_only_when_it_holds_for_all_files(tmp_path: Path) -> None:
    some = full(
        tmp_path, files("甲 委託.該当: 委託しない\n乙 委託.リスクへの対策は十分か: 十分である")
    )
    outsourcing = brief(some).assessment.brief_risks.outsourcing
    assert (outsourcing.boxes, str(outsourcing.sufficient)) == (None, "十分である")
    assert "「委託しない」に○があるのは甲ファイルだけ" in derive(some)

    every = full(tmp_path, files("甲 委託.該当: 委託しない\n乙 委託.該当: 委託しない"))
    outsourcing = brief(every).assessment.brief_risks.outsourcing
    assert [str(box.option) for box in outsourcing.boxes or ()] == ["委託しない"]
    assert outsourcing.sufficient is None


@pytest.mark.parametrize(
    ("answers", "taken"),
    [
        ("発生なし 発生なし", "発生なし"),
        ("発生なし 発生あり", "None"),
        ("発生あり 発生あり", "None"),
    ],
)
def test_an_incident_of_the_past_three_years_says_nothing_of_the_past_one(
    answers: str, taken: str, tmp_path: Path
) -> None:
    first, second = answers.split()
    at = "保管・消去.漏えい・滅失・毀損.重大事故"
    source = full(tmp_path, files(f"甲 {at}: {first}\n乙 {at}: {second}"))
    assert str(brief(source).assessment.threshold.incident) == taken


def test_audits_of_form_3_are_those_of_all_files(tmp_path: Path) -> None:
    source = full(
        tmp_path, files("甲 監査.実施の有無: 自己点検,内部監査\n乙 監査.実施の有無: 自己点検")
    )
    boxes = brief(source).assessment.brief_risks.audits.done
    assert [str(box.option) for box in boxes or ()] == ["自己点検"]
    assert "「内部監査」に○があるのは甲ファイルだけ" in derive(source)


def test_the_audit_of_form_4_is_left_to_a_person(tmp_path: Path) -> None:
    text = "その他のリスク対策: {監査: {自己点検: 十分に行っている, 監査: 十分に行っている}}\n"
    source = full(tmp_path, text, "全項目評価書")
    boxes = brief(source).assessment.brief_risks.audits.done
    assert [str(box.option) for box in boxes or ()] == ["自己点検"]
    assert "内部監査と外部監査のどちらを行っているかを確かめ" in derive(source)


def test_what_looks_like_a_name_stays_text(tmp_path: Path) -> None:
    source = full(tmp_path, '事務: {名称: "\\\\{{ 名 }}と{{ 名 }}"}\n変数: {名: 税}\n')
    assert source.assessment.office.name == "{{ 名 }}と税"
    assert brief(source).assessment.office.name == "{{ 名 }}と税"


def test_what_is_not_for_residents_is_not_for_residents_in_form_2_either(tmp_path: Path) -> None:
    text = """
事務: {名称: 税の事務, 内容: 秘密の棟で扱う。}
システム: [{id: 税, 名称: 税システム, 機能: 計算}]
特定個人情報ファイル: [{id: 甲, ファイル名: 甲ファイル, 保管・消去: {保管場所: 秘密の棟}}]
非公表:
- {項目: "特定個人情報ファイル[甲].保管・消去.保管場所", 語: 秘密の棟, 理由: 防犯のため}
- {項目: システム, 理由: 防犯のため}
- {項目: "特定個人情報ファイル[甲].保管・消去", 理由: 防犯のため}
"""
    copy = brief(full(tmp_path, text)).assessment
    places = [(redaction.item, redaction.words) for redaction in copy.redactions]
    assert places == [("事務.概要", "秘密の棟"), ("システム[税].名称", None)]


@pytest.mark.parametrize("name", ["juten", "zenkomoku"])
def test_form_2_of_any_assessment_has_no_error_and_no_contradiction(name: str) -> None:
    form = named(name)

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(assessments(form))
    def holds(data: dict[str, Any]) -> None:
        with TemporaryDirectory() as folder:
            source = save(Path(folder), data)
            assert [str(f) for f in source.findings] == []
            copy = brief(source)
            assert [str(f) for f in findings_of(copy) if f.is_error] == []
            assert [str(f) for f in contradictions(copy, source)] == []
            assert derive(load(source.path)) == derive(source)
            for address in ("事務.名称", "担当部署.部署", "表紙.特記事項"):
                values = [value_at(d.assessment, address.split(".")) for d in (source, copy)]
                assert values[0] == values[1] or not fold(values[0])

    holds()


def test_the_verb_is_a_function_whatever_was_imported() -> None:
    assert inspect.isfunction(pia.derive)
    assert inspect.isfunction(pia.contradictions)


def test_the_command_writes_once_and_never_over_a_file(tmp_path: Path) -> None:
    target = tmp_path / "基礎.yaml"
    command = ["derive", "kiso", str(EXAMPLES[0]), "-o", str(target)]
    first = CliRunner().invoke(cli, command)
    assert (first.exit_code, first.output) == (0, f"{target}\n")
    target.write_text("手で直した", encoding="utf-8")
    second = CliRunner().invoke(cli, command)
    assert second.exit_code == 2
    assert "[既にあるファイル]" in second.output
    assert target.read_text(encoding="utf-8") == "手で直した"


NAMED = """\
様式: 重点項目評価書
版: R6.10
変数: {所管課: '{{ 局 }}市民課', 局: 市民局}
表紙: {評価書名: '{{ 事務名 }}　重点項目評価書'}
事務:
  名称: '{{ 事務名 }}'
  内容: |
    {{ 所管課 }}が行う。
    波括弧は \\{{ と書く。
システム: [{id: 甲, 名称: '{{ 所管課 }}システム'}]
担当部署: {部署: 総務課}
"""


def named_source(folder: Path) -> Path:
    (folder / "pia.yaml").write_text("変数: {事務名: 税の事務}\n", encoding="utf-8")
    (folder / "評価書.yaml").write_text(NAMED, encoding="utf-8")
    return folder / "評価書.yaml"


def test_names_are_kept_so_that_one_edit_reaches_form_2_too(tmp_path: Path) -> None:
    text = derive(named_source(tmp_path), target=tmp_path / "基礎.yaml")
    for line in (
        "評価書名: '{{ 事務名 }}　基礎項目評価書'",
        "名称: '{{ 事務名 }}'",
        "{{ 所管課 }}が行う。",
        "名称: '{{ 所管課 }}システム'",
        "所管課: '{{ 局 }}市民課'",
    ):
        assert line in text, line
    assert "事務名: 税の事務" not in text


def test_what_was_derived_says_the_same_as_its_source(tmp_path: Path) -> None:
    source = named_source(tmp_path)
    brief_ = tmp_path / "基礎.yaml"
    brief_.write_text(derive(source, target=brief_), encoding="utf-8")
    made, full_ = load(brief_), load(source)
    assert [f for f in made.findings if f.is_error] == []
    assert made.assessment.office.outline == full_.assessment.office.description
    assert made.assessment.office.outline == "市民局市民課が行う。\n波括弧は {{ と書く。"
    assert made.assessment.systems[0].name == "市民局市民課システム"


def test_in_another_workspace_the_names_are_filled_in(tmp_path: Path) -> None:
    source, other = named_source(tmp_path), tmp_path / "別" / "基礎.yaml"
    other.parent.mkdir()
    (other.parent / "pia.yaml").write_text("", encoding="utf-8")
    for text in (derive(source), derive(source, target=other)):
        assert "{{ " not in text.replace("\\{{ ", "")
        assert "名称: 税の事務" in text


def test_the_command_keeps_the_names(tmp_path: Path) -> None:
    source, brief_ = named_source(tmp_path), tmp_path / "基礎.yaml"
    result = CliRunner().invoke(cli, ["derive", "kiso", str(source), "-o", str(brief_)])
    assert result.exit_code == 0, result.output
    assert "{{ 所管課 }}が行う。" in brief_.read_text(encoding="utf-8")


def test_a_document_without_names_gets_none(tmp_path: Path) -> None:
    file = tmp_path / "評価書.yaml"
    text = "様式: 重点項目評価書\n版: R6.10\n変数: {甲: 乙}\n事務: {名称: 税の事務}\n"
    file.write_text(text, encoding="utf-8")
    assert "変数" not in derive(file, target=file.with_name("基礎.yaml"))
