"""One answer wins, and each person has one partner, whatever comes at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from config.kernel.models import AuditEntry
from partnerships.agreements.models import Agreement
from partnerships.core.errors import Overtaken
from partnerships.core.models import Member, Partnership
from partnerships.core.services import end_partnership
from partnerships.core.standing import standing_in
from partnerships.inviting.models import Invitation
from partnerships.inviting.services import (
    accept_invitation,
    decline_invitation,
    renew_invitation,
    withdraw_invitation,
)
from partnerships.inviting.tests.conftest import invited_by, link_of
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many(transactional_db: None) -> None:
    need_many_connections()


def codes_of(results: list[Any]) -> list[str]:
    """Of those who lost; anything but a rule that says so fails the test."""
    lost = [each for each in results if isinstance(each, Exception)]
    overtaken = [each for each in lost if isinstance(each, Overtaken)]
    assert overtaken == lost
    return sorted(each.code for each in overtaken)


def audited(*actions: str) -> int:
    return AuditEntry.objects.filter(action__in=actions).count()


def test_two_who_accept_one_invitation(ana: User, ben: User, carla: User, eve: User) -> None:
    sent = invited_by(ana)
    acts = [
        partial(accept_invitation, invitation=Invitation.objects.get(pk=sent.invitation.pk), person=each)
        for each in (ben, carla, eve)
    ]
    assert codes_of(all_at_once(acts)) == ["already_decided"] * 2
    assert (Partnership.objects.count(), Agreement.objects.count(), audited("invitation_accepted")) == (1, 1, 1)


def test_one_who_accepts_two_invitations(ana: User, ben: User, carla: User) -> None:
    invitations = [invited_by(each).invitation for each in (ana, carla)]
    results = all_at_once([partial(accept_invitation, invitation=each, person=ben) for each in invitations])
    assert codes_of(results) == ["already_partnered"]
    assert Member.objects.filter(person=ben).count() == 1
    assert sorted(Invitation.objects.values_list("status", flat=True)) == ["accepted", "pending"]


def test_two_who_accept_each_others_invitation(ana: User, ben: User, carla: User) -> None:
    """And a third between them: no way of waiting for each other crosswise."""
    acts = [
        partial(accept_invitation, invitation=invited_by(inviter).invitation, person=person)
        for inviter, person in ((ana, ben), (ben, ana), (carla, ana), (ben, carla))
    ]
    codes = codes_of(all_at_once(acts))
    assert set(codes) == {"already_partnered"}
    assert Partnership.objects.count() == 1
    assert len(codes) == 3


def test_an_acceptance_against_everything_else(ana: User, ben: User, carla: User) -> None:
    sent = invited_by(ana).invitation
    mine = [Invitation.objects.select_related("invited_by").get(pk=sent.pk) for _number in range(4)]
    acts: list[Callable[[], Any]] = [
        partial(accept_invitation, invitation=mine[0], person=ben),
        partial(decline_invitation, invitation=mine[1], person=carla),
        partial(withdraw_invitation, invitation=mine[2]),
        partial(renew_invitation, invitation=mine[3], link_of=link_of),
    ]
    codes_of(all_at_once(acts))
    status = Invitation.objects.get().status
    assert status in ("accepted", "declined", "withdrawn")
    assert audited("invitation_accepted", "invitation_declined", "invitation_withdrawn") == 1
    assert Partnership.objects.count() == (status == "accepted")


def test_both_end_it_at_once(ana: User, ben: User) -> None:
    partnership = accept_invitation(invitation=invited_by(ana).invitation, person=ben)
    acts = [partial(end_partnership, standing=standing_in(each, partnership.pk)) for each in (ana, ben, ana, ben)]
    assert codes_of(all_at_once(acts)) == ["no_partnership"] * 3
    assert audited("partnership_ended") == 1
