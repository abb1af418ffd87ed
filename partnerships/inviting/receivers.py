"""Who was invited may sign up, and what nobody answers ends."""

from __future__ import annotations

from celery import shared_task

from config.kernel import schedule
from config.kernel.registry import invites_to_sign_up
from partnerships.inviting.finding import brings_an_invitation
from partnerships.inviting.services import expire_due

invites_to_sign_up(brings_an_invitation)


@shared_task(name="tuppence.expire_invitations")
def expire_invitations() -> None:
    expire_due()


schedule.every(seconds=600, name="End invitations that waited too long", task=expire_invitations.name)
