"""What insights, months in words and recommendations answer to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

FEED = read_table("""
    api/v1/insights/                         GET 401 200 200 200
    api/v1/insights/generate/                POST 401 200 200 200
    api/v1/insights/spending/                GET 401 200 200 200
    api/v1/insights/recommendations/         GET 401 200 200 200
    api/v1/insights/months/<str:month>/      GET 401 404 200 404
    api/v1/insights/budget-recommendations/  GET 401 200 200 200
    api/v1/insights/budget-recommendations/application/   POST 401 200 200 400
    api/v1/insights/<uuid:key>/              GET 401 404 200 404  PATCH 401 404 200 404
    insights/                                GET 302 200 200 200
    insights/gravest/                        GET 302 200 200 200
    insights/generate/                       POST 302 302 302 302
    insights/plan/                           POST 302 302 302 302
    insights/months/<str:month>/             GET 302 404 200 404
    insights/<uuid:pk>/dismiss/              POST 302 404 302 404
    insights/<uuid:pk>/restore/              POST 302 404 302 404
""")
