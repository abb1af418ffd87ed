"""`transactions/`: the list and one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from config.kernel.api.errors import does_not_exist, invalid
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from ledger.core import rules, services
from ledger.core.access import ME, SCOPES, Sight, lens_of
from ledger.core.api.base import (
    LedgerView,
    account_in_body,
    category_in_body,
    private_line,
    transaction_to_change,
    transaction_to_see,
)
from ledger.core.api.bodies import TransactionBody
from ledger.core.api.docs import transactions as docs
from ledger.core.api.filters import FILTERS, read_filter
from ledger.core.api.shapes import lines_by_transaction, listed_shape
from ledger.core.listing import count_transactions, list_values
from ledger.core.models import Category, MoneyAccount, Transaction

IS_SPLIT = 14


def _add_lines(results: Sequence[dict[str, Any]], rows: Sequence[Sequence[Any]], sights: Mapping[UUID, Sight]) -> None:
    """The parts of those that are split; no query when none is."""
    split = {
        each["id"]: each for each, row in zip(results, rows, strict=True) if row[IS_SPLIT] and not each["is_private"]
    }
    if not split:
        return
    seen = {key: sights[each["money_account"]] for key, each in split.items()}
    for key, lines in lines_by_transaction(list(split), seen).items():
        split[key]["lines"] = lines


class TransactionsView(LedgerView):
    @docs.TRANSACTION_LIST
    def get(self, request: Request) -> Response:
        """Three queries (accounts, page, count), one more when a split one is on the page."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(FILTERS)
        window = read_window(parameters)
        asked = read_filter(parameters, self.person)
        scope = parameters.choice("scope", SCOPES) or ME
        parameters.raise_refusals()
        lens = lens_of(self.person, scope).lines
        try:
            found = list_values(lens, asked, limit=window.limit + 1, skip=window.skip, after=window.cursor)
        except ValueError as error:
            raise invalid("cursor", _("Send the next_cursor of the page before.")) from error
        count, exact = count_transactions(lens, asked)
        rows = found[: window.limit]
        results = [listed_shape(each, lens.sights) for each in rows]
        _add_lines(results, rows, lens.sights)
        return Response(
            page_of(
                request,
                window,
                results,
                count=count,
                count_exact=exact,
                next_cursor=f"{results[-1]['booked_on']}.{results[-1]['id'].hex}" if results else None,
                has_next=len(found) > window.limit,
            )
        )

    @docs.TRANSACTION_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(TransactionBody)
        account = account_in_body(self.person, body["money_account"], "money_account")
        check_currency(body.get("currency"), account)
        rules.check_amount_by_hand(body["amount"], account.currency)
        kind = body["kind"]
        entry = services.record_transaction(
            account=account,
            recorded_by=self.person,
            amount=rules.signed(kind, body["amount"]),
            booked_on=body.get("booked_on") or self.person.today,
            payee=body["payee"],
            notes=body["notes"],
            kind=kind,
            category=category_in_body(self.person, body.get("category")),
            lines=read_lines(self.person, body.get("lines") or [], kind),
            occurred_at=body["occurred_at"],
            withheld_until=body.get("withheld_until"),
        )
        return answer(self.shape_of(entry), 201)


class TransactionView(LedgerView):
    @docs.TRANSACTION_GET
    def get(self, request: Request, key: UUID) -> Response:
        found = Transaction.objects.visible_to(self.person).live().select_related("account").filter(pk=key).first()
        return answer(self.shape_of(found)) if found else Response(private_line(self.sights, key))

    @docs.TRANSACTION_PUT
    def put(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=False)

    @docs.TRANSACTION_PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=True)

    @docs.TRANSACTION_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        entry = transaction_to_change(self.person, key)
        services.bin_transaction(entry=entry, version=expected_version(request), changed_by=self.person)
        return Response(status=204)

    def _change(self, request: Request, key: UUID, *, partial: bool) -> Response:
        entry = transaction_to_change(self.person, key)
        body = self.read(TransactionBody, partial=partial)
        if not partial:
            body.setdefault("category", None)
        changes = self._changes(entry, body)
        if partial and _confirms(entry, body):
            changes["category"] = category_in_body(self.person, body["category"])
        changed = services.update_transaction(
            entry=entry, changed_by=self.person, version=expected_version(request, body), **changes
        )
        return answer(self.shape_of(changed))

    def _changes(self, entry: Transaction, body: dict[str, Any]) -> dict[str, Any]:
        """What differs from the record: sending a whole transaction back must not trip over what may not change."""
        changes: dict[str, Any] = {
            name: body[name] for name in ("booked_on", "occurred_at", "payee", "notes") if name in body
        }
        account = entry.account
        if body.get("money_account", account.pk) != account.pk:
            account = changes["account"] = account_in_body(self.person, body["money_account"], "money_account")
        check_currency(body.get("currency"), account)
        if body.get("withheld_until", entry.withheld_until) != entry.withheld_until:
            raise invalid("withheld_until", _("Change it as the entry's embargo."), "use_embargo")
        kind = body.get("kind", entry.kind)
        if kind != entry.kind:
            changes["kind"] = kind
        amount = body.get("amount", abs(entry.amount))
        if amount != abs(entry.amount):
            rules.check_amount_by_hand(amount, account.currency)
        if kind != entry.kind or amount != abs(entry.amount):
            changes["amount"] = rules.signed(kind, amount)
        if body.get("lines"):
            changes["lines"] = read_lines(self.person, body["lines"], kind, whole=changes.get("amount", entry.amount))
        elif "lines" in body and entry.is_split:
            changes["lines"] = []
        shown = self.sights[entry.account_id].shown(entry.category_id)
        if "category" in body and not body.get("lines") and body["category"] != shown:
            changes["category"] = category_in_body(self.person, body["category"])
        return changes


class RestorationView(LedgerView):
    @docs.RESTORATION
    def post(self, request: Request, key: UUID) -> Response:
        entry = transaction_to_change(self.person, key, binned=True)
        services.restore_transaction(entry=entry, changed_by=self.person)
        return answer(self.shape_of(transaction_to_see(self.person, key)))


def _confirms(entry: Transaction, body: dict[str, Any]) -> bool:
    """Whether a change names the category a machine has suggested: then the person has chosen it."""
    named = body.get("category")
    is_machines = entry.category_source != Transaction.CategorySource.PERSON
    return named is not None and named == entry.category_id and is_machines and not body.get("lines")


def check_currency(named: str | None, account: MoneyAccount) -> None:
    if named is not None and named != account.currency:
        raise invalid("currency", _("The account is in another currency."), "currency_mismatch")


def read_lines(
    person: User, lines: list[dict[str, Any]], kind: str, *, whole: Decimal | None = None
) -> list[tuple[Category | None, Decimal]]:
    """The parts with their categories, in the sign of `kind` (or of `whole`). One query."""
    if not lines:
        return []
    wanted = {line["category"] for line in lines if line["category"] is not None}
    visible: QuerySet[Category] = Category.objects.visible_to(person).filter(pk__in=wanted)
    found = {category.pk: category for category in visible} if wanted else {}
    for place, line in enumerate(lines):
        if line["category"] is not None and line["category"] not in found:
            raise does_not_exist(f"lines.{place}.category")
    sign = -1 if (whole if whole is not None else rules.signed(kind, Decimal(1))) < 0 else 1
    return [(found.get(line["category"]), sign * line["amount"]) for line in lines]
