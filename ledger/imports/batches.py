"""The parts of an import, one for each statement of its file: made, counted, given their accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from accounts.models import User
from config.kernel.money import ZERO, from_stored, round_to_currency
from ledger.core import errors as core_errors
from ledger.core import rules
from ledger.core.models import MoneyAccount
from ledger.core.services import create_money_account
from ledger.imports import errors, keeping, matching
from ledger.imports.checked import ALIKE, DUPLICATE, NEW, POSTS, CheckedBatch, CheckedImport, Target
from ledger.imports.file_categories import remembered_categories
from ledger.imports.models import Import, ImportBatch, ImportMapping
from ledger.imports.own_files import is_exported
from ledger.imports.readers import Statement
from ledger.imports.seams import Ends, seams_to_keep
from ledger.imports.spool import Spooled

MatchedBy = ImportBatch.MatchedBy
_COUNTS = {NEW: "new_count", ALIKE: "alike_count", DUPLICATE: "duplicate_count"}
_TYPES = {
    MoneyAccount.Subtype.SAVINGS: MoneyAccount.Type.SAVINGS,
    MoneyAccount.Subtype.BROKERAGE: MoneyAccount.Type.INVESTMENT,
    MoneyAccount.Subtype.WALLET: MoneyAccount.Type.INVESTMENT,
    MoneyAccount.Subtype.PROPERTY: MoneyAccount.Type.INVESTMENT,
}


def planned_batches(
    person: User, kept: Spooled, shape: str, account: MoneyAccount | None
) -> list[tuple[matching.Match, matching.AccountDraft]]:
    """Where each statement goes. `account`, if given, is that of the one statement with lines."""
    taken = matching.names_in_use(person)
    planned = []
    statements = kept.read.statements
    for statement, marks in zip(statements, kept.marks, strict=True):
        found = matching.match(person, statement, shape, marks)
        if account is not None and (statement.lines or len(statements) == 1):
            found = matching.Match(account, MatchedBy.PERSON)
        planned.append((found, matching.draft_account(person, statement, taken)))
    return planned


def target_of_plan(found: matching.Match, draft: matching.AccountDraft, *, reader: UUID) -> Target:
    if found.account is None:
        return Target(None, draft["currency"], draft["subtype"])
    return Target(found.account, found.account.currency, found.account.subtype, reader=reader)


def make_batches(source: Import, planned: Sequence[tuple[matching.Match, matching.AccountDraft]]) -> None:
    """One batch per statement."""
    for place, (found, draft) in enumerate(planned):
        ImportBatch.objects.create(
            source=source, statement=place, account=found.account, matched_by=found.by, account_draft=draft
        )


def check_chosen(account: MoneyAccount, statements: Sequence[Statement]) -> None:
    """Raises FieldError unless the file's one statement with lines can be of `account`."""
    with_lines = [each for each in statements if each.lines] or list(statements)
    if len(with_lines) > 1:
        raise errors.several_accounts()
    check_account(account, with_lines[0])


def check_account(account: MoneyAccount, statement: Statement) -> None:
    rules.check_open(account)
    if statement.currency and statement.currency != account.currency:
        raise core_errors.other_currency()


def changed_draft(draft: Mapping[str, Any], changes: Mapping[str, str]) -> dict[str, Any]:
    """`draft` with a person's changes. A currency the file names stays. Raises ValidationError by field."""
    changed = {**draft, **{name: changes[name] for name in ("name", "type", "subtype", "currency") if name in changes}}
    if "subtype" in changes and "type" not in changes:
        changed["type"] = str(_TYPES.get(MoneyAccount.Subtype(changes["subtype"]), MoneyAccount.Type.SPENDING))
    if draft["currency_known"] and changed["currency"] != draft["currency"]:
        raise errors.currency_known(draft["currency"])
    fields = ("name", "type", "subtype", "currency")
    account = MoneyAccount(**{name: changed[name] for name in fields})
    account.clean_fields(exclude=[each.name for each in MoneyAccount._meta.fields if each.name not in fields])
    changed["name"] = account.name
    return changed


def store_counts(source: Import, checked: CheckedImport) -> None:
    """What would happen to the lines, on the batches and their sum on the import."""
    for each in checked.batches:
        _count(each)
    names = [*_COUNTS.values(), "refused_count"]
    for name in names:
        setattr(source, name, sum(getattr(each.batch, name) for each in checked.batches))
    source.save(update_fields=names)


def _count(each: CheckedBatch) -> None:
    batch, statement, sums = each.batch, each.statement, each.sums
    for verdict, name in _COUNTS.items():
        setattr(batch, name, each.count(verdict))
    batch.alike_count += each.count(POSTS)
    batch.refused_count = len(statement.refused)
    batch.money_in = from_stored(sums.money_in)
    batch.money_out = from_stored(sums.money_out)
    batch.first_on = date.fromordinal(min(sums.days)) if sums.days else None
    batch.last_on = date.fromordinal(max(sums.days)) if sums.days else None
    batch.opening_balance = _rounded(statement.opening_balance, each.currency)
    batch.closing_balance = _rounded(statement.closing_balance, each.currency)
    batch.closing_on = statement.closing_on
    batch.save()


def settle_account(source: Import, each: CheckedBatch) -> None:
    """The account the batch goes to, made now if it is new; for good.

    Two files of one new account confirmed at once wait for each other here: the second finds what the first made.

    Raises FieldError: the account is closed or no longer the person's.
    """
    batch = each.batch
    if batch.account is None and not batch.account_draft.get("wanted"):
        get_user_model().objects.select_for_update(no_key=True).get(pk=source.person_id)
        found = matching.match(source.person, each.statement, source.shape, each.marks)
        batch.account, batch.matched_by = found.account, found.by
    if batch.account is not None:
        if each.sums.taken or each.sums.merged:
            rules.check_open(batch.account)
        if not MoneyAccount.objects.owned_by(source.person).filter(pk=batch.account.pk).exists():
            raise core_errors.account_not_found()
        batch.anchored_on = batch.account.opened_on
    elif each.statement.lines or each.statement.pending or batch.closing_balance is not None:
        batch.account = _make_account(source, each)
        batch.account_created = True
    total = sum(both[0] for both in each.sums.days.values())
    ends = Ends(each.statement, each.marks, each.edges, each.currency, total)
    own = source.batches.values_list("pk", flat=True)
    batch.seams = seams_to_keep(ends, None if batch.account_created else batch.account_id, list(own))
    batch.save(update_fields=["account", "account_created", "anchored_on", "matched_by", "seams"])


def _make_account(source: Import, each: CheckedBatch) -> MoneyAccount:
    draft = each.batch.account_draft
    name = matching.free_name(draft["name"], matching.names_in_use(source.person))
    return create_money_account(
        owner=source.person,
        currency=draft["currency"],
        name=name,
        type=draft["type"],
        subtype=draft["subtype"],
        institution=draft["institution"],
        number=each.statement.account_number,
        opening_balance=first_balance(each),
        opened_on=_opened_on(each),
    )


def _opened_on(each: CheckedBatch) -> date | None:
    """As the program says; our own export says it by silence too."""
    said = each.statement.opened_on
    return said if is_exported(each.statement.lines) else said or each.batch.first_on or each.batch.closing_on


def first_balance(each: CheckedBatch) -> Decimal:
    """What a new account holds before its first line: as the file says, else so much that it ends with the bank's
    closing balance. Where the file says both and they do not agree, the gap shows instead of hiding in the beginning.
    """
    opening: Decimal | None = each.batch.opening_balance
    begins, first = each.statement.opening_on, each.batch.first_on
    if opening is not None and (begins is None or first is None or begins <= first):
        return opening
    closing, closing_on = each.batch.closing_balance, each.batch.closing_on
    if closing is not None:
        found: Decimal = closing - each.sums.all_until(closing_on.toordinal() if closing_on else None)
        return found
    return ZERO if opening is None else opening


def remember(source: Import, checked: CheckedImport) -> None:
    """How files of this shape are read, and whose accounts they are, for the next one."""
    # Those without a number last: only they are found by this, and a file may have both.
    for each in sorted(checked.batches, key=lambda each: not each.statement.account_number):
        ImportMapping.objects.update_or_create(
            person=source.person,
            shape=source.shape,
            part=keeping.part_of(each.statement),
            defaults={
                "mapping": checked.read.mapping,
                "account": each.batch.account,
                "categories": remembered_categories(source),
            },
        )


def _rounded(amount: Decimal | None, currency: str) -> Decimal | None:
    return None if amount is None else round_to_currency(amount, currency)
