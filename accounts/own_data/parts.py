"""What is kept of a person as such: profile, settings, what they were told, what happened in their name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accounts.keys.models import ApiKey
from accounts.models import User
from accounts.notifications.models import Notification, NotificationPreference, NotificationSettings, PushDevice
from accounts.saved.models import SavedView
from config.kernel import files
from config.kernel.models import AuditEntry
from config.kernel.own_data.members import Member, keeps_of_person, rows, tables

_PROFILE = (
    "id", "email", "name", "country", "currency", "time_zone", "locale", "theme", "monthly_income",
    "personal_allowance", "payday", "financial_goals", "risk_tolerance", "date_joined", "last_seen",
)  # fmt: skip
_TOLD = ("kind", "severity", "data", "created_at", "read_at", "deleted_at")


@keeps_of_person
def person_members(person: User) -> Iterator[Member]:
    """No password, second factor, key or address of a device: who holds the archive must not get in with it."""
    yield tables(
        "profile.json",
        {
            "profile": lambda: [_profile(person)],
            "saved_views": lambda: rows(SavedView.objects.visible_to(person), "page", "name", "query", "created_at"),
            "notification_settings": lambda: rows(
                NotificationSettings.objects.visible_to(person),
                "digest",
                "push_details",
                "large_payment",
                "low_balance",
            ),
            "notification_preferences": lambda: rows(
                NotificationPreference.objects.filter(person=person), "kind", "channel", "is_on"
            ),
            "devices": lambda: rows(PushDevice.objects.visible_to(person), "service", "name", "created_at"),
            "api_keys": lambda: rows(
                ApiKey.objects.owned_by(person), "name", "scopes", "created_at", "expires_at", "last_used_on"
            ),
        },
    )
    yield tables("notifications.json", {"notifications": lambda: rows(_told_to(person), *_TOLD)})
    yield tables(
        "activity.json",
        {"activity": lambda: rows(AuditEntry.objects.filter(person=person), "action", "at", "address", "user_agent")},
    )
    if picture := person.avatar:
        yield Member("picture", lambda: files.whole_pieces_of(picture), packed=False)


def _profile(person: User) -> dict[str, Any]:
    return {name: getattr(person, name) for name in _PROFILE}


def _told_to(person: User) -> Any:
    return Notification.objects.visible_to(person)
