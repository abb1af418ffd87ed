"""The days to come as an iCalendar feed (RFC 5545) at a secret address, for calendars that cannot log in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction as database_transaction
from django.utils import timezone, translation
from icalendar import Calendar, Event

from accounts.models import User
from config.kernel import formatting
from config.kernel.audit import record
from ledger.recurring.further import FurtherDay, further_days
from ledger.recurring.models import RecurringFeed
from ledger.recurring.upcoming import Due, upcoming

# Logs black out what begins like this (config.kernel.logs).
PREFIX = "tup_calendar_"
SECRET_BYTES = 32
ASK_AGAIN = timedelta(hours=6)
FURTHER = timedelta(days=731)


@database_transaction.atomic
def rotate_feed(*, person: User) -> str:
    """A new secret for the person's feed; the one before opens nothing any more. Only its digest is kept."""
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    made = {"digest": digest_of(secret), "made_at": timezone.now()}
    RecurringFeed.objects.update_or_create(person=person, defaults=made)
    record("calendar_feed_made", person=person)
    return secret


@database_transaction.atomic
def close_feed(*, person: User) -> None:
    """Its address opens nothing any more. Closing it twice is the same as once."""
    gone, _by_model = RecurringFeed.objects.visible_to(person).delete()
    if gone:
        record("calendar_feed_closed", person=person)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def person_of(secret: str) -> User | None:
    """Whose feed this opens; None for nobody's, or for one of somebody who is blocked. One query."""
    feed = RecurringFeed.objects.filter(digest=digest_of(secret), person__is_active=True).select_related("person")
    found = feed.first()
    return found.person if found else None


def calendar_of(person: User) -> bytes:
    """The next 60 days, in the person's language; each day an event of its own, whose id stays the same. Of what higher
    apps tell, such as the ends of warranties, the next two years. Two queries besides theirs.

    The library folds and escapes: payees are text from outside.
    """
    with translation.override(person.locale.lower()):
        calendar = Calendar()
        calendar.add("prodid", "-//Tuppence//Recurring//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", "Tuppence")
        calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
        for due in upcoming(person):
            calendar.add_component(_event(due, person))
        for day in further_days(person, person.today, person.today + FURTHER):
            calendar.add_component(_further(day))
        return bytes(calendar.to_ical())


def _event(due: Due, person: User) -> Event:
    recurring = due.recurring
    event = Event()
    event.add("uid", f"{recurring.pk}-{due.due_on}@tuppence")
    event.add("dtstamp", recurring.updated_at)
    event.add("dtstart", due.due_on)
    event.add("dtend", due.due_on + timedelta(days=1))
    amount = formatting.format_money(due.amount, due.currency, formatting.active_locale()).text
    event.add("summary", f"{name_of(due)} {amount}".strip())
    event.add("description", "\n".join(filter(None, (recurring.account.name, recurring.notes))))
    event.add("transp", "TRANSPARENT")
    return event


def _further(day: FurtherDay) -> Event:
    event = Event()
    event.add("uid", f"{day.key}@tuppence")
    event.add("dtstamp", day.changed_at)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", day.title)
    event.add("description", day.text)
    event.add("transp", "TRANSPARENT")
    return event


def name_of(due: Due) -> str:
    """What it is called in a list: whom it is with, of a transfer where it goes."""
    recurring = due.recurring
    return recurring.payee or (recurring.to_account.name if recurring.to_account else "")
