"""The stages of positions and wallets (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from prove.schema_cases.way import Way

BOUGHT = "2026-01-05"


def positions(way: Way) -> None:
    depot = _make_depot(way)
    sent = {"money_account": depot, "name": "World fund", "kind": "fund", "shares": "10", "entry_price": "100"}
    shown = way.go("post", "positions/", {**sent, "opened_on": BOUGHT, "apy": "2.5"})
    key = shown["id"]
    query = {"money_account": depot, "kind": "fund", "currency": "EUR", "open": "true", "ordering": "-current_value"}
    way.go("get", "positions/", query={**query, "limit": 5})
    way.go("get", "positions/{key}/", key=key)
    way.go("patch", "positions/{key}/", {**shown, "symbol": "WRLD"}, key=key)
    move = way.go("post", "positions/{key}/moves/", {"kind": "buy", "shares": "1", "price": "110"}, key=key)["move"]
    way.go("post", "positions/{key}/moves/", {"kind": "yield", "amount": "5.00", "book": True}, key=key)
    way.go("get", "positions/{key}/moves/", query={"kind": "buy,yield", "limit": 5}, key=key)
    way.go("delete", "positions/{key}/moves/{move}/", key=key, move=move["id"])
    way.go("put", "positions/{key}/values/", {"value": "1100.00", "on": "2026-02-01"}, key=key)
    way.go("get", "positions/{key}/values/", query={"after": BOUGHT, "limit": 5}, key=key)
    way.go("delete", "positions/{key}/values/", query={"on": "2026-02-01"}, key=key)
    way.go("put", "positions/{key}/closing/", {"amount": "1200.00"}, key=key)
    way.go("delete", "positions/{key}/closing/", key=key)
    way.go("delete", "positions/{key}/", key=key)


def positions_as_files(way: Way) -> None:
    depot = _make_depot(way)
    sheet = f"name,shares,entry_price,current_value\nGold {uuid4().hex[:6]},2,1800,3900\n".encode()
    way.go("post", "positions/import/", {"money_account": depot, "file": sheet})
    way.go("get", "positions/export/", query={"money_account": depot, "open": "true"})


def wallets(way: Way) -> None:
    sent = {"chain": "ethereum", "address": f"0x{uuid4().hex}{uuid4().hex[:8]}", "name": f"Cold {uuid4().hex[:6]}"}
    key = way.go("post", "wallets/", sent)["id"]
    way.go("get", "wallets/", query={"chain": "ethereum", "limit": 5})
    shown = way.go("get", "wallets/{key}/", key=key)
    way.go("patch", "wallets/{key}/", {**shown, "name": "Warm"}, key=key)
    way.go("post", "wallets/{key}/sync/", key=key)
    way.go("get", "wallets/{key}/transactions/", query={"transaction_type": "deposit,spend", "limit": 5}, key=key)
    way.go("delete", "wallets/{key}/", key=key)


def investing(way: Way) -> None:
    sent = {"money_account": _make_depot(way), "name": "Bonds", "kind": "bond", "shares": "10", "entry_price": "100"}
    way.go("post", "positions/", {**sent, "opened_on": BOUGHT, "apy": "2.5"})
    way.go("get", "insights/investments/", query={"scope": "me", "convert_to": "EUR"})
    shown = way.go("get", "insights/rebalancing/")
    way.go("put", "insights/rebalancing/", {**shown, "targets": {"fund": "70.00", "bond": "30.00"}})


def _make_depot(way: Way) -> str:
    sent = {"name": f"Depot {uuid4().hex[:6]}", "currency": "EUR", "type": "investment"}
    return str(way.go("post", "money-accounts/", sent)["id"])


HOLDINGS_STAGES: tuple[Callable[[Way], None], ...] = (positions, positions_as_files, wallets, investing)
