"""The course of a partnership: it starts, may rest, and ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from config.kernel.audit import record
from config.kernel.events import announce
from config.kernel.live import push
from ledger.core.models import Household
from ledger.core.services import join_household, leave_household, revoke_views
from partnerships.core import errors
from partnerships.core.events import PartnershipChanged
from partnerships.core.models import Member, Partnership
from partnerships.core.standing import Standing

Ending = Callable[[Partnership, User | None], None]
_endings: list[Ending] = []


def on_end(ending: Ending) -> Ending:
    """Register what else ends with a partnership; called in that transaction with who ends it."""
    if ending not in _endings:
        _endings.append(ending)
    return ending


@transaction.atomic
def start_partnership(*, first: User, second: User, currency: str, started_on: date) -> Partnership:
    """The two are partners from now on; `first` asked. Its agreement is the caller's to make, in the same transaction.

    Raises Overtaken (`already_partnered`): one of them has an open partnership; whoever is later hears it, by the
    database.
    """
    partnership = Partnership.objects.create(
        household=Household.objects.create(), currency=currency, started_on=started_on
    )
    # By the people's ids, whoever asked: two couples that start at once then never wait for each other crosswise.
    places = sorted(enumerate((first, second)), key=lambda each: each[1].pk)
    try:
        with transaction.atomic():
            for place, person in places:
                Member.objects.create(partnership=partnership, place=place, person=person, name=person.short_name)
    except IntegrityError as error:
        raise errors.already_partnered() from error
    join_household(household_id=partnership.household_id, people=(first, second))
    for person in (first, second):
        record("partnership_started", person=person, partnership=str(partnership.pk))
    _tell(partnership, "started", second)
    return partnership


@transaction.atomic
def pause_partnership(*, standing: Standing) -> Partnership:
    """Nothing new is shared until it goes on; all stays readable. One that rests already stays as it is.

    Raises Overtaken (`no_partnership`): it has ended.
    """
    active = Partnership.objects.filter(pk=standing.partnership.pk, status=Partnership.Status.ACTIVE)
    changed = active.update(status=Partnership.Status.PAUSED, paused_by=standing.person, updated_at=timezone.now())
    return _as_it_is(standing, "paused" if changed else "")


@transaction.atomic
def resume_partnership(*, standing: Standing) -> Partnership:
    """It goes on, when whoever paused it says so. One that is active already stays as it is.

    Raises:
        FieldError: `not_paused_by_you`.
        Overtaken: `no_partnership`, it has ended.
    """
    paused = Partnership.objects.filter(pk=standing.partnership.pk, status=Partnership.Status.PAUSED)
    changed = paused.filter(paused_by=standing.person).update(
        status=Partnership.Status.ACTIVE, paused_by=None, updated_at=timezone.now()
    )
    if not changed and paused.exists():
        raise errors.not_paused_by_you()
    return _as_it_is(standing, "resumed" if changed else "")


@transaction.atomic
def end_partnership(*, standing: Standing, is_leaving: bool = False) -> Partnership:
    """Nothing is shared any more, and neither sees an account of the other's from now on; joint accounts stay joint.

    What both had together stays readable to both. Who `is_leaving` deletes their log-in: what is announced, and waits
    in jobs afterwards, does not name them. Raises Overtaken (`no_partnership`): it has ended already.
    """
    partnership, person = standing.partnership, standing.person
    ended = Partnership.objects.filter(pk=partnership.pk).exclude(status=Partnership.Status.ENDED)
    if not ended.update(
        status=Partnership.Status.ENDED, ended_by=person, ended_on=person.today, updated_at=timezone.now()
    ):
        raise errors.no_partnership()
    partnership.refresh_from_db()
    Member.objects.filter(partnership=partnership).update(is_open=False)
    leave_household(household_id=partnership.household_id)
    if standing.partner is not None:
        _hold_both(person, standing.partner)
        _close_accounts(person, standing.partner)
    for ending in _endings:
        ending(partnership, person)
    record("partnership_ended", person=person, partnership=str(partnership.pk))
    _tell(partnership, "ended", person, is_leaving=is_leaving)
    return partnership


def leave_partnerships(person: User) -> None:
    """Before a person's log-in is deleted: what is open ends, and what was shared stays for the other without their
    name. What nobody is left to read goes.
    """
    for mine in Member.objects.filter(person=person).select_related("partnership", "partnership__household"):
        partnership = mine.partnership
        other = Member.objects.filter(partnership=partnership).exclude(pk=mine.pk).select_related("person").get()
        if other.person is None:
            partnership.delete()
            Household.objects.filter(pk=partnership.household_id, accounts=None, categories=None).delete()
            continue
        if mine.is_open:
            end_partnership(standing=Standing(partnership, person, mine.place, other), is_leaving=True)
        Member.objects.filter(pk=mine.pk).update(name="", person=None)


def _hold_both(first: User, second: User) -> None:
    """What ends tells one or the other on the way, and each frame locks its reader: both now, in the order of their ids
    as everybody locks people.
    """
    list(User.objects.select_for_update(no_key=True).filter(pk__in=[first.pk, second.pk]).order_by("pk"))


def _close_accounts(first: User, second: User) -> None:
    """Neither keeps a sight of what the other owns."""
    revoke_views(owner=first, person=second)
    revoke_views(owner=second, person=first)


def _as_it_is(standing: Standing, what: str) -> Partnership:
    """After a change of its state, or none: the partnership now. Raises Overtaken where it has ended."""
    partnership = Partnership.objects.get(pk=standing.partnership.pk)
    if partnership.status == Partnership.Status.ENDED:
        raise errors.no_partnership()
    if what:
        record(f"partnership_{what}", person=standing.person, partnership=str(partnership.pk))
        _tell(partnership, what, standing.person)
    return partnership


def _tell(partnership: Partnership, what: str, by: User, *, is_leaving: bool = False) -> None:
    """The frame comes last, since it locks people's rows."""
    announce(PartnershipChanged(partnership.pk, what, None if is_leaving else by.pk))
    both = Member.objects.filter(partnership=partnership, person__isnull=False).values_list("person", flat=True)
    data = {"id": str(partnership.pk), "status": partnership.status, "by": str(by.pk)}
    push([each for each in both if each is not None], f"partnership:{what}", data)
