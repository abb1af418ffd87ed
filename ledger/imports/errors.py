"""The rules of importing a request can break; see ledger.core.errors for their form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError


def several_accounts() -> FieldError:
    return FieldError(
        "money_account", _("This file holds several accounts: send it without naming one."), "several_accounts"
    )


def currency_known(currency: str) -> FieldError:
    return FieldError("currency", _("The file is in %(currency)s."), "currency_known", {"currency": currency})


def question_open() -> FieldError:
    return FieldError("question", _("Answer the question about the file first."), "question_open")


def no_such_answer() -> FieldError:
    return FieldError("answer", _("That is none of the answers."), "invalid_choice")


def answer_does_not_fit() -> FieldError:
    return FieldError("answer", _("Read like that, the file holds nothing. Choose another answer."), "does_not_fit")


def no_such_line() -> FieldError:
    return FieldError("choices", _("There is no such line in the file."), "unknown_line")


def nothing_to_merge_with() -> FieldError:
    return FieldError("choices", _("There is no entry this line could become one with."), "nothing_to_merge_with")


def amount_impossible() -> FieldError:
    return FieldError("amount", _("This amount is too large."), "amount_too_large")


def no_columns() -> FieldError:
    return FieldError("columns", _("This file is no table whose columns could be chosen."), "no_columns")


def columns_do_not_fit() -> FieldError:
    return FieldError(
        "columns", _("Read like that, the file holds nothing. It needs a day and an amount."), "does_not_fit"
    )


def not_to_undo() -> FieldError:
    return FieldError("non_field_errors", _("An import can be undone for 30 days."), "not_undoable")


def preset_name_too_long() -> FieldError:
    return FieldError("name", _("A name has at most 100 characters."), "max_length")


def no_such_file_category() -> FieldError:
    return FieldError("categories", _("There is no such category in the file."), "unknown_category")


def category_of_file_not_usable() -> FieldError:
    return FieldError("categories", _("Choose one of your categories, or a new one."), "category_not_usable")
