"""Who becomes whose partner, raced: one answer to an invitation, one partner for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import count

from accounts.models import User
from config.kernel.models import AuditEntry
from partnerships.agreements.models import Agreement
from partnerships.core.models import Member
from partnerships.core.services import end_partnership
from partnerships.core.standing import standing_in
from partnerships.inviting.models import Invitation
from partnerships.inviting.services import accept_invitation, decline_invitation, invite, withdraw_invitation
from prove.racing.together import RACERS, Wrong, one_wins

ANSWERS = ("invitation_accepted", "invitation_declined", "invitation_withdrawn")
_number = count()


def accept_one_invitation(person: User) -> None:
    invitation = _invitation(person)
    one_wins([partial(accept_invitation, invitation=invitation, person=_somebody()) for _racer in range(RACERS)])
    _expect(person, invitation, partnered=True)


def accept_decline_and_withdraw(person: User) -> None:
    invitation = _invitation(person)
    acts: list[Callable[[], object]] = []
    for _racer in range(RACERS // 4):
        acts += [partial(accept_invitation, invitation=invitation, person=_somebody()) for _either in range(2)]
        acts.append(partial(decline_invitation, invitation=invitation, person=_somebody()))
        acts.append(partial(withdraw_invitation, invitation=invitation))
    one_wins(acts)
    invitation.refresh_from_db()
    _expect(person, invitation, partnered=invitation.status == Invitation.Status.ACCEPTED)


def accept_eight_invitations(person: User) -> None:
    """Of eight people; the person has one partner, and the other seven invitations wait on."""
    invitations = [_invitation(_somebody()) for _racer in range(RACERS)]
    one_wins([partial(accept_invitation, invitation=each, person=person) for each in invitations])
    statuses = Counter(Invitation.objects.filter(pk__in=[each.pk for each in invitations]).values_list("status"))
    if statuses != {("accepted",): 1, ("pending",): RACERS - 1}:
        raise Wrong(f"{dict(statuses)}")
    if Member.objects.filter(person=person, is_open=True).count() != 1:
        raise Wrong("not one partner")


def end_one_partnership(person: User) -> None:
    partner = _somebody()
    partnership = accept_invitation(invitation=_invitation(person), person=partner)
    standings = [standing_in(each, partnership.pk) for each in (person, partner)]
    one_wins([partial(end_partnership, standing=standings[racer % 2]) for racer in range(RACERS)])
    ended = AuditEntry.objects.filter(action="partnership_ended", person__in=[person, partner]).count()
    if ended != 1 or Member.objects.filter(partnership=partnership, is_open=True).exists():
        raise Wrong(f"{ended} rows in the trail")


def _expect(inviter: User, invitation: Invitation, *, partnered: bool) -> None:
    """One row in the trail, and exactly the one effect."""
    told = AuditEntry.objects.filter(action__in=ANSWERS, details__invitation=str(invitation.pk)).count()
    members = Member.objects.filter(person=inviter).count()
    agreements = Agreement.objects.filter(proposed_by=inviter).count()
    if (told, members, agreements) != (1, int(partnered), int(partnered)):
        raise Wrong(f"{told} rows in the trail, {members} memberships, {agreements} agreements")


def _invitation(inviter: User) -> Invitation:
    return invite(inviter=inviter, link_of=str).invitation


def _somebody() -> User:
    return User.objects.create_user(f"invited-{next(_number)}@example.org", name="Racer", currency="EUR")
