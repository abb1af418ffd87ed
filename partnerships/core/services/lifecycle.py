"""The course of a partnership: it starts, may rest, and ends."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import User
from config.kernel.audit import record
from config.kernel.events import announce
from ledger.core.models import Household
from partnerships.core import errors
from partnerships.core.events import PartnershipChanged
from partnerships.core.models import Member, Partnership


@transaction.atomic
def start_partnership(*, first: User, second: User, currency: str, started_on: date) -> Partnership:
    """The two are partners from now on; `first` asked. Its agreement is the caller's to make, in the same transaction.

    Raises Overtaken (`already_partnered`): one of them has an open partnership; whoever is later hears it, by the
    database.
    """
    partnership = Partnership.objects.create(
        household=Household.objects.create(), currency=currency, started_on=started_on
    )
    try:
        with transaction.atomic():
            for place, person in enumerate((first, second)):
                Member.objects.create(partnership=partnership, place=place, person=person, name=person.short_name)
    except IntegrityError as error:
        raise errors.already_partnered() from error
    for person in (first, second):
        record("partnership_started", person=person, partnership=str(partnership.pk))
    announce(PartnershipChanged(partnership.pk, "started", second.pk))
    return partnership
