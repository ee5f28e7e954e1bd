import pytest
from versions_in_yaml import compared, purpose

from pia.changes.classify import Ground, Proposal, classify
from pia.changes.kinds import ChangeKind, Evidence, Variable
from pia.model.choices import Timing


def proposal(
    old: str, new: str, form: str = "zenkomoku", variables: tuple[Variable, ...] = ()
) -> Proposal:
    comparison = compared(old, new, form)
    evidence = Evidence(comparison.old, comparison.new, variables)
    return classify(comparison.changes[0], evidence)


def storage(text: str) -> str:
    return f"特定個人情報ファイル: [{{id: 甲, 保管・消去: {{保管場所: {text}}}}}]"


def test_an_item_without_a_mark_may_follow_afterwards() -> None:
    found = proposal("担当部署: {部署: 総務課}", "担当部署: {部署: 税務課}")
    assert (found.ground, found.timing, found.significant) == (
        Ground.OTHER_ITEM,
        Timing.AFTER,
        False,
    )
    assert not found.ground.needs_decision


INCIDENT = (
    "特定個人情報ファイル: "
    "[{{id: 甲, リスク対策: {{保管・消去: {{漏えい・滅失・毀損: {{重大事故: {0}}}}}}}}}]"
)


@pytest.mark.parametrize("form", ["juten", "zenkomoku"])
def test_an_incident_is_a_correction_and_nothing_to_be_told_beforehand(form: str) -> None:
    found = proposal(INCIDENT.format("発生なし"), INCIDENT.format("発生あり"), form)
    assert (found.timing, found.significant) == (Timing.AFTER, False)
    assert "速やかに" in str(found.ground)
    assert "規則第14条" in str(found.ground)


def test_a_marked_item_comes_before_and_is_for_a_person() -> None:
    found = proposal(storage("部屋"), storage("金庫"))
    assert (found.ground, found.timing, found.significant) == (Ground.IN_DOUBT, Timing.BEFORE, True)
    assert found.ground.needs_decision


def test_a_plain_change_of_form_on_a_marked_item_is_excepted() -> None:
    found = proposal(storage("ＣＳの部屋"), storage("CSの部屋"))
    assert (found.ground, found.timing) == (Ground.FORMAL, Timing.AFTER)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("記録する", "記録しない"),
        ("5年", "150年"),
        ("全員の誓約書", "誓約書"),
        ("必要最小限", "必要な範囲"),
    ],
)
def test_substance_of_a_marked_item_is_always_before(before: str, after: str) -> None:
    found = proposal(purpose(before), purpose(after))
    assert (found.timing, found.ground.needs_decision) == (Timing.BEFORE, True)


def test_a_chosen_option_is_substance() -> None:
    chosen = "特定個人情報ファイル: [{{id: 甲, 委託: {{委託の有無: {}}}}}]"
    found = proposal(chosen.format("委託しない"), chosen.format("委託する"))
    assert (found.kind, found.ground) == (ChangeKind.SUBSTANCE, Ground.IN_DOUBT)


def test_a_renamed_office_in_a_marked_item_is_named_and_left_to_a_person() -> None:
    variables = (Variable("所管課", "総務課", "区政課"),)
    found = proposal(storage("総務課"), storage("区政課"), variables=variables)
    assert (found.ground, found.timing, found.kind) == (
        Ground.OFFICE,
        Timing.BEFORE,
        ChangeKind.OFFICE,
    )


def test_one_more_commission_is_for_a_person() -> None:
    old = "特定個人情報ファイル: [{id: 甲, 委託: {委託の有無: 委託する, 委託事項: [{id: 子}]}}]"
    new = old.replace("{id: 子}", "{id: 子}, {id: 丑, 再委託の有無: 再委託しない}")
    comparison = compared(old, new)
    evidence = Evidence(comparison.old, comparison.new)
    count, block = comparison.changes
    assert classify(count, evidence).ground is Ground.WITHIN_MARKED
    assert classify(block, evidence).ground is Ground.MARKED_BLOCK


def test_a_new_system_has_no_marked_item() -> None:
    assert proposal("{}", "システム: [{id: 甲, 名称: 台帳}]").ground is Ground.OTHER_ITEM


def test_the_same_item_follows_its_form() -> None:
    old, new = "事務: {内容: 台帳を作る。}", "事務: {内容: 台帳を整える。}"
    assert proposal(old, new, "juten").ground is Ground.OTHER_ITEM
    assert proposal(old, new, "zenkomoku").ground is Ground.IN_DOUBT


def test_form_2_has_no_marks() -> None:
    found = proposal(
        "個人番号の利用: {法令上の根拠: A}", "個人番号の利用: {法令上の根拠: B}", "kiso"
    )
    assert (found.ground, found.significant) == (Ground.NO_MARKS, False)


def test_every_rule_names_its_source_and_what_needs_a_decision_is_before() -> None:
    assert len(Ground) > 5
    for rule in Ground:
        assert "規則第" in rule.source
        assert not rule.needs_decision or rule.timing is Timing.BEFORE


def test_no_item_of_form_2_has_a_mark() -> None:
    found = proposal("事務: {名称: 税の事務}", "事務: {名称: 別の事務}", "kiso")
    assert (found.significant, found.timing) == (False, Timing.AFTER)


def test_another_box_is_no_value_of_a_variable_whatever_its_words() -> None:
    source = "特定個人情報ファイル: [{{id: 甲, 入手・使用: {{入手方法: [{}]}}}}]"
    values = (Variable("方法", "紙", "専用線"),)
    found = proposal(source.format("紙"), source.format("専用線"), variables=values)
    assert found.kind is ChangeKind.SUBSTANCE
