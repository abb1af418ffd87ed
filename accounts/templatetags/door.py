"""What the pages of people need besides the shared tags. Load with `{% load door %}`."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import template
from django.conf import settings
from django.template.context import Context

from accounts.adapter import people_of_this_instance
from accounts.providers import providers

register = template.Library()


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
