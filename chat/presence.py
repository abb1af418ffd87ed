"""Who is here: whoever has a socket open in any process that is alive.

Each process notes whose sockets it holds and beats every ten seconds. Who missed two beats is believed to be dead, and
what it left behind is taken away by the next beat of any other: 30 seconds at the latest after it died. Rows and not
keys in Redis: presence is then the same with Redis, without it and while it is away, for one statement a process and
beat.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat.models import HiddenPresence, Presence, WebProcess
from config.kernel.live import send_now
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing

BEAT_SECONDS = 10.0
DEAD_AFTER = timedelta(seconds=20)


def is_here(person_id: UUID) -> bool:
    """One query."""
    return Presence.objects.filter(person=person_id, process__beat_at__gt=timezone.now() - DEAD_AFTER).exists()


@transaction.atomic
def enter(person_id: UUID, process_id: UUID) -> None:
    """The process holds a socket of the person from now on; the partner hears it if none was open anywhere."""
    if not _hold(person_id):
        return
    was_here = is_here(person_id)
    _beat(process_id)
    Presence.objects.bulk_create([Presence(person_id=person_id, process_id=process_id)], ignore_conflicts=True)
    if not was_here:
        _tell_partner(person_id, "partner:online", None)


@transaction.atomic
def leave(person_id: UUID, process_id: UUID) -> None:
    """The process holds none of theirs any more; the partner hears it if that was the last."""
    if _hold(person_id) and Presence.objects.filter(person=person_id, process=process_id).delete()[0]:
        _gone(person_id, timezone.now())


def beat(process_id: UUID, people: set[UUID]) -> None:
    """The process is alive and holds sockets of `people`; what dead ones left behind goes. Two queries as a rule."""
    if not WebProcess.objects.filter(pk=process_id).update(beat_at=timezone.now()):
        # Another took it for dead, since it stood still for long.
        for person_id in sorted(people):
            enter(person_id, process_id)
    for dead in WebProcess.objects.filter(beat_at__lte=timezone.now() - DEAD_AFTER):
        _bury(dead)


def _bury(dead: WebProcess) -> None:
    for person_id in list(dead.people.order_by("person").values_list("person", flat=True)):
        with transaction.atomic():
            left = Presence.objects.filter(person=person_id, process=dead, process__beat_at=dead.beat_at)
            if _hold(person_id) and left.delete()[0]:
                _gone(person_id, dead.beat_at)
    WebProcess.objects.filter(pk=dead.pk, beat_at=dead.beat_at, people=None).delete()


def _beat(process_id: UUID) -> None:
    WebProcess.objects.bulk_create(
        [WebProcess(id=process_id, beat_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["beat_at"],
    )


def _hold(person_id: UUID) -> bool:
    """The person's row, until commit: who comes in here and who goes there come one after the other."""
    held = User.objects.select_for_update(no_key=True).filter(pk=person_id).values_list("pk")
    return bool(list(held))


def _gone(person_id: UUID, at: datetime) -> None:
    User.objects.filter(pk=person_id).update(last_seen=at)
    if not is_here(person_id):
        _tell_partner(person_id, "partner:offline", at)


def _tell_partner(person_id: UUID, event: str, last_seen: datetime | None) -> None:
    standing = open_standing(person_id)
    if standing is not None and standing.partner is not None:
        send_now([standing.partner.pk], event, _data(person_id, last_seen))


def tell_of_partner(person_id: UUID) -> None:
    """Say to the person's own windows whether their partner is here. Five queries."""
    standing = open_standing(person_id)
    if standing is None or standing.partner is None:
        return
    partner = standing.partner
    event = "partner:online" if is_here(partner.pk) else "partner:offline"
    send_now([person_id], event, _data(partner.pk, partner.last_seen if event == "partner:offline" else None))


def tell_typing(person_id: UUID) -> None:
    """To the partner and nobody else, kept nowhere. Three queries."""
    _tell_partner(person_id, "partner:typing", None)


def is_shown(person: User) -> bool:
    """Whether the person lets their partner know that they are here. One query."""
    return not HiddenPresence.objects.filter(person=person).exists()


@transaction.atomic
def show(person: User, shown: bool) -> None:
    """Let the partner know when the person is here, or not, from now on; whoever hides learns nothing either.

    Told twice, it changes nothing. What the windows of the two said of each other is taken back from both, in the same
    words whoever is here.
    """
    _hold(person.pk)
    if shown:
        changed = HiddenPresence.objects.filter(person=person).delete()[0] > 0
    else:
        changed = HiddenPresence.objects.get_or_create(person=person)[1]
    standing = _active_standing(person.pk) if changed else None
    if standing is None or standing.partner is None:
        return
    for one, other in ((person, standing.partner), (standing.partner, person)):
        if shown:
            tell_of_partner(one.pk)
        else:
            send_now([one.pk], "partner:offline", _data(other.pk, None))


def open_standing(person_id: UUID) -> Standing | None:
    """The one in which something is heard of a partner: it neither rests nor has ended, and neither of the two hides.

    Asked each time something is sent. Three queries.
    """
    standing = _active_standing(person_id)
    if standing is None or HiddenPresence.objects.filter(person__in=standing.people).exists():
        return None
    return standing


def _active_standing(person_id: UUID) -> Standing | None:
    person = User.objects.filter(pk=person_id).first()
    standing = current_standing(person) if person else None
    return standing if standing and standing.partnership.status == Partnership.Status.ACTIVE else None


def _data(person_id: UUID, last_seen: datetime | None) -> dict[str, str]:
    data = {"partner_id": str(person_id), "timestamp": timezone.now().isoformat()}
    return {**data, "last_seen": last_seen.isoformat()} if last_seen else data
