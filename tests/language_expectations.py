"""What the language model answers to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

LANGUAGE = read_table("""
    settings/assistant/                      GET 302 200 200 200  POST 302 422 422 422
    settings/assistant/calls/delete/         POST 302 302 302 302
    settings/assistant/calls/<uuid:pk>/      GET 302 404 200 404
    api/v1/me/language/                      GET 401 200 200 200  PUT 401 400 400 400
    api/v1/me/language/calls/                GET 401 200 200 200  DELETE 401 204 204 204
    api/v1/me/language/calls/<uuid:key>/     GET 401 404 200 404
""")
