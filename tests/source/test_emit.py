"""Written YAML says again what it was given."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pia.source.emit import Noted, Tree, block_text, dump, escaped, inline, is_block_text
from pia.source.files import BAD, SEPARATORS
from pia.source.names import Names
from pia.source.nodes import plain
from pia.source.reader import parse


def allowed(text: str) -> bool:
    """Whether a source can hold the text: line ends are all `\\n` once it is read."""
    return not (BAD.search(text) or SEPARATORS.search(text) or "\r" in text)


HARD = st.sampled_from(
    ["{{ 名 }}", "\\{{", "\n", "\n\n", " ", "\t", ": ", "#", "- ", "'", '"', "%"]
)
ANY = st.text(st.characters(blacklist_categories=["Cs"]), max_size=4).filter(allowed)
TEXTS = st.lists(HARD | ANY, max_size=8).map("".join)


def read(text: str) -> object:
    source = parse(text, Path("試し.yaml"))
    names = Names(Path(), source)
    names.compose()
    assert [str(f) for f in [*source.findings, *names.findings]] == []
    return plain(source.root)


@given(TEXTS)
@example("\t\nあ")
@example("\n\t")
@example(" \n あ\nい")
@example("null")
@example("012")
@example("{{{{{")
def test_a_text_is_read_again_as_it_was_but_for_the_breaks_at_its_end(text: str) -> None:
    data = read(dump({"項目": escaped(text), "次": ["あ", escaped(text)]}, "見出し"))
    assert isinstance(data, dict)
    assert data["項目"].rstrip("\n") == text.rstrip("\n")
    assert [t.rstrip("\n") for t in data["次"]] == ["あ", text.rstrip("\n")]


def test_it_is_written_as_a_person_writes_it() -> None:
    tree: dict[str, Tree] = {
        "様式": "基礎項目評価書",
        "事務": {"名称": Noted("税", "名の\n説明"), "概要": "一行目\n二行目", "人数": "120"},
        "システム": Noted([{"id": "税", "名称": None}], "一覧"),
        "ほか": None,
    }
    assert (
        dump(tree, "見出し")
        == """\
# 見出し
様式: 基礎項目評価書

事務:
  # 名の
  # 説明
  名称: 税
  概要: |
    一行目
    二行目
  人数: 120

# 一覧
システム:
- id: 税
  名称:

ほか:
"""
    )


def test_a_note_in_a_list_is_left_out_and_its_value_stays() -> None:
    assert read(dump({"一覧": [Noted({"id": "税"}, "注"), Noted("名", "注")]}, "見出し")) == {
        "一覧": [{"id": "税"}, "名"]
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("税", "税"),
        ("012", "'012'"),
        ("12", "12"),
        ("1234567890", "'1234567890'"),
        ("yes", "'yes'"),
        ("a: b", "'a: b'"),
        ("a:", "'a:'"),
        ("it's #1", "'it''s #1'"),
        ("一\t二", '"一\\t二"'),
        ("一\n二", '"一\\n二"'),
        ("[一]", "'[一]'"),
        ("一[二]", "一[二]"),
        ("", "''"),
    ],
)
def test_a_text_is_quoted_only_where_it_must_be(text: str, line: str) -> None:
    assert inline(text) == line
    assert inline([text]) == f"[{line if line != '一[二]' else repr(text)}]"
    assert inline(text, style='"').startswith('"')


@pytest.mark.parametrize(
    ("text", "head", "body"),
    [
        ("一\n二\n", "|", ["    一", "    二"]),
        ("一\n二", "|-", ["    一", "    二"]),
        ("一\n\n二\n", "|", ["    一", "", "    二"]),
        (" 一\n二\n", "|2", ["     一", "    二"]),
        ("\n一\n", "|2", ["", "    一"]),
        ("  \n一\n", "|2", ["      ", "    一"]),
        (" 一\n二", "|2-", ["     一", "    二"]),
    ],
)
def test_a_text_of_several_lines_stands_below_its_key(
    text: str, head: str, body: list[str]
) -> None:
    assert block_text(text, 2, 2) == (head, body)


@pytest.mark.parametrize(
    ("text", "is_block"),
    [
        ("一\n", True),
        ("一", False),
        ("一\n二", True),
        ("一\n\n", False),
        ("\n", False),
        (" \n\t\n", False),
        ("一\n\t二", False),
        ("\t一\n", False),
    ],
)
def test_a_text_that_hides_where_a_block_ends_is_none(text: str, is_block: bool) -> None:
    assert is_block_text(text) is is_block
