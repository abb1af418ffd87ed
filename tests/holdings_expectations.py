"""What positions, wallets and investments answer to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

HOLDINGS = read_table("""
    api/v1/positions/                        GET 401 200 200 200  POST 401 400 400 400
    api/v1/positions/import/                 POST 401 415 415 415
    api/v1/positions/export/                 GET 401 200 200 200
    api/v1/positions/<uuid:key>/             GET 401 404 200 404  PATCH 401 404 200 404  DELETE 401 404 204 404
    api/v1/positions/<uuid:key>/closing/     PUT 401 404 400 404  DELETE 401 404 200 404
    api/v1/positions/<uuid:key>/moves/       GET 401 404 200 404  POST 401 404 400 404
    api/v1/positions/<uuid:key>/moves/<uuid:move>/   DELETE 401 404 204 404
    api/v1/positions/<uuid:key>/values/      GET 401 404 200 404  PUT 401 404 400 404  DELETE 401 404 400 404
""")

INVESTING = read_table("""
    api/v1/wallets/                          GET 401 200 200 200  POST 401 400 400 400
    api/v1/wallets/<uuid:key>/               GET 401 404 200 404  PATCH 401 404 200 404  DELETE 401 404 204 404
    api/v1/wallets/<uuid:key>/transactions/  GET 401 404 200 404
    api/v1/wallets/<uuid:key>/sync/          POST 401 404 400 404
    api/v1/insights/investments/             GET 401 200 200 200
    api/v1/insights/rebalancing/             GET 401 200 200 200  PUT 401 400 400 400
    insights/investments/                    GET 302 200 200 200
    insights/investments/add/                GET 302 200 200 200  POST 302 422 422 422
    insights/investments/import/             GET 302 200 200 200  POST 302 422 422 422
    insights/investments/rules/              GET 302 200 200 200  POST 302 422 422 422
    insights/investments/wallets/add/        GET 302 200 200 200  POST 302 422 422 422
    insights/investments/wallets/<uuid:pk>/  GET 302 404 200 404
    insights/investments/wallets/<uuid:pk>/sync/     POST 302 404 302 404
    insights/investments/wallets/<uuid:pk>/delete/   POST 302 404 302 404
    insights/investments/<uuid:pk>/          GET 302 404 200 404
    insights/investments/<uuid:pk>/change/   GET 302 404 200 404  POST 302 404 422 404
    insights/investments/<uuid:pk>/move/     GET 302 404 200 404  POST 302 404 422 404
    insights/investments/<uuid:pk>/moves/<uuid:move>/delete/   POST 302 404 302 404
    insights/investments/<uuid:pk>/value/    GET 302 404 200 404  POST 302 404 422 404
    insights/investments/<uuid:pk>/close/    GET 302 404 200 404  POST 302 404 422 404
    insights/investments/<uuid:pk>/delete/   POST 302 404 302 404
""")
