"""The mail of an invitation: in plain text, what the inviter says fenced off from what we say."""

from __future__ import annotations

import textwrap

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from config.kernel.formatting import active_locale, format_day
from partnerships.inviting.models import Invitation

WIDTH = 72


def has_mail_server() -> bool:
    """Without one nothing is sent: the inviter hands over the link, and no staff reads it among kept mail."""
    return hasattr(settings, "MAIL_TRANSPORT")


def send_invitation(invitation: Invitation, link: str, code: str) -> None:
    """Written down in the caller's transaction, sent by a job after it. Nothing without an address."""
    if not invitation.email or not has_mail_server():
        return
    name = invitation.invited_by.short_name
    context = {
        "name": name,
        "quoted": fenced(invitation.message),
        "link": link,
        "code": code,
        "until": format_day(invitation.expires_at.date(), active_locale()),
    }
    body = render_to_string("partnerships/inviting/invitation_mail.txt", context)
    subject = _("%(name)s would like to share the household money with you") % {"name": name}
    EmailMessage(subject, body, to=[invitation.email]).send()


def fenced(message: str) -> str:
    """Quoted line by line, so that no word of it can be taken for ours; nothing of nothing."""
    lines = textwrap.wrap(message, WIDTH, break_long_words=True)
    return "\n".join(f"> {each}" for each in lines)
