"""Asking for another split, another threshold, another way of settling. Nothing of it holds before both agree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.money import money_text
from ledger.core import rules
from partnerships.agreements import costs, errors
from partnerships.agreements.models import Agreement
from partnerships.agreements.month_shares import this_month
from partnerships.agreements.terms import Terms, check_start, checked, terms_in, write
from partnerships.approvals.models import Approval
from partnerships.approvals.services import request_approval
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing

AGREEMENT, THRESHOLD, MODE = "agreement_change", "threshold_change", "mode_change"


def begin_agreement(*, partnership: Partnership, terms: Terms, proposed_by: User | None) -> Agreement:
    """The first one, which both have agreed to by inviting and accepting; in the transaction of the acceptance."""
    return write(checked(terms, partnership), partnership, proposed_by)


@transaction.atomic
def ask_for_agreement(*, standing: Standing, terms: Terms, message: str = "") -> Approval:
    """Ask the partner to split otherwise from `terms.starts_on` on.

    Raises:
        FieldError: terms that cannot be (see terms.checked and check_start); `unchanged`.
        Overtaken: `already_asked` where one waits, as request_approval.
    """
    partnership = standing.partnership
    terms = checked(terms, partnership)
    check_start(terms.starts_on, partnership)
    now = terms_in(partnership, terms.starts_on)
    before = now.as_values(partnership.currency) if now else {}
    after = terms.as_values(partnership.currency)
    if {**before, "starts_on": None} == {**after, "starts_on": None}:
        raise errors.nothing_changes()
    return request_approval(
        standing=standing,
        kind=AGREEMENT,
        object_id=partnership.pk,
        base_version=None,
        title=_("How we split"),
        before=before,
        after=after,
        message=message,
    )


@transaction.atomic
def ask_for_threshold(*, standing: Standing, threshold: Decimal, message: str = "") -> Approval:
    """Ask to change the amount above which a new expense waits for the partner. Zero: each one waits.

    Raises FieldError (`out_of_range`, `too_many_decimals`, `unchanged`), Overtaken as request_approval.
    """
    partnership = Partnership.objects.get(pk=standing.partnership.pk)
    if threshold < 0:
        raise errors.threshold_out_of_range()
    if threshold:
        rules.check_amount_by_hand(threshold, partnership.currency, field="approval_threshold")
    if threshold == partnership.approval_threshold:
        raise errors.nothing_changes("approval_threshold")
    currency = partnership.currency
    return request_approval(
        standing=standing,
        kind=THRESHOLD,
        object_id=partnership.pk,
        base_version=None,
        title=_("Ask each other above"),
        before={"approval_threshold": money_text(partnership.approval_threshold, currency)},
        after={"approval_threshold": money_text(threshold, currency)},
        message=message,
    )


@transaction.atomic
def ask_for_mode(*, standing: Standing, mode: str, message: str = "") -> Approval:
    """Ask to settle up, or to pay into a joint pot, from now on. `mode` is one of Partnership.Mode.

    Raises FieldError (`unchanged`), Overtaken as request_approval.
    """
    partnership = Partnership.objects.get(pk=standing.partnership.pk)
    if mode == partnership.mode:
        raise errors.nothing_changes("mode")
    return request_approval(
        standing=standing,
        kind=MODE,
        object_id=partnership.pk,
        base_version=None,
        title=_("How we get even"),
        before={"mode": partnership.mode},
        after={"mode": str(mode)},
        message=message,
    )


def earliest_start(partnership: Partnership) -> date:
    """The first month another agreement can begin with: this one while nothing of it is settled, else the next."""
    here = this_month()
    if not costs.current().is_settled(partnership, here):
        return here
    return date(here.year + here.month // 12, here.month % 12 + 1, 1)
