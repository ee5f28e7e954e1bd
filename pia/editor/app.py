"""The routes: each asks the desk for one thing and answers with JSON.

The same routes are an API for other programs; `/openapi.json` describes them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pia.editor import answers, requests, steps, transfers
from pia.editor.desk import ConflictError, Desk, ReadOnlyError
from pia.editor.guard import Guard
from pia.editor.messages import EditorMessages
from pia.errors import PiaError
from pia.source.files import templates

STATIC = {".js": "text/javascript", ".css": "text/css"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API. body: the model of its JSON, None for a GET with `query`."""

    path: str
    does: str
    answer: Callable[..., Any]
    body: type[requests.Request] | None = None
    query: tuple[str, ...] = ()


CALLS = (
    Call("/api/documents", "The documents of the workspace", answers.documents),
    Call("/api/document", "A document to edit", answers.document, query=("path",)),
    Call("/api/guidance", "The guidance of its items", answers.guidance, query=("path",)),
    Call("/api/check", "What is wrong with a document", answers.check, query=("path",)),
    Call("/api/search", "Items with a text or a name", answers.search, query=("text",)),
    Call("/api/progress", "How far a build is", answers.progress),
    Call("/api/diff", "What changed since 前版", answers.diff, query=("path",)),
    Call("/api/reviews", "Comments on a document", answers.reviews, query=("path",)),
    Call("/api/edit", "Sets values", steps.edit, requests.SetValues),
    Call("/api/block", "Changes a list of blocks", steps.block, requests.BlockEdit),
    Call("/api/undo", "Takes a step back", steps.undo, requests.Turn),
    Call("/api/redo", "Does a step again", steps.redo, requests.Turn),
    Call("/api/new", "Begins a document", steps.new, requests.New),
    Call("/api/decide", "Decides a change", steps.decide, requests.Decide),
    Call("/api/append", "Brings 変更箇所 up to date", steps.append, requests.Named),
    Call("/api/freeze", "Writes the frozen version", steps.freeze, requests.Named),
    Call("/api/comment", "Adds a comment to a record", steps.comment, requests.AddComment),
    Call("/api/answer", "Answers a comment of a record", steps.answer, requests.AnswerComment),
    Call("/api/publish", "Publishes a document", steps.publish, requests.Publish),
    Call("/api/build", "Renders every document", steps.build, requests.Nothing),
)


def app_of(desk: Desk, port: int, token: str = "") -> Guard:
    """Return the application for a desk, behind its guard."""
    guard = Guard(Starlette(), port, token)
    routes = [Route(call.path, _endpoint(desk, call), methods=[_method(call)]) for call in CALLS]
    routes += [
        Route("/", _page),
        Route("/static/{name}", _static),
        Route("/openapi.json", lambda _: JSONResponse(openapi())),
        Route("/session", partial(_session, guard, desk), methods=["POST"]),
        Route("/api/render", partial(_render, desk)),
        Route("/api/picture", partial(_picture, desk), methods=["POST"]),
        Route("/api/image", partial(_image, desk)),
    ]
    guard.app = Starlette(routes=routes)
    return guard


def _method(call: Call) -> str:
    return "POST" if call.body else "GET"


def _endpoint(desk: Desk, call: Call) -> Callable[[HttpRequest], Any]:
    async def endpoint(request: HttpRequest) -> Response:
        given: list[Any] = [request.query_params.get(name, "") for name in call.query]
        try:
            if call.body is not None:
                given = [call.body.model_validate_json(await request.body())]
        except ValidationError:
            return refused(PiaError(EditorMessages.BAD_REQUEST.finding(name=call.path)), 400)
        return await run_in_threadpool(_answered, call, desk, *given)

    return endpoint


def _answered(call: Call, desk: Desk, *given: Any) -> Response:
    """Return the answer of a call, or why there is none."""
    try:
        return JSONResponse(call.answer(desk, *given))
    except steps.SharedError as shared:
        return JSONResponse(shared.as_dict(), 422)
    except ConflictError:
        (body,) = given
        return JSONResponse(answers.document(desk, body.path), 409)
    except ReadOnlyError:
        return JSONResponse({"message": "この画面は閲覧だけができます。"}, 403)
    except PiaError as error:
        return refused(error)


def refused(error: PiaError, status: int = 422) -> JSONResponse:
    """Return the findings of an error."""
    found = [finding.as_dict() for finding in error.findings]
    message = found[0]["message"] if found else ""
    return JSONResponse({"kind": "findings", "message": message, "findings": found}, status)


async def _page(_: HttpRequest) -> Response:
    data = (templates() / "editor" / "page.html").read_bytes()
    return Response(data, media_type="text/html")


async def _static(request: HttpRequest) -> Response:
    folder = templates() / "editor"
    known = {path.name: path for path in folder.iterdir() if path.suffix in STATIC}
    path = known.get(request.path_params["name"])
    if path is None:
        return Response("not found", 404)
    return Response(path.read_bytes(), media_type=STATIC[path.suffix])


async def _session(guard: Guard, desk: Desk, request: HttpRequest) -> Response:
    try:
        given = requests.Session.model_validate_json(await request.body())
    except ValidationError:
        return refused(PiaError(EditorMessages.BAD_REQUEST.finding(name="/session")), 400)
    if not guard.admits(given.token):
        return Response("no session", 401)
    only = desk.name(desk.only) if desk.only else ""
    return JSONResponse({"only": only}, headers={"set-cookie": guard.cookie()})


async def _render(desk: Desk, request: HttpRequest) -> Response:
    query = request.query_params
    name, format_ = query.get("path", ""), query.get("format", "")
    try:
        data, kind, file = await run_in_threadpool(transfers.rendered, desk, name, format_)
    except PiaError as error:
        return refused(error)
    how = "inline" if query.get("inline") else "attachment"
    headers = {"content-disposition": f"{how}; filename*=UTF-8''{transfers.quoted(file)}"}
    return Response(data, headers=headers, media_type=kind)


async def _picture(desk: Desk, request: HttpRequest) -> Response:
    data = await request.body()
    try:
        name = await run_in_threadpool(
            transfers.keep_picture, desk, request.query_params.get("path", ""), data
        )
    except ReadOnlyError:
        return JSONResponse({"message": "この画面は閲覧だけができます。"}, 403)
    except PiaError as error:
        return refused(error)
    return JSONResponse({"name": name})


async def _image(desk: Desk, request: HttpRequest) -> Response:
    query = request.query_params
    try:
        data, kind = await run_in_threadpool(
            transfers.picture, desk, query.get("path", ""), query.get("name", "")
        )
    except PiaError as error:
        return refused(error, 404)
    return Response(data, media_type=kind)


def openapi() -> dict[str, Any]:
    """Return the description of the API as OpenAPI 3.1."""
    paths: dict[str, Any] = {}
    for call in CALLS:
        told: dict[str, Any] = {"summary": call.does, "responses": _RESPONSES}
        if call.body:
            schema = call.body.model_json_schema()
            content = {"application/json": {"schema": schema}}
            told["requestBody"] = {"required": True, "content": content}
        else:
            told["parameters"] = [
                {"name": name, "in": "query", "required": True, "schema": {"type": "string"}}
                for name in call.query
            ]
        paths[call.path] = {_method(call).lower(): told}
    info = {"title": "pia edit", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths}


_RESPONSES = {
    "200": {"description": "The answer", "content": {"application/json": {"schema": {}}}},
    "400": {"description": "The body does not fit its schema"},
    "401": {"description": "No session: open the page with its token first"},
    "403": {"description": "Another page or host asked, or the page is for reading only"},
    "409": {"description": "The file is another by now; the body is the document as it is"},
    "422": {"description": "Refused, with findings"},
}
