"""What trends, patterns, summary and savings answer to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

FIGURES = read_table("""
    insights/trends/           GET 302 200 200 200
    insights/patterns/         GET 302 200 200 200
    insights/summary/          GET 302 200 200 200
    api/v1/insights/trends/    GET 401 200 200 200
    api/v1/insights/patterns/  GET 401 200 200 200
    api/v1/insights/summary/   GET 401 200 200 200
    api/v1/insights/savings/   GET 401 200 200 200
""")
