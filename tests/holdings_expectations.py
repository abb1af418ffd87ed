"""What positions, wallets and investments answer to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

HOLDINGS = read_table("""
""")
