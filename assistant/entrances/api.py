"""The HTTP API: the command line's answers as JSON routes, beside the page and from the same desk."""

from __future__ import annotations

import base64
import json
import re
import secrets
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from assistant.desk import Desk
from assistant.entrances import answering, doing
from assistant.entrances.doing import InputError, Unknown
from assistant.entrances.limiting import misfit, trouble
from assistant.entrances.requests import Checking, Drafting, Message, Question, Reading
from assistant.entrances.shapes import template_data, turn_data
from assistant.moves import Choose
from assistant.storing import StoreError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TOKEN = re.compile(r"([0-9a-f]{32})([0-9a-f]{32})")
_HTTP = {404: "没有这个地址。", 405: "这个地址不接受这种请求方法。"}
_CHECK_BODY = {"requestBody": {"required": True, "content": {
    WORD: {"schema": {"type": "string", "format": "binary"}},
    "application/json": {"schema": Checking.model_json_schema()},
}}}


def api(desk: Desk) -> FastAPI:
    """Return the API over a desk, to be mounted under ``/api``."""
    app = FastAPI(title="拟约 HTTP API", version="1", docs_url=None, redoc_url=None)
    _errors(app)
    _routes(app, desk)
    _conversations(app, desk)
    _files(app, desk)
    return app


def _routes(app: FastAPI, desk: Desk) -> None:
    @app.get("/", summary="这里有什么")
    def routes() -> dict[str, Any]:
        listed = [
            {"method": method.upper(), "path": f"/api{path}", "words": route["summary"]}
            for path, methods in app.openapi()["paths"].items() for method, route in methods.items()
        ]
        return {"routes": listed, "openapi": "/api/openapi.json"}

    @app.get("/templates", summary="模板、条款原文和槽位；template=标识 时只列一份")
    def templates(template: str = "") -> list[dict[str, Any]]:
        chosen = [doing.known(desk.library, template)] if template else desk.library.templates.values()
        return [template_data(t) for t in chosen]

    @app.post("/ask", summary="问一个问题，答案带条款原文和法条")
    def ask(asked: Question) -> dict[str, Any]:
        return answering.ask(desk.library, desk.assistant.answers, asked, desk.today())

    @app.post("/read", summary="一句话读成一个槽位的值，读不成就说为什么")
    def read(asked: Reading) -> dict[str, Any]:
        return answering.read(desk.library, asked, desk.today())


def _conversations(app: FastAPI, desk: Desk) -> None:
    @app.post("/chat", summary="对话的一轮；下一句带上返回的 conversation")
    def chat(said: Message) -> dict[str, Any]:
        id, owner = _mine(desk, said.conversation) if said.conversation else _fresh(desk)
        with desk.holding(id):
            template = desk.open(id, owner).draft.template
            if said.template and said.template != template:
                chosen = doing.known(desk.library, said.template).id
                if said.conversation:
                    raise InputError("这场对话已经开始了。", "template", "换模板请在 message 里说，或不带 conversation 另开一场。")
                desk.apply(id, owner, (Choose(chosen),), today=said.today)
            conversation = desk.say(id, owner, said.message, said.today)
        token = id + owner.removeprefix("api:")
        return {**turn_data(conversation, desk.library), "conversation": token}

    @app.delete("/chat/{conversation}", summary="删除一场对话，不留副本", status_code=204)
    def delete(conversation: str) -> None:
        desk.delete(*_mine(desk, conversation))


def _fresh(desk: Desk) -> tuple[str, str]:
    """A new conversation and its owner: one that nobody else can name, and no page has."""
    return desk.new().id, f"api:{secrets.token_hex(16)}"


def _mine(desk: Desk, token: str) -> tuple[str, str]:
    """The conversation of a token and its owner."""
    found = _TOKEN.fullmatch(token)
    if found and desk.store.load(found[1], f"api:{found[2]}"):
        return found[1], f"api:{found[2]}"
    raise Unknown("没有这场对话。", "conversation", "请原样带上一轮返回的 conversation；不带就开始新的一场。")


def _files(app: FastAPI, desk: Desk) -> None:
    word: dict[int | str, dict[str, Any]] = {
        200: {"content": {WORD: {}, "application/json": {}}}, 409: {"description": "没有写出文件，带 findings"},
    }

    @app.post("/draft", summary="由值生成 Word 文件；Accept: application/json 时以 base64 放在 docx 里",
              response_class=Response, responses=word)
    def draft(asked: Drafting, request: Request) -> Response:
        made = answering.draft(desk.library, asked, desk.today())
        data = doing.drafted_data(made)
        if made.data is None:
            error = trouble("没有写出文件：还有缺项或错误。", "values", "请按 findings 改好再试；草稿不带 final。")
            return JSONResponse({**error, **data}, 409)
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse({"docx": base64.b64encode(made.data).decode(), "name": made.name, **data})
        return Response(made.data, media_type=WORD, headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(made.name)}",
            "Niyue-Findings": " ".join(f"{f.rule}={f.severity}" for f in made.findings),
        })

    @app.post("/check", summary="核对一份合同：正文是 .docx（template、values、name 在网址里），或是 JSON",
              openapi_extra=_CHECK_BODY)
    async def check(request: Request) -> dict[str, Any]:
        asked = _checking(request, await request.body())
        return await run_in_threadpool(answering.check, desk.library, asked, desk.today())


def _checking(request: Request, body: bytes) -> Checking:
    """What to check, from JSON or from the bytes of a file with the rest in the address."""
    if request.headers.get("content-type", "").partition(";")[0].strip() == "application/json":
        return Checking.model_validate_json(body)
    more: dict[str, Any] = dict(request.query_params)
    if "values" in more:
        try:
            more["values"] = json.loads(more["values"])
        except ValueError as error:
            raise InputError("values 不是 JSON。", "values", "请写成一个 JSON 对象：槽位 → 值。") from error
    return Checking.model_validate({**more, "file": base64.b64encode(body)})


def _errors(app: FastAPI) -> None:
    @app.exception_handler(InputError)
    def unusable(request: Request, error: InputError) -> Response:
        status = 404 if isinstance(error, Unknown) else 400
        return JSONResponse(trouble(error.what, error.where, error.do), status)

    @app.exception_handler(RequestValidationError)
    def misfitting(request: Request, error: RequestValidationError) -> Response:
        return JSONResponse(misfit(error.errors()), 400)

    @app.exception_handler(ValidationError)
    def misshapen(request: Request, error: ValidationError) -> Response:
        return JSONResponse(misfit([dict(e) for e in error.errors()]), 400)

    @app.exception_handler(HTTPException)
    def nowhere(request: Request, error: HTTPException) -> Response:
        what = _HTTP.get(error.status_code, str(error.detail))
        return JSONResponse(trouble(what, request.url.path, "有哪些地址见 GET /api/。"), error.status_code, error.headers)

    @app.exception_handler(StoreError)
    def unstored(request: Request, error: StoreError) -> Response:
        return JSONResponse(trouble(str(error), "conversation"), 503)
