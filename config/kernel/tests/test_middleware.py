from __future__ import annotations

import asyncio
import gzip
import json
import logging
from typing import Any

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory, override_settings

from config.kernel.body_limit import BodyLimit
from config.kernel.middleware import BodyLimitMiddleware, CompressedPagesMiddleware, RequestIdMiddleware

UPLOADS = override_settings(BODY_LIMIT=100, UPLOAD_LIMITS={"/api/v1/imports/": 1000})


def test_each_answer_names_its_request(client: Client) -> None:
    first, second = client.get("/healthz"), client.get("/healthz")
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert client.get("/healthz", headers={"X-Request-ID": "trace-12345"})["X-Request-ID"] == "trace-12345"


@pytest.mark.parametrize("given", ["short", "x" * 65, "line\nbreak-line", "spaces are no id", "ümläut-ümläut"])
def test_an_id_that_would_spoil_the_log_is_not_taken_over(given: str, client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] != given


def test_the_log_line_tells_the_path_and_not_the_query(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "request"):
        client.get("/healthz?search=pharmacy")
    assert [record.getMessage().rsplit(" ", 2)[0] for record in caplog.records] == ["GET /healthz 200"]


def test_both_middlewares_run_in_an_event_loop_too() -> None:
    async def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")

    stack: Any = RequestIdMiddleware(BodyLimitMiddleware(view))
    response = asyncio.run(stack(RequestFactory().get("/")))
    assert response.content == b"done"
    assert response["X-Request-ID"]


@UPLOADS
@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/api/v1/transactions/", 101, 413),
        ("/api/v1/imports/", 101, 200),
        ("/api/v1/imports/", 1001, 413),
        ("/api/v1/imports/7/answer/", 101, 413),
        ("/transactions/", 101, 413),
        ("/transactions/", 100, 200),
    ],
)
def test_a_body_that_is_announced_as_too_long_is_not_read(path: str, size: int, status: int) -> None:
    middleware = BodyLimitMiddleware(lambda request: HttpResponse())
    request = RequestFactory().post(path, b"x" * size, content_type="application/octet-stream")
    response: Any = middleware(request)
    assert response.status_code == status
    if status == 413 and path.startswith("/api/"):
        assert b'"code":"request_too_large"' in response.content


async def _send_in_pieces(
    path: str, pieces: list[bytes], headers: list[tuple[bytes, bytes]]
) -> tuple[dict[str, Any], bytes]:
    waiting = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        for number, piece in enumerate(pieces, 1)
    ]
    sent: list[dict[str, Any]] = []
    taken = 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        while (await receive())["more_body"]:
            pass
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    await BodyLimit(application)({"type": "http", "path": path, "headers": headers}, receive, send)
    return {"status": sent[0]["status"], "taken": taken}, sent[1]["body"]


@UPLOADS
def test_a_body_of_unknown_length_is_counted_while_it_comes() -> None:
    pieces = [b"x" * 60] * 10
    assert asyncio.run(_send_in_pieces("/api/v1/me/", pieces, []))[0] == {"status": 413, "taken": 2}
    assert asyncio.run(_send_in_pieces("/api/v1/imports/", pieces, []))[0]["status"] == 200


@UPLOADS
def test_a_length_that_is_too_long_or_no_number_is_refused_before_the_body() -> None:
    too_long = [(b"content-length", b"101")]
    assert asyncio.run(_send_in_pieces("/api/v1/me/", [b""], too_long))[0] == {"status": 413, "taken": 0}
    for senseless in (b"-1", b"1e3", "²".encode("latin-1"), b""):
        answer, _body = asyncio.run(_send_in_pieces("/", [b""], [(b"content-length", senseless)]))
        assert answer == {"status": 400, "taken": 0}


def test_what_no_route_knows_is_answered_in_the_callers_language(client: Client) -> None:
    api = client.get("/api/v1/no-such-thing/")
    assert (api.status_code, api.json()["errors"][0]["code"]) == (404, "not_found")
    page = client.get("/no-such-page/")
    assert page.status_code == 404
    assert page["Content-Type"].startswith("text/html")


def test_a_page_travels_compressed_where_the_reader_asks_for_it(client: Client) -> None:
    plain = client.get("/accounts/login/")
    small = client.get("/accounts/login/", headers={"Accept-Encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip"
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content) / 2
    assert b"<h1" in gzip.decompress(small.content)
    assert "Accept-Encoding" in plain["Vary"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("br;q=0.5", "br"), ("gzip, br;q=0", "gzip"), ("brandnew, gzip", "gzip")],
)
def test_brotli_goes_first_and_blurs_its_length_too(client: Client, accepted: str, encoding: str) -> None:
    answers = [client.get("/accounts/login/", headers={"Accept-Encoding": accepted}) for _each in range(6)]
    assert {each["Content-Encoding"] for each in answers} == {encoding}
    if encoding == "br":
        assert b"<h1" in brotli.decompress(answers[0].content)
        assert len({len(each["X-Padding"]) for each in answers}) > 1


@pytest.mark.parametrize(
    "response",
    [
        StreamingHttpResponse(iter([b"data: 1\n\n"] * 100), content_type="text/event-stream"),
        StreamingHttpResponse(iter([b"<p>" * 200]), content_type="text/html"),
        HttpResponse(b"[" + b"1," * 900 + b"1]", content_type="application/json"),
        HttpResponse(b"<p>short"),
    ],
    ids=["events", "streamed page", "answer of the API", "small page"],
)
def test_nothing_but_whole_pages_is_compressed(response: HttpResponseBase) -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    assert not CompressedPagesMiddleware(lambda _request: response)(request).has_header("Content-Encoding")  # type: ignore[union-attr]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "application/json"}], ids=["htmx", "our own"])
def test_a_script_whose_session_has_ended_is_sent_to_the_log_in(
    headers: dict[str, str], method: str, client: Client
) -> None:
    here = "https://testserver/transactions/?search=rent&kind=expense#tx-1"
    ask = getattr(client, method)
    answer = ask("/transactions/", headers={**headers, "HX-Current-URL": here})
    assert answer.status_code == 401
    back = "next=%2Ftransactions%2F%3Fsearch%3Drent%26kind%3Dexpense"
    assert answer["HX-Redirect"] == f"/accounts/login/?{back}"
    assert ask("/transactions/").status_code == 302


def test_a_script_reads_how_large_a_file_may_be() -> None:
    with override_settings(UPLOAD_LIMITS={"/transactions/import/": 25_000_000}):
        answer, body = asyncio.run(
            _send_in_pieces(
                "/transactions/import/",
                [b""],
                [(b"content-length", b"25000001"), (b"accept", b"application/json")],
            )
        )
    assert answer["status"] == 413
    assert json.loads(body) == {"error": "This file is too large. At most 25 MB."}
