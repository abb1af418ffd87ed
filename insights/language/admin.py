"""What staff see of the language model: who asked it, how it went and what it cost, never what was sent."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.kernel.admin import ReadOnlyAdmin
from insights.language.models import LanguageCall, LanguageConsent, LanguageSpend, PayeeAnswer


@admin.register(LanguageCall)
class LanguageCallAdmin(ReadOnlyAdmin):
    names = _("call of a language model"), _("calls of a language model")
    list_display = ("person", "purpose", "model", "status", "reason", "cost", "started_at")
    list_filter = ("status", "reason", "purpose")
    exclude = ("sent", "received")
    list_select_related = ("person",)


@admin.register(LanguageConsent)
class LanguageConsentAdmin(ReadOnlyAdmin):
    names = _("consent to a language model"), _("consents to a language model")
    list_display = ("person", "what", "recipient", "given_at")
    list_select_related = ("person",)


@admin.register(LanguageSpend)
class LanguageSpendAdmin(ReadOnlyAdmin):
    names = _("spending on a language model"), _("spending on language models")
    list_display = ("month", "person", "spent")
    list_select_related = ("person",)


@admin.register(PayeeAnswer)
class PayeeAnswerAdmin(ReadOnlyAdmin):
    """Which payees a person has is theirs: staff see that there are answers."""

    names = _("answer on a payee"), _("answers on payees")
    list_display = ("person", "asked_at")
    exclude = ("payee_key", "category", "confidence")
    list_select_related = ("person",)
