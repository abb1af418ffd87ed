"""What advice on a purchase answers to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

ADVICE = read_table("""
    advice/                              GET 302 200 200 200  POST 302 422 422 422
    advice/<uuid:pk>/                    GET 302 404 200 404
    advice/<uuid:pk>/ask/                POST 302 404 302 404
    advice/<uuid:pk>/buy/                POST 302 404 302 404
    advice/<uuid:pk>/remind/             POST 302 404 302 404
    advice/<uuid:pk>/unremind/           POST 302 404 302 404
    advice/<uuid:pk>/drop/               POST 302 404 302 404
    advice/<uuid:pk>/delete/             POST 302 404 302 404
    api/v1/advice/                       GET 401 200 200 200
    api/v1/advice/purchase/              POST 401 400 400 400
    api/v1/advice/<uuid:key>/            GET 401 404 200 404  DELETE 401 404 204 404
    api/v1/advice/<uuid:key>/approval/   POST 401 404 201 404
    api/v1/advice/<uuid:key>/purchase/   POST 401 404 201 404
    api/v1/advice/<uuid:key>/reminder/   POST 401 404 200 404  DELETE 401 404 204 404
""")
