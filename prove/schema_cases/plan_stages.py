"""The stages of planning and watching: budgets, goals, what is told, and finding it all again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from accounts.notifications.services import notify
from prove.schema_cases.making import asked_last, make_account, make_entry, next_month, picture, top_category
from prove.schema_cases.way import Way

MERGED, MORE = "250.00", "300.00"


def categories_my_way(way: Way) -> None:
    top = top_category(way)
    first, second = (
        way.go("post", "categories/", {"name": f"Tea {uuid4().hex[:6]}", "parent": top})["id"] for _ in range(2)
    )
    way.go("put", "categories/{key}/icon/", {"file": picture()}, key=first)
    way.go("get", "categories/{key}/icon/", key=first)
    way.go("delete", "categories/{key}/icon/", key=first)
    way.go("post", "categories/{key}/merge/", {"into": second}, key=first)
    way.go("get", "ranking/categories/")
    way.go("get", "ranking/priorities/")
    way.go("put", "ranking/priorities/{key}/", {"priority": 8}, key=second)


def a_month_planned(way: Way) -> None:
    today = timezone.localdate()
    month = f"{today:%Y-%m}"
    way.go("post", "budgets/", {"month": month, "total_income": "3000.00"})
    way.go("get", "budgets/", query={"limit": 5})
    shown = way.go("get", "budgets/{month}/", month=month)
    target = next(each["category"] for each in shown["allocations"] if each["category"])
    source = way.go("post", "categories/", {"name": f"Fun {uuid4().hex[:6]}", "bucket": "wants"})["id"]
    allocated = {"allocations": [{"category": target, "allocated_amount": "150.00"}]}
    shown = way.go("patch", "budgets/{month}/", {**allocated, "version": shown["version"]}, month=month)
    way.go("put", "budgets/{month}/allocations/{key}/", {"allocated_amount": "160.00"}, month=month, key=source)
    moved = {"from": source, "to": target, "amount": "10.00"}
    way.go("post", "budgets/{month}/moves/", moved, month=month)
    way.go("post", "budgets/{month}/suggestions/", moved, month=month)
    for part in ("summary", "status", "suggestions", "left-to-spend"):
        way.go("get", "budgets/{month}/" + part + "/", month=month)
    asked = {"category": target, "amount": "200.00"}
    way.go("post", "budgets/{month}/check-purchase/", asked, month=month)
    way.go("post", "budgets/{month}/what-if/", allocated, month=month)
    way.go("delete", "budgets/{month}/allocations/{key}/", month=month, key=source)
    way.go("delete", "budgets/{month}/", month=month)
    before = today.replace(day=1) - timedelta(days=1)
    way.go("post", "budgets/", {"month": f"{before:%Y-%m}", "total_income": "3000.00"})
    way.go("post", "budgets/{month}/closure/", month=f"{before:%Y-%m}")


def what_is_to_come(way: Way) -> None:
    way.go("get", "insights/forecast/", query={"days": 60, "type": "spending"})


def goals(way: Way) -> None:
    lisbon = {"name": "Lisbon", "target_amount": "2400.00", "goal_type": "travel", "target_date": next_month()}
    key = way.go("post", "goals/", lisbon)["id"]
    way.go("get", "goals/", query={"status": "active"})
    shown = way.go("get", "goals/{key}/", key=key)
    way.go("put", "goals/{key}/", {**lisbon, "target_amount": "2500.00", "version": shown["version"]}, key=key)
    way.go("patch", "goals/{key}/", {"monthly_amount": MORE}, key=key)
    entry = make_entry(way, make_account(way, "Pay"), MORE, timezone.localdate().isoformat())
    way.go("put", "goals/{key}/contribution/", {"amount": MERGED, "transaction": entry}, key=key)
    way.go("post", "goals/{key}/contribution/", {"amount": "20.00"}, key=key)
    put_in = way.go("get", "goals/{key}/contributions/", key=key)["results"][0]["id"]
    way.go("patch", "goals/{key}/contributions/{contribution}/", {"amount": "25.00"}, key=key, contribution=put_in)
    way.go("delete", "goals/{key}/contributions/{contribution}/", key=key, contribution=put_in)
    way.go("get", "goals/summary/")
    way.go("delete", "goals/{key}/", key=key)
    way.go("post", "goals/", {**lisbon, "shared": True})
    way.partner.go("post", "approvals/{key}/approval/", {}, key=asked_last(way.partner))


def what_is_told(way: Way) -> None:
    person = User.objects.get(pk=way.go("get", "me/")["id"])
    for number in range(3):
        data = {"import": str(uuid4()), "name": "march.csv", "new": 12, "refused": 0}
        notify(person_id=person.pk, kind="import_done", cause=f"schema:{number}:{uuid4()}", data=data)
    first, second = (each["id"] for each in way.go("get", "notifications/", query={"unread": "true"})["results"][:2])
    way.go("get", "notifications/unread/")
    way.go("get", "notifications/{key}/", key=first)
    way.go("post", "notifications/{key}/read/", key=first)
    way.go("delete", "notifications/{key}/", key=second)
    way.go("post", "notifications/read/", {})
    way.go("get", "notifications/preferences/")
    chosen = {"kinds": [{"kind": "import_done", "email": True}], "digest": "weekly"}
    way.go("patch", "notifications/preferences/", chosen)


def devices(way: Way) -> None:
    way.go("get", "me/devices/vapid/")
    phone = {"service": "fcm", "token": uuid4().hex, "name": "My phone"}
    key = way.go("post", "me/devices/", phone)["id"]
    way.go("get", "me/devices/")
    way.go("delete", "me/devices/{key}/", key=key)


def finding_again(way: Way) -> None:
    way.go("get", "search/", query={"q": "Corner", "limit": 5})


PLAN_STAGES: tuple[Callable[[Way], None], ...] = (
    categories_my_way,
    a_month_planned,
    what_is_to_come,
    goals,
    what_is_told,
    devices,
    finding_again,
)
