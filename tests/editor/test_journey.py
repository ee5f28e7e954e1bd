"""A person fills in the form in a real browser: every kind of item, a conflict, a crash."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import Desk, desk_of_example
from playwright.sync_api import Browser


@pytest.fixture(params=[1280, 390])
def desk(tmp_path: Path, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Desk]:
    view = {"width": request.param, "height": 900}
    with desk_of_example(tmp_path, chromium, viewport=view) as desk:
        yield desk


def test_every_kind_of_item_is_edited_in_place_and_taken_back(desk: Desk) -> None:
    before = desk.text
    desk.fill("事務.内容", "一行目。\n二行目。")
    assert desk.holds("    一行目。\n    二行目。")
    desk.page.locator('[data-field="事務.対象人数"] select').select_option("1万人以上10万人未満")
    assert desk.holds("対象人数: 1万人以上10万人未満")
    boxes = '[data-field="システム[既存住基].他のシステムとの接続"] input[type=checkbox]'
    desk.page.locator(boxes).first.check()
    assert desk.holds("  - 情報提供ネットワークシステム\n  - 庁内連携システム")
    desk.fill("表紙.公表日", "令和7年3月1日")
    assert desk.holds("公表日: 令和7年3月1日")
    desk.fill("表紙.評価実施機関名", "見本市長")
    desk.page.get_by_role("button", name="ここだけ直す").click()
    assert desk.holds('評価実施機関名: "見本市長"')
    for _ in range(5):
        shown = desk.text
        desk.page.get_by_role("button", name="元に戻す").click()
        assert desk.changes_from(shown)
    assert desk.text == before
    assert desk.told == []


def test_both_texts_of_a_conflict_are_shown_and_a_person_chooses(desk: Desk) -> None:
    theirs = desk.text.replace("名称: 住民基本台帳に関する事務", "名称: 別の人の直し", 1)
    desk.file.write_bytes(theirs.encode())
    desk.fill("事務.名称", "この画面の直し")
    dialog = desk.page.locator("dialog[open]")
    dialog.wait_for()
    assert "別の人の直し" in dialog.inner_text()
    assert "この画面の直し" in dialog.inner_text()
    dialog.get_by_role("button", name="この画面の値にする").click()
    assert desk.holds("この画面の直し")
    assert desk.text == theirs.replace("別の人の直し", "この画面の直し")


def test_what_others_changed_elsewhere_is_taken_over_without_a_question(desk: Desk) -> None:
    theirs = desk.text.replace("対象人数: 10万人以上30万人未満", "対象人数: 1万人以上10万人未満", 1)
    desk.file.write_bytes(theirs.encode())
    desk.fill("事務.名称", "この画面の直し")
    assert desk.holds("名称: この画面の直し")
    assert "対象人数: 1万人以上10万人未満" in desk.text
    assert desk.page.locator("dialog[open]").count() == 0


def test_what_was_typed_while_the_server_died_is_there_again(desk: Desk) -> None:
    desk.close(signal.SIGKILL)
    desk.fill("システム[既存住基].名称", "消えない名称")
    desk.page.locator("#state").filter(has_text="このブラウザーに残っています").wait_for()
    kept = desk.page.evaluate("() => JSON.stringify({...localStorage})")
    assert "消えない名称" in kept


def test_a_word_that_is_still_composed_is_not_saved(desk: Desk) -> None:
    before = desk.text
    field = desk.page.locator('[data-field="事務.名称"] input')
    field.dispatch_event("compositionstart")
    field.fill("へんかんちゅう")
    desk.page.wait_for_timeout(900)
    assert desk.text == before
    field.fill("変換の後")
    field.dispatch_event("compositionend")
    assert desk.holds("名称: 変換の後")


def test_every_view_can_be_used_by_everyone(desk: Desk) -> None:
    for view in ("一覧", "編集", "違い", "出力", "点検"):
        desk.view(view)
        desk.page.wait_for_timeout(1500)
        assert desk.violations() == [], view
    assert desk.told == []
