"""`{{ 名.名 }}` in a value."""

from pathlib import Path

import pytest
from documents import write

from pia.errors import Finding
from pia.source.names import COMPARED, Names
from pia.source.nodes import Text
from pia.source.reader import read


def names(folder: Path, document: str, **files: str) -> Names:
    """Compose `document` beside `pia.yaml` (written pia=…) and fragments (written stem=…)."""
    for stem, text in files.items():
        write(folder, text, "pia.yaml" if stem == "pia" else f"共通/{stem}.yaml")
    found = Names.around(read(write(folder, document)))
    found.compose()
    return found


def composed(found: Names, key: str = "a") -> str:
    node = found.document.root.entries[key]
    assert isinstance(node, Text)
    return node.text


def said(findings: list[Finding]) -> list[str]:
    return [
        f"{Path(f.file).name}:{f.position.line}:{f.position.column} {f.code}"
        if f.position
        else f"{Path(f.file).name} {f.code}"
        for f in findings
    ]


def test_the_document_comes_before_the_workspace_and_it_before_fragments(tmp_path: Path) -> None:
    text = 'a: "{{ x }}{{ y }}{{ 共通.f.p }}{{ 共通.f.q }}{{ 共通.f.r }}"\n'
    text += "変数: {x: 文書}\n共通: {f: {p: 文書}}\n"
    pia = "変数: {x: 根, y: 根}\n共通: {f: {p: 根, q: 根}}\n"
    found = names(tmp_path, text, pia=pia, f="p: 片\nq: 片\nr: 片\n")
    assert (composed(found), found.findings) == ("文書根文書根片", [])


def test_names_that_nothing_defines_are_known(tmp_path: Path) -> None:
    found = names(tmp_path, 'a: "{{ x }}{{ 共通.f.p }}{{ y }}"\n変数: {y: 文書}\n')
    assert found.missing == ["x", "共通.f.p"]


def test_names_are_compared_without_width(tmp_path: Path) -> None:
    found = names(tmp_path, 'a: "{{ Ａ１ }}{{共通．Ｆ．ｐ}}"\n変数: {A1: 甲}\n', F="p: 乙\n")
    assert composed(found) == "甲{{共通．Ｆ．ｐ}}"


def test_spans_tell_where_a_name_went(tmp_path: Path) -> None:
    found = names(tmp_path, 'a: "一{{ x }}三"\n変数: {x: 二二}\n')
    node = found.document.root.entries["a"]
    assert isinstance(node, Text)
    assert (node.raw, node.text) == ("一{{ x }}三", "一二二三")
    assert [(s.start, s.end, s.name) for s in node.spans] == [(1, 3, "x")]


def test_an_escaped_bracket_is_literal_and_a_fragment_loses_one_line_break(tmp_path: Path) -> None:
    found = names(tmp_path, "a: '\\{{ x }}'\nb: \"{{ x }}。\"\n変数:\n  x: |\n    一\n    二\n")
    assert (composed(found), composed(found, "b")) == ("{{ x }}", "一\n二。")


def test_a_name_that_is_left_blank_stands_for_nothing(tmp_path: Path) -> None:
    found = names(tmp_path, 'a: "一{{ x }}二"\n変数: {x: }\n')
    assert (composed(found), found.findings) == ("一二", [])


def test_a_document_is_told_by_the_path_that_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "中", 'a: "{{ なし }}"\n')
    monkeypatch.chdir(path.parent)
    typed = Path("..", "中", path.name)
    found = Names.around(read(typed))
    found.compose()
    assert [finding.file for finding in found.findings] == [str(typed)]


def test_keys_and_ids_are_not_substituted(tmp_path: Path) -> None:
    found = names(tmp_path, "システム:\n- id: '{{ なし }}'\n'{{ なし }}': x\n")
    assert found.findings == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: |\n  一\n  二{{ なし }}\n", ["評価書.yaml:3:4 未定義の名前"]),
        ('a: "{{ x }}{{ なし }}"\n変数: {x: y}\n', ["評価書.yaml:1:12 未定義の名前"]),
        ('a: "{{ 共通.x }}"\n共通: {x: {y: z}}\n', ["評価書.yaml:1:5 未定義の名前"]),
        ('a: "{{ x | upper }}"\n変数: {x: y}\n', ["評価書.yaml:1:5 未定義の名前"]),
        ('a: "{{ x.__class__ }}"\n変数: {x: y}\n', ["評価書.yaml:1:5 未定義の名前"]),
        ('a: "{{ x }"\n変数: {x: y}\n', ["評価書.yaml:1:4 閉じていない差し込み"]),
        ('変数: {x: "{{ y }}", y: "{{ x }}"}\n', ["評価書.yaml:1:10 循環する差し込み"]),
    ],
)
def test_what_cannot_be_put_in_is_shown_where_it_stands(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    assert said(names(tmp_path, text).findings) == expected


def test_fragments_that_include_each_other_are_shown_once(tmp_path: Path) -> None:
    found = names(
        tmp_path, "a: '{{ 共通.f.p }}'\n", f="p: '{{ 共通.g.q }}'\n", g="q: '{{ 共通.f.p }}'\n"
    )
    assert said(found.findings) == ["g.yaml:1:5 循環する差し込み"]
    assert "共通.f.p → 共通.g.q → 共通.f.p" in found.findings[0].message


def test_a_close_name_is_proposed(tmp_path: Path) -> None:
    (finding,) = names(tmp_path, 'a: "{{ 所管 }}"\n変数: {所管課: x}\n').findings
    assert "「{{ 所管課 }}」の誤りではありませんか" in finding.hint


def test_close_names_are_sought_for_no_more_than_a_reader_reads(tmp_path: Path) -> None:
    """Each of 2,000 unknown names was held against each of 2,000 known ones, 26 seconds long."""
    used = "".join(f"- '{{{{ 課{n}の名 }}}}'\n" for n in range(COMPARED + 5))
    found = names(tmp_path, f"変数: {{課の名: x}}\n列:\n{used}").findings
    told = ["誤りではありませんか" in finding.hint for finding in found]
    assert told == [True] * COMPARED + [False] * 5


def test_a_file_of_names_that_cannot_be_read_is_the_only_thing_said(tmp_path: Path) -> None:
    found = names(tmp_path, "a: '{{ x }}{{ 共通.f.p }}'\n", pia="変数: [\n", f="p: [\n")
    assert said(found.findings) == ["pia.yaml:2:1 YAMLの書き方", "f.yaml:2:1 YAMLの書き方"]


def test_names_that_multiply_are_stopped(tmp_path: Path) -> None:
    pairs = zip("abcdefg", "bcdefgh", strict=True)
    rows = "".join(f"  {late}: '{f'{{{{ {early} }}}}' * 10}'\n" for early, late in pairs)
    found = names(tmp_path, f"x: '{{{{ h }}}}'\n変数:\n  a: {'あ' * 100}\n{rows}")
    assert [f.code for f in found.findings] == ["大きすぎるファイル"]


def test_a_long_chain_of_names_is_stopped(tmp_path: Path) -> None:
    rows = "".join(f"  v{n}: '{{{{ v{n + 1} }}}}'\n" for n in range(2000))
    found = names(tmp_path, f"a: '{{{{ v0 }}}}'\n変数:\n{rows}  v2000: 終\n")
    assert "深すぎる入れ子" in {f.code for f in found.findings}


def test_fragments_do_not_come_from_outside(tmp_path: Path) -> None:
    outside = write(tmp_path, "p: 秘密\n", "外/f.yaml")
    folder = tmp_path / "中"
    folder.mkdir()
    (folder / "共通").symlink_to(outside.parent)
    found = names(folder, "a: '{{ 共通.f.p }}'\n")
    assert composed(found) == "{{ 共通.f.p }}"
    assert [f.code for f in found.findings] == ["外への参照"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_file_of_fragments_is_found_whatever_its_unicode_form(tmp_path: Path, form: str) -> None:
    name = {"NFC": "\u30ac\u30a4\u30c9", "NFD": "\u30ab\u3099\u30a4\u30c8\u3099"}[form]
    found = names(tmp_path, "a: '{{ 共通.\u30ac\u30a4\u30c9.p }}'\n", **{name: "p: 案内\n"})
    assert (composed(found), found.findings) == ("案内", [])


def test_only_what_begins_as_a_fragment_is_sought_in_the_files_of_fragments(tmp_path: Path) -> None:
    text = 'a: "{{ f.p }}{{ 共通.f }}{{ 共通 }}{{ 共通.f.p }}"\n'
    found = names(tmp_path, text, f="p: 文\n")
    assert composed(found) == "{{ f.p }}{{ 共通.f }}{{ 共通 }}文"
    assert found.missing == ["f.p", "共通.f", "共通"]


def test_names_from_outside_are_told_as_they_are_written_there(tmp_path: Path) -> None:
    text = 'a: "{{ x }}{{ y }}{{ z }}{{ w }}"\n変数: {w: 文書}\n'
    found = names(tmp_path, text, pia='変数:\n  x: "{{ y }}市"\n  y: 甲\n  z:\n')
    assert found.from_outside() == {"x": "{{ y }}市", "y": "甲", "z": None}
    assert [found.written(name) for name in ("x", "z", "w", "なし")] == [
        "{{ y }}市",
        "",
        "文書",
        None,
    ]
