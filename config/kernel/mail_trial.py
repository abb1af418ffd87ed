"""A message to oneself, sent at once and not by a job: whether the mail server takes it, and what it says if not."""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from config.kernel.logs import redacted

PATIENCE_SECONDS = 10
LONGEST_ANSWER = 300


@dataclass(frozen=True, slots=True)
class Trial:
    """`advice` says in words of ours what to look at; `answer` is the server's own, or the system's, as it came."""

    went_out: bool
    advice: str
    answer: str = ""
    seconds: float = 0


def is_possible() -> bool:
    """Whether there is a mail server at all."""
    return hasattr(settings, "MAIL_TRANSPORT")


def send_to(address: str) -> Trial:
    """Waits for the server, ten seconds for each of its answers."""
    started = time.monotonic()
    try:
        connection = get_connection(settings.MAIL_TRANSPORT, timeout=PATIENCE_SECONDS)
        body = _("This message shows that mail of Tuppence arrives.")
        EmailMessage(_("Mail of Tuppence arrives"), body, to=[address], connection=connection).send()
    except (OSError, smtplib.SMTPException) as error:
        return Trial(False, _advice(error), _answer(error), time.monotonic() - started)
    return Trial(True, _("The mail server took it. Look into your mailbox."), seconds=time.monotonic() - started)


def _advice(error: Exception) -> str:
    match error:
        case smtplib.SMTPAuthenticationError():
            return _("The mail server refuses the user or the password in EMAIL_URL.")
        case smtplib.SMTPSenderRefused():
            return _("The mail server does not send for the address in EMAIL_FROM.")
        case smtplib.SMTPRecipientsRefused():
            return _("The mail server does not take mail for your address.")
        case smtplib.SMTPNotSupportedError() | ssl.SSLError():
            return _("Encryption does not come about: try smtps:// with port 465, or smtp+tls:// with port 587.")
        case smtplib.SMTPException():
            return _("The mail server answers otherwise than it should.")
        case socket.gaierror():
            return _("The name of the mail server in EMAIL_URL is not known.")
        case ConnectionRefusedError():
            return _("Nothing listens at the address and port in EMAIL_URL.")
        case TimeoutError():
            return _("The mail server does not answer: a firewall may be in between.")
        case _:
            return _("The mail server cannot be reached.")


def _answer(error: Exception) -> str:
    """Without addresses of people: it is shown, and may be copied somewhere."""
    text: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return redacted(str(error))[:LONGEST_ANSWER]
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    return redacted(f"{code} {said}")[:LONGEST_ANSWER]
