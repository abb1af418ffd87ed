"""The one door through which people come in: who may sign up, who becomes staff, what is written down."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

from accounts.models import User

FIRST_PERSON_LOCK = 0x7475_7070


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUPS == "open"

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIRST_PERSON_LOCK])
            if not User.objects.filter(is_demo=False).exists():
                user.is_staff = user.is_superuser = True
            super().save_user(request, user, form, commit)
        return user
