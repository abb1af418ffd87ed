"""What positions, wallets and investments answer to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

HOLDINGS = read_table("""
    api/v1/positions/                        GET 401 200 200 200  POST 401 400 400 400
    api/v1/positions/import/                 POST 401 400 400 400
    api/v1/positions/export/                 GET 401 200 200 200
    api/v1/positions/<uuid:key>/             GET 401 404 200 404  PATCH 401 404 200 404  DELETE 401 404 204 404
    api/v1/positions/<uuid:key>/closing/     PUT 401 404 400 404  DELETE 401 404 200 404
    api/v1/positions/<uuid:key>/moves/       GET 401 404 200 404  POST 401 404 400 404
    api/v1/positions/<uuid:key>/moves/<uuid:move>/   DELETE 401 404 204 404
    api/v1/positions/<uuid:key>/values/      GET 401 404 200 404  PUT 401 404 400 404  DELETE 401 404 400 404
""")
