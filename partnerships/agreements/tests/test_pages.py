from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from ledger.core.models import Category
from ledger.core.services import create_category
from partnerships.agreements.models import Agreement
from partnerships.agreements.tests.conftest import MONTH, Both, earns
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve
from partnerships.core.models import Partnership

pytestmark = pytest.mark.django_db
Opens = Callable[[User], Client]
URL, PREVIEW = "/together/split/", "/together/split/preview/"
EMPTY_ROWS = {"exception-TOTAL_FORMS": "1", "exception-INITIAL_FORMS": "0", "exception-0-method": "equal"}
PERCENT = {"method": "percent", "percent": "70", "starts_on": "2026-12-01", "income_months": "0", **EMPTY_ROWS}


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


def text_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    text: str = answer.content.decode()
    return text


def test_each_sees_their_own_part_first_and_no_income(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    earns(ana.person, "4000")
    earns(ben.person, "2500")
    anas, bens = (text_of(signed_in(each.person).get(URL)) for each in both)
    assert "You 61.54" in anas
    assert "Ben 38.46" in anas
    assert "You 38.46" in bens
    assert "615" in anas
    assert not any(each in page for each in ("4000", "4,000", "2500", "2,500") for page in (anas, bens))


@pytest.mark.parametrize("asks_first", [True, False])
def test_a_percent_is_the_part_of_whoever_types_it(both: Both, signed_in: Opens, asks_first: bool) -> None:
    asker, other = both if asks_first else both[::-1]
    answer = signed_in(asker.person).post(URL, {**PERCENT, "message": "Fairer"})
    assert (answer.status_code, answer["Location"]) == (302, URL)
    asked = Approval.objects.get()
    assert asked.after["first_percent"] == ("70.00" if asks_first else "30.00")
    assert "70" in text_of(signed_in(other.person).get(f"/together/approvals/{asked.pk}/"))
    approve(approval=asked, by=other)
    assert "agreed, yet to begin" in text_of(signed_in(asker.person).get(URL))


def test_a_fixed_amount_of_the_other_one(both: Both, signed_in: Opens) -> None:
    sent = {**PERCENT, "method": "fixed", "fixed_by": "partner", "fixed_amount": "600,50"}
    signed_in(both[1].person).post(URL, sent)
    after = Approval.objects.get().after
    assert (after["fixed_place"], after["fixed_amount"], after["first_percent"]) == (0, "600.50", None)


def test_exceptions_are_rows_and_an_empty_one_is_none(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    pets = Category.objects.filter(kind="expense", owner=None).earliest("pk")
    rows = {
        "exception-TOTAL_FORMS": "2",
        "exception-INITIAL_FORMS": "0",
        "exception-0-category": str(pets.pk),
        "exception-0-method": "percent",
        "exception-0-percent": "25",
        "exception-1-category": "",
        "exception-1-method": "equal",
    }
    signed_in(ben.person).post(URL, {**PERCENT, **rows})
    asked = Approval.objects.get()
    assert asked.after["exceptions"] == [{"category": str(pets.pk), "method": "percent", "first_percent": "75.00"}]
    approve(approval=asked, by=ana)
    Agreement.objects.filter(starts_on=MONTH).delete()
    shown = text_of(signed_in(ana.person).get(URL))
    assert pets.name in shown
    assert 'name="exception-0-percent" value="75.00"' in shown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"percent": "170"}, "between 0 and 100"),
        ({"percent": ""}, "Say how many percent"),
        ({"percent": "many"}, "Enter an amount"),
        ({"starts_on": "2026-10-01"}, "Select a valid choice"),
        ({"method": "dice"}, "Select a valid choice"),
        ({"method": "fixed", "fixed_amount": "1.005"}, "fewer decimals"),
        ({"method": "income", "starts_on": "2026-11-01"}, "how it is already"),
        ({"exception-TOTAL_FORMS": "x"}, "ManagementForm data is missing"),
        ({"exception-0-category": "nonsense"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_agreed_is_said_and_what_was_typed_stays(
    both: Both, signed_in: Opens, sent: dict[str, str], said: str
) -> None:
    page = text_of(signed_in(both[0].person).post(URL, {**PERCENT, "message": "Because", **sent}), 422)
    assert said in page
    assert "Because" in page
    assert not Approval.objects.exists()


def test_a_category_of_ones_own_is_no_exception_for_both(both: Both, signed_in: Opens) -> None:
    own = create_category(owner=both[0].person, name="Mine alone")
    client = signed_in(both[0].person)
    assert "Mine alone" not in text_of(client.get(URL))
    text_of(client.post(URL, {**PERCENT, "exception-0-category": str(own.pk)}), 422)


def preview(client: Client, **typed: str) -> str:
    return text_of(client.get(PREVIEW, {"starts_on": "2026-12-01", "income_months": "0", **typed}))


def test_the_preview_says_what_a_round_amount_would_be(both: Both, signed_in: Opens) -> None:
    bens = signed_in(both[1].person)
    assert "700" in preview(bens, method="percent", percent="70")
    assert "You 70" in preview(bens, method="percent", percent="70")
    assert "500" in preview(bens, method="equal")
    assert "as agreed" not in preview(bens, method="equal")
    assert "Fill in the rest" in preview(bens, method="dice")
    assert "between 0 and 100" in preview(bens, method="percent", percent="999")


def test_no_preview_tells_an_income_before_both_have_agreed(both: Both, signed_in: Opens) -> None:
    """Halves now: whoever could look at 'by income' would know the other's from their own."""
    ana, ben = both
    earns(ana.person, "4000")
    earns(ben.person, "2500")
    client = signed_in(ana.person)
    assert "61.54" in preview(client, method="income")
    assert "62" in preview(client, method="income", whole_percent="on")
    assert "once Ben has agreed" in preview(client, method="income", income_months="3")
    Agreement.objects.update(whole_percent=True)
    assert "once Ben has agreed" in preview(client, method="income")
    Agreement.objects.update(method="equal", whole_percent=False)
    for typed in ({}, {"whole_percent": "on"}, {"income_months": "3"}):
        page = preview(client, method="income", **typed)
        assert "once Ben has agreed" in page
        assert "61" not in page


def test_only_the_one_whose_income_is_missing_is_told_so(both: Both, signed_in: Opens) -> None:
    earns(both[0].person, "4000")
    assert "Your income is missing" not in text_of(signed_in(both[0].person).get(URL))
    assert "Your income is missing" in text_of(signed_in(both[1].person).get(URL))


@pytest.mark.parametrize(("path", "sent"), [("threshold", {"approval_threshold": "250"}), ("mode", {"mode": "pot"})])
def test_a_setting_is_asked_for(both: Both, signed_in: Opens, path: str, sent: dict[str, str]) -> None:
    ana, ben = both
    client = signed_in(ana.person)
    assert client.post(f"{URL}{path}/", sent)["Location"] == URL
    assert "waits already" not in text_of(client.get(URL))
    assert "asked for already" in text_of(client.post(f"{URL}{path}/", sent), 422)
    approve(approval=Approval.objects.get(), by=ben)
    assert "how it is already" in text_of(client.post(f"{URL}{path}/", sent), 422)
    for wrong in ({}, {next(iter(sent)): "nonsense"}):
        text_of(client.post(f"{URL}{path}/", wrong), 422)


def test_a_second_proposal_is_refused_while_one_waits(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    signed_in(ana.person).post(URL, PERCENT)
    page = text_of(signed_in(ben.person).post(URL, {**PERCENT, "percent": "20"}), 422)
    assert "asked for already" in page
    assert "Ana asks you to split otherwise" in page
    assert Approval.objects.count() == 1


def test_a_paused_couple_reads_it_and_a_single_person_has_none(both: Both, carla: User, signed_in: Opens) -> None:
    Partnership.objects.update(status="paused")
    page = text_of(signed_in(both[0].person).get(URL))
    assert "paused" in page
    assert "Propose another split" not in page
    text_of(signed_in(both[0].person).post(URL, PERCENT), 422)
    single = signed_in(carla)
    for answer in (single.get(URL), single.get(PREVIEW), single.post(URL, PERCENT), single.post(f"{URL}mode/")):
        assert answer.status_code == 404


def test_the_page_asks_the_same_number_of_questions_however_long_it_has_been(both: Both, signed_in: Opens) -> None:
    client = signed_in(both[0].person)
    client.get(URL)
    with CaptureQueriesContext(connection) as before:
        client.get(URL)
    for month in range(1, 11):
        Agreement.objects.create(partnership=both[0].partnership, method="equal", starts_on=MONTH.replace(month=month))
    with CaptureQueriesContext(connection) as after:
        client.get(URL)
    assert len(after) <= len(before) + 1, "the names of their exceptions' categories"
