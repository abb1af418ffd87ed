"""What the pages of people need besides the shared tags. Load with `{% load door %}`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from babel import Locale
from babel.dates import format_time
from django import template
from django.conf import settings
from django.template.context import Context
from django.utils import timezone

from accounts.adapter import people_of_this_instance
from accounts.providers import providers
from config.kernel.formatting import active_locale, format_short_day

register = template.Library()


@register.filter
def moment(at: datetime) -> str:
    """'20 Nov, 07:05' in the reader's locale and time zone; another year than this one is named."""
    here, locale = timezone.localtime(at), active_locale()
    return f"{format_short_day(here.date(), locale)}, {format_time(here, 'short', locale=Locale.parse(locale))}"


@register.simple_tag(takes_context=True)
def sign_up_is_open(context: Context) -> bool:
    """May this visitor make an account?"""
    request: Any = context["request"]
    return bool(get_adapter(request).is_open_for_signup(request))


@register.simple_tag
def nobody_is_here_yet() -> bool:
    """The next one to sign up runs the instance."""
    return not people_of_this_instance().exists()


@register.simple_tag
def log_in_providers() -> list[dict[str, str]]:
    """The identity providers this instance knows: `id` and `name`."""
    return providers()


@register.simple_tag
def mail_is_kept() -> bool:
    """No mail server: what would be sent waits for staff."""
    return str(settings.EMAIL_BACKEND) == "config.kernel.mail.KeptMailBackend"
