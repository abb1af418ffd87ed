"""Mail of an instance without a mail server: kept for staff to read in the admin."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from config.kernel.models import KeptMail


class KeptMailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        kept = KeptMail.objects.bulk_create(
            KeptMail(to=", ".join(each.recipients()), subject=str(each.subject), body=str(each.body))
            for each in email_messages
        )
        return len(kept)
