"""What anomalies answer to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

ANOMALIES = read_table("""
    insights/unusual/                        GET 302 200 200 200
    insights/unusual/<uuid:pk>/usual/        POST 302 404 302 404
    insights/unusual/<uuid:pk>/unusual/      POST 302 404 302 404
    api/v1/insights/anomalies/               GET 401 200 200 200
    api/v1/insights/anomalies/<uuid:key>/verdict/   POST 401 404 201 404  DELETE 401 404 204 404
""")
