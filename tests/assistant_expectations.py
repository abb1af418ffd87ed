"""What the assistant answers to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

ASSISTANT = read_table("""
""")
