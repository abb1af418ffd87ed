"""Who was invited may sign up, and what nobody answers ends."""

from __future__ import annotations

from celery import shared_task

from accounts.models import User
from config.kernel import schedule
from config.kernel.context import shell_count
from config.kernel.registry import invites_to_sign_up
from partnerships.inviting.finding import brings_an_invitation
from partnerships.inviting.models import Invitation
from partnerships.inviting.services import expire_due

invites_to_sign_up(brings_an_invitation)


@shell_count("invitations")
def invitations_count(person: User) -> int:
    """How many wait for this person's answer, by a verified address. Two queries."""
    return Invitation.objects.received_by(person).count()


@shared_task(name="tuppence.expire_invitations")
def expire_invitations() -> None:
    expire_due()


schedule.every(seconds=600, name="End invitations that waited too long", task=expire_invitations.name)
