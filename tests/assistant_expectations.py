"""What the assistant answers to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

ASSISTANT = read_table("""
    ask/                                     GET 302 200 200 200  POST 302 422 422 422
    ask/forget/                              POST 302 302 302 302
    ask/<uuid:pk>/                           GET 302 404 200 404  POST 302 404 422 404
    ask/<uuid:pk>/forget/                    POST 302 404 302 404
    ask/answers/<uuid:pk>/                   GET 302 404 200 404
    ask/actions/<uuid:pk>/confirm/           POST 302 404 302 404
    ask/actions/<uuid:pk>/dismiss/           POST 302 404 302 404
    ask/actions/<uuid:pk>/undo/              POST 302 404 302 404
    api/v1/chat/messages/                    GET 401 200 200 200  POST 401 400 400 400  DELETE 401 204 204 204
    api/v1/chat/stream/                      POST 401 400 400 400
    api/v1/chat/actions/<uuid:key>/          POST 401 404 200 404  DELETE 401 404 204 404
    api/v1/chat/conversations/               GET 401 200 200 200
    api/v1/chat/conversations/<uuid:key>/    DELETE 401 404 204 404
""")
