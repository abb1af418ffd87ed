from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from config.kernel.models import AuditEntry
from ledger.core.errors import FieldError
from partnerships.approvals import services
from partnerships.approvals.models import Approval
from partnerships.approvals.tests.probe import Probe, ask
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.services import end_partnership
from partnerships.core.standing import Standing

pytestmark = pytest.mark.django_db
Both = tuple[Standing, Standing]


def threshold() -> Decimal:
    kept: Decimal = Partnership.objects.get().approval_threshold
    return kept


def decisions() -> list[str]:
    return list(AuditEntry.objects.filter(action__startswith="approval_").values_list("action", flat=True))


def test_approving_makes_exactly_the_change_and_says_who_did(both: Both) -> None:
    ana, ben = both
    asked = ask(ana, "250", message="The rent went up.")
    assert (asked.before, asked.after) == ({"threshold": "100"}, {"threshold": "250"})
    decided = services.approve(approval=asked, by=ben)
    assert threshold() == 250
    assert (decided.status, decided.responded_by) == ("approved", ben.person)
    assert decisions() == ["approval_approved"]
    assert AuditEntry.objects.get(action="approval_approved").person == ben.person


def test_nobody_decides_their_own(both: Both) -> None:
    ana, ben = both
    asked = ask(ana)
    for act in (services.approve, services.decline):
        with pytest.raises(FieldError) as refusal:
            act(approval=asked, by=ana)
        assert refusal.value.stable_code == "not_your_own"
    with pytest.raises(FieldError) as refusal:
        services.withdraw(approval=asked, by=ben)
    assert refusal.value.stable_code == "not_asked_by_you"
    assert threshold() == 100
    assert decisions() == []


@pytest.mark.parametrize(("act", "status"), [("decline", "declined"), ("withdraw", "withdrawn")])
def test_what_is_declined_or_withdrawn_changes_nothing_and_cannot_be_approved(
    act: str, status: str, both: Both
) -> None:
    ana, ben = both
    asked = ask(ana)
    getattr(services, act)(approval=asked, by=ben if act == "decline" else ana)
    assert Probe.dropped == [status]
    with pytest.raises(Overtaken, match="already_decided"):
        services.approve(approval=asked, by=ben)
    assert threshold() == 100
    assert decisions() == [f"approval_{status}"]


def test_approving_twice_is_once(both: Both) -> None:
    ana, ben = both
    asked = ask(ana)
    seen_before = Approval.objects.get()
    services.approve(approval=asked, by=ben)
    with pytest.raises(Overtaken, match="already_decided"):
        services.approve(approval=seen_before, by=ben)
    assert Partnership.objects.get().version == 2


def test_one_request_waits_for_an_object(both: Both) -> None:
    ana, ben = both
    first = ask(ana)
    with pytest.raises(Overtaken) as refusal:
        ask(ben, "300")
    assert refusal.value.code == "already_asked"
    assert refusal.value.current == {"approval": str(first.pk)}
    services.decline(approval=first, by=ben, answer="Rather not.")
    assert ask(ben, "300").status == "pending"


def test_what_has_moved_is_not_overwritten_but_asked_for_anew(both: Both) -> None:
    ana, ben = both
    asked = ask(ana, "250", message="Please")
    Partnership.objects.update(approval_threshold=Decimal(40), version=7)
    with pytest.raises(Overtaken) as refusal:
        services.approve(approval=asked, by=ben)
    assert threshold() == 40
    fresh = Approval.objects.get(status="pending")
    assert refusal.value.code == "item_moved"
    assert refusal.value.current == {"approval": str(fresh.pk)}
    assert (fresh.before, fresh.after, fresh.base_version) == ({"threshold": "40"}, {"threshold": "250"}, 7)
    assert (fresh.requested_by, fresh.message) == (ana.person, "Please")
    assert Approval.objects.get(pk=asked.pk).status == "outdated"
    services.approve(approval=fresh, by=ben)
    assert threshold() == 250
    assert decisions() == ["approval_outdated", "approval_approved"]


def test_a_change_that_has_been_made_meanwhile_is_not_asked_for_again(both: Both) -> None:
    ana, ben = both
    asked = ask(ana, "250")
    Partnership.objects.update(approval_threshold=Decimal(250), version=7)
    with pytest.raises(Overtaken) as refusal:
        services.approve(approval=asked, by=ben)
    assert refusal.value.current == {"approval": None}
    assert not Approval.objects.filter(status="pending").exists()
    assert Probe.dropped == ["outdated"]


def test_a_change_that_cannot_be_made_goes_on_waiting(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = both
    asked = ask(ana)

    def refuse(self: Probe, approval: Approval, by: Standing) -> None:
        raise ValidationError("No.")

    monkeypatch.setattr(Probe, "apply", refuse)
    with pytest.raises(ValidationError):
        services.approve(approval=asked, by=ben)
    assert Approval.objects.get().status == "pending"
    assert decisions() == []


@pytest.mark.parametrize(("status", "code"), [("paused", "partnership_paused"), ("ended", "no_partnership")])
def test_nothing_is_asked_or_decided_while_the_partnership_rests(status: str, code: str, both: Both) -> None:
    ana, ben = both
    asked = ask(ana)
    Partnership.objects.update(status=status)
    with pytest.raises(Overtaken, match=code):
        ask(ben)
    for act, by in ((services.approve, ben), (services.decline, ben), (services.withdraw, ana)):
        with pytest.raises(Overtaken, match=code):
            act(approval=asked, by=by)
    assert Approval.objects.get().status == "pending"


def test_what_waited_thirty_days_expires_once(both: Both) -> None:
    ana, ben = both
    asked = ask(ana)
    assert services.expire_due() == 0
    Approval.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Overtaken, match="approval_expired"):
        services.approve(approval=asked, by=ben)
    assert services.expire_due() == 1
    assert services.expire_due() == 0
    assert Probe.dropped == ["expired"]
    assert decisions() == ["approval_expired"]
    assert AuditEntry.objects.get(action="approval_expired").person is None


def test_nothing_waits_in_a_partnership_that_ends(both: Both) -> None:
    """Also what has waited too long, and was not yet noticed."""
    ana, ben = both
    ask(ana)
    Approval.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    end_partnership(standing=ben)
    assert Approval.objects.get().status == "withdrawn"
    assert Probe.dropped == ["withdrawn"]
    assert decisions() == ["approval_withdrawn"]


def test_both_hear_of_it_once(both: Both, django_capture_on_commit_callbacks: Any, monkeypatch: Any) -> None:
    ana, ben = both
    heard: list[tuple[str, dict[str, Any], int]] = []
    monkeypatch.setattr(services, "push", lambda people, event, data: heard.append((event, data, len(set(people)))))
    asked = ask(ana, message="Please")
    services.approve(approval=asked, by=ben)
    (requested, request, first), (responded, response, second) = heard
    assert (requested, responded, first, second) == ("approval:requested", "approval:responded", 2, 2)
    assert request["request"]["message"] == "Please"
    assert request["requested_by"] == str(ana.person.pk)
    assert response == {
        "request_id": str(asked.pk),
        "approved": True,
        "status": "approved",
        "responded_by": str(ben.person.pk),
    }
