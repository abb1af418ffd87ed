"""Showing a thing to the partner, and no longer. That they see it is a row; it goes when the partnership ends."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction as database_transaction

from accounts.models import User
from accounts.notifications.models import Notification
from accounts.notifications.services import take_back
from config.kernel.audit import record
from partnerships.core.errors import no_partnership
from partnerships.core.models import Member, Partnership
from partnerships.core.standing import current_standing
from partnerships.core.writing import hold_active
from purchases.core.models import Purchase, PurchaseSum, ThingAccess
from purchases.core.services.holding import hold
from purchases.core.summing import add_up, cells_of_purchase
from purchases.core.telling import ADDED, CHANGED, REMOVED, hold_people, take_back_what_was_told, tell

Role = ThingAccess.Role


@database_transaction.atomic
def share_purchase(*, purchase: Purchase, shared_by: User) -> Purchase:
    """The partner sees the whole of it from now on, and changes nothing. Twice is once.

    Raises: Overtaken (`no_partnership`, `partnership_paused`), NoLongerThere.
    """
    standing = current_standing(shared_by)
    if standing is None or standing.partner is None:
        raise no_partnership()
    hold_active(standing)
    fresh = hold(purchase, shared_by)
    access, is_new = ThingAccess.objects.get_or_create(
        purchase=fresh,
        person=standing.partner,
        defaults={
            "role": Role.VIEWER,
            "purchase_date": fresh.purchase_date,
            "is_archived": fresh.is_archived,
        },
    )
    if is_new:
        _mark(fresh, is_shared=True)
        record("purchase_shared", person=shared_by, purchase=str(fresh.pk))
        hold_people([shared_by.pk, access.person_id])
        tell(CHANGED, fresh.pk, [shared_by.pk])
        tell(ADDED, fresh.pk, [access.person_id])
    return fresh


@database_transaction.atomic
def unshare_purchase(*, purchase: Purchase, unshared_by: User) -> Purchase:
    """Nobody else sees it any more, nor what they were told of it. Twice is once. Raises NoLongerThere."""
    fresh = hold(purchase, unshared_by)
    viewers = ThingAccess.objects.filter(purchase=fresh, role=Role.VIEWER)
    people = sorted(viewers.values_list("person_id", flat=True))
    if people:
        viewers.delete()
        _mark(fresh, is_shared=False)
        record("purchase_unshared", person=unshared_by, purchase=str(fresh.pk))
        hold_people([unshared_by.pk, *people])
        take_back_what_was_told(fresh.pk, people)
        tell(REMOVED, fresh.pk, people)
        tell(CHANGED, fresh.pk, [unshared_by.pk])
    return fresh


def end_sharing(partnership: Partnership, by: User | None) -> None:
    """Neither sees a thing of the other's any more; in the transaction that ends the partnership."""
    members = Member.objects.filter(partnership=partnership, person__isnull=False)
    people = [each for each in members.values_list("person_id", flat=True) if each is not None]
    for viewer in people:
        others: list[UUID] = [each for each in people if each != viewer]
        ThingAccess.objects.filter(person=viewer, role=Role.VIEWER, purchase__owner__in=others).delete()
        Purchase.objects.filter(owner__in=others, is_shared=True).update(is_shared=False)
        PurchaseSum.objects.filter(owner__in=others, grouping=PurchaseSum.Grouping.WORTH_SHOWN).delete()
        for owner in others:
            take_back(Notification.objects.filter(person=viewer, data__owner=str(owner), data__purchase__isnull=False))


def _mark(fresh: Purchase, *, is_shared: bool) -> None:
    before = list(cells_of_purchase(fresh))
    fresh.is_shared = is_shared
    fresh.save(update_fields=["is_shared"])
    add_up(fresh.owner_id, added=cells_of_purchase(fresh), removed=before)
