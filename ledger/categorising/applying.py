"""What a rule would do to the past, and doing it: in pieces, as a job when there is much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import Q

from config.kernel import jobs
from config.kernel.events import announce
from ledger.categorising.models import Rule
from ledger.categorising.rules import CompiledRule, compiled
from ledger.categorising.services import note_use
from ledger.core.audience import tell
from ledger.core.events import TransactionsChanged
from ledger.core.frames import changes_told
from ledger.core.models import Transaction
from ledger.core.payees import payee_key, search_text
from ledger.core.posting import Balances, Posting, post, postings_of
from ledger.core.shares import share_all

JOB: Final = "ledger.apply_rule"
AT_ONCE: Final = 500
SHOWN: Final = 20
LOOKED_AT: Final = 20_000
IN_CHILD_ABOVE: Final = 5_000
Source = Transaction.CategorySource


@dataclass(frozen=True, slots=True)
class Preview:
    """`fits` lines, `changes` of them differ from what the rule says and nobody chose; `mine` were chosen by a person.

    Counted among the newest 20,000 that could fit; `is_exact` False: there may be more.
    """

    fits: int
    changes: int
    mine: int
    is_exact: bool
    first: list[Transaction]


@dataclass(frozen=True, slots=True)
class Applied:
    """`changed` is None while a job does it; `expected` is how many it will look at."""

    changed: int | None
    expected: int


def preview_rule(*, rule: Rule) -> Preview:
    """Which of the person's lines fit a rule, saved or not, newest first. Two queries."""
    looked_at = fits = changes = mine = 0
    first: list[Transaction] = []
    one = compiled(rule)
    for entry in islice(_candidates(rule), LOOKED_AT):
        looked_at += 1
        if not _fits(one, entry):
            continue
        fits += 1
        if len(first) < SHOWN:
            first.append(entry)
        if _differs(one, entry):
            changes += entry.category_source != Source.PERSON
            mine += entry.category_source == Source.PERSON
    return Preview(fits, changes, mine, looked_at < LOOKED_AT, first)


def apply_rule(*, rule: Rule, also_mine: bool = False) -> Applied:
    """Do to the past what the rule says: at once up to 500 lines, else as a job.

    What a person chose stays, unless `also_mine`.
    """
    seen = preview_rule(rule=rule)
    expected = seen.changes + (seen.mine if also_mine else 0)
    if expected <= AT_ONCE and seen.is_exact:
        return Applied(_apply_piece(rule, _wanted(rule, also_mine), also_mine), expected)
    jobs.enqueue(JOB, {"rule": str(rule.pk), "also_mine": also_mine, "lines": expected}, person=rule.person)
    return Applied(None, expected)


def _is_heavy(payload: dict[str, Any]) -> bool:
    return int(payload["lines"]) > IN_CHILD_ABOVE


@jobs.handles(JOB, in_child=_is_heavy)
def run_application(job: jobs.JobRun) -> None:
    """Again, it passes over what already is as the rule says."""
    rule = Rule.objects.select_related("person", "category").filter(pk=job.payload["rule"]).first()
    if rule is None:
        return
    also_mine = bool(job.payload["also_mine"])
    wanted = _wanted(rule, also_mine)
    for start in range(0, len(wanted), AT_ONCE):
        job.extend()
        _apply_piece(rule, wanted[start : start + AT_ONCE], also_mine)


def _candidates(rule: Rule) -> Iterator[Transaction]:
    """Lines of the person that could fit, newest first: what the database can tell without folding texts."""
    entries = Transaction.objects.owned_by(rule.person).live().filter(is_split=False).select_related("account")
    if rule.payee and rule.payee_match == Rule.PayeeMatch.IS:
        entries = entries.filter(payee_key=payee_key(rule.payee))
    elif folded := search_text(rule.payee):
        entries = entries.filter(search_text__contains=folded)
    if folded := search_text(rule.text):
        entries = entries.filter(search_text__contains=folded)
    if rule.kind:
        entries = entries.filter(kind=rule.kind)
    if rule.account_id is not None:
        entries = entries.filter(account_id=rule.account_id)
    if rule.amount_min is not None:
        entries = entries.filter(Q(amount__gte=rule.amount_min) | Q(amount__lte=-rule.amount_min))
    if rule.amount_max is not None:
        entries = entries.filter(amount__lte=rule.amount_max, amount__gte=-rule.amount_max)
    return entries.order_by("-booked_on", "-id").iterator(chunk_size=2_000)


def _fits(rule: CompiledRule, entry: Transaction) -> bool:
    payee = search_text(entry.payee)
    text = search_text(entry.payee, entry.notes)
    return rule.fits(payee, entry.payee_key, text, entry.amount, entry.kind, entry.account_id)


def _differs(rule: CompiledRule, entry: Transaction) -> bool:
    hit = rule.hit
    return (
        (hit.category_id is not None and hit.category_id != entry.category_id)
        or (hit.new_payee != "" and hit.new_payee != entry.payee)
        or (hit.new_notes != "" and hit.new_notes != entry.notes)
    )


def _is_wanted(rule: CompiledRule, entry: Transaction, also_mine: bool) -> bool:
    return _fits(rule, entry) and _differs(rule, entry) and (also_mine or entry.category_source != Source.PERSON)


def _wanted(rule: Rule, also_mine: bool) -> list[UUID]:
    one = compiled(rule)
    return [each.pk for each in _candidates(rule) if _is_wanted(one, each, also_mine)]


@database_transaction.atomic
def _apply_piece(rule: Rule, ids: Sequence[UUID], also_mine: bool) -> int:
    """Change up to 500 lines in one transaction, each looked at again under its lock. Returns how many changed."""
    one = compiled(rule)
    mine = Transaction.objects.owned_by(rule.person).live().filter(pk__in=ids, is_split=False)
    locked = mine.select_for_update(of=("self",)).select_related("account").order_by("pk")
    before: list[Posting] = []
    changed = [each for each in locked if _is_wanted(one, each, also_mine)]
    for entry in changed:
        before += postings_of(entry)
        _change(entry, one)
    if one.hit.category_id is not None:
        share_all((entry, ()) for entry in changed)
    Transaction.objects.bulk_update(
        changed,
        [
            "own_amount", "category", "category_source", "category_confidence", "category_reason",
            "payee", "payee_key", "notes", "search_text", "version",
        ],
    )  # fmt: skip
    balances = post([posting for entry in changed for posting in postings_of(entry)], before)
    note_use([rule.pk] * len(changed))
    tell_of_changes(changed, balances)
    return len(changed)


def _change(entry: Transaction, rule: CompiledRule) -> None:
    hit = rule.hit
    if hit.category_id is not None:
        entry.category_id = hit.category_id
        entry.category_source = Source.RULE
        entry.category_confidence = Decimal(1)
        entry.category_reason = hit.reason
    entry.payee = hit.new_payee or entry.payee
    entry.notes = hit.new_notes or entry.notes
    entry.payee_key = payee_key(entry.payee)
    entry.search_text = search_text(entry.payee, entry.notes)
    entry.version += 1


def tell_of_changes(changed: Sequence[Transaction], balances: Balances) -> None:
    by_account: defaultdict[UUID, list[Transaction]] = defaultdict(list)
    for entry in changed:
        by_account[entry.account_id].append(entry)
    for key, entries in by_account.items():
        announce(TransactionsChanged(key, tuple(each.pk for each in entries)))
    tell(changes_told(changed), balances, {key: entries[0].account.currency for key, entries in by_account.items()})
