"""What the imports answer, for the API's schema; `shapes.py` makes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports.checked import ADD, ALIKE, DUPLICATE, MERGE, NEW, PENDING, POSTS, SKIP
from ledger.imports.models import Import, ImportBatch

Answer = serializers.Serializer[Any]
VERDICTS = [NEW, ALIKE, DUPLICATE, POSTS, PENDING, "refused"]


class ImportSummaryAnswer(Answer):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Import.Status.choices)
    filename = serializers.CharField()
    format = serializers.CharField()
    new = serializers.IntegerField(help_text=_("Lines that will be added; once done, that were."))
    alike = serializers.IntegerField(help_text=_("Lines like an entry from elsewhere: left out unless you add them."))
    duplicate = serializers.IntegerField(help_text=_("Lines that are here already."))
    refused = serializers.IntegerField(help_text=_("Lines that cannot be read."))
    done = serializers.IntegerField(help_text=_("Lines added so far, of `total`."))
    total = serializers.IntegerField()
    error = serializers.CharField(help_text=_("Why it failed, or why what was last said did not fit; a code."))
    error_detail = serializers.CharField(help_text=_("The same in words."))
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    can_be_undone = serializers.BooleanField()


class ImportPage(PageAnswer):
    results = ImportSummaryAnswer(many=True)


class OptionAnswer(Answer):
    value = serializers.CharField()
    title = serializers.CharField()
    evidence = serializers.CharField()
    likely = serializers.BooleanField()


class QuestionAnswer(Answer):
    code = serializers.ChoiceField(choices=["day_order", "sign", "columns", "who"])
    text = serializers.CharField()
    sample = serializers.CharField()
    options = OptionAnswer(many=True)


class NewAccountAnswer(Answer):
    name = serializers.CharField()
    type = serializers.ChoiceField(choices=MoneyAccount.Type.choices)
    subtype = serializers.ChoiceField(choices=MoneyAccount.Subtype.choices)
    currency = serializers.CharField()
    institution = serializers.CharField()


class BatchAnswer(Answer):
    statement = serializers.IntegerField()
    money_account = serializers.UUIDField(allow_null=True)
    new_account = NewAccountAnswer(allow_null=True)
    matched_by = serializers.ChoiceField(choices=ImportBatch.MatchedBy.choices)
    currency = serializers.CharField()
    first_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    money_in = MoneyAmountField()
    money_out = MoneyAmountField(help_text=_("Positive."))
    opening_balance = MoneyAmountField(allow_null=True)
    closing_balance = MoneyAmountField(allow_null=True)
    closing_on = serializers.DateField(allow_null=True)
    new = serializers.IntegerField()
    alike = serializers.IntegerField()
    duplicate = serializers.IntegerField()
    refused = serializers.IntegerField()


class RefusedLineAnswer(Answer):
    statement = serializers.IntegerField()
    line_no = serializers.IntegerField()
    text = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class BankBalanceAnswer(Answer):
    statement = serializers.IntegerField()
    money_account = serializers.UUIDField()
    taken = serializers.IntegerField()
    on = serializers.DateField(allow_null=True)
    bank_balance = MoneyAmountField(allow_null=True)
    our_balance = MoneyAmountField(allow_null=True)
    first_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    money_in = MoneyAmountField()
    money_out = MoneyAmountField(help_text=_("Positive."))


class ImportReportAnswer(Answer):
    lines = serializers.IntegerField()
    taken = serializers.IntegerField()
    merged = serializers.IntegerField(help_text=_("Lines that became one with an entry that was here."))
    duplicate = serializers.IntegerField()
    alike = serializers.IntegerField()
    pending = serializers.IntegerField(help_text=_("Announced by the bank and left out until they are booked."))
    skipped = serializers.IntegerField(help_text=_("New ones you left out."))
    refused = serializers.IntegerField()
    rounded = serializers.IntegerField(help_text=_("Rounded half-even to the currency's decimals."))
    uncategorised = serializers.IntegerField()
    refused_lines = RefusedLineAnswer(many=True)
    balances = BankBalanceAnswer(many=True)


class OtherFileAnswer(Answer):
    id = serializers.UUIDField(allow_null=True, help_text=_("The import of it; null for one of another owner."))
    filename = serializers.CharField(help_text=_("Empty for one of another owner of the account."))


class StayingAnswer(OtherFileAnswer):
    lines = serializers.IntegerField(allow_null=True, help_text=_("Null where they are too many to be counted now."))


class ImportAnswer(ImportSummaryAnswer):
    question = QuestionAnswer(allow_null=True)
    batches = BatchAnswer(many=True)
    report = ImportReportAnswer(allow_null=True)
    stays_in = StayingAnswer(many=True, help_text=_("Once undone: files that name lines too, which stayed for that."))
    unreadable = OtherFileAnswer(many=True, help_text=_("Of those files the ones that could not be read any more."))


class UndoPreviewAnswer(Answer):
    can_be_undone = serializers.BooleanField()
    taken = serializers.IntegerField(help_text=_("Lines that would go."))
    merged = serializers.IntegerField(help_text=_("Entries that would be again what they were."))
    edited = serializers.IntegerField(help_text=_("Of the lines that would go, those somebody has changed since."))
    edited_transactions = serializers.ListField(
        child=serializers.UUIDField(), help_text=_("The first hundred of those.")
    )
    stays_in = StayingAnswer(many=True, help_text=_("Other files that name lines too, which would stay for that."))
    unreadable = OtherFileAnswer(many=True, help_text=_("Of those files the ones that cannot be read any more."))


class ImportLineAnswer(Answer):
    key = serializers.CharField(help_text=_("What `choices` name the line by."))
    statement = serializers.IntegerField()
    line_no = serializers.IntegerField()
    verdict = serializers.ChoiceField(choices=VERDICTS)
    taken = serializers.BooleanField()
    choice = serializers.ChoiceField(choices=[ADD, SKIP, MERGE], help_text=_("What will happen to it."))
    booked_on = serializers.DateField(allow_null=True)
    kind = serializers.ChoiceField(choices=Transaction.Kind.choices, allow_null=True)
    direction = serializers.ChoiceField(choices=["in", "out"], allow_null=True)
    amount = MoneyAmountField(allow_null=True)
    currency = serializers.CharField()
    payee = serializers.CharField()
    notes = serializers.CharField()
    category = serializers.UUIDField(allow_null=True)
    alike_to = serializers.UUIDField(allow_null=True)
    alike_by_hand = serializers.BooleanField(help_text=_("That entry was written by hand: the two become one."))
    code = serializers.CharField()
    detail = serializers.CharField()


class ImportLinePage(PageAnswer):
    results = ImportLineAnswer(many=True)
