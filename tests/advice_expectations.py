"""What advice on a purchase answers to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

ADVICE = read_table("""
""")
