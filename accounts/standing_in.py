"""A sign-up with an address that is taken already, which must take as long as any other."""

from __future__ import annotations

from copy import copy
from typing import Any
from uuid import uuid4

from allauth.account.signals import user_signed_up
from allauth.core import context
from django.db import transaction


def sign_up_nobody(form: Any) -> None:
    """Everything a new person costs, hashing and writing, for one who is gone again before anybody can see them.

    `form` is allauth's, valid, with an address that is somebody's. Where mail is sent it answers as if it were
    nobody's, and without this it would answer sooner. Signs up by passkey without a password, too.
    """
    stand_in = copy(form)
    stand_in.account_already_exists = False
    stand_in.cleaned_data = {**form.cleaned_data, "email": f"{uuid4().hex}@stand-in.invalid"}
    with transaction.atomic():
        person = stand_in.save(context.request)
        user_signed_up.send(sender=type(person), request=context.request, user=person)
        transaction.set_rollback(True)
