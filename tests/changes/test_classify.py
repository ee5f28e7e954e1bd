import pytest
from versions_in_yaml import compared, purpose

from pia.changes.classify import Proposal, Rule, classify
from pia.changes.kinds import ChangeKind, Variable
from pia.model.choices import Timing


def proposal(
    old: str, new: str, form: str = "zenkomoku", variables: tuple[Variable, ...] = ()
) -> Proposal:
    comparison = compared(old, new, form)
    return classify(comparison.changes[0], comparison.new.form, variables)


def storage(text: str) -> str:
    return f"特定個人情報ファイル: [{{id: 甲, 保管・消去: {{保管場所: {text}}}}}]"


def test_an_item_without_a_mark_may_follow_afterwards() -> None:
    found = proposal("担当部署: {部署: 総務課}", "担当部署: {部署: 税務課}")
    assert (found.rule, found.timing, found.significant) == (Rule.OTHER_ITEM, Timing.AFTER, False)
    assert not found.rule.needs_decision


def test_a_marked_item_comes_before_and_is_for_a_person() -> None:
    found = proposal(storage("部屋"), storage("金庫"))
    assert (found.rule, found.timing, found.significant) == (Rule.IN_DOUBT, Timing.BEFORE, True)
    assert found.rule.needs_decision


def test_a_plain_change_of_form_on_a_marked_item_is_excepted() -> None:
    found = proposal(storage("ＣＳの部屋"), storage("CSの部屋"))
    assert (found.rule, found.timing) == (Rule.FORMAL, Timing.AFTER)


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
    assert (found.timing, found.rule.needs_decision) == (Timing.BEFORE, True)


def test_a_chosen_option_is_substance() -> None:
    chosen = "特定個人情報ファイル: [{{id: 甲, 委託: {{委託の有無: {}}}}}]"
    found = proposal(chosen.format("委託しない"), chosen.format("委託する"))
    assert (found.kind, found.rule) == (ChangeKind.SUBSTANCE, Rule.IN_DOUBT)


def test_a_renamed_office_in_a_marked_item_is_named_and_left_to_a_person() -> None:
    variables = (Variable("所管課", "総務課", "区政課"),)
    found = proposal(storage("総務課"), storage("区政課"), variables=variables)
    assert (found.rule, found.timing, found.kind) == (Rule.OFFICE, Timing.BEFORE, ChangeKind.OFFICE)


def test_one_more_commission_is_for_a_person() -> None:
    old = "特定個人情報ファイル: [{id: 甲, 委託: {委託の有無: 委託する, 委託事項: [{id: 子}]}}]"
    new = old.replace("{id: 子}", "{id: 子}, {id: 丑, 再委託の有無: 再委託しない}")
    count, block = compared(old, new).changes
    form = compared(old, new).new.form
    assert classify(count, form).rule is Rule.WITHIN_MARKED
    assert classify(block, form).rule is Rule.MARKED_BLOCK


def test_a_new_system_has_no_marked_item() -> None:
    assert proposal("{}", "システム: [{id: 甲, 名称: 台帳}]").rule is Rule.OTHER_ITEM


def test_the_same_item_follows_its_form() -> None:
    old, new = "事務: {内容: 台帳を作る。}", "事務: {内容: 台帳を整える。}"
    assert proposal(old, new, "juten").rule is Rule.OTHER_ITEM
    assert proposal(old, new, "zenkomoku").rule is Rule.IN_DOUBT


def test_form_2_has_no_marks() -> None:
    found = proposal(
        "個人番号の利用: {法令上の根拠: A}", "個人番号の利用: {法令上の根拠: B}", "kiso"
    )
    assert (found.rule, found.significant) == (Rule.NO_MARKS, False)


def test_every_rule_names_its_source_and_what_needs_a_decision_is_before() -> None:
    assert len(Rule) > 5
    for rule in Rule:
        assert "規則第" in rule.source
        assert not rule.needs_decision or rule.timing is Timing.BEFORE
