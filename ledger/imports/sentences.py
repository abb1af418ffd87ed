"""The readers' stable codes in the words of the person who dropped the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.kernel.formatting import active_locale, format_money, format_short_day
from ledger.core import errors as core_errors
from ledger.core.errors import FieldError
from ledger.imports import errors
from ledger.imports.models import Import
from ledger.imports.readers import FileRefused, Option, Question
from ledger.imports.readers.examples import Example

Sentence = str | Promise

_REFUSED_FILES: dict[str, Sentence] = {
    "empty": gettext_lazy("The file is empty. Ask your bank for it again."),
    "too_large": gettext_lazy("The file is larger than %(limit)s MB. Export a shorter period."),
    "binary": gettext_lazy(
        "This is no bank file but a picture, an archive or a program's own file. Export CSV or OFX."
    ),
    "unknown_format": gettext_lazy(
        "This kind of file cannot be read. Export CSV, OFX, QFX, QIF, CAMT or MT940 from your bank."
    ),
    "line_too_long": gettext_lazy("A line of the file has more than %(limit)s characters: it is no bank file."),
    "too_many_columns": gettext_lazy("The table has more than %(limit)s columns: it is no bank file."),
    "no_transactions": gettext_lazy("There is not one transaction in the file."),
    "no_date_column": gettext_lazy("No column of the file holds days."),
    "no_amount_column": gettext_lazy("No column of the file holds amounts."),
    "truncated": gettext_lazy("The file ends in the middle. Download it once more."),
    "later_version": gettext_lazy("The file was made by a later Tuppence (version %(version)s of its form)."),
    "amounts_too_large": gettext_lazy("The amounts add up to more than any account can hold."),
    "not_kept": gettext_lazy("The file was not kept. Drop it again."),
}
_FAILED: dict[str, Sentence] = {
    "could_not_finish": gettext_lazy("It went wrong each time it was tried."),
    "refused": gettext_lazy("The account did not take its lines."),
}
# What a file can be refused for by the account or the terms it was to be read under.
_REFUSED_TERMS: dict[str, Callable[[], FieldError]] = {
    "several_accounts": errors.several_accounts,
    "other_currency": core_errors.other_currency,
    "account_closed": core_errors.account_closed,
    "does_not_exist": core_errors.account_not_found,
    "answer_does_not_fit": errors.answer_does_not_fit,
    "columns_do_not_fit": errors.columns_do_not_fit,
    "no_such_line": errors.no_such_line,
}
_BINARY_KINDS: dict[str, Sentence] = {
    "pdf": gettext_lazy("This is a PDF. Export the same statement as CSV or OFX instead."),
    "zip": gettext_lazy("This is a ZIP archive or an Excel file. Take the file out of it, or export CSV."),
    "image": gettext_lazy("This is a picture. Export the same statement as CSV or OFX instead."),
    "office": gettext_lazy("This is an Excel file. Save it as CSV first."),
}
_REFUSED_LINES: dict[str, Sentence] = {
    "amount_not_a_number": gettext_lazy("The amount is not a number: %(value)s"),
    "amount_missing": gettext_lazy("There is no amount."),
    "amount_too_large": gettext_lazy("The amount is too large to be one."),
    "date_not_understood": gettext_lazy("The day is not understood: %(value)s"),
    "date_out_of_range": gettext_lazy("There is no such day: %(value)s"),
    "too_few_columns": gettext_lazy("The line is too short."),
    "not_a_movement": gettext_lazy("No day and no amount: text only."),
    "other_currency": gettext_lazy("The amount is in %(currency)s, the account is not."),
    "unknown_currency": gettext_lazy("%(currency)s is no currency we know."),
    "pending": gettext_lazy("The bank has not booked it yet."),
    "not_booked": gettext_lazy("It was declined or taken back."),
    "share_not_known": gettext_lazy("Several people paid: the file does not say what your share was."),
    "security_trade_not_read": gettext_lazy("The purchase or sale of a security is not read yet."),
    "truncated": gettext_lazy("The line is cut off."),
}
_ROLES: dict[str, tuple[Sentence, str]] = {
    "booked_on": (gettext_lazy("Day"), "calendar"),
    "payee": (gettext_lazy("Payee"), "receipt-text"),
    "notes": (gettext_lazy("Note"), "list-tree"),
    "amount": (gettext_lazy("Amount"), "coins"),
    "debit": (gettext_lazy("Out"), "arrow-up-right"),
    "credit": (gettext_lazy("In"), "arrow-down-left"),
    "balance": (gettext_lazy("Balance"), "scale"),
    "currency": (gettext_lazy("Currency"), "coins"),
    "sign": (gettext_lazy("In or out"), "arrow-left-right"),
    "fee": (gettext_lazy("Fee"), "coins"),
    "bank_id": (gettext_lazy("Bank's number"), "key-round"),
    "category": (gettext_lazy("Bank's category"), "tag"),
    "account": (gettext_lazy("Account"), "landmark"),
    "status": (gettext_lazy("Booked or not"), "clock"),
    "kind": (gettext_lazy("Bank's kind"), "list"),
    "ignore": (gettext_lazy("Not used"), "ban"),
}
FIGURES = frozenset(["amount", "debit", "credit", "balance", "fee"])
# What formats call their fields themselves; nothing to translate.
_FIELD_NAMES = {
    "ofx": {"booked_on": "DTPOSTED", "payee": "NAME", "notes": "MEMO", "amount": "TRNAMT", "bank_id": "FITID"},
    "camt": {
        "booked_on": "BookgDt",
        "payee": "RltdPties",
        "notes": "RmtInf",
        "amount": "Amt",
        "bank_id": "AcctSvcrRef",
    },
    "qif": {"booked_on": "D", "payee": "P", "notes": "M", "amount": "T", "category": "L", "bank_id": "N"},
    "mt940": {"booked_on": ":61:", "payee": ":86:", "notes": ":86:", "amount": ":61:", "bank_id": ":61:"},
}


def refused_file(refusal: FileRefused) -> str:
    special = _BINARY_KINDS.get(refusal.params.get("kind", ""))
    text = special or _REFUSED_FILES.get(refusal.code) or _("The file cannot be read.")
    return str(text) % dict(refusal.params)


def refused_import(source: Import) -> str:
    """Why an import failed, or why what was last said of its file could not be taken; '' where nothing did."""
    said = source.report.get("refused_file")
    if source.error in _REFUSED_TERMS:
        return str(_REFUSED_TERMS[source.error]().messages[0])
    if said:
        return refused_file(FileRefused(said["code"], **said["params"]))
    return str(_FAILED.get(source.error, ""))


def refused_line(code: str, params: Mapping[str, str]) -> str:
    """Why a line was not taken."""
    text = _REFUSED_LINES.get(code)
    if text is None:
        return _("The line cannot be read.")
    return str(text) % {"value": "", "currency": "", **params}


def role(name: str) -> tuple[str, str]:
    """What a column is used for, and its icon."""
    label, icon = _ROLES.get(name, _ROLES["ignore"])
    return str(label), icon


def field_name(format_name: str, role_name: str) -> str:
    """What a format calls the field, '' for formats whose fields have no fixed names."""
    return _FIELD_NAMES.get(format_name, {}).get(role_name, "")


def readings(found: Sequence[Example], currency: str) -> list[str]:
    """How days and amounts of a table are read, by an example of each."""
    said = []
    for each in found:
        if isinstance(each.meant, date):
            day = format_short_day(each.meant, active_locale())
            said.append(_("%(written)s is %(day)s.") % {"written": each.written, "day": day})
            continue
        amount = format_money(abs(each.meant), currency, active_locale()).text
        text = _("%(written)s is %(amount)s out.") if each.meant < 0 else _("%(written)s is %(amount)s in.")
        said.append(text % {"written": each.written, "amount": amount})
    return said


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to read the file: a short `title`, the evidence for it, and whether it is the likeliest."""

    value: str
    title: str
    text: str
    likely: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as people read it. `sample` is what the file says, to be marked."""

    code: str
    title: str
    text: str
    sample: str
    answers: tuple[Answer, ...]


def asked(question: Question) -> Asked:
    titles = {
        "day_order": (_("Which is the day?"), _("The dates in this file read both ways.")),
        "sign": (_("Which way did the money go?"), _("No amount in this file has a sign.")),
        "who": (_("Who of them are you?"), _("Your share is what you spent, the rest is owed.")),
        "columns": (_("Which column is the amount?"), _("Several columns of this file hold amounts.")),
    }
    title, text = titles.get(question.code, (_("How is this to be read?"), ""))
    if question.options and question.options[0].label_code == "money_out":
        title = _("Which column is money out?")
    answers = tuple(_answer(question, option, place == 0) for place, option in enumerate(question.options))
    return Asked(question.code, title, text, question.sample, answers)


def _answer(question: Question, option: Option, likely: bool) -> Answer:
    params = option.params
    if question.code == "day_order":
        title = _("Day first") if option.value == "day_first" else _("Month first")
        text = ""
        if "first" in params:
            days = {
                name: format_short_day(date.fromisoformat(params[name]), active_locale()) for name in ("first", "last")
            }
            text = _("The lines lie between %(first)s and %(last)s.") % days
        return Answer(option.value, title, text, likely)
    if question.code == "sign":
        title = _("They are spending") if option.value == "flipped" else _("They are income")
        return Answer(option.value, title, "", likely)
    if question.code == "who":
        text = _("The balance is %(sum)s.") % {"sum": params["sum"]} if params.get("sum") else ""
        return Answer(option.value, params.get("name", option.value), text, likely=False)
    title = _("Column %(column)s") % {"column": params.get("column", "")}
    return Answer(option.value, title, params.get("sample", ""), likely)
