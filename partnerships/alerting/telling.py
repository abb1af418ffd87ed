"""Who of the two is told what. Each is done by a job, from what stands then, and twice is the same as once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from allauth.account.models import EmailAddress

from accounts.models import User
from accounts.notifications.models import Notification
from accounts.notifications.services import forget, mark_cause_read, notify
from config.kernel import mail
from partnerships.alerting import kinds
from partnerships.approvals.models import Approval
from partnerships.core.models import Member, Partnership, name_or_somebody
from partnerships.expenses.models import SharedPayment
from partnerships.inviting.models import Invitation
from partnerships.statements.models import Contribution, Settlement

Status = Approval.Status
ANSWERS = (Status.APPROVED, Status.DECLINED, Status.EXPIRED)


def tell_of_request(key: UUID) -> None:
    """The one who is to decide, while it waits."""
    asked = Approval.objects.filter(pk=key, status=Status.PENDING).first()
    if asked is None or asked.requested_by_id is None:
        return
    decider, asker = _sides(asked.partnership_id, asked.requested_by_id)
    if decider is not None and decider.person_id is not None:
        data = {
            "approval": str(key),
            "partnership": str(asked.partnership_id),
            "title": asked.title,
            "who": _name_of(asker),
        }
        cause = _cause_of_request(key)
        notify(person_id=decider.person_id, kind=kinds.REQUESTED.name, cause=cause, data=data)


def tell_of_answer(key: UUID) -> None:
    """The one who asked, unless they took it back themselves; the other has no question any more."""
    asked = Approval.objects.filter(pk=key).exclude(status=Status.PENDING).first()
    if asked is None or asked.requested_by_id is None:
        return
    decider, _asker = _sides(asked.partnership_id, asked.requested_by_id)
    if decider is not None and decider.person_id is not None:
        mark_cause_read(person_id=decider.person_id, cause=_cause_of_request(key))
    if asked.status not in ANSWERS:
        return
    data = {
        "approval": str(key),
        "partnership": str(asked.partnership_id),
        "title": asked.title,
        "who": _name_of(decider),
        "status": asked.status,
    }
    cause = f"approval_responded:{key}"
    notify(person_id=asked.requested_by_id, kind=kinds.RESPONDED.name, cause=cause, data=data)


def tell_of_invitation(key: UUID) -> None:
    """Whoever is here under the address it was sent to and has verified it. The inviter learns nothing of that."""
    invitation = Invitation.objects.select_related("invited_by").filter(pk=key).exclude(email="").first()
    if invitation is None:
        return
    holders = EmailAddress.objects.filter(email__iexact=invitation.email, verified=True).values("user")
    for person in User.objects.filter(pk__in=holders, is_active=True).order_by("pk"):
        if Invitation.objects.received_by(person).filter(pk=key).exists():
            data = {"invitation": str(key), "who": invitation.invited_by.short_name}
            notify(person_id=person.pk, kind=kinds.INVITED.name, cause=f"invitation:{key}", data=data)


def tell_of_beginning(key: UUID, by: UUID) -> None:
    """The inviter; `by` is who accepted."""
    other, accepter = _sides(key, by)
    if other is not None and other.person_id is not None:
        data = {"partnership": str(key), "who": _name_of(accepter)}
        notify(person_id=other.person_id, kind=kinds.JOINED.name, cause=f"partnership_started:{key}", data=data)


def tell_of_end(key: UUID, by: UUID | None) -> None:
    """The other one. `by` is None, or was one of the two, where who ended it has gone altogether."""
    if not Partnership.objects.filter(pk=key, status=Partnership.Status.ENDED).exists():
        return
    members = Member.objects.filter(partnership=key).select_related("person")
    left = next((each for each in members if each.person_id in (by, None)), None)
    for member in members:
        if member is not left and member.person_id is not None and left is not None:
            data = {"partnership": str(key), "who": _name_of(left)}
            warning = Notification.Severity.WARNING
            cause = f"partnership_ended:{key}"
            notify(person_id=member.person_id, kind=kinds.ENDED.name, cause=cause, data=data, severity=warning)


def tell_of_settlement(key: UUID, by: UUID) -> None:
    """The one who did not make it."""
    made = Settlement.objects.select_related("partnership").filter(pk=key).first()
    if made is None:
        return
    other, maker = _sides(made.partnership_id, by)
    if other is not None and other.person_id is not None:
        data = {
            "settlement": str(key),
            "partnership": str(made.partnership_id),
            "who": _name_of(maker),
            "to_reader": made.payer != other.place,
            "amount": str(made.amount),
            "currency": made.partnership.currency,
        }
        notify(person_id=other.person_id, kind=kinds.SETTLED.name, cause=f"settlement:{key}", data=data)


def tell_of_contributions(key: UUID, month: date) -> None:
    """Each of the two whose part of the month is not paid yet."""
    pot = Partnership.objects.filter(pk=key, status=Partnership.Status.ACTIVE).first()
    if pot is None:
        return
    due = Contribution.objects.filter(partnership=pot, month=month, paid_on=None, required__gt=0)
    amounts = dict(due.values_list("place", "required"))
    for member in Member.objects.filter(partnership=pot, person__isnull=False).order_by("person"):
        if member.place in amounts and member.person_id is not None:
            data = {
                "partnership": str(key),
                "month": month.isoformat(),
                "amount": str(amounts[member.place]),
                "currency": pot.currency,
            }
            cause = f"contribution:{key}:{month:%Y-%m}"
            notify(person_id=member.person_id, kind=kinds.DUE.name, cause=cause, data=data)


def tell_of_outgrown(key: UUID, payer: UUID, transaction: UUID) -> None:
    """Who paid: their transaction is not this payment any more, which stays as it was last."""
    payment = SharedPayment.objects.select_related("partnership").filter(pk=key, transaction=None).first()
    if payment is None:
        return
    data = {
        "expense": str(payment.expense_id),
        "partnership": str(payment.partnership_id),
        "name": payment.payee,
        "amount": str(payment.amount),
        "currency": payment.partnership.currency,
    }
    warning, cause = Notification.Severity.WARNING, f"payment_outgrown:{key}:{transaction}"
    notify(person_id=payer, kind=kinds.OUTGROWN.name, cause=cause, data=data, severity=warning)


def forget_name_of(person: User) -> None:
    """Before a person leaves: what others were told, here and in mail that is kept, tells it of nobody by name.

    What told of their invitations goes with those.
    """
    shared = [str(each) for each in Partnership.objects.visible_to(person).values_list("pk", flat=True)]
    others = User.objects.filter(memberships__partnership__members__person=person).exclude(pk=person.pk)
    told = Notification.objects.filter(person__in=others, data__partnership__in=shared, data__has_key="who")
    named = list(told.exclude(data__who=""))
    for each in named:
        each.data = {**each.data, "who": ""}
    Notification.objects.bulk_update(named, ["data"], batch_size=500)
    sent = [str(each) for each in Invitation.objects.sent_by(person).values_list("pk", flat=True)]
    forget(Notification.objects.filter(kind=kinds.INVITED.name, data__invitation__in=sent))
    addresses = EmailAddress.objects.filter(user__in=others).values_list("email", flat=True)
    names = {person.name, person.short_name, person.email}
    mail.take_names_out({*addresses, *others.values_list("email", flat=True)}, names, name_or_somebody(""))


def _name_of(member: Member | None) -> str:
    return member.known_as if member is not None else ""


def _sides(partnership_id: UUID, person_id: UUID) -> tuple[Member | None, Member | None]:
    """The other one, and the person. One query."""
    members = list(Member.objects.filter(partnership=partnership_id).select_related("person"))
    mine = next((each for each in members if each.person_id == person_id), None)
    return next((each for each in members if each is not mine), None), mine


def _cause_of_request(key: UUID) -> str:
    return f"approval_requested:{key}"
