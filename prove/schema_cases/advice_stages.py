"""The stages of advice on a purchase, among partners (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.way import Way


def purchase_advice(way: Way) -> None:
    asked = {"item_description": "Desk lamp", "amount": "49.90", "how": "once"}
    key = way.go("post", "advice/purchase/", asked)["id"]
    way.go("get", "advice/", query={"limit": 5})
    way.go("get", "advice/{key}/", key=key)
    way.go("post", "advice/{key}/reminder/", {}, key=key)
    way.go("delete", "advice/{key}/reminder/", key=key)
    way.go("post", "advice/{key}/approval/", {"message": "What do you think?"}, key=key)
    way.go("post", "advice/{key}/purchase/", {"is_here": True}, key=key)
    way.go("delete", "advice/{key}/", key=key)


ADVICE_STAGES: tuple[Callable[[Way], None], ...] = (purchase_advice,)
