"""The end of importing our own file: what its entries belong to, and the settings it holds, are put back.

Only what this import has made is touched: categories, rules and accounts that were here stay as they are. All of it
can be done again without changing anything. An import's undo takes entries and accounts back; categories and rules
stay, as those a person makes by hand would.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction

from config.kernel.ids import NIL
from ledger.categorising.models import Rule
from ledger.categorising.ruling import create_rule
from ledger.core.category_tree import category_tree
from ledger.core.models import Category, CategoryOverride, MoneyAccount, Transaction
from ledger.core.services import close_money_account, override_category, update_category, update_money_account
from ledger.core.services.restoring import restore_refunds, restore_transfers
from ledger.imports import keeping
from ledger.imports.category_names import Names
from ledger.imports.models import Import, ImportedLine
from ledger.imports.readers.own_entries import PATH_LENGTH, OwnLink, amount_in, day_in, text_in
from ledger.imports.readers.own_extras import OwnExtras, read_own_extras
from ledger.imports.readers.own_json import objects

log = logging.getLogger(__name__)
_AT_ONCE = 400
Fields = Mapping[str, Any]


@database_transaction.atomic
def restore(source: Import) -> None:
    """Put back what our own file says besides its lines; call it when all lines are in."""
    extras = read_own_extras(keeping.data_of(source))
    here = _entries_here(source, extras)
    brought = ImportedLine.objects.filter(batch__source=source, was_merged=False)
    fresh = set(brought.values_list("transaction", flat=True))
    _restore_states(extras.links, here, fresh)
    _restore_pairs(source, extras.links, here, fresh)
    accounts = _restore_accounts(source, extras.document)
    _restore_categories(source, extras.document)
    _restore_rules(source, extras.document, accounts)


def settings_here(source: Import, document: Fields) -> tuple[Counter[str], Counter[str]]:
    """Of the file's accounts, categories, wishes and rules how many this import has made, and how many are here
    besides, by the file's own names of its lists.
    """
    places = range(len(objects(document, "accounts")))
    batches = source.batches.filter(account__isnull=False, statement__in=places)
    made = Counter(
        accounts=batches.filter(account_created=True).count(),
        categories=sum(bool(each.get("made")) for each in source.categories.values()),
    )
    names = Names(category_tree(source.person))
    wished = set(CategoryOverride.objects.filter(person=source.person).values_list("category", flat=True))
    here = _rules_here(source)
    found = Counter(
        accounts=batches.count(),
        categories=sum(names.find(_key(each)) is not None for each in objects(document, "categories")),
        category_overrides=sum(names.find(_key(each)) in wished for each in objects(document, "category_overrides")),
        rules=sum(_told(each) in here for each in _rules_in(source, document, _accounts_here(source, document))),
    )
    return made, found - made


def _key(each: Fields) -> str:
    return text_in(each, "key", PATH_LENGTH)


def _entries_here(source: Import, extras: OwnExtras) -> dict[UUID, UUID]:
    """The exported id of each entry and its id here: of lines this import brought, else the same one."""
    added = ImportedLine.objects.filter(batch__source=source, transaction__isnull=False)
    found = {
        extras.links[number].id: key
        for number, key in added.values_list("line_no", "transaction")
        if number in extras.links and key is not None
    }
    others = [link.id for link in extras.links.values() if link.id not in found]
    for part in _parts(others):
        mine = Transaction.objects.owned_by(source.person).filter(pk__in=part)
        found |= {key: key for key in mine.values_list("pk", flat=True)}
    return found


def _restore_states(links: Mapping[int, OwnLink], here: Mapping[UUID, UUID], fresh: Collection[UUID | None]) -> None:
    """Who chose the category, what the bank had only announced, what was ticked off: one UPDATE per value and 400."""
    groups: defaultdict[tuple[str, Any], list[UUID]] = defaultdict(list)
    sources = {each.value for each in Transaction.CategorySource} - {""}
    for link in links.values():
        key = here.get(link.id)
        if key is None or key not in fresh:
            continue
        if link.category_by in sources:
            groups["category_source", link.category_by].append(key)
        if link.is_pending:
            groups["is_pending", True].append(key)
        if link.reconciled_on is not None:
            groups["reconciled_on", link.reconciled_on].append(key)
    for (name, value), keys in groups.items():
        for part in _parts(keys):
            entries = Transaction.objects.filter(pk__in=part)
            if name == "category_source":
                entries = entries.filter(category__isnull=False)
            entries.update(**{name: value})


def _restore_pairs(
    source: Import, links: Mapping[int, OwnLink], here: Mapping[UUID, UUID], fresh: Collection[UUID | None]
) -> None:
    """Only where one of the two is new: what was parted here since stays apart."""
    pairs = []
    purchases = {}
    for link in links.values():
        key = here.get(link.id)
        other = here.get(link.paired_with) if link.paired_with else None
        purchase = here.get(link.refund_of) if link.refund_of else None
        if key is not None and other is not None and (key in fresh or other in fresh):
            pairs.append((key, other))
        if key is not None and purchase is not None and key in fresh:
            purchases[key] = purchase
    restore_transfers(person=source.person, pairs=pairs)
    restore_refunds(person=source.person, purchases=purchases)


def _restore_accounts(source: Import, document: Fields) -> dict[str, UUID]:
    """Type, bank and closing day of accounts the import made; the accounts by their exported ids."""
    given = dict(enumerate(objects(document, "accounts")))
    for batch in source.batches.select_related("account").filter(account__isnull=False, account_created=True):
        if batch.account is not None and batch.statement in given:
            _restore_account(source, batch.account, given[batch.statement])
    return _accounts_here(source, document)


def _accounts_here(source: Import, document: Fields) -> dict[str, UUID]:
    """By their exported ids."""
    given = dict(enumerate(objects(document, "accounts")))
    known = source.batches.filter(account__isnull=False).values_list("statement", "account")
    return {text_in(given[place], "id", 36): key for place, key in known if place in given and key is not None}


def _restore_account(source: Import, account: MoneyAccount, each: Fields) -> None:
    fields: dict[str, Any] = {}
    if text_in(each, "type", 10) in {kind.value for kind in MoneyAccount.Type}:
        fields["type"] = text_in(each, "type", 10)
    if isinstance(each.get("is_liability"), bool):
        fields["is_liability"] = each["is_liability"]
    if any(getattr(account, name) != value for name, value in fields.items()):
        _try(update_money_account, account=account, changed_by=source.person, **fields)
    closed_on = day_in(each.get("closed_on"))
    if closed_on is not None:
        close_money_account(account=account, on=closed_on)


def _restore_categories(source: Import, document: Fields) -> None:
    """The rest of categories the import made, and how the person sees categories they had no wish for yet."""
    made = {path: UUID(each["category"]) for path, each in source.categories.items() if each.get("made")}
    own = Category.objects.owned_by(source.person).in_bulk(list(made.values()))
    for each in objects(document, "categories"):
        category = own.get(made.get(text_in(each, "key", PATH_LENGTH), NIL))
        if category is not None:
            _try(update_category, category=category, changed_by=source.person, **_category_fields(each))
    names = Names(category_tree(source.person))
    wished = set(CategoryOverride.objects.filter(person=source.person).values_list("category", flat=True))
    for each in objects(document, "category_overrides"):
        key = names.find(text_in(each, "key", PATH_LENGTH))
        if key is not None and key not in wished:
            target = Category.objects.visible_to(source.person).get(pk=key)
            _try(override_category, category=target, person=source.person, **_override_fields(each))


def _category_fields(each: Fields) -> dict[str, Any]:
    fields: dict[str, Any] = {name: text_in(each, name, 200) for name in ("name", "description") if each.get(name)}
    if text_in(each, "bucket", 10) in {bucket.value for bucket in Category.Bucket}:
        fields["bucket"] = text_in(each, "bucket", 10)
    if isinstance(each.get("necessity_score"), int):
        fields["necessity_score"] = each["necessity_score"]
    share = amount_in(each.get("default_allocation_percent"))
    if share is not None:
        fields["default_allocation_percent"] = share
    if isinstance(each.get("is_active"), bool):
        fields["is_active"] = each["is_active"]
    return fields


def _override_fields(each: Fields) -> dict[str, Any]:
    fields: dict[str, Any] = {name: text_in(each, name, 100) for name in ("name", "icon", "color") if each.get(name)}
    fields |= {name: each[name] for name in ("is_favorite", "is_hidden") if isinstance(each.get(name), bool)}
    if isinstance(each.get("priority"), int):
        fields["priority"] = each["priority"]
    limit = amount_in(each.get("monthly_limit"))
    if limit is not None:
        fields["monthly_limit"] = limit
    return fields


def _restore_rules(source: Import, document: Fields, accounts: Mapping[str, UUID]) -> None:
    """Rules in the order of the file, behind those that are here; one that is here already is not made again."""
    here = _rules_here(source)
    for fields in _rules_in(source, document, accounts):
        if _told(fields) not in here:
            here.add(_told(fields))
            category = fields.pop("category_id")
            found = Category.objects.visible_to(source.person).filter(pk=category).first() if category else None
            _try(create_rule, person=source.person, category=found, **fields)


def _rules_here(source: Import) -> set[tuple[str, ...]]:
    return {_told(_rule_fields_of(rule)) for rule in Rule.objects.visible_to(source.person)}


def _rules_in(source: Import, document: Fields, accounts: Mapping[str, UUID]) -> Iterator[dict[str, Any]]:
    """What the file's rules say; those of an account that did not come say nothing."""
    names = Names(category_tree(source.person))
    mine = MoneyAccount.objects.owned_by(source.person).in_bulk(list(accounts.values()))
    for each in objects(document, "rules"):
        account = mine.get(accounts.get(text_in(each, "account", 36), NIL))
        if account is not None or not each.get("account"):
            yield _rule_fields(each, account, names.find(text_in(each, "category", PATH_LENGTH)))


_RULE_TEXTS = {"payee": 200, "text": 200, "kind": 8, "new_payee": 200, "new_notes": 500}


def _rule_fields(each: Fields, account: MoneyAccount | None, category_id: UUID | None) -> dict[str, Any]:
    matches = {match.value for match in Rule.PayeeMatch}
    match = text_in(each, "payee_match", 8)
    return {
        **{name: text_in(each, name, limit) for name, limit in _RULE_TEXTS.items()},
        "payee_match": match if match in matches else Rule.PayeeMatch.CONTAINS.value,
        "is_active": each.get("is_active") is not False,
        "amount_min": amount_in(each.get("amount_min")),
        "amount_max": amount_in(each.get("amount_max")),
        "account": account,
        "category_id": category_id,
    }


def _rule_fields_of(rule: Rule) -> dict[str, Any]:
    names = (*_RULE_TEXTS, "payee_match", "is_active", "amount_min", "amount_max", "account", "category_id")
    return {name: getattr(rule, name) for name in names}


def _told(fields: Fields) -> tuple[str, ...]:
    """A rule as comparable texts: 5 and 5.0000 are the same bound."""
    return tuple(
        f"{name}={value.normalize():f}" if isinstance(value, Decimal) else f"{name}={getattr(value, 'pk', value)}"
        for name, value in sorted(fields.items())
    )


def _try(service: Callable[..., object], **fields: Any) -> None:
    """A setting our own rules refuse by now is left out; the entries matter more."""
    try:
        with database_transaction.atomic():
            service(**fields)
    except ValidationError as error:
        log.info("A setting of an import was left out: %s", error)


def _parts(keys: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
