"""Whether a person lets a model read of their money. A consent is given to one recipient; another is asked for anew."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel import audit
from insights.language.configuration import Configured, configured
from insights.language.models import LanguageConsent

What = LanguageConsent.What


def needed_for(purpose: str) -> str:
    """What a call's purpose needs consent to."""
    return What.PAYEES if purpose == "payees" else What.ANSWERS


def consents_of(person: User, setup: Configured | None = None) -> set[str]:
    """What the person lets the configured recipient read; nothing where there is none. One query."""
    setup = setup or configured()
    if setup is None:
        return set()
    given = LanguageConsent.objects.filter(person=person, recipient=setup.recipient)
    return set(given.values_list("what", flat=True))


@transaction.atomic
def set_consents(*, person: User, given: Collection[str], request: HttpRequest | None = None) -> None:
    """Let the configured recipient read what is in `given` and nothing else; each change is in the audit trail.

    Raises:
        ValidationError: `language_not_configured`, there is nobody to allow it to.
    """
    setup = configured()
    if given and setup is None:
        raise ValidationError(_("This instance has no language model."), code="language_not_configured")
    recipient = setup.recipient if setup else ""
    before = set(LanguageConsent.objects.filter(person=person, recipient=recipient).values_list("what", flat=True))
    wanted = set(given)
    LanguageConsent.objects.filter(person=person).exclude(what__in=before & wanted).delete()
    for what in sorted(wanted - before):
        LanguageConsent.objects.update_or_create(person=person, what=what, defaults={"recipient": recipient})
        audit.record("language_allowed", person=person, request=request, what=what, recipient=recipient)
    for what in sorted(before - wanted):
        audit.record("language_forbidden", person=person, request=request, what=what, recipient=recipient)
