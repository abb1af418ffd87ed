"""Accounts that belong to both: asking the partner to be the second owner, and leaving one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel import jobs
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.services import add_co_owner, leave_account
from partnerships.approvals.models import Approval
from partnerships.approvals.registry import ApprovalKind, Field, Moved, register
from partnerships.approvals.services import request_approval
from partnerships.approvals.showing import choice_of
from partnerships.core.standing import Standing
from partnerships.sharing import errors
from partnerships.sharing.levels import accounts_of_one
from partnerships.sharing.models import JointTime, SharingRule

JOINT: Final = "joint_account"
RESHARE: Final = "reshare_account"
FROM_NOW, FROM_START = "now", "start"
Role = MoneyAccountAccess.Role


@transaction.atomic
def ask_to_join(*, standing: Standing, account: MoneyAccount, whole: bool = False, message: str = "") -> Approval:
    """Ask the partner to own an account of the person's too. Both then see all of it, its history included.

    What is booked from the day of their answer on is for both; where `whole`, everything on it.

    Raises:
        FieldError: `does_not_exist` unless it is the person's alone, `account_closed`.
        Overtaken: as request_approval.
    """
    fresh = _alone(standing.person, account)
    if fresh.closed_on is not None:
        raise errors.account_closed()
    return request_approval(
        standing=standing,
        kind=JOINT,
        object_id=fresh.pk,
        base_version=None,
        title=fresh.name,
        before={},
        after={"name": fresh.name, "currency": fresh.currency, "for_both": FROM_START if whole else FROM_NOW},
        message=message,
    )


def _alone(person: User, account: MoneyAccount) -> MoneyAccount:
    found = next((each for each in accounts_of_one(person) if each.pk == account.pk), None)
    if found is None:
        raise errors.account_not_yours()
    return found


@register
class JointAccount(ApprovalKind):
    """The object is the account. Nothing is left to ask for once its asker no longer has it to themselves."""

    kind = JOINT
    fields = {
        "name": Field(_("Account")),
        "currency": Field(_("Currency")),
        "for_both": Field(
            _("For both"), choice_of([(FROM_NOW, _("what is booked from now on")), (FROM_START, _("all of it"))])
        ),
    }

    def apply(self, approval: Approval, by: Standing) -> None:
        asker = approval.requested_by
        assert approval.object_id is not None, "ask_to_join names it"
        account = MoneyAccount.objects.filter(pk=approval.object_id, closed_on=None).first()
        if asker is None or account is None:
            raise Moved
        try:
            _alone(asker, account)
        except FieldError as error:
            raise Moved from error
        since = None if approval.after["for_both"] == FROM_START else by.person.today
        add_co_owner(account=account, person=by.person, added_by=asker)
        JointTime.objects.create(partnership=by.partnership, account=account, since=since)
        SharingRule.objects.filter(account=account).delete()
        enqueue_reshare(account, since)

    def describe(self, approval: Approval) -> str:
        return gettext("wants to own an account together with you")


def enqueue_reshare(account: MoneyAccount, since: Any) -> None:
    jobs.enqueue(RESHARE, {"account": str(account.pk), "since": since.isoformat() if since else None})


@transaction.atomic
def leave(*, person: User, account: MoneyAccount) -> None:
    """Give up one's half: the other owns it alone from now on, history and all. Needs no approval, since nothing is
    taken from the other.

    Raises FieldError `hides_lines`, since the other would read at once what one hides there; as `leave_account`.
    """
    hidden = Transaction.objects.owned_by(person).live().filter(account=account).exclude(withheld="")
    if hidden.exists():
        raise errors.hides_lines()
    leave_account(account=account, person=person)
    JointTime.objects.filter(account=account, until=None).update(until=person.today, left_at=timezone.now())


def end_where_one_is_left() -> int:
    """Whoever deleted their log-in has left their joint accounts; how many. Twice changes nothing."""
    joint = MoneyAccountAccess.objects.filter(role=Role.CO_OWNER).values("account")
    now = timezone.now()
    return JointTime.objects.filter(until=None).exclude(account__in=joint).update(until=now.date(), left_at=now)


def shared_months_since() -> Any:
    """From when on the share of a joint account's lines may still change: the first day of the month before."""
    return (timezone.now().date().replace(day=1) - timedelta(days=1)).replace(day=1)
