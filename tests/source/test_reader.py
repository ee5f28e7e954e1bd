"""YAML text → tree."""

from pathlib import Path

import pytest

from pia.errors import Finding, PiaError
from pia.source import reader
from pia.source.files import MAX_BYTES
from pia.source.nodes import child, plain
from pia.source.reader import SourceFile, parse, read

FILE = Path("評価書.yaml")


def source(text: str) -> SourceFile:
    return parse(text, FILE)


def refused(text: str) -> list[Finding]:
    with pytest.raises(PiaError) as caught:
        source(text)
    return list(caught.value.findings)


def lines(findings: list[Finding]) -> list[str]:
    return [f"{f.position.line if f.position else ''} {f.code}" for f in findings]


@pytest.mark.parametrize("text", ["no", "012", "1:30", "2025-02-13", "1.0", "true", "0x10", "=1+1"])
def test_every_value_is_a_text(text: str) -> None:
    assert plain(source(f"a: {text}").root) == {"a": text}


@pytest.mark.parametrize("blank", ["", "~", "null"])
def test_a_key_without_a_value_is_left_out(blank: str) -> None:
    assert plain(source(f"a: {blank}\nb: c").root) == {"b": "c"}


@pytest.mark.parametrize("quoted", ["''", '""', "'~'", '"null"'])
def test_a_quoted_value_is_a_text_whatever_it_says(quoted: str) -> None:
    assert plain(source(f"a: {quoted}").root) == {"a": quoted[1:-1]}


def test_an_alias_stands_for_its_anchor() -> None:
    assert plain(source("a: &x [b, c]\nd: *x").root) == {"a": ["b", "c"], "d": ["b", "c"]}


def test_a_text_knows_its_place() -> None:
    text = child(source("a:\n- b\n- 'c'\n").root.entries["a"], 1)
    assert text is not None
    assert (text.position.line, text.position.column) == (3, 3)


def test_line_ends_of_windows_move_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("a: |\r\n  一\r\n  二\r\na: x\r\n".encode())
    found = read(file)
    assert plain(found.root) == {"a": "一\n二\n"}
    assert lines(found.findings) == ["4 重複した項目"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 一\\L二", "一\n二"),
        ("a: 一\\P二", "一\n二"),
        ("a: 一\\N二", "一\n二"),
        ("a: 一\\r\\n二", "一\n二"),
        ("a: 一\\r二", "一\n二"),
        ("a: 一\\u2028二", "一\n二"),
    ],
)
def test_escaped_line_ends_become_one(text: str, expected: str) -> None:
    quoted = text.replace("a: ", 'a: "') + '"'
    assert plain(source(quoted).root) == {"a": expected}


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_pasted_line_ends_stay_in_their_text(separator: str) -> None:
    found = source(f"a: |\n  一{separator}二\nb: c")
    assert plain(found.root) == {"a": "一\n二\n", "b": "c"}
    assert found.root.keys["b"].line == 3


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_pasted_line_ends_break_no_key(separator: str) -> None:
    found = source(f"一{separator}二: a\nb: {{c{separator}d: e}}")
    assert plain(found.root) == {"一\n二": "a", "b": {"c\nd": "e"}}
    assert found.root.keys["b"].line == 2


@pytest.mark.parametrize("escape", ["\\x07", "\\u0000", "\\uFFFE", "\\e", "\\uFEFF"])
def test_escaped_bad_characters_are_found(escape: str) -> None:
    found = source(f'a: b\nc: "d{escape}"\n"k{escape}": e')
    assert lines(found.findings) == ["2 使えない文字", "3 使えない文字"]
    assert plain(found.root) == {"a": "b", "c": "d\ufffd", "k\ufffd": "e"}


def test_the_first_of_two_equal_keys_counts() -> None:
    found = source("a: 1\nb: 2\na: 3")
    assert plain(found.root) == {"a": "1", "b": "2"}
    assert lines(found.findings) == ["3 重複した項目"]
    assert "1行目" in found.findings[0].message


def test_keys_that_differ_in_width_are_twins_whatever_stands_between_them() -> None:
    found = source("Ａ: 1\nb: {c: 2}\nA: 3")
    assert plain(found.root) == {"Ａ": "1", "b": {"c": "2"}}
    assert lines(found.findings) == ["3 重複した項目"]


def test_a_line_of_dashes_is_reported_and_read_over() -> None:
    found = source("a: 1\n---\nb: 2\na: 3\n")
    assert plain(found.root) == {"a": "1", "b": "2"}
    assert lines(found.findings) == ["2 YAMLの書き方", "4 重複した項目"]


def test_a_line_of_dashes_at_the_head_is_fine() -> None:
    assert source("---\na: 1\n").findings == []


@pytest.mark.parametrize("text", ["a: *x", "a: &x {b: *x}"])
def test_an_alias_without_an_anchor_above_it_is_set_aside(text: str) -> None:
    found = source(f"{text}\nc: d")
    assert lines(found.findings) == ["1 YAMLの書き方"]
    assert plain(found.root)["c"] == "d"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "空のファイル"),
        ("# 注\n", "空のファイル"),
        ("---\n", "空のファイル"),
        ("- a\n", "文書の形"),
        ("a\n", "文書の形"),
        ("[a]: b\n", "YAMLの書き方"),
        ("a: &x b\n*x : c\n", "YAMLの書き方"),
        ("a: " + "[" * 50 + "]" * 50, "深すぎる入れ子"),
    ],
)
def test_what_is_no_mapping_is_refused(text: str, code: str) -> None:
    assert [finding.code for finding in refused(text)] == [code]


@pytest.mark.parametrize("value", ["!x b", "!x {b: c}", "!x [b]"])
def test_a_tag_is_told_whatever_stands_behind_it(value: str) -> None:
    assert lines(source(f"a: 1\nd: {value}").findings) == ["2 YAMLの書き方"]


def test_names_may_be_empty() -> None:
    assert plain(parse("# 注\n", FILE, may_be_empty=True).root) == {}


def test_aliases_that_multiply_are_refused_quickly() -> None:
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    rows = "".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in pairs)
    assert [f.code for f in refused(f"a: &a [x]\n{rows}")] == ["大きすぎるファイル"]


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(PiaError, match=r"大きすぎるファイル.*5 MB"):
        read(file)


def test_slips_are_mended_and_the_rest_is_read() -> None:
    found = source("a：b\nc:　d\ne: f\ne: g\n")
    assert plain(found.root) == {"a": "b", "c": "d", "e": "f"}
    assert lines(found.findings) == ["1 全角のコロン", "2 全角の空白", "4 重複した項目"]
    assert found.mended


def test_a_problem_beside_slips_is_told_with_them() -> None:
    assert lines(refused("a：b\nc: d\n e: f\n")) == ["1 全角のコロン", "3 YAMLの書き方"]


def test_a_problem_on_the_line_of_a_slip_is_left_to_the_slip() -> None:
    assert lines(refused("a: b\n\t- c: [\n")) == ["2 字下げの文字"]


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("a: b", 2),
        ("a: b\nc:", 3),
        ("a: {b: c}", 3),
        ("a: [b, c]", 4),
        ("a: &x [b, c]\nd: *x", 7),
        ("a: &x b\nd: *x", 3),
        (f"a: {'b' * 49}", 2),
        (f"a: {'b' * 150}", 5),
    ],
)
def test_a_file_is_as_heavy_as_all_that_it_says_with_its_aliases_written_out(
    text: str, weight: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in (weight - 1, weight):
        monkeypatch.setattr(reader, "MAX_WEIGHT", limit)
        found = refused(text) if limit < weight else source(text).findings
        assert [f.code for f in found] == ["大きすぎるファイル"] * (limit < weight)
