"""Inviting a partner, and the one answer an invitation gets.

Whatever is typed as the address is taken alike: nobody is looked up by it before its verified holder looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.kernel.api.counters import log_in_counters
from config.kernel.audit import record
from config.kernel.events import announce
from config.kernel.live import push
from ledger.core.errors import NoLongerThere
from partnerships.agreements.month_shares import this_month
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import Terms, checked
from partnerships.core.errors import Overtaken, already_decided, already_partnered
from partnerships.core.models import Partnership
from partnerships.core.services import start_partnership
from partnerships.core.standing import current_standing
from partnerships.inviting import errors
from partnerships.inviting.events import InvitationSent
from partnerships.inviting.mailing import send_invitation
from partnerships.inviting.models import METHODS, Invitation
from partnerships.inviting.secrets import code_digest_of, digest_of, new_code, new_secret

OPEN_FOR = timedelta(days=14)
# Addresses of people who never came are not kept for longer than this after the end of their invitation.
REMEMBERED_FOR = timedelta(days=90)
WAITING_AT_MOST = 5
SENT_A_DAY = 20
DAY_SECONDS = 86_400
MESSAGE_LENGTH = 500
Status = Invitation.Status
LinkOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Sent:
    """`link` and `code` open it and are readable this once."""

    invitation: Invitation
    secret: str
    code: str
    link: str


@transaction.atomic
def invite(
    *,
    inviter: User,
    link_of: LinkOf,
    email: str = "",
    message: str = "",
    method: str = METHODS[0],
    first_percent: Decimal | None = None,
) -> Sent:
    """Invite whoever holds `email`, or without one whoever gets the link (`link_of` makes it of the secret).

    `first_percent` is what the inviter would bear. Locks the inviter's row, so that the limits hold. An address gets
    a mail where there is a mail server, whether somebody here has it or not.

    Raises:
        FieldError: `own_address`, `already_invited`, `too_many`, `too_often`, terms that cannot be.
        Overtaken: `already_partnered`.
    """
    User.objects.select_for_update(no_key=True).get(pk=inviter.pk)
    if current_standing(inviter) is not None:
        raise already_partnered()
    terms = _checked(method, first_percent, inviter.currency)
    email = email.strip().lower()
    waiting = Invitation.objects.sent_by(inviter).open()
    if email and email == inviter.email.lower():
        raise errors.own_address()
    if email and waiting.filter(email=email).exists():
        raise errors.already_invited()
    if waiting.count() >= WAITING_AT_MOST:
        raise errors.too_many(WAITING_AT_MOST)
    _count_sent(inviter)
    secret, code = new_secret(), new_code()
    invitation = Invitation.objects.create(
        invited_by=inviter,
        email=email,
        digest=digest_of(secret),
        code_digest=code_digest_of(code),
        message=" ".join(message.split())[:MESSAGE_LENGTH],
        method=terms.method,
        first_percent=terms.first_percent,
        currency=inviter.currency,
        expires_at=timezone.now() + OPEN_FOR,
    )
    record("invitation_sent", person=inviter, invitation=str(invitation.pk))
    return _send(Sent(invitation, secret, code, link_of(secret)))


@transaction.atomic
def renew_invitation(*, invitation: Invitation, link_of: LinkOf) -> Sent:
    """Send it again, for its whole time, with another link and code: the earlier ones open nothing any more.

    Raises FieldError (`too_often`), Overtaken (`already_decided`, `already_partnered`).
    """
    inviter = invitation.invited_by
    if current_standing(inviter) is not None:
        raise already_partnered()
    secret, code = new_secret(), new_code()
    again = Invitation.objects.filter(pk=invitation.pk, status__in=[Status.PENDING, Status.EXPIRED])
    if not again.update(
        status=Status.PENDING,
        digest=digest_of(secret),
        code_digest=code_digest_of(code),
        expires_at=timezone.now() + OPEN_FOR,
        decided_at=None,
    ):
        raise already_decided()
    _count_sent(inviter)
    invitation.refresh_from_db()
    record("invitation_renewed", person=inviter, invitation=str(invitation.pk))
    return _send(Sent(invitation, secret, code, link_of(secret)))


@transaction.atomic
def accept_invitation(*, invitation: Invitation, person: User) -> Partnership:
    """The inviter and `person` are partners, and split from this month on as proposed: both have agreed to that.

    Whatever races, one answer wins, and each of the two has one partner.

    Raises:
        FieldError: `not_your_own`, it is the person's own invitation.
        Overtaken: `already_decided`, `invitation_expired`, `invitation_renewed`, `already_partnered` (it waits on).
    """
    _decide(invitation, Status.ACCEPTED, person)
    partnership = start_partnership(
        first=invitation.invited_by,
        second=person,
        currency=invitation.currency,
        started_on=timezone.now().date(),
    )
    begin_agreement(partnership=partnership, terms=terms_of(invitation), proposed_by=invitation.invited_by)
    Invitation.objects.filter(pk=invitation.pk).update(partnership=partnership)
    invitation.partnership = partnership
    _tell(invitation, person)
    return partnership


@transaction.atomic
def decline_invitation(*, invitation: Invitation, person: User) -> None:
    """Raises as accept_invitation, but for `already_partnered`."""
    _decide(invitation, Status.DECLINED, person)
    _tell(invitation, person)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation) -> None:
    """The inviter's own, found among those they sent. Its link opens nothing any more.

    Raises Overtaken (`already_decided`).
    """
    waiting = Invitation.objects.filter(pk=invitation.pk, status=Status.PENDING)
    inviter = invitation.invited_by
    if not waiting.update(status=Status.WITHDRAWN, decided_by=inviter, decided_at=timezone.now()):
        raise already_decided()
    invitation.refresh_from_db()
    _tell(invitation, inviter)


def expire_due() -> int:
    """End what nobody answered in time; how many. What ended long ago is forgotten. Twice changes nothing."""
    now = timezone.now()
    due = Invitation.objects.filter(status=Status.PENDING, expires_at__lte=now).select_related("invited_by")
    ended = sum(_expire(each) for each in due.order_by("pk"))
    Invitation.objects.exclude(status=Status.PENDING).filter(expires_at__lt=now - REMEMBERED_FOR).delete()
    return ended


def terms_of(invitation: Invitation) -> Terms:
    """What both agree to by accepting it now."""
    return Terms(starts_on=this_month(), method=invitation.method, first_percent=invitation.first_percent)


@transaction.atomic
def _expire(invitation: Invitation) -> bool:
    now = timezone.now()
    waiting = Invitation.objects.filter(pk=invitation.pk, status=Status.PENDING, expires_at__lte=now)
    if not waiting.update(status=Status.EXPIRED, decided_at=now):
        return False
    push([invitation.invited_by_id], "invitation:changed", {"id": str(invitation.pk), "status": Status.EXPIRED.value})
    return True


def _checked(method: str, first_percent: Decimal | None, currency: str) -> Terms:
    if method not in METHODS:
        raise errors.method_not_offered()
    terms = Terms(starts_on=this_month(), method=method, first_percent=first_percent)
    return checked(terms, Partnership(currency=currency))


def _count_sent(inviter: User) -> None:
    """Strangers are written to in our name: so many a day and no more."""
    if not settings.THROTTLES_ON:
        return
    count, _left = log_in_counters().raise_by_one(f"invitations:{inviter.pk}", DAY_SECONDS)
    if count > SENT_A_DAY:
        raise errors.sent_too_often()


def _send(sent: Sent) -> Sent:
    send_invitation(sent.invitation, sent.link, sent.code)
    announce(InvitationSent(sent.invitation.pk))
    _push_state(sent.invitation)
    return sent


def _decide(invitation: Invitation, status: str, person: User) -> None:
    """One conditional UPDATE, which also asks that the link is still the one that was used."""
    if invitation.invited_by_id == person.pk:
        raise errors.your_own()
    now = timezone.now()
    waiting = Invitation.objects.filter(pk=invitation.pk, status=Status.PENDING, digest=invitation.digest)
    if not waiting.filter(expires_at__gt=now).update(status=status, decided_by=person, decided_at=now):
        raise _why_not(invitation)
    invitation.refresh_from_db()


def _why_not(invitation: Invitation) -> Overtaken | NoLongerThere:
    stands = Invitation.objects.filter(pk=invitation.pk).first()
    if stands is None:
        return NoLongerThere()
    if stands.status not in (Status.PENDING, Status.EXPIRED):
        return already_decided()
    return errors.expired() if stands.digest == invitation.digest else errors.renewed()


def _tell(invitation: Invitation, by: User) -> None:
    record(f"invitation_{invitation.status}", person=by, invitation=str(invitation.pk))
    _push_state(invitation)


def _push_state(invitation: Invitation) -> None:
    """To the inviter alone: the frame comes last, since it locks their row."""
    data = {"id": str(invitation.pk), "status": invitation.status}
    push([invitation.invited_by_id], "invitation:changed", data)
