from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from ledger.holdings.api import answers
from ledger.holdings.models import Position, PositionMove
from ledger.holdings.tests.conftest import Grants, Makes

LIST = "/api/v1/positions/"


def url(position: Position, rest: str = "") -> str:
    return f"{LIST}{position.pk}/{rest}"


def codes(answer: Any) -> dict[str, str]:
    return {each["attr"]: each["code"] for each in answer.json()["errors"]}


def upload(text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("positions.csv", text.encode() if isinstance(text, str) else text)


class TestAPosition:
    def test_it_is_made_shown_changed_closed_and_forgotten(self, ana_api: APIClient, depot: MoneyAccount) -> None:
        sent = {
            "money_account": str(depot.pk), "name": "USDC", "kind": "crypto", "protocol_name": "aave",
            "position_id": "0x1", "shares": "1500.000000000000000001", "entry_price": "0.92", "apy": "4.25",
            "opened_on": "2026-01-05",
        }  # fmt: skip
        made = ana_api.post(LIST, sent, format="json")
        shown = made.json()
        assert made.status_code == 201
        assert {name: shown[name] for name in sent} == sent
        assert (shown["current_value"], shown["cost"], shown["risk_level"]) == ("1380.00", "1380.00", 5)
        assert set(shown) == set(answers.PositionAnswer().fields)
        key = f"{LIST}{shown['id']}/"
        assert ana_api.get(key).json() == shown
        changed = ana_api.patch(key, {**shown, "apy": "3.5"}, format="json")
        assert (changed.status_code, changed.json()["apy"]) == (200, "3.5")
        stale = ana_api.patch(key, {"apy": None, "version": shown["version"]}, format="json")
        assert (stale.status_code, stale.json()["current"]["apy"]) == (409, "3.5")
        assert codes(ana_api.put(f"{key}closing/", {}, format="json")) == {"closed_on": "still_held"}
        closed = ana_api.put(f"{key}closing/", {"amount": "1400.00"}, format="json").json()
        assert (closed["shares"], closed["closed_on"], closed["gain"]) == ("0", "2026-11-20", "20.00")
        assert ana_api.delete(f"{key}closing/").json()["closed_on"] is None
        assert ana_api.delete(key).status_code == 204
        assert ana_api.get(key).status_code == 404

    @pytest.mark.parametrize(("field", "value", "code"), [
        ("shares", 1.5, "float_not_exact"),
        ("shares", "0.0000000000000000001", "too_many_decimals"),
        ("shares", "1000000000000", "amount_too_large"),
        ("shares", "0", "amount_not_positive"),
        ("shares", "1e5", "invalid"),
        ("shares", "NaN", "invalid"),
        ("apy", "1000.0001", "max_value"),
        ("apy", 4.5, "float_not_exact"),
        ("kind", "yacht", "invalid_choice"),
        ("current_value", "12.345", "too_many_decimals"),
        ("opened_on", "2026-11-21", "day_to_come"),
        ("currency", "XXX", "unknown_currency"),
        ("user_id", "1", "unknown_field"),
    ])  # fmt: skip
    def test_what_makes_no_sense_names_its_field(
        self, ana_api: APIClient, depot: MoneyAccount, field: str, value: Any, code: str
    ) -> None:
        sent = {"money_account": str(depot.pk), "name": "Fund", "shares": "1", "entry_price": "5", field: value}
        refused = ana_api.post(LIST, sent, format="json")
        assert (refused.status_code, codes(refused)) == (400, {field: code})
        assert not Position.objects.exists()

    def test_moves_and_values(self, ana_api: APIClient, make: Makes) -> None:
        made = make()
        bought = ana_api.post(url(made, "moves/"), {"kind": "buy", "shares": "5", "price": "120"}, format="json")
        assert bought.status_code == 201
        assert set(bought.json()["move"]) == set(answers.PositionMoveAnswer().fields)
        assert bought.json()["position"]["current_value"] == "1800.00"
        moves = ana_api.get(url(made, "moves/"), {"kind": "buy"}).json()
        assert [each["shares"] for each in moves["results"]] == ["5", "10"]
        first = moves["results"][0]["id"]
        said = ana_api.put(url(made, "values/"), {"value": "1900.00"}, format="json").json()
        assert (said["current_value"], said["valued_on"]) == ("1900.00", "2026-11-20")
        values = ana_api.get(url(made, "values/"), {"after": "2026-01-01"}).json()["results"]
        assert [(each["on"], each["value"], each["source"]) for each in values] == [("2026-11-20", "1900.00", "person")]
        back = ana_api.delete(f"{url(made, 'values/')}?on=2026-11-20").json()
        assert back["current_value"] == "1800.00"
        assert ana_api.delete(url(made, f"moves/{first}/")).status_code == 204
        assert Position.objects.get(pk=made.pk).shares == 10


class TestWhoSees:
    def test_a_stranger_finds_nothing(self, carla: User, make: Makes, api: Callable[[User], APIClient]) -> None:
        made, client = make(), api(carla)
        move = PositionMove.objects.get(position=made)
        assert client.get(LIST).json()["count"] == 0
        for method, rest in (
            ("get", ""), ("patch", ""), ("delete", ""), ("put", "closing/"), ("delete", "closing/"), ("get", "moves/"),
            ("post", "moves/"), ("delete", f"moves/{move.pk}/"), ("get", "values/"), ("put", "values/"),
        ):  # fmt: skip
            answer = getattr(client, method)(url(made, rest), {}, format="json")
            assert answer.status_code == 404, (method, rest)

    def test_who_sees_lines_looks_and_changes_nothing(
        self, ben: User, make: Makes, grant: Grants, api: Callable[[User], APIClient]
    ) -> None:
        made, client = make(), api(ben)
        grant(ben)
        assert client.get(url(made)).status_code == 200
        assert client.patch(url(made), {"name": "Mine"}, format="json").status_code == 403
        assert client.post(url(made, "moves/"), {"kind": "fee", "amount": "1"}, format="json").status_code == 403
        sent = {"money_account": str(made.account_id), "name": "Mine"}
        assert client.post(LIST, sent, format="json").status_code == 403

    @pytest.mark.parametrize("level", ["exists", "total", "category_sums"])
    def test_who_sees_less_is_told_no_position(
        self, ben: User, make: Makes, grant: Grants, api: Callable[[User], APIClient], level: str
    ) -> None:
        made = make()
        grant(ben, level)
        assert api(ben).get(url(made)).status_code == 404
        assert api(ben).get(LIST).json()["count"] == 0


class TestTheList:
    def test_filters_and_orders(self, ana_api: APIClient, ana: User, make: Makes) -> None:
        make(name="B", kind="bond", entry_price=Decimal(9))
        make(name="A", currency="USD")
        other = core.create_money_account(owner=ana, currency="EUR", name="Other", type="investment")
        make(name="C", account=other)

        def names(**query: str) -> str:
            return "".join(each["name"] for each in ana_api.get(LIST, query).json()["results"])

        assert (names(), names(ordering="-name"), names(kind="bond")) == ("ABC", "CBA", "B")
        assert (names(currency="USD"), names(money_account=str(other.pk))) == ("A", "C")
        assert (names(open="false"), names(open="true", limit="1", skip="1")) == ("", "B")
        assert names(ordering="current_value", currency="EUR") == "BC", "90 is less than 1000"
        assert codes(ana_api.get(LIST, {"owner": "1"})) == {"owner": "unknown_parameter"}

    def test_ten_thousand_are_listed_by_two_queries(
        self, ana_api: APIClient, ana: User, make: Makes, django_assert_num_queries: Any
    ) -> None:
        made = make()
        common = {"account_id": made.account_id, "currency": "EUR", "opened_on": made.opened_on}
        Position.objects.bulk_create([Position(name=f"P{number}", **common) for number in range(9_999)])
        with django_assert_num_queries(2):
            page = ana_api.get(LIST, {"limit": 100}).json()
        assert (page["count"], len(page["results"])) == (10_000, 100)
        sent = {"money_account": str(made.account_id), "name": "One more"}
        assert codes(ana_api.post(LIST, sent, format="json")) == {"money_account": "too_many"}


class TestFiles:
    HEAD = "name,symbol,shares,entry_price,current_value,currency,apy,protocol,kind,note"

    def take(self, client: APIClient, account: MoneyAccount, text: str | bytes) -> Any:
        return client.post(
            f"{LIST}import/", {"money_account": str(account.pk), "file": upload(text)}, format="multipart"
        )

    def test_lines_are_taken_once(self, ana_api: APIClient, depot: MoneyAccount) -> None:
        text = (
            f"{self.HEAD}\nWorld fund,WRLD,10,100,1200,EUR,,,fund,hello\n"
            "Aave,aUSDC,1500.000000000000000001,0.92,,USD,4.25,aave,crypto,\n"
            "Broken,BRK,ten,1,,,,,,\n,,1,1,,,,,,\nWorld fund,WRLD,11,100,1200,EUR,,,fund,\n"
        )
        first = self.take(ana_api, depot, text).json()
        assert (first["made"], first["refused"], first["ignored_columns"]) == (2, 3, ["note"])
        refused = [(each["line"], each["field"], each["code"]) for each in first["report"] if each["code"]]
        assert refused == [(4, "shares", "invalid"), (5, "name", "required"), (6, "name", "twice_in_file")]
        second = self.take(ana_api, depot, text).json()
        assert (second["made"], second["updated"], second["unchanged"]) == (0, 0, 2)
        assert PositionMove.objects.count() == 2
        third = self.take(ana_api, depot, "symbol;shares;price\nwrld;12,5;121,00\n").json()
        assert third["updated"] == 1
        fund = Position.objects.get(symbol="WRLD")
        assert (fund.shares, fund.current_value, fund.invested) == (
            Decimal("12.5"),
            Decimal("1512.50"),
            Decimal("1302.50"),
        )

    def test_what_goes_out_comes_back_as_it_was(
        self, ana: User, ana_api: APIClient, depot: MoneyAccount, make: Makes
    ) -> None:
        make(name="=SUM(A1)", symbol="+49", apy=Decimal("4.25"))
        make(name="Gold", kind="metal", shares=Decimal("0.000000000000000001"), currency="USD")
        text = b"".join(ana_api.get(f"{LIST}export/").streaming_content)  # type: ignore[attr-defined]
        assert b"'=SUM(A1),'+49" in text
        again = self.take(ana_api, depot, text).json()
        assert (again["made"], again["updated"], again["unchanged"], again["refused"]) == (0, 0, 2, 0)
        other = core.create_money_account(owner=ana, currency="EUR", name="Other", type="investment")
        assert self.take(ana_api, other, text).json()["made"] == 2
        assert set(Position.objects.filter(account=other).values_list("name", "shares")) == {
            ("=SUM(A1)", Decimal(10)), ("Gold", Decimal("0.000000000000000001")),
        }  # fmt: skip

    @pytest.mark.parametrize(("text", "code"), [
        ("", "empty"), ("a,b\n1,2\n", "no_name_column"), ("name\n" + "x\n" * 501, "too_many_lines"),
    ])  # fmt: skip
    def test_what_is_no_sheet_is_refused(
        self, ana_api: APIClient, depot: MoneyAccount, text: str | bytes, code: str
    ) -> None:
        assert codes(self.take(ana_api, depot, text)) == {"file": code}

    def test_nothing_is_taken_into_another_account(
        self, ana_api: APIClient, ana: User, carla: User, depot: MoneyAccount, api: Callable[[User], APIClient]
    ) -> None:
        everyday = core.create_money_account(owner=ana, currency="EUR", name="Everyday")
        assert codes(self.take(ana_api, everyday, "name\nx\n")) == {"money_account": "not_an_investment"}
        assert codes(self.take(api(carla), depot, "name\nx\n")) == {"money_account": "does_not_exist"}
