"""The list of transactions, its inline edits, and one line at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from config.kernel.audit import record
from ledger.core import errors, rules, services
from ledger.core.access import ME, SCOPES, TOGETHER, Lens, lens_of
from ledger.core.analytics import in_and_out
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.listing import TransactionFilter, count_transactions, list_transactions
from ledger.core.models import Category, Transaction
from ledger.core.others_categories import nearest_known
from ledger.core.views.overview_figures import main_currency, scope_choice
from ledger.core.views.rows import (
    AccountMark,
    Asked,
    account_marks,
    chips,
    day_groups,
    entry_from,
    read_filter,
)

PER_PAGE = 50
BULK_BEFORE = "bulk_before"


def person(request: HttpRequest) -> User:
    """The signed-in person; every view here is behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def toast(response: HttpResponse, text: str, *, undo_url: str = "", error: bool = False) -> HttpResponse:
    """Say something in the corner of the page, with an undo where there is one."""
    news = {"toast": {"text": text, "undo_url": undo_url, "error": error}}
    response["HX-Trigger"] = json.dumps(news)
    return response


@login_required
@require_safe
def transactions(request: HttpRequest) -> HttpResponse:
    """Newest first, 50 a page, filters in the address. Nine queries whatever the history."""
    user = person(request)
    everything = lens_of(user, TOGETHER)
    scope = request.GET.get("scope", "")
    lens = everything.through(scope if scope in SCOPES else ME).lines
    accounts = account_marks(lens)
    tree = category_tree(user)
    asked = read_filter(request.GET, accounts, tree)
    try:
        page = list_transactions(lens, asked.filter, limit=PER_PAGE, after=request.GET.get("after", ""))
    except ValueError:
        return redirect("transactions")
    currency = main_currency(user, [mark.currency for mark in accounts.values()])
    count, exact = count_transactions(lens, asked.filter)
    context = {
        "page": {
            "groups": day_groups(page.rows, accounts, tree),
            "summary": _summary(lens, asked, count, exact),
            "newer_url": _query(request, after="") if request.GET.get("after") else "",
            "older_url": _query(request, after=page.rows[-1].cursor) if page.has_more else "",
            "narrowed": asked.narrowed,
        },
        "uncategorised": count_transactions(everything.through(ME), TransactionFilter(uncategorised=True))[0],
        "scopes": scope_choice(everything.lines, lens.scope, **_kept(request)),
        "scope": "" if lens.scope == ME else lens.scope,
        "currency": currency,
        "alone": _wants_list_alone(request),
        **_filter_context(request, asked, accounts, tree),
    }
    partial = "#transaction-list" if context["alone"] else ""
    return render(request, "ledger/transactions.html" + partial, context)


def _wants_list_alone(request: HttpRequest) -> bool:
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request


def _kept(request: HttpRequest) -> dict[str, str]:
    """What another lens keeps of the filters: an account may not be in it, a cursor is not."""
    return {name: str(value) for name, value in request.GET.items() if name not in ("scope", "after", "money_account")}


def _summary(lens: Lens, asked: Asked, count: int, exact: bool) -> dict[str, Any]:
    """`own_income` and `own_expense` are there where the part that counts is not all of it."""
    sums = in_and_out(lens, asked.filter)
    is_part = sums is not None and sums.is_part
    return {
        "count": count,
        "count_exact": exact,
        "income": (sums.income or None) if sums else None,
        "expense": (sums.spent or None) if sums else None,
        "own_income": sums.own_income if sums and is_part else None,
        "own_expense": sums.own_spent if sums and is_part else None,
        "currency": next(iter(lens.only(asked.filter.account_ids).currencies.values()), ""),
    }


def _query(request: HttpRequest, *, after: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    if after:
        query["after"] = after
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _filter_context(
    request: HttpRequest, asked: Asked, accounts: dict[UUID, AccountMark], tree: CategoryTree
) -> dict[str, Any]:
    return {
        "filters": {**asked.typed, "chips": chips(asked, request.GET, accounts, tree), "unread": asked.unread},
        "category_groups": tree.groups(),
        "money_accounts": list(accounts.values()),
        "kinds": Transaction.Kind.choices,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def transaction_category(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The inline editor of one line's category, and its saving."""
    user = person(request)
    entry = get_object_or_404(editable(user), pk=pk)
    tree = category_tree(user)
    if request.method != "POST":
        groups = tree.groups(kind=rules.category_kind_for(entry.kind), keep=entry.category_id)
        context = {"entry": entry_from(entry, tree), "category_groups": groups}
        return render(request, "ledger/_category_editor.html", context)
    chosen = request.POST.get("category")
    category = _category(user, chosen or "")
    if chosen is None or (chosen and category is None):
        return HttpResponseBadRequest(_("There is no such category."))
    was = nearest_known(entry.category, user.pk)
    before = (was and was.pk, entry.category_source)
    try:
        version = int(request.POST.get("version") or 0)
        entry = services.choose_category(entry=entry, changed_by=user, category=category, version=version or None)
    except errors.Conflict as conflict:
        return _row_after_conflict(request, user, conflict.current, tree)
    except (ValidationError, ValueError):
        return HttpResponseBadRequest(_("This category is not for this kind of entry."))
    undo = reverse("transaction_category_undo", args=[entry.pk])
    corrected = before[0] not in (None, entry.category_id)
    response = _row(request, user, entry, tree, similar=similar_to(user, entry, corrected=corrected))
    name = category and tree.get(category.pk)
    text = _("%(payee)s is %(category)s now") % {
        "payee": entry.payee or str(entry.get_kind_display()),
        "category": name.name if name else _("without a category"),
    }
    return toast(response, text, undo_url=f"{undo}?category={before[0] or ''}&source={before[1]}")


def similar_to(user: User, entry: Transaction, *, corrected: bool = False) -> dict[str, Any] | None:
    """Lines of the same payee that no person has categorised: offered the same category.

    After a correction there is an offer even without such lines: to make it a rule.
    """
    if not entry.payee_key or entry.category_id is None:
        return None
    count = _alike(user, entry)[: services.MOST_AT_ONCE].count()
    return {"count": count, "payee": entry.payee} if count or corrected else None


def _alike(user: User, entry: Transaction) -> Any:
    return (
        Transaction.objects.owned_by(user)
        .live()
        .filter(payee_key=entry.payee_key, kind=entry.kind, is_split=False)
        .exclude(category_source=Transaction.CategorySource.PERSON)
        .exclude(category=entry.category)
        .order_by("-booked_on", "-id")
    )


@login_required
@require_POST
def transaction_category_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Back to the category before; it was learnt, and is unlearnt by choosing the earlier one."""
    user = person(request)
    entry = get_object_or_404(editable(user), pk=pk)
    try:
        services.choose_category(
            entry=entry, changed_by=user, category=_category(user, request.GET.get("category", ""))
        )
    except ValidationError:
        return HttpResponseBadRequest(_("This category is not for this kind of entry."))
    return toast(HttpResponse(status=204), _("As it was"))


@login_required
@require_POST
def transaction_similar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the lines like this one its category."""
    user = person(request)
    entry = get_object_or_404(editable(user), pk=pk)
    alike = list(_alike(user, entry)[: services.MOST_AT_ONCE])
    change = services.BulkChange(set_category=True, category=entry.category)
    report = services.change_many(entries=alike, changed_by=user, change=change)
    # The offer is taken: it goes from the page.
    response = render(request, "ledger/_similar_offer.html", {"similar": None})
    news = {"text": _changed_text(len(report.changed)), "undo_url": _undo_of(request, alike, report, change)}
    response["HX-Trigger"] = json.dumps({"toast": {**news, "error": False}, "refresh": {}})
    return response


@login_required
@require_safe
def transaction_row(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One line as it stands, after an edit was given up."""
    user = person(request)
    entry = get_object_or_404(readable_by(user), pk=pk)
    return _row(request, user, entry, category_tree(user))


def _row(
    request: HttpRequest, user: User, entry: Transaction, tree: CategoryTree, *, similar: dict[str, Any] | None = None
) -> HttpResponse:
    context = {"entry": entry_from(entry, tree), "currency": user.currency}
    response = render(request, "ledger/_transaction_row.html", context)
    if similar:
        offer = {
            "similar": similar,
            "category": tree.shown(entry.category),
            "entry": entry,
            "offer_url": reverse("transaction_similar", args=[entry.pk]),
        }
        response.write(render(request, "ledger/_similar_offer.html", offer).content)
    return response


def _row_after_conflict(request: HttpRequest, user: User, current: Any, tree: CategoryTree) -> HttpResponse:
    response = _row(request, user, current, tree)
    return toast(response, _("This line was changed elsewhere. Here it is as it stands now."), error=True)


@login_required
@require_POST
def transactions_bulk(request: HttpRequest) -> HttpResponse:
    """One category for the chosen lines, or all of them into the bin."""
    user = person(request)
    ids = _uuids(request.POST.getlist("ids"))
    entries = list(editable(user).filter(pk__in=ids).order_by("pk"))
    if len(entries) != len(ids):
        return HttpResponseBadRequest(_("Some of these lines are no longer there."))
    if request.POST.get("bulk_action") == "delete":
        change = services.BulkChange(delete=True)
    else:
        category = _category(user, request.POST.get("bulk_category", ""))
        if category is None:
            return toast(HttpResponse(status=204), _("Choose a category first."), error=True)
        change = services.BulkChange(set_category=True, category=category)
    report = services.change_many(entries=entries, changed_by=user, change=change)
    if change.delete and report.changed:
        record("transactions_deleted", person=user, request=request, count=len(report.changed))
    undo = _undo_of(request, entries, report, change)
    text = _changed_text(len(report.changed))
    if report.refused:
        text += " " + ngettext(
            "%(count)s stayed: the category is for another kind.",
            "%(count)s stayed: the category is for another kind.",
            len(report.refused),
        ) % {"count": len(report.refused)}
    news = {"text": text, "undo_url": undo, "error": False}
    response = HttpResponse(status=204) if request.htmx else redirect("transactions")  # type: ignore[attr-defined]
    response["HX-Trigger"] = json.dumps({"toast": news, "refresh": {}, "selection:clear": {}})
    return response


def _undo_of(
    request: HttpRequest, entries: Sequence[Transaction], report: services.BulkReport, change: services.BulkChange
) -> str:
    """Where the way back is. What the lines were before is kept in the session: an address could not hold it."""
    if not report.changed:
        return ""
    if change.delete:
        return reverse("transactions_restore") + "?ids=" + ",".join(str(each) for each in report.changed)
    before: dict[str, list[str]] = {}
    for entry in entries:
        if entry.pk in report.changed and not entry.is_split:
            was = nearest_known(entry.category, person(request).pk)
            before.setdefault(str(was.pk) if was else "", []).append(str(entry.pk))
    request.session[BULK_BEFORE] = before
    return reverse("transactions_bulk_undo")


@login_required
@require_POST
def transactions_bulk_undo(request: HttpRequest) -> HttpResponse:
    """Give the lines of the last bulk change the categories they had."""
    user = person(request)
    changed = 0
    for category, ids in request.session.pop(BULK_BEFORE, {}).items():
        change = services.BulkChange(set_category=True, category=_category(user, category))
        entries = list(editable(user).filter(pk__in=_uuids(ids)))
        changed += len(services.change_many(entries=entries, changed_by=user, change=change).changed)
    return toast(HttpResponse(status=204), _("As it was")) if changed else _nothing_there()


def _changed_text(count: int) -> str:
    return ngettext("%(count)s line changed", "%(count)s lines changed", count) % {"count": count}


@login_required
@require_POST
def transactions_restore(request: HttpRequest) -> HttpResponse:
    """Take lines back out of the bin: the undo of deleting."""
    user = person(request)
    ids = _uuids(request.GET.get("ids", "").split(","))
    entries = list(Transaction.objects.owned_by(user).binned().filter(pk__in=ids))
    report = services.change_many(entries=entries, changed_by=user, change=services.BulkChange(restore=True))
    return toast(HttpResponse(status=204), _("Back again")) if report.changed else _nothing_there()


def _nothing_there() -> HttpResponse:
    return toast(HttpResponse(status=404), _("There was nothing to take back."), error=True)


def editable(user: User) -> Any:
    return Transaction.objects.owned_by(user).live().select_related("account", "category")


def readable_by(user: User) -> Any:
    return Transaction.objects.visible_to(user).live().select_related("account", "category")


def _category(user: User, text: str) -> Category | None:
    key = _uuid(text)
    return Category.objects.visible_to(user).filter(pk=key).first() if key else None


def _uuids(texts: Sequence[str]) -> set[UUID]:
    found = {_uuid(each) for each in texts[: services.MOST_AT_ONCE]}
    return {each for each in found if each is not None}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
