"""The audit trail is only ever added to, whatever the code above tries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from config.kernel import audit
from config.kernel.models import AuditEntry, AuditPurge

pytestmark = pytest.mark.django_db


def is_refused(statement: str) -> bool:
    """Whether the database itself refuses it, asked past every model and manager."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return True


@pytest.mark.parametrize(
    "change",
    [
        "action = 'nothing'",
        "at = '2001-01-01 00:00:00'",
        "address = NULL",
        "user_agent = 'x'",
        "details = '{}'",
        "person_id = NULL, action = 'nothing'",
    ],
)
def test_no_row_is_changed(ana: User, change: str) -> None:
    AuditEntry.objects.create(action="probe", person=ana, address="203.0.113.7", details={"fields": ["name"]})
    assert is_refused(f"UPDATE kernel_auditentry SET {change}")  # noqa: S608 a constant from above


def test_no_row_is_given_to_somebody_else(ana: User, ben: User) -> None:
    audit.record("probe", person=ana)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(person=ben)


def test_no_row_is_deleted(ana: User) -> None:
    entry = audit.record("probe", person=ana)
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
    assert is_refused("DELETE FROM kernel_auditentry")
    with pytest.raises(TypeError):
        entry.save()


def test_the_trail_outlives_its_person(ana: User) -> None:
    entry = audit.record("probe", person=ana)
    ana.delete()
    assert AuditEntry.objects.get(pk=entry.pk).person_id is None


def test_what_has_had_its_time_goes_and_leaves_a_note(ana: User, settings: Settings) -> None:
    settings.AUDIT_KEEP_DAYS = 30
    for days in (31, 29):
        AuditEntry.objects.create(action=f"{days} days ago", person=ana, at=timezone.now() - timedelta(days=days))
    assert audit.purge() == 1
    assert AuditEntry.objects.get().action == "29 days ago"
    assert AuditPurge.objects.get().entries == 1
    assert is_refused("DELETE FROM kernel_auditentry")
    assert audit.purge() == 0
    assert AuditPurge.objects.count() == 1


def test_triggers_that_were_lost_come_back_with_the_next_start(ana: User) -> None:
    audit.record("probe", person=ana)
    on_table = " ON kernel_auditentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER kernel_audit_no_deletion{on_table}")
    call_command("migrate", verbosity=0)
    assert is_refused("DELETE FROM kernel_auditentry")
