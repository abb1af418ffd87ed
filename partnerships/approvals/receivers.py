"""What approvals do for the kernel: the count in the side bar, and the end of what has waited too long."""

from __future__ import annotations

from celery import shared_task

from accounts.models import User
from config.kernel import schedule
from config.kernel.context import shell_count
from partnerships.approvals.listing import waiting_for
from partnerships.approvals.services import expire_due, withdraw_all
from partnerships.core.services import on_end

on_end(withdraw_all)


@shell_count("approvals")
def approvals_count(person: User) -> int:
    """How many wait for this person's answer; two queries."""
    return waiting_for(person).count()


@shared_task(name="tuppence.expire_approvals")
def expire_approvals() -> None:
    expire_due()


schedule.every(seconds=600, name="End approvals that waited too long", task=expire_approvals.name)
