"""A frozen version says the same whatever happens around it."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from documents import write
from PIL import Image

import pia
from pia.cli import cli
from pia.errors import RefusedError
from pia.model.ref import values
from pia.workspace.tables import append_rows
from pia.workspace.versions import may_change

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAFT = """\
# 冒頭の注記
様式: 重点項目評価書
版: R6.10
表紙:
  公表日: 令和7年2月13日 # 公表した日
事務:
  名称: "{{ 市名 }}の事務"
  内容: |
    {{ 共通.説明.文 }}
    {{ 未使用でない名 }}
"""
NAMES = "変数:\n  市名: 甲市\n  未使用でない名: '{{ 市名 }}長'\n  使わない名: x\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    write(tmp_path, NAMES, "pia.yaml")
    write(tmp_path, "文: |\n  一行目\n  {{ 市名 }}\n", "共通/説明.yaml")
    return write(tmp_path, DRAFT)


def said(path: Path) -> list[object]:
    return [v for v in values(pia.load(path).assessment) if v.address != "前版"]


def test_names_become_its_own_and_every_line_stays(office: Path) -> None:
    before = said(office)
    file = pia.freeze(office)
    assert file == office.with_name("評価書.確定.yaml")
    for other in ("pia.yaml", "共通/説明.yaml"):
        (office.parent / other).unlink()
    assert said(file) == before
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line for line in DRAFT.splitlines() if line not in lines] == []
    assert "使わない名" not in "".join(lines)
    assert may_change(pia.load(file)) is None


def test_nothing_writes_into_a_frozen_version(office: Path) -> None:
    file = pia.freeze(office)
    before = file.read_bytes()
    for write_into in (
        lambda: pia.edit(file, {"事務.名称": "別の事務"}),
        lambda: append_rows(office, file),
    ):
        with pytest.raises(RefusedError, match="確定版への書き込み"):
            write_into()
    assert file.read_bytes() == before


def test_freezing_again_gives_the_same_file_and_a_frozen_file_is_its_own(office: Path) -> None:
    file = pia.freeze(office)
    stamp = file.stat().st_mtime_ns
    assert pia.freeze(office) == pia.freeze(file) == file
    assert file.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("example", ["neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml"])
@pytest.mark.parametrize("folder", ["", "公表"])
def test_an_example_frozen_says_what_it_said(tmp_path: Path, example: str, folder: str) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "例")
    path = tmp_path / "例" / example
    before = [v for v in said(path) if not str(getattr(v, "value", "")).endswith(".png")]
    file = pia.freeze(path, path.parent / folder / "a.yaml")
    assert [v for v in said(file) if not str(getattr(v, "value", "")).endswith(".png")] == before
    assert [f for f in pia.check(file) if f.code != "外への参照"] == []
    assert pia.diff(file, path).rows == ()


@pytest.mark.parametrize(
    "text",
    [
        "{様式: 基礎項目評価書, 表紙: {公表日: R7.2.13}, 事務: {名称: '{{ 市名 }}の事務'}}\n",
        "変数: {市名: 乙市}\n様式: 基礎項目評価書\n表紙: {公表日: R7.2.13}\n"
        "事務: {名称: '{{ 市名 }}{{ 未使用でない名 }}'}\n",
        "変数: {a: &x 丙市}\n様式: 基礎項目評価書\n表紙: {公表日: R7.2.13, 評価書名: *x}\n"
        "事務: {名称: '{{ 市名 }}\\{{ 字'}\n",
        "表紙: {公表日: R7.2.13}\n事務: {名称: '{{ 市名 }}'}\n様式: 基礎項目評価書",
        "様式: 基礎項目評価書\n表紙: {公表\u2028日: R7.2.13}\n事務:\n  名\u2028称: '{{ 市名 }}'\n",
        "様式: 基礎項目評価書\n表紙:\n  公\u2029表日: R7.2.13\n事務: {名称: 税}\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_style_of_source_can_be_frozen(office: Path, text: str, end: str) -> None:
    office.write_bytes(text.replace("\n", end).encode("utf-8-sig"))
    before = said(office)
    file = pia.freeze(office)
    (office.parent / "pia.yaml").unlink()
    assert said(file) == before
    assert may_change(pia.load(file)) is None
    assert (b"\r\n" in file.read_bytes()) == (end == "\r\n")


def picture(path: Path, colour: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (8, 8), colour).save(path)
    return path


def test_pictures_stand_beside_it_under_their_hash(tmp_path: Path) -> None:
    image = picture(tmp_path / "図/流れ.png", "red")
    text = (
        DRAFT.split("事務:")[0].replace("重点", "全")
        + "事務の内容図:\n- id: a\n  画像: 図/流れ.png\n"
    )
    path = write(tmp_path, text)
    file = pia.freeze(path)
    picture(image, "blue")
    assert may_change(pia.load(file)) is None
    (copy,) = (tmp_path / "確定").iterdir()
    picture(copy, "blue")
    broken = may_change(pia.load(file))
    assert broken is not None
    assert broken.code == "書き換えられた確定版"
    picture(image, "red")
    with pytest.raises(RefusedError, match="別の内容"):
        pia.freeze(path, tmp_path / "b.yaml")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("令和7年2月13日", "令和7年2月31日", "存在しない日付"),
        ("  公表日: 令和7年2月13日", "  評価書番号: 1", "公表日のない確定"),
        ("版: R6.10", "版: R6.10\n前版: 評価書.yaml", "自分を指す前版"),
    ],
)
def test_what_is_not_ready_is_not_frozen(office: Path, old: str, new: str, code: str) -> None:
    office.write_text(DRAFT.replace(old, new), encoding="utf-8")
    with pytest.raises(RefusedError, match=code):
        pia.freeze(office)
    assert CliRunner().invoke(cli, ["freeze", str(office)]).exit_code == 1
    assert sorted(p.name for p in office.parent.iterdir()) == ["pia.yaml", "共通", "評価書.yaml"]


def test_no_other_content_is_replaced_least_of_all_the_source(office: Path) -> None:
    for target in (office, office.with_name("pia.yaml")):
        before = target.read_bytes()
        with pytest.raises(RefusedError, match="別の内容"):
            pia.freeze(office, target)
        assert CliRunner().invoke(cli, ["freeze", str(office), "-o", str(target)]).exit_code == 1
        assert target.read_bytes() == before
    pia.freeze(office)
    office.write_text(DRAFT.replace("の事務", "の新しい事務"), encoding="utf-8")
    with pytest.raises(RefusedError, match="別の内容"):
        pia.freeze(office)


def codes(path: Path) -> list[str]:
    return [f"{f.severity.value} {f.code}" for f in pia.check(path) if f.address == "前版"]


def successor(office: Path, former: str) -> Path:
    text = DRAFT.replace("版: R6.10", f"版: R6.10\n前版: {former}")
    return write(office.parent, text, "次.yaml")


def test_a_former_version_that_can_change_is_told_with_its_remedy(office: Path) -> None:
    after = successor(office, "評価書.yaml")
    assert codes(after) == ["error 動く前版"]
    pia.freeze(office)
    assert codes(successor(office, "評価書.確定.yaml")) == []
    own = write(office.parent, "様式: 基礎項目評価書\n", "自前.yaml")
    assert codes(successor(office, own.name)) == ["warning 確定していない前版"]
    frozen = office.with_name("評価書.確定.yaml")
    frozen.write_text(frozen.read_text(encoding="utf-8").replace("一行目", "1行目"), "utf-8")
    assert codes(successor(office, frozen.name)) == ["error 書き換えられた確定版"]
    assert "error 書き換えられた確定版" in [
        f"{f.severity.value} {f.code}" for f in pia.check(frozen)
    ]


PICTURED = (
    "様式: 全項目評価書\n表紙: {公表日: R6.2.1}\n事務の内容図: [{id: a, 画像: 図/流れ.png}]\n"
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (DRAFT, "{{ 市名 }}"),
        ("様式: 全項目評価書\n事務: {名称: '{{ 共通.説明.文 }}'}\n", "{{ 共通.説明.文 }}"),
        (PICTURED, "画像「流れ.png」"),
    ],
)
def test_what_lies_outside_a_former_version_and_may_change_is_named(
    office: Path, text: str, named: str
) -> None:
    picture(office.parent / "図/流れ.png", "red")
    write(office.parent, text)
    after = write(
        office.parent, f"前版: 評価書.yaml\n{text}".replace("R6.2.1", "R7.2.1"), "次.yaml"
    )
    picture(office.parent / "図/流れ.png", "blue")
    (found,) = [f for f in pia.check(after) if f.address == "前版"]
    assert (found.code, named in found.message) == ("動く前版", True)
    with pytest.raises(pia.PiaError, match=r"pia freeze 評価書\.yaml"):
        append_rows(None, after)


def test_comments_and_layout_of_a_frozen_version_may_change(office: Path) -> None:
    file = pia.freeze(office)
    text = file.read_text(encoding="utf-8").replace("# 公表した日", "# 注")
    file.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert may_change(pia.load(file)) is None


def test_a_circle_of_former_versions_is_told(office: Path) -> None:
    after = successor(office, "評価書.yaml")
    office.write_text(DRAFT + "前版: 次.yaml\n", encoding="utf-8")
    assert codes(office) == codes(after) == ["error 自分を指す前版"]


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_former_version_outside_the_workspace_is_said_as_such(office: Path) -> None:
    after = successor(office, "../外.yaml")
    with pytest.raises(pia.PiaError, match="外への参照") as caught:
        pia.diff(None, after)
    assert [f.code for f in caught.value.findings] == ["外への参照"]
    (office.parent / "中.yaml").symlink_to("/etc/hostname")
    with pytest.raises(pia.PiaError, match="外への参照"):
        pia.diff(None, successor(office, "中.yaml"))
