"""However a file is written (line ends, byte order mark, indentation, lists, brackets), what
commands change in it is what they say and nothing else."""

import re
from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path
from typing import Any

import made_up
import pytest
import yaml
from edits import Manners

import pia
from pia.workspace.tables import append_rows

TEXT = """\
様式: 重点項目評価書
版: R6.10
前版: 前.yaml
表紙: {評価書番号: '1', 公表日: 令和8年4月1日}
事務: {名称: 税の事務, 内容: "課税\\n\\n通知: 郵送\\n"}
システム:
- {id: 税, 名称: 税のシステム, 他のシステムとの接続: [庁内連携システム, その他: 収納]}
担当部署: {部署: 新しい課}
変更箇所:
- {変更日: 令和6年1月1日, 項目: 表紙, 変更後の記載: あ, 提出時期: 事後, 対象: [表紙.評価書名]}
"""
DATA: dict[str, Any] = yaml.load(TEXT, yaml.BaseLoader)
ENDS = ((b"\n",), (b"\r\n",), (b"\r",), (b"\r\n", b"\n"), (b"\r\n", b"\r"))  # in turn
# Whether a file ends with a line break, whether it has comments, and its quotes.
LOOKS = ((True, True, ""), (False, False, ""), (False, True, "'"), (True, False, '"'))
PLAIN = Manners(2, 0, "\n", False, True, False, False, 0, "", False)


def every() -> Iterator[tuple[Manners, tuple[bytes, ...]]]:
    """Yield every manner in which a file is written, with its line ends."""
    ways = product(ENDS, (False, True), (2, 3, 4), (0, 1, 2), (0, 3), LOOKS)
    for ends, mark, indent, dashes, flow, (is_ended, has_notes, quotes) in ways:
        yield (
            Manners(
                indent, dashes, "\n", mark, is_ended, has_notes, False, flow, quotes, False
            ),
            ends,
        )  # fmt: skip


def written(manners: Manners, ends: tuple[bytes, ...]) -> bytes:
    *lines, last = manners.write(DATA).split(b"\n")
    return b"".join(line + end for line, end in zip(lines, cycle(ends), strict=False)) + last


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("市")
    made_up.edition(folder / "templates")
    (folder / "pia.yaml").write_bytes(b"")
    former = DATA | {"担当部署": {"部署": "前の課"}, "表紙": {"公表日": "令和7年4月1日"}}
    former = {key: value for key, value in former.items() if key != "前版"}
    (folder / "旧.yaml").write_bytes(PLAIN.write(former))
    pia.freeze(folder / "旧.yaml", folder / "前.yaml")
    return folder


@pytest.mark.long
def test_no_command_changes_more_than_it_says(folder: Path) -> None:
    file, count = folder / "評価書.yaml", 0
    for manners, line_ends in every():
        before = written(manners, line_ends)
        file.write_bytes(before)
        pia.edit(file, {"事務.名称": "手当の支給"})
        assert file.read_bytes() == swapped(before, "税の事務", "手当の支給"), before
        file.write_bytes(before)
        assert pia.migrate(file, "R9.1").data == swapped(before, "R6.10", "R9.1"), before
        append_rows(None, file)
        row = added(before, file.read_bytes())
        assert row is not None, before
        assert row.count("新しい課".encode()) == 1
        assert ends(row) <= ends(before), before
        pia.edit(file, {"変更箇所": pia.REMOVE})
        assert added(file.read_bytes(), before), before
        count += 1
    assert count == 720


def swapped(data: bytes, old: str, new: str) -> bytes:
    assert data.count(old.encode()) == 1
    return data.replace(old.encode(), new.encode())


def added(before: bytes, after: bytes) -> bytes | None:
    """Return the bytes that were put in at one place; None where anything else changed."""
    pairs = enumerate(zip(before, after, strict=False))
    start = next((n for n, (old, new) in pairs if old != new), len(before))
    end = len(after) - (len(before) - start)
    return after[start:end] if after[:start] + after[end:] == before else None


def ends(data: bytes) -> set[bytes]:
    return set(re.findall(b"\r\n|\r|\n", data))
