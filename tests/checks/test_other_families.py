"""The smaller families: boxes, numbers, dates, risks, threshold, 別紙, lengths."""

import pytest
from contradictions import said

from pia.checks import Check, form, handed_on
from pia.checks.consistency import days, numbers, risks, threshold
from pia.checks.form import redactions


def leakage(incident: str, rest: str = "") -> str:
    inner = f"{{重大事故: {incident}, {rest}}}"
    return f"リスク対策: {{保管・消去: {{漏えい・滅失・毀損: {inner}}}}}"


def linking(answer: str, measures: str, other: str = "") -> str:
    inner = f"{{リスクに対する措置の内容: {measures}, リスクへの対策は十分か: {answer}}}"
    rest = f"その他のリスク及びそのリスクに対する措置: {other}" if other else ""
    return f"リスク対策: {{使用: {{目的を超えた紐付け: {inner}, {rest}}}}}"


OPEN = "リスク対策.使用.目的を超えた紐付け.リスクへの対策は十分か: 課題の説明なし"
LEAKAGE = "リスク対策.保管・消去.漏えい・滅失・毀損"
BOX = "リスク対策: {委託: {該当: [委託しない], %s}}"


@pytest.mark.parametrize(
    ("family", "file", "expected"),
    [
        (form.boxes, BOX % "", []),
        (form.boxes, BOX % "委託契約書中の規定: 定めている", ["しない欄の下の記入"]),
        (form.boxes, "リスク対策: {委託: {委託契約書中の規定: 定めている}}", []),
        (risks, leakage("発生なし"), []),
        (risks, leakage("発生なし", "重大事故の内容: 該当なし"), []),
        (risks, leakage("発生なし", "重大事故の内容: 紛失"), ["発生なしの内容"]),
        (risks, leakage("発生あり", "重大事故の内容: 紛失"), []),
        (form.boxes, "入手・使用: {入手元: [本人又は本人の代理人, その他: 機構]}", []),
        (form.boxes, "入手・使用: {入手元: [その他]}", ["かっこの記入漏れ"]),
        (form.boxes, "入手・使用: {入手元: [その他: '　']}", ["かっこの記入漏れ"]),
        (form.boxes, "入手・使用: {入手元: [民間事業者]}", ["かっこの記入漏れ"]),
        (numbers, "基本情報: {記録される項目: 10項目未満}\n記録項目: [氏名]", []),
        (numbers, "基本情報: {記録される項目: 10項目未満}", []),
        (
            numbers,
            f"基本情報: {{記録される項目: 10項目以上50項目未満}}\n記録項目: [{'氏名, ' * 10}]",
            [],
        ),
        (
            numbers,
            f"基本情報: {{記録される項目: 100項目以上}}\n記録項目: [{'氏名, ' * 99}]",
            ["記録項目数の食い違い"],
        ),
        (
            numbers,
            f"基本情報: {{記録される項目: 100項目以上}}\n記録項目: [{'氏名, ' * 100}]",
            [],
        ),
        (
            numbers,
            f"基本情報: {{記録される項目: 10項目未満}}\n記録項目: [{'氏名, ' * 10}]",
            ["記録項目数の食い違い"],
        ),
        (
            numbers,
            "基本情報: {対象となる本人の数: 1万人未満}\n"
            "委託: {委託事項: [{id: a, 対象となる本人の数: 1万人以上10万人未満}]}",
            ["本人の数の食い違い"],
        ),
        (
            days,
            "基本情報: {保有開始日: 平成28年1月1日}\n入手・使用: {使用開始日: 平成28年1月1日}",
            [],
        ),
        (
            days,
            "基本情報: {保有開始日: 平成28年1月2日}\n入手・使用: {使用開始日: 平成28年1月1日}",
            ["日付の前後"],
        ),
        (risks, linking("十分である", "制限する。"), []),
        (risks, linking("課題が残されている", "制限する。"), ["課題の説明なし"]),
        (risks, linking("課題が残されている", "今後、分離を検討する。"), []),
        (risks, linking("課題が残されている", "制限する。", "分離が課題である。"), []),
    ],
)
def test_what_a_file_says_is_compared(family: Check, file: str, expected: list[str]) -> None:
    assert [s.partition(": ")[2] for s in said(family, file)] == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("目的外の入手: 課題が残されている, 使用: {目的を超えた紐付け: 課題が残されている}", []),
        ("人手を介在させる作業: {人為的ミス: 課題が残されている, 判断の根拠: 今後改める。}", []),
        (
            "人手を介在させる作業: {人為的ミス: 課題が残されている, 判断の根拠: 確かめる。}",
            ["基礎リスク対策.人手を介在させる作業.人為的ミス: 課題の説明なし"],
        ),
    ],
)
def test_form_2_explains_an_issue_only_where_it_has_room(answers: str, expected: list[str]) -> None:
    assert said(risks, whole=f"基礎リスク対策: {{{answers}}}", form="kiso") == expected


BASIC = "評価実施手続: {基礎項目評価: {%s}}"
RESULT = "しきい値判断結果: %sの実施が義務付けられる（任意に重点項目評価を実施）"


@pytest.mark.parametrize(
    ("family", "whole", "expected"),
    [
        (days, "表紙: {公表日: R7.4.1}\n" + BASIC % "実施日: R7.4.1", []),
        (days, "表紙: {公表日: R7.4.1}\n" + BASIC % "実施日: R7.4.2", ["日付の前後"]),
        (days, BASIC % "実施日: R7.4.2", []),
        (
            days,
            "表紙: {公表日: R7.4.1}\n変更箇所: [{変更日: R7.4.2, 提出時期: 事前}]",
            [],
        ),
        (
            days,
            "表紙: {公表日: R7.4.1}\n変更箇所: [{変更日: R7.4.2, 提出時期: 事後}]",
            ["日付の前後"],
        ),
        (
            days,
            "表紙: {公表日: R7.4.1}\n変更箇所: [{変更日: R7.4.1, 提出時期: 事後}]",
            [],
        ),
        (
            days,
            "変更箇所: [{変更日: R6.4.1}, {}, {変更日: R6.4.1}, {変更日: R7.4.1}]",
            [],
        ),
        (
            days,
            "変更箇所: [{変更日: R7.4.1}, {変更日: R6.4.1}, {変更日: R7.4.1}]",
            ["変更箇所の順"],
        ),
        (
            threshold,
            "事務: {対象人数: 1万人以上10万人未満}\n" + BASIC % (RESULT % "基礎項目評価"),
            [],
        ),
        (
            threshold,
            "事務: {対象人数: 10万人以上30万人未満}\n" + BASIC % (RESULT % "基礎項目評価"),
            ["しきい値判断の食い違い"],
        ),
        (threshold, BASIC % (RESULT % "基礎項目評価"), []),
        (handed_on.attachments, "別紙: [{id: a, 題名: 一覧}]", ["参照されない別紙"]),
        (
            handed_on.attachments,
            "事務: {内容: 別紙「一　覧」による。}\n別紙: [{id: a, 題名: 一覧}]",
            [],
        ),
        (
            handed_on.attachments,
            "事務: {内容: 別紙aによる。}\n"
            "別紙: [{id: a, 列: [甲], 行: [{甲: 1}, {乙: 2}, {乙: 3}]}]",
            ["別紙の未知の列"],
        ),
    ],
)
def test_what_the_assessment_says_is_compared(
    family: Check, whole: str, expected: list[str]
) -> None:
    assert [s.partition(": ")[2] for s in said(family, whole=whole)] == expected


PERSONS = "基本情報: {対象となる本人の数: %s}"


@pytest.mark.parametrize(
    ("subjects", "persons", "expected"),
    [
        ("1万人以上10万人未満", "1万人以上10万人未満", []),
        ("10万人以上30万人未満", "10万人以上100万人未満", []),
        ("10万人以上30万人未満", "1万人未満", ["事務.対象人数: 対象人数の食い違い"]),
        # fewer than 100,000 are not 100,000 or more
        ("10万人以上30万人未満", "1万人以上10万人未満", ["事務.対象人数: 対象人数の食い違い"]),
        (
            "1万人以上10万人未満",
            "10万人以上100万人未満",
            ["基本情報.対象となる本人の数: 本人の数の食い違い"],
        ),
    ],
)
def test_the_persons_of_the_office_are_those_of_its_files(
    subjects: str, persons: str, expected: list[str]
) -> None:
    whole = f"事務: {{対象人数: {subjects}}}"
    assert said(numbers, PERSONS % persons, whole=whole) == expected


def test_files_whose_persons_are_not_told_may_hold_any_number() -> None:
    whole = "事務: {対象人数: 10万人以上30万人未満}"
    assert said(numbers, whole=whole) == []
    assert said(numbers, "備考: なし", whole=whole) == []


KISO = "基礎リスク対策: {提出する評価書の種類: %s}"
FULLER = "最も優先度が高いと考えられる対策: {該当: [全項目評価又は重点項目評価を実施する]}"
JUTEN = "基礎項目評価書及び重点項目評価書"
SMALL = "事務: {対象人数: 1万人以上10万人未満}\n"
LARGE = "事務: {対象人数: 10万人以上30万人未満}\n"


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        (SMALL + KISO % "基礎項目評価書", []),
        (SMALL + KISO % JUTEN, []),
        (LARGE + KISO % JUTEN, []),
        (LARGE + KISO % "基礎項目評価書", ["提出する評価書の不足"]),
        (LARGE, []),
        (KISO % "基礎項目評価書", []),
        (KISO % f"基礎項目評価書, {FULLER}", ["提出する評価書との矛盾"]),
        (KISO % f"{JUTEN}, {FULLER}", []),
    ],
)
def test_no_less_is_filed_than_is_due_or_than_is_said_to_be_done(
    whole: str, expected: list[str]
) -> None:
    found = said(threshold, whole=whole, form="kiso")
    assert [s.partition(": ")[2] for s in found] == expected


def test_an_incident_is_one_fact_of_the_whole_body() -> None:
    files = "特定個人情報ファイル:\n"
    for id_, answer in (("a", "発生なし"), ("b", "発生あり"), ("c", "発生あり")):
        files += f"- {{id: {id_}, {leakage(answer)}}}\n"
    assert said(risks, whole=files) == [
        f"特定個人情報ファイル[b].{LEAKAGE}.重大事故: 重大事故の矛盾",
        f"特定個人情報ファイル[c].{LEAKAGE}.重大事故: 重大事故の矛盾",
    ]


def test_a_column_that_a_table_lacks_is_told_at_the_row_that_first_uses_it() -> None:
    rows = "別紙: [{id: a, 列: [甲], 行: [{甲: 1}, {乙: 2}, {乙: 3}]}]"
    assert said(handed_on.attachments, whole=rows)[0] == "別紙[a].行[2].乙: 別紙の未知の列"


def test_a_reference_needs_its_attachment() -> None:
    file = "提供・移転: {移転先: [{id: a, 別紙: 一覧}]}"
    assert said(handed_on.attachments, file) == ["提供・移転.移転先[a].別紙: 別紙の参照先なし"]
    assert said(handed_on.attachments, file, whole="別紙: [{id: 一覧, 列: [甲]}]") == []


@pytest.mark.parametrize(
    ("file", "whole", "expected"),
    [
        (f"入手・使用: {{入手元: [その他: {'あ' * 1000}]}}", "", 0),
        (f"入手・使用: {{入手元: [その他: {'あ' * 1001}]}}", "", 1),
        (f"備考: {'あ' * 40000}", "", 0),
        ("", f"別紙: [{{id: a, 題名: {'あ' * 1001}}}]", 1),
    ],
)
def test_a_text_has_to_fit_its_cell(file: str, whole: str, expected: int) -> None:
    found = [s for s in said(form.check, file, whole=whole) if s.endswith("長すぎる記入")]
    assert len(found) == expected


HEARD = "評価実施手続: {意見の聴取: {実施日・期間: %s}, 第三者点検: {実施日: %s}}"


@pytest.mark.parametrize(
    ("heard", "reviewed", "published", "expected"),
    [
        ("令和6年10月1日から令和6年10月30日まで", "", "", []),
        ("令和6年10月1日から10月29日まで", "", "", ["意見の聴取の期間"]),
        ("令和6年12月20日～令和7年1月17日", "", "", ["意見の聴取の期間"]),
        ("令和６年１０月１日から同年１０月２９日まで", "", "", ["意見の聴取の期間"]),
        ("令和6年10月1日から30日間", "", "", []),
        ("令和6年10月1日から令和6年10月30日まで", "令和6年10月31日", "令和6年11月1日", []),
        ("令和6年10月1日から令和6年10月30日まで", "令和6年10月30日", "令和6年10月30日", []),
        ("令和6年10月1日から令和6年10月30日まで", "令和6年10月29日", "", ["手続の順"]),
        ("令和6年10月1日から令和6年10月30日まで", "", "令和6年10月29日", ["手続の順"]),
        ("", "令和6年10月31日", "令和6年10月30日", ["手続の順"]),
        ("令和6年13月1日から", "", "令和6年10月30日", []),
        ("10月1日から10月2日まで", "", "", []),
    ],
)
def test_a_hearing_takes_30_days_and_the_steps_follow_each_other(
    heard: str, reviewed: str, published: str, expected: list[str]
) -> None:
    cover = f"表紙: {{公表日: {published}}}\n" if published else ""
    whole = cover + HEARD % (heard or "''", reviewed or "''")
    found = said(days, whole=whole, form="zenkomoku")
    assert [s.partition(": ")[2] for s in found] == expected


def test_a_reason_shortens_a_hearing_and_only_form_4_has_to_hold_one() -> None:
    short = "令和6年10月1日から10月10日まで, 期間を短縮する特段の理由: 災害のため"
    assert said(days, whole=HEARD % (short, "''"), form="zenkomoku") == []
    assert said(days, whole=HEARD % ("令和6年10月1日から10月10日まで", "''")) == []


REDACTED = "事務: {名称: 税の事務}\n非公表: [{項目: 事務.名称, 理由: 警備, 根拠: %s}]\n%s"


@pytest.mark.parametrize(
    ("form", "basis", "rest", "expected"),
    [
        ("juten", "規則第10条第2項", "", []),
        ("juten", "規則第１０条第１項", "", []),
        ("juten", "", "", ["非公表の根拠なし"]),
        ("kiso", "規則第10条第1項", "", []),
        ("kiso", "規則第10条第2項", "", ["非公表の根拠の誤り"]),
        ("kiso", "規則第10条第2項", "前版: 前.yaml", []),
        ("kiso", "規則第10条第2項", "変更箇所: [{項目: 名称}]", []),
    ],
)
def test_what_is_hidden_names_the_paragraph_that_allows_it(
    form: str, basis: str, rest: str, expected: list[str]
) -> None:
    text = REDACTED % (basis, rest) if basis else REDACTED.replace(", 根拠: %s", "") % rest
    found = said(redactions, whole=text, form=form)
    assert [s.partition(": ")[2] for s in found] == expected
