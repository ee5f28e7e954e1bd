"""Every family of libyaml's problems in Japanese, shown where it can be mended."""

import pytest
import yaml

from pia.source.slips import FAMILIES, UNKNOWN, refusal_of


def problem(text: str) -> str:
    try:
        list(yaml.parse(text, yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        found = refusal_of(error, text, "")
        assert found.position is not None
        return f"{found.position.line}:{found.position.column} {found.message}"
    raise AssertionError("the text is YAML")


# A text that is not YAML, where the problem is shown, and the family it belongs to.
EXAMPLES = [
    ("a:\n  b\n  c: d\n", "3:4", "ここに「項目: 値」は書けません"),
    ("a: b: c\n", "1:5", "ここに「項目: 値」は書けません"),
    ("- a: b\n  c: d\n    - a: e\n", "3:8", "一覧の「- 」の字下げ"),
    ("- a: b: c\n", "1:7", "ここに「項目: 値」は書けません"),
    ("a:\n  b: c\n  d\n", "3:3", "項目名の後に「:」がありません"),
    ("a: - b\n", "1:4", "ここに「- 」は書けません"),
    ('a: "b\nc: d\n', "1:4", "引用符が閉じられていません"),
    ("a: 'b\n---\n", "1:4", "引用符が閉じられていません"),
    ("a: [b\nc: d\n", "1:4", "括弧「[」「{」"),
    ("a: {b: c\nd: e\n", "1:4", "括弧「[」「{」"),
    ("a: [\n", "2:1", "括弧「[」「{」"),
    ('a: "\\q"\n', "1:5", "「\\」が読めません"),
    ('a: "\\xZZ"\n', "1:7", "「\\」が読めません"),
    ("a: @b\n", "1:4", "値が記号で始まっている"),
    ("a: %b\n", "1:4", "値が記号で始まっている"),
    ("a: ]\n", "1:4", "値が記号で始まっている"),
    ("a: !b!c d\n", "1:4", "値が記号で始まっている"),
    ("a: *税\n", "1:4", "「&」「*」の後の名前"),
    ("a: & b\n", "1:4", "「&」「*」の後の名前"),
    ("a: | b\n", "1:4", "「|」「>」の後に余分な文字"),
    ("a: |0\n b\n", "1:4", "「|」「>」の後に余分な文字"),
    ("- a\nb: c\n", "2:1", "「- 」で始まらない行"),
    ("a: b\n c\nd: e\n f: g\n", "4:3", "ここに「項目: 値」は書けません"),
    ("a:\n  b: c\n d: e\n", "3:2", "字下げがそろっていません"),
    ('a: "b" c\n', "1:8", "閉じた後に、まだ文字"),
    ("a: [b] c\n", "1:8", "閉じた後に、まだ文字"),
    ("a:\n- b: : c\n", "2:6", "ここに「項目: 値」は書けません"),
    ("a: b\n...\nc: d\n", "3:1", "余分な行"),
    ("%YAML 1.1\na: b\n", "2:1", "余分な行"),
    ("a: ?\n? b\n", "1:4", "決まりに合っていません"),
]


@pytest.mark.parametrize(("text", "place", "words"), EXAMPLES)
def test_a_problem_is_told_in_japanese(text: str, place: str, words: str) -> None:
    said = problem(text)
    assert said.startswith(f"{place} ")
    assert words in said


def test_every_family_has_an_example() -> None:
    words = {words for _, _, words in EXAMPLES}
    families = [*FAMILIES, UNKNOWN]
    assert len(families) > 10
    assert [f.problem for f in families if not any(w in f.problem for w in words)] == []


def test_a_problem_at_the_end_is_shown_on_the_last_line() -> None:
    error = yaml.MarkedYAMLError(problem="?", problem_mark=yaml.Mark("", 9, 2, 0, None, 0))
    assert str(refusal_of(error, "a: b\nc: [", "")).split(" ")[0] == ":2:5"
