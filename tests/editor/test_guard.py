"""Nobody but the page that was opened with the token gets through."""

import asyncio

import pytest

from pia.editor.guard import Guard, Message

HOST = {"host": "127.0.0.1:8000"}
OWN = {**HOST, "origin": "http://127.0.0.1:8000", "x-pia": "1"}


async def nothing(scope: object, receive: object, send: object) -> None:
    raise AssertionError("not reached")


@pytest.fixture
def guard() -> Guard:
    return Guard(nothing, 8000)


def with_session(guard: Guard, headers: dict[str, str]) -> dict[str, str]:
    return {**headers, "cookie": guard.cookie().partition(";")[0]}


def test_a_page_with_a_session_may_read_and_write(guard: Guard) -> None:
    assert guard.refusal("GET", "/api/documents", with_session(guard, HOST)) is None
    assert guard.refusal("POST", "/api/edit", with_session(guard, OWN)) is None


def test_without_a_session_only_the_empty_page_is_served(guard: Guard) -> None:
    assert guard.refusal("GET", "/", HOST) is None
    assert guard.refusal("GET", "/static/editor.js", HOST) is None
    refused = guard.refusal("GET", "/api/documents", HOST)
    assert refused is not None
    assert refused.status == 401


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("host", "example.jp:8000"),
        ("host", "127.0.0.1:9000"),
        ("host", "127.0.0.1:8000, 127.0.0.1:8000"),
        ("origin", "http://example.jp"),
        ("origin", "null"),
        ("origin", "https://127.0.0.1:8000"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("content-length", "99999999999"),
        ("content-length", "-1"),
        ("cookie", "pia_session_8000=wrong"),
        ("cookie", "pia_session_8000"),
    ],
)
def test_a_strange_header_is_refused(guard: Guard, name: str, value: str) -> None:
    headers = {**with_session(guard, OWN), name: value}
    assert guard.refusal("POST", "/api/edit", headers) is not None


@pytest.mark.parametrize("missing", ["x-pia", "origin", "host", "cookie"])
def test_a_form_of_another_page_cannot_write(guard: Guard, missing: str) -> None:
    headers = {k: v for k, v in with_session(guard, OWN).items() if k != missing}
    assert guard.refusal("POST", "/api/edit", headers) is not None


def test_two_servers_have_two_tokens(guard: Guard) -> None:
    other = Guard(nothing, 8000)
    assert guard.admits(guard.token)
    assert not guard.admits(other.token)
    assert not guard.admits("")
    assert guard.token not in guard.cookie()


@pytest.mark.parametrize(
    "ends", [{"type": "http.request", "body": b"x" * 15_000_000}, {"type": "http.disconnect"}]
)
def test_a_body_that_says_no_length_is_bounded_and_one_that_breaks_off_goes_nowhere(
    guard: Guard, ends: dict[str, object]
) -> None:
    pieces = [{"type": "http.request", "body": b"x" * 15_000_000, "more_body": True}, ends]
    answers: list[Message] = []

    async def receive() -> Message:
        return pieces.pop(0)

    async def send(message: Message) -> None:
        answers.append(message)

    headers = [(k.encode(), v.encode()) for k, v in with_session(guard, OWN).items()]
    scope = {"type": "http", "method": "POST", "path": "/api/edit", "headers": headers}
    asyncio.run(guard(scope, receive, send))
    assert answers[0]["status"] == 413
