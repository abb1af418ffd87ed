from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from partnerships.approvals import services
from partnerships.approvals.models import Approval
from partnerships.approvals.receivers import approvals_count
from partnerships.approvals.registry import Shares
from partnerships.approvals.tests.probe import Probe, ask
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing

pytestmark = pytest.mark.django_db
Both = tuple[Standing, Standing]
Opens = Callable[[User], Client]
LIST = "/together/approvals/"


def at(name: str, approval: Approval) -> str:
    return reverse(name, args=[approval.pk])


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_waits_is_shown_to_the_one_who_decides(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    asked = ask(ana, message="The rent went up.")
    bens, anas = text_of(signed_in(ben.person), LIST), text_of(signed_in(ana.person), LIST)
    assert "Ana changes the threshold" in bens
    assert "The rent went up." in bens
    assert at("approval_approve", asked) in bens
    assert at("approval_approve", asked) not in anas
    assert at("approval_withdraw", asked) in anas
    assert (approvals_count(ben.person), approvals_count(ana.person)) == (1, 0)


def test_what_was_written_stands_in_the_readers_own_quotes(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    ask(ana, message="<b>Mehr</b>")
    for locale, quoted in (("de-DE", "„{}“"), ("fr-FR", "«\u202f{}\u202f»"), ("en-GB", "“{}”")):
        User.objects.filter(pk=ben.person.pk).update(locale=locale)
        assert quoted.format("&lt;b&gt;Mehr&lt;/b&gt;") in text_of(signed_in(ben.person), LIST)


def test_one_tap_approves(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    asked = ask(ana)
    answer = signed_in(ben.person).post(at("approval_approve", asked), {"answer": "Gladly"})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert Partnership.objects.get().approval_threshold == 250
    assert Approval.objects.get().answer == "Gladly"
    assert "Gladly" in text_of(signed_in(ana.person), at("approval_detail", asked))


def test_a_script_gets_a_toast_and_the_lists_refresh(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    asked = ask(ana)
    answer = signed_in(ben.person).post(at("approval_decline", asked), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert '"refresh"' in answer["HX-Trigger"]
    assert Approval.objects.get().status == "declined"


def test_what_has_moved_leads_to_the_fresh_request(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    asked = ask(ana)
    Partnership.objects.update(approval_threshold=Decimal(40), version=8)
    client = signed_in(ben.person)
    answer = client.post(at("approval_approve", asked))
    fresh = Approval.objects.get(status="pending")
    assert answer["Location"] == at("approval_detail", fresh)
    assert "nothing was done" in text_of(client, answer["Location"])


def test_nobody_approves_their_own_by_the_page(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    asked = ask(ana)
    for client, name in (
        (signed_in(ana.person), "approval_approve"),
        (signed_in(ana.person), "approval_decline"),
        (signed_in(ben.person), "approval_withdraw"),
    ):
        assert client.post(at(name, asked))["Location"] == at("approval_detail", asked)
    assert Approval.objects.get().status == "pending"


def test_a_stranger_finds_none_of_it(both: Both, carla: User, signed_in: Opens) -> None:
    ana, _ben = both
    asked = ask(ana, message="Secret words")
    client = signed_in(carla)
    assert "Secret words" not in text_of(client, LIST)
    assert client.get(at("approval_detail", asked)).status_code == 404
    for name in ("approval_approve", "approval_decline", "approval_withdraw"):
        assert client.post(at(name, asked)).status_code == 404
        assert client.get(at(name, asked)).status_code == 405


def test_the_page_shows_before_and_after_and_what_it_means(
    both: Both, signed_in: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = both
    shares = Shares("EUR", (Decimal("34.20"), Decimal("25.80")), (Decimal("79.80"), Decimal("60.20")), "a month")
    monkeypatch.setattr(Probe, "shares", lambda self, approval: shares)
    shown = text_of(signed_in(ben.person), at("approval_detail", ask(ana)))
    assert "<del>100" in shown
    assert "<ins>250" in shown
    assert "+34" in shown
    assert "Your share a month" in shown


def test_the_decided_stay_to_be_read_page_by_page(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    for amount in range(21):
        services.decline(approval=ask(ana, str(300 + amount)), by=ben)
    client = signed_in(ana.person)
    assert text_of(client, LIST).count("approvals-past") == 20
    assert text_of(client, f"{LIST}?page=2").count("approvals-past") == 1
    for page in ("0", "-1", "x", "99999999999", "²"):
        assert client.get(LIST, {"page": page}).status_code == 200


def test_a_hostile_answer_is_kept_as_text(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    asked = ask(ana)
    signed_in(ben.person).post(at("approval_decline", asked), {"answer": "<b>no\x00</b> " * 200})
    kept = Approval.objects.get()
    assert (kept.status, len(kept.answer)) == ("declined", 500)
    assert "&lt;b&gt;no" in text_of(signed_in(ana.person), at("approval_detail", asked))


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    client = signed_in(ana.person)
    services.decline(approval=ask(ana, "300"), by=ben)
    client.get(LIST)
    with CaptureQueriesContext(connection) as short:
        client.get(LIST)
    for amount in range(6):
        services.decline(approval=ask(ana, str(400 + amount)), by=ben)
    with CaptureQueriesContext(connection) as long:
        client.get(LIST)
    assert len(long) == len(short)
