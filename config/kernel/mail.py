"""Mail: written down with what asks for it and sent by a job, or kept for staff where there is no mail server.

A message goes out once. Only where the server took it and its answer was lost is it sent again, under the same
Message-ID, by which mailboxes know it.
"""

from __future__ import annotations

import logging
import re
import smtplib
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from email.utils import make_msgid
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.utils import DNS_NAME
from django.db import transaction
from django.utils import timezone

from config.kernel import jobs
from config.kernel.link import Link
from config.kernel.models import KeptMail, OutgoingMail

log = logging.getLogger(__name__)
SEND = "kernel.send_mail"
# Codes have run out by then, and what is a day late says nothing any more.
TOO_LATE = timedelta(days=1)
TRY_AGAIN_AFTER = timedelta(seconds=20)
ASKED_TO_WAIT = timedelta(minutes=1)
PROBE_SECONDS = 3.0
_PERMANENT = 500
_FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to")


class KeptMailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        kept = KeptMail.objects.bulk_create(
            KeptMail(to=", ".join(each.recipients()), subject=str(each.subject), body=str(each.body))
            for each in email_messages
        )
        return len(kept)


class OutgoingMailBackend(BaseEmailBackend):
    """Takes every message at once; it is lost only if the caller's transaction is."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for each in email_messages:
            waiting = OutgoingMail.objects.create(contents=_as_text(each))
            jobs.enqueue(SEND, {"mail": str(waiting.pk)})
        return len(email_messages)


def send(mail_id: UUID) -> None:
    """Hand a message to the mail server. Nothing is done where that has happened.

    Raises:
        NotYet: the server is away, or asks to come again.
        SMTPException: it refuses the message for good.
    """
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if mail is None:
        return
    if mail.created_at < timezone.now() - TOO_LATE:
        log.warning("A message could not be sent for a day and is dropped")
    else:
        _hand_over(_from_text(mail.contents))
    mail.delete()


def forget(addresses: Collection[str]) -> None:
    """What was kept of mail to a person who leaves goes, and what waits for the mail server is not sent any more."""
    wanted = {each.casefold() for each in addresses}
    KeptMail.objects.filter(pk__in=[each.pk for each in _kept_for(wanted)]).delete()
    waiting = [
        each.pk
        for each in OutgoingMail.objects.iterator()
        if {to.casefold() for to in _from_text(each.contents).recipients()} <= wanted
    ]
    OutgoingMail.objects.filter(pk__in=waiting).delete()


def take_names_out(addresses: Collection[str], names: Collection[str], instead: str) -> None:
    """Say `instead` where kept mail to these addresses says one of `names`: who was called so leaves."""
    longest_first = sorted(filter(None, map(str.strip, names)), key=len, reverse=True)
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    for each in _kept_for({address.casefold() for address in addresses}):
        each.subject, each.body = named.sub(instead, each.subject), named.sub(instead, each.body)
        each.save(update_fields=["subject", "body"])


def _kept_for(addresses: Collection[str]) -> Iterator[KeptMail]:
    for address in addresses:
        for each in KeptMail.objects.filter(to__icontains=address):
            if {to.casefold() for to in each.to.split(", ")} <= set(addresses):
                yield each


@lru_cache(maxsize=1)
def link() -> Link:
    found = Link("The mail server", _probe)
    found.when_back(lambda: jobs.hurry(SEND))
    return found


def _hand_over(message: EmailMessage) -> None:
    """Without a mail server by now it is kept for whoever looks after the instance, as all mail is then."""
    if not hasattr(settings, "MAIL_TRANSPORT"):
        get_connection().send_messages([message])
        return
    if link().is_away:
        raise jobs.NotYet(TRY_AGAIN_AFTER)
    try:
        get_connection(settings.MAIL_TRANSPORT).send_messages([message])
    except OSError as error:
        code = _code_of(error)
        if code >= _PERMANENT:
            raise
        if code:
            raise jobs.NotYet(ASKED_TO_WAIT) from error
        link().lost(type(error).__name__)
        raise jobs.NotYet(TRY_AGAIN_AFTER) from error


def _code_of(error: OSError) -> int:
    """The server's own refusal, or 0 where it did not get so far."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _PERMANENT
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0 else 0


def _probe() -> None:
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=PROBE_SECONDS) as server:
        server.noop()


def _as_text(message: EmailMessage) -> str:
    """Attachments are none of ours; a message that has some is refused rather than sent without."""
    if message.attachments:
        raise NotImplementedError("mail with attachments")
    kept: dict[str, Any] = {name: getattr(message, name) for name in _FIELDS}
    kept["headers"] = {"Message-ID": make_msgid(domain=DNS_NAME), **message.extra_headers}
    kept["alternatives"] = [list(each) for each in getattr(message, "alternatives", ())]
    return orjson.dumps(kept, default=str).decode()


def _from_text(text: str) -> EmailMessage:
    return EmailMultiAlternatives(**orjson.loads(text))
