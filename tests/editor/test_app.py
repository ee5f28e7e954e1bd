"""The API of the editor: what the page asks, and what nobody else may."""

import shutil
import socket
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin
from starlette.testclient import TestClient

from pia.editor.app import app_of, openapi
from pia.editor.desk import Desk
from pia.editor.journal import digest
from pia.editor.server import serve
from pia.errors import PiaError

SOURCE = """\
# 覚え書き
様式: 重点項目評価書
版: R6.10
変数: {課: 税務課}
事務:
  名称: 税の事務  # 略称
  内容: |
    {{ 課 }}が税額を決める。
システム:
- id: 税
  名称: 税システム
- id: 収納
  名称: 収納システム
"""
PORT = 8123
HEADERS = {"origin": f"http://127.0.0.1:{PORT}", "x-pia": "1"}


class Page:
    """The page of a workspace with one document."""

    def __init__(self, root: Path, *, readonly: bool = False) -> None:
        self.file = root / "a.yaml"
        (root / "pia.yaml").write_text("変数: {}\n", encoding="utf-8")
        self.file.write_text(SOURCE, encoding="utf-8")
        guard = app_of(Desk.at(root, readonly=readonly), PORT)
        self.client = TestClient(guard, base_url=f"http://127.0.0.1:{PORT}")
        answer = self.client.post("/session", json={"token": guard.token}, headers=HEADERS)
        assert answer.status_code == 200

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def get(self, route: str, **query: str) -> Any:
        return self.client.get(route, params=query)

    def post(self, route: str, body: dict[str, Any], status: int = 200) -> Any:
        answer = self.client.post(route, json={"path": "a.yaml", **body}, headers=HEADERS)
        assert answer.status_code == status, answer.text
        return answer.json()

    @property
    def base(self) -> str:
        return digest(self.file.read_bytes())

    def edit(self, changes: dict[str, Any], status: int = 200, how: str = "") -> Any:
        return self.post("/api/edit", {"base": self.base, "changes": changes, "how": how}, status)

    def block(self, what: str, **body: str) -> Any:
        told = {"base": self.base, "list": "システム", "what": what, **body}
        return self.post("/api/block", told)


def places(told: dict[str, Any]) -> list[str]:
    """Return every place of the pages at which something can stand, in their order."""
    nodes = [node for page in told["pages"] for node in page["nodes"]]
    every = [each for node in nodes for each in (node, *node.get("rows", ()))]
    return [each["place"] for each in every if isinstance(each, dict) and each.get("place")]


def lost(told: dict[str, Any]) -> list[str]:
    """Return the fields that no place of the pages holds, or more than one."""
    found = places(told)
    return [f["address"] for f in told["fields"] if found.count(f["host"]) != 1]


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


def test_a_document_comes_with_its_pages_and_fields_and_then_with_what_is_wrong(page: Page) -> None:
    told = page.get("/api/document", path="a.yaml").json()
    fields = {field["address"]: field for field in told["fields"]}
    assert fields["事務.内容"]["names"] == ["課"]
    assert fields["システム[税].名称"]["value"] == "税システム"
    assert fields["事務.対象人数"]["options"][0]["text"] == "1,000人未満"
    assert lost(told) == []
    assert page.get("/api/check", path="a.yaml").json()["findings"]
    assert {"title", "filled", "asked"} <= told["progress"][0].keys()
    guidance = page.get("/api/guidance", path="a.yaml").json()["guidance"]
    assert guidance["事務.名称"]["write"]


def test_a_page_of_one_document_is_told_which(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SOURCE, encoding="utf-8")
    guard = app_of(Desk.at(tmp_path / "a.yaml"), PORT)
    client = TestClient(guard, base_url=f"http://127.0.0.1:{PORT}")
    answer = client.post("/session", json={"token": guard.token}, headers=HEADERS)
    assert answer.json() == {"only": "a.yaml"}


def test_every_field_has_a_place_on_the_page(page: Page) -> None:
    told = page.get("/api/document", path="a.yaml").json()
    assert lost(told) == []


def test_an_edit_changes_its_value_and_no_other_byte(page: Page) -> None:
    answer = page.edit({"事務.名称": "国民健康保険の事務"})
    assert page.text == SOURCE.replace("税の事務  #", "国民健康保険の事務  #")
    assert answer["hash"] == digest(page.file.read_bytes())
    assert answer["fields"][0]["value"] == "国民健康保険の事務"


def test_boxes_lists_and_blanks_are_written_as_a_source_has_them(page: Page) -> None:
    boxes = [{"option": "税務システム", "text": ""}, {"option": "その他", "text": "窓口"}]
    page.edit({"システム[税].他のシステムとの接続": boxes, "事務.名称": ""})
    assert "  - 税務システム\n  - その他: 窓口\n" in page.text
    assert "名称:  # 略称" in page.text or "名称:" in page.text


def test_text_of_a_name_is_asked_about_and_changed_as_decided(page: Page) -> None:
    told = page.edit({"事務.内容": "財務課が税額を決める。"}, 422)
    assert told["kind"] == "shared"
    assert page.text == SOURCE
    page.edit({"事務.内容": "財務課が税額を決める。"}, how="fragment")
    assert page.text == SOURCE.replace("課: 税務課", "課: 財務課")


def test_a_change_on_the_disk_is_not_written_over(page: Page) -> None:
    old = page.base
    page.file.write_text(SOURCE.replace("税システム", "別の名"), encoding="utf-8")
    body = {"base": old, "changes": {"事務.名称": "甲"}}
    told = page.post("/api/edit", body, 409)
    fields = {field["address"]: field for field in told["fields"]}
    assert fields["システム[税].名称"]["value"] == "別の名"
    assert "名称: 税の事務" in page.text


def test_blocks_are_added_copied_moved_renamed_and_removed(page: Page) -> None:
    page.block("add", name="新")
    page.block("copy", id="税", name="税2")
    page.block("up", id="収納")
    page.block("rename", id="税2", name="税務")
    told = page.block("remove", id="新")
    ids = [b["id"] for b in told["blocks"] if b["list"] == "システム"]
    assert ids == ["収納", "税", "税務"]
    assert page.text.startswith("# 覚え書き\n")


def test_fifty_steps_are_taken_back_to_the_first_byte(page: Page) -> None:
    for n in range(50):
        page.edit({"事務.名称": f"第{n}の名称"})
    for _ in range(50):
        page.post("/api/undo", {"base": page.base})
    assert page.text == SOURCE
    told = page.post("/api/undo", {"base": page.base}, 422)
    assert told["findings"][0]["code"] == "戻せる変更なし"
    page.post("/api/redo", {"base": page.base})
    assert "第0の名称" in page.text


@pytest.mark.parametrize(
    "name",
    ["../外.yaml", "/etc/passwd", "pia.txt", "", "a.yaml/../../x.yaml", ".pia/a.yaml", "a\0.yaml"],
)
def test_nothing_outside_the_workspace_is_a_document(page: Page, name: str) -> None:
    told = page.get("/api/document", path=name)
    assert told.status_code == 422
    assert told.json()["findings"][0]["code"] == "編集できない文書"


def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "職場"
    root.mkdir()
    (tmp_path / "外.yaml").write_text(SOURCE, encoding="utf-8")
    page = Page(root)
    (root / "中.yaml").symlink_to(tmp_path / "外.yaml")
    assert page.get("/api/document", path="中.yaml").status_code == 422


@pytest.mark.parametrize(
    ("folder", "route", "body"),
    [
        ("評価書", "/api/new", {"form": "kiso", "name": "新"}),
        ("図", "/api/picture?path=a.yaml", None),
        (".pia", "/api/edit", {"changes": {"事務.名称": "甲"}}),
    ],
)
def test_nothing_is_written_through_a_link_out_of_the_workspace(
    tmp_path: Path, folder: str, route: str, body: dict[str, Any] | None
) -> None:
    root, outside = tmp_path / "職場", tmp_path / "外"
    root.mkdir()
    outside.mkdir()
    page = Page(root)
    (root / folder).symlink_to(outside)
    if body is None:
        answer = page.client.post(route, content=drawn(), headers=HEADERS)
    else:
        told = {"path": "a.yaml", "base": page.base, **body} if "changes" in body else body
        answer = page.client.post(route, json=told, headers=HEADERS)
    assert answer.status_code == 422, answer.text
    assert list(outside.iterdir()) == []
    assert page.text == SOURCE


def drawn() -> bytes:
    data = BytesIO()
    Image.new("RGB", (4, 4), "red").save(data, "PNG")
    return data.getvalue()


def test_a_reader_changes_nothing(tmp_path: Path) -> None:
    page = Page(tmp_path, readonly=True)
    before = sorted(p.name for p in tmp_path.rglob("*"))
    page.edit({"事務.名称": "甲"}, 403)
    for route in ("decide", "freeze", "new", "build", "append"):
        body = {"new": {"form": "juten", "name": "b"}, "build": {}}.get(route, {"path": "a.yaml"})
        if route == "decide":
            body |= {"key": "事務.名称", "timing": "事後", "reason": "x"}
        answer = page.client.post(f"/api/{route}", json=body, headers=HEADERS)
        assert answer.status_code == 403, route
    assert page.text == SOURCE
    assert sorted(p.name for p in tmp_path.rglob("*")) == before


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"path": 1}', b'{"extra": 1}'])
def test_a_body_that_does_not_fit_is_refused(page: Page, body: bytes) -> None:
    headers = {**HEADERS, "content-type": "application/json"}
    answer = page.client.post("/api/edit", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["findings"][0]["code"] == "読めない要求"


def test_without_the_header_of_the_page_nothing_is_written(page: Page) -> None:
    answer = page.client.post("/api/undo", json={"path": "a.yaml", "base": "0" * 64})
    assert answer.status_code == 403


def test_a_picture_is_kept_as_pixels_and_anything_else_refused(page: Page) -> None:
    secret = PngImagePlugin.PngInfo()
    secret.add_text("Author", "見本太郎")
    signed = BytesIO()
    Image.new("RGB", (4, 4), "red").save(signed, "PNG", pnginfo=secret)
    query = {"path": "a.yaml"}
    url = "/api/picture"
    kept = page.client.post(url, params=query, content=signed.getvalue(), headers=HEADERS).json()
    file = page.file.parent / kept["name"]
    assert "見本太郎".encode() not in file.read_bytes()
    assert page.get("/api/image", path="a.yaml", name=kept["name"]).status_code == 200
    refused = page.client.post(url, params=query, content=b"<svg/>", headers=HEADERS)
    assert refused.json()["findings"][0]["code"] == "使えない画像"


def test_a_new_document_gets_a_name_that_every_system_takes(page: Page) -> None:
    answer = page.client.post("/api/new", json={"form": "juten", "name": "税"}, headers=HEADERS)
    assert answer.json() == {"path": "税.yaml"}
    bad = page.client.post("/api/new", json={"form": "juten", "name": "../x"}, headers=HEADERS)
    assert bad.json()["findings"][0]["code"] == "ファイルの名前"


def test_what_is_not_ready_is_not_published_and_says_why(page: Page) -> None:
    told = page.post("/api/publish", {"dry": False}, 422)
    assert told["findings"]
    assert page.text == SOURCE
    assert not (page.file.parent / "出力").exists()


def test_a_document_that_is_ready_is_published_from_the_page(tmp_path: Path) -> None:
    ready = Path(__file__).parents[2] / "examples" / "neyagawa"
    shutil.copytree(ready, tmp_path / "例")
    page = Page(tmp_path)
    body = {"path": "例/令和7年版.yaml", "dry": True}
    told = page.client.post("/api/publish", json=body, headers=HEADERS)
    assert told.status_code == 200, told.text
    assert not list(tmp_path.rglob("*.確定.yaml"))
    told = page.client.post("/api/publish", json={**body, "dry": False}, headers=HEADERS)
    assert told.status_code == 200, told.text
    assert list(tmp_path.rglob("令和7年版.確定.yaml"))


def test_a_build_says_how_far_it_is(page: Page) -> None:
    assert page.get("/api/progress").json() == {"done": 0, "steps": 0, "what": ""}
    told = page.client.post("/api/build", json={}, headers=HEADERS).json()
    assert told["message"].startswith("評価書 1 件: 作成 1 件")
    assert page.get("/api/progress").json() == {"done": 1, "steps": 1, "what": "a.yaml"}


def test_items_are_found_over_all_documents(page: Page) -> None:
    found = page.get("/api/search", text="収納システム").json()["found"]
    assert [each["path"] for each in found] == ["a.yaml"]


def test_the_description_names_every_call() -> None:
    told = openapi()
    assert told["openapi"].startswith("3.1")
    assert {"/api/edit", "/api/document", "/api/check"} <= told["paths"].keys()
    assert all(call[next(iter(call))]["summary"] for call in told["paths"].values())


def test_a_port_that_is_taken_and_a_missing_library_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PiaError, match="使われているポート"):
            serve(tmp_path, port=other.getsockname()[1], browse=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(PiaError, match="編集画面の部品なし"):
        serve(tmp_path, browse=False)


@pytest.fixture
def example(tmp_path: Path) -> Page:
    folder = Path(__file__).parents[2] / "examples" / "neyagawa"
    shutil.copytree(folder, tmp_path / "例")
    return Page(tmp_path)


def test_a_real_document_has_all_its_fields_on_the_page(example: Page) -> None:
    told = example.get("/api/document", path="例/令和7年版.yaml").json()
    assert len(told["fields"]) > 300
    assert lost(told) == []
    assert {block["host"] for block in told["blocks"] if block["id"]} <= {*places(told)}


RECORD = """\
# 点検の記録
様式: 意見
版: 記録
評価書: a.yaml
第三者点検:
- id: 第1回
  意見:
  - {番号: 1, 項目: 全般, 意見: 足りません。, 提出者: 委員会}
"""


def test_comments_are_made_and_answered_from_the_page(page: Page) -> None:
    record = page.file.with_name("意見.yaml")
    record.write_text(RECORD, encoding="utf-8")
    (told,) = page.get("/api/reviews", path="a.yaml").json()["rounds"]
    assert (told["record"], told["id"], told["has_submitter"]) == ("意見.yaml", "第1回", True)
    spoken = {"path": "意見.yaml", "round": "第1回"}
    words = {"item": "事務.名称", "text": "{{ 課 }}とは。", "submitter": "事務局"}
    assert page.post("/api/comment", {**spoken, **words}) == {"number": 2}
    body = {**spoken, "number": 1, "response": "修正なし", "text": "書いてあります。"}
    page.post("/api/answer", body)
    (told,) = page.get("/api/reviews", path="a.yaml").json()["rounds"]
    first, second = told["comments"]
    assert (first["done"], first["answer"]) == ("修正なし", "書いてあります。")
    assert (second["item"], second["text"]) == ("事務.名称", "{{ 課 }}とは。")
    assert record.read_text(encoding="utf-8").startswith(RECORD.partition("  意見:")[0])
    page.file.with_name("壊れた.yaml").write_text("様式: 意見\n- x\n", encoding="utf-8")
    assert page.get("/api/reviews", path="a.yaml").json()["unread"] == ["壊れた.yaml"]
    missing = page.post("/api/answer", {**body, "number": 9}, 422)
    assert missing["findings"][0]["code"] == "意見なし"


def test_changed_words_are_marked_and_reasons_come_with_their_provision(example: Page) -> None:
    told = example.get("/api/diff", path="例/令和7年版.yaml").json()
    assert all("".join(text for text, _ in row["marked"][1]) for row in told["rows"][:3])
    assert any(changed for row in told["rows"] for side in row["marked"] for _, changed in side)
    provisions = [reason["provision"] for reason in told["reasons"] if reason["provision"]]
    assert any("規則第9条" in provision or "第6の2" in provision for provision in provisions)
