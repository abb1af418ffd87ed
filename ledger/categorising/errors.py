"""What a rule can be refused for, each with a stable code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError


def rule_without_condition() -> FieldError:
    return FieldError(
        "non_field_errors", _("Say when: a payee, a text, an amount or an account."), "rule_without_condition"
    )


def rule_without_effect() -> FieldError:
    return FieldError(
        "non_field_errors", _("Say what then: a category, another payee or a note."), "rule_without_effect"
    )


def amounts_reversed() -> FieldError:
    return FieldError("amount_max", _("The second amount is below the first."), "amounts_reversed")


def amount_below_zero(field: str) -> FieldError:
    return FieldError(field, _("Amounts of a rule have no sign: enter zero or more."), "amount_negative")


def too_many_rules(most: int) -> FieldError:
    return FieldError("non_field_errors", _("%(most)s rules are the most."), "too_many_rules", {"most": most})
