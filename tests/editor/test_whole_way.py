"""From an empty folder to what is filed, and from a published version to the next, in a browser."""

import signal
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from browsers import Desk, desk_of_example
from PIL import Image
from playwright.sync_api import Browser, Page


class Keys:
    """A person who has a keyboard alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, target: str, *, back: bool = False) -> None:
        """Press Tab until what a selector names has the focus."""
        for _ in range(400):
            if self.page.evaluate("(it) => document.activeElement.matches(it)", target):
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        pytest.fail(f"Tab never comes to {target}")

    def write(self, target: str, text: str) -> None:
        self.to(target)
        self.page.keyboard.insert_text(text)


@pytest.fixture(params=[1280, 390])
def empty(tmp_path: Path, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The editor of a folder in which nothing lies yet."""
    with chromium.new_page(viewport={"width": request.param, "height": 900}) as page:
        desk = Desk(tmp_path, page, "図書館.yaml")
        desk.start()
        yield desk
        desk.close(signal.SIGKILL)


def test_a_new_form_comes_to_all_its_outputs_by_the_keyboard_alone(empty: Desk) -> None:
    page, keys = empty.page, Keys(empty.page)
    keys.to("#form")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    keys.write("#newname", "図書館")
    page.keyboard.press("Enter")
    page.locator("[data-field='事務.名称']").wait_for()
    keys.write('[data-field="事務.名称"] input', "図書館に関する事務")
    assert empty.holds("名称: 図書館に関する事務")
    keys.write('[data-field="事務.内容"] textarea', "本を貸す。\n本を返してもらう。")
    assert empty.holds("    本を返してもらう。")
    keys.to('[data-field="事務.対象人数"] select')
    page.keyboard.press("ArrowDown")
    assert empty.holds("対象人数: 1,000人")
    page.keyboard.press("F8")
    assert page.evaluate("document.activeElement.closest('.wrong') !== null")
    keys.to('#views a[href^="#%E5%87%BA%E5%8A%9B"]', back=True)
    page.keyboard.press("Enter")
    page.locator(".downloads").wait_for()
    for name in ("xlsx", "docx", "html", "pdf"):
        keys.to(f'.downloads a[href$="format={name}"]')
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename.endswith(name)
        assert Path(download.value.path()).stat().st_size > 5_000
    assert empty.told == []


@pytest.fixture(params=[1280, 390])
def desk(tmp_path: Path, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Desk]:
    view = {"width": request.param, "height": 900}
    with desk_of_example(tmp_path, chromium, viewport=view) as desk:
        yield desk


def to_view(desk: Desk, name: str) -> None:
    keys = Keys(desk.page)
    keys.to(f'#views a[href^="#{quote(name)}"]', back=True)
    desk.page.keyboard.press("Enter")


def press(desk: Desk, name: str) -> None:
    """Press the button of a name by the keyboard."""
    desk.page.get_by_role("button", name=name, exact=True).first.wait_for()
    for _ in range(400):
        if desk.page.evaluate("document.activeElement.textContent") == name:
            desk.page.keyboard.press("Enter")
            return
        desk.page.keyboard.press("Tab")
    pytest.fail(f"Tab never comes to {name}")


def publish(desk: Desk) -> None:
    to_view(desk, "出力")
    press(desk, "公表する")
    desk.page.locator("dialog[open]").wait_for()
    press(desk, "公表する")
    desk.page.locator("#state").filter(has_text="公表の一式を書きました").wait_for()


def overwrite(desk: Desk, address: str, text: str) -> None:
    keys = Keys(desk.page)
    keys.to(f'[data-field="{address}"] :is(input, textarea)')
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.insert_text(text)


def test_a_version_is_published_changed_decided_appended_and_published_anew(desk: Desk) -> None:
    """By the keyboard alone."""
    publish(desk)
    first = sorted(path.name for path in desk.folder.rglob("*.確定.yaml"))
    assert first == ["令和7年版.確定.yaml"]
    to_view(desk, "編集")
    desk.page.locator("[data-field='表紙.公表日']").wait_for()
    overwrite(desk, "表紙.公表日", "令和8年2月13日")
    assert desk.holds("公表日: 令和8年2月13日")
    overwrite(desk, "特定個人情報ファイル[住基台帳].入手・使用.使用目的", "住民の福祉を増すため。")
    assert desk.holds("住民の福祉を増すため。")
    to_view(desk, "違い")
    desk.page.locator(".decision").first.wait_for()
    assert desk.page.locator(".plain ins").count()
    Keys(desk.page).to('.decision [aria-label="提出時期"]')
    desk.page.keyboard.press("ArrowDown")
    press(desk, "この判断にする")
    desk.page.locator("#state").filter(has_text="判断を書きました").wait_for()
    assert desk.page.locator(".decision").count() == 0
    assert list(desk.folder.glob("*判断.yaml"))
    before = desk.text
    press(desk, "変更箇所の表に書き足す")
    assert desk.changes_from(before)
    assert "変更日: 令和8年2月13日" in desk.text
    publish(desk)
    assert len(list(desk.folder.rglob("*.確定.yaml"))) == 2
    assert desk.told == []


def test_a_version_is_frozen_from_the_page(desk: Desk) -> None:
    desk.view("違い")
    desk.page.get_by_role("button", name="この版を確定する").click()
    desk.page.locator("#state").filter(has_text="確定した版を書きました").wait_for()
    assert [path.name for path in desk.folder.glob("*.確定.yaml")] == ["令和7年版.確定.yaml"]


def test_the_page_as_it_prints_stands_beside_the_form_and_follows_it(desk: Desk) -> None:
    desk.page.get_by_role("button", name="PDF の見本").click()
    with desk.page.expect_response("**/api/render*") as first:
        desk.page.locator("#preview").wait_for()
    assert first.value.headers["content-type"] == "application/pdf"
    shown = first.value.url
    with desk.page.expect_response(lambda a: "/api/render" in a.url and a.url != shown) as second:
        desk.fill("事務.名称", "見本に出る名称")
    assert second.value.status == 200
    desk.page.get_by_role("button", name="PDF の見本").click()
    assert desk.page.locator("#preview").count() == 0
    assert desk.told == []


PASTED = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true,
    cancelable: true });
  document.activeElement.dispatchEvent(paste);
}"""


def test_lists_tables_and_counts_are_pasted_and_taken_back(desk: Desk) -> None:
    before, page = desk.text, desk.page
    page.locator('[data-field="特定個人情報ファイル[住基台帳].記録項目"] textarea').first.focus()
    page.evaluate(PASTED, "貼った項目一\n貼った項目二")
    assert desk.holds("  - 貼った項目一\n  - 貼った項目二\n")
    rows = page.locator('[data-field="別紙[提供先一覧].行"] textarea')
    rows.nth(0).focus()
    page.evaluate(PASTED, "貼った提供先\t貼った根拠\n次の提供先\t次の根拠")
    assert desk.holds("提供先: 貼った提供先")
    assert desk.holds("法令上の根拠: 次の根拠")
    page.locator('[data-field="別紙[提供先一覧].列"] textarea').first.wait_for()
    desk.fill("特定個人情報ファイル[住基台帳].提供・移転.提供件数", "61")
    assert desk.holds("提供件数: 61")
    for _ in range(3):
        shown = desk.text
        page.get_by_role("button", name="元に戻す").click()
        assert desk.changes_from(shown)
    assert desk.text == before
    assert desk.told == []


def test_a_line_of_the_contents_leads_to_its_part_of_the_form(desk: Desk) -> None:
    line = desk.page.locator("nav .index a").last
    heading = line.inner_text()
    line.click()
    for _ in range(50):
        if desk.page.evaluate("scrollY") > 500:
            break
        desk.page.wait_for_timeout(100)
    assert desk.page.evaluate("scrollY") > 500
    desk.page.locator(".title", has_text=heading).first.wait_for()
    assert desk.page.locator("#views [aria-current]").inner_text() == "編集"
    assert desk.told == []


def test_an_attachment_is_added_and_removed_at_its_place(desk: Desk) -> None:
    before, page = desk.text, desk.page
    first = page.get_by_role("group", name="別紙1の操作")
    first.get_by_role("button", name="＋ 別紙を追加").click()
    page.locator("dialog input").fill("新しい別紙")
    page.get_by_role("button", name="決める").click()
    assert desk.holds("id: 新しい別紙")
    added = page.get_by_role("group", name="別紙3の操作")
    added.get_by_role("button", name="削除").click()
    page.get_by_role("button", name="削除する").click()
    page.locator("#state", has_text="保存しました").wait_for()
    added.wait_for(state="detached")
    assert desk.text == before
    assert desk.told == []


PASTED_PICTURE = """(data) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], "image.png", { type: "image/png" }));
  const paste = new ClipboardEvent("paste", { clipboardData: given, bubbles: true,
    cancelable: true });
  document.activeElement.dispatchEvent(paste);
}"""


def test_a_picture_comes_in_by_file_and_by_paste(tmp_path: Path, chromium: Browser) -> None:
    source = "様式: 全項目評価書\n版: R6.10\n事務:\n  名称: 図書の事務\n事務の内容図:\n- id: 流れ\n"
    (tmp_path / "職場").mkdir()
    (tmp_path / "職場" / "a.yaml").write_text(source, encoding="utf-8")
    Image.new("RGB", (40, 30), "red").save(tmp_path / "図.png")
    Image.new("RGB", (40, 30), "blue").save(tmp_path / "別の図.png")
    with chromium.new_page() as page:
        desk = Desk(tmp_path / "職場", page, "a.yaml")
        desk.open()
        place = desk.page.locator(".picture").first
        place.locator("input[type=file]").set_input_files(tmp_path / "図.png")
        assert desk.holds("図/")
        assert len(list(desk.folder.rglob("*.png"))) == 1
        shown = desk.text
        desk.page.locator(".picture").first.focus()
        desk.page.evaluate(
            PASTED_PICTURE, b64encode((tmp_path / "別の図.png").read_bytes()).decode()
        )
        assert desk.changes_from(shown)
        assert len(list(desk.folder.rglob("*.png"))) == 2
        assert desk.told == []
        desk.close(signal.SIGKILL)


@pytest.mark.parametrize(
    "context",
    [
        {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
        {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
    ],
    ids=["200 %", "high contrast"],
)
def test_the_form_is_there_for_everyone(
    tmp_path: Path, chromium: Browser, context: dict[str, object]
) -> None:
    with desk_of_example(tmp_path, chromium, **context) as desk:
        desk.page.wait_for_timeout(1000)
        assert desk.violations() == []
        wide = desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0
        field = desk.page.locator("[data-field='事務.名称'] input")
        field.focus()
        outline = field.evaluate("(it) => getComputedStyle(it).outlineStyle")
        assert outline != "none"
        assert desk.told == []
