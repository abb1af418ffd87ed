"""What insights, months in words and recommendations answer to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

FEED = read_table("""
""")
