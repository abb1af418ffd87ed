"""Entries put together and parted again: transfers, merged doubles, purchases and their refunds."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from ledger.core import services
from ledger.core.models import Transfer
from ledger.core.services.refunds import link_refund, unlink_refund
from ledger.core.services.transfers import pair_transfer, transfers_of, unpair_transfer
from prove.walking.model import Entry, Filing
from prove.walking.walker import Walker, Wrong, account_row, row


def transfer(walk: Walker) -> str | None:
    source, target = walk.account(), walk.account()
    if source is None or target is None:
        return None
    amount = walk.amount()
    currencies = [walk.model.accounts[key].currency for key in (source, target)]
    arriving = amount if currencies[0] == currencies[1] else walk.amount()

    def act() -> Transfer:
        return services.record_transfer(
            from_account=account_row(source), to_account=account_row(target), recorded_by=walk.person, amount=amount,
            to_amount=arriving, booked_on=walk.day(),
        )  # fmt: skip

    if source == target:
        walk.must_refuse(act, "same_account")
        return "refused"
    pair = act()
    halves = pair.outgoing, pair.incoming
    for half, other in (halves, halves[::-1]):
        walk.absorb(half).other = other.pk
    if (halves[0].amount, halves[1].amount) != (-amount, arriving):
        raise Wrong("the halves are of other amounts")
    return f"{pair.outgoing_id} and {pair.incoming_id}: {amount}, {arriving}"


def pair(walk: Walker) -> str | None:
    """An existing entry that leaves, and one recorded to meet it."""
    key, target = walk.entry(lambda each: each.other is None and each.amount < 0), walk.account()
    if key is None or target is None:
        return None
    out = walk.model.entries[key]
    same = walk.model.accounts[out.account].currency == walk.model.accounts[target].currency
    amount = -out.amount if same else walk.amount()
    made = services.record_transaction(
        account=account_row(target), recorded_by=walk.person, amount=amount, booked_on=out.day, payee="Incoming"
    )
    arrived = walk.absorb(made)
    if target == out.account:
        walk.must_refuse(lambda: pair_transfer(outgoing=row(key), incoming=made, paired_by=walk.person), "same_account")
        return "refused"
    pair_transfer(outgoing=row(key), incoming=made, paired_by=walk.person)
    note_pair(walk, key, made.pk)
    if arrived.filing.kind != "transfer":
        raise Wrong("the half that arrives is no transfer")
    return f"{key} and {made.pk}"


def note_pair(walk: Walker, outgoing: UUID, incoming: UUID) -> None:
    for key, other in ((outgoing, incoming), (incoming, outgoing)):
        half = walk.model.entries[key]
        walk.model.was["transfer", key, other] = half.filing, half.day, 0
        kept = half.filing.category
        stays = kept is not None and walk.model.categories[kept] == "transfer"
        half.file(replace(half.filing, kind="transfer", refund_of=None, parts=()) if stays else Filing("transfer"))
        half.other = other


def unpair(walk: Walker) -> str | None:
    key = walk.entry(lambda each: each.other is not None)
    if key is None:
        return None
    unpair_transfer(pair=transfers_of([key]).get())
    note_unpaired(walk, key)
    return str(key)


def note_unpaired(walk: Walker, key: UUID) -> None:
    """Each half is filed as before; one entered as a transfer is an expense or an income of no category."""
    other = walk.model.entries[key].other
    assert other is not None
    for one, second in ((key, other), (other, key)):
        half = walk.model.entries[one]
        was = walk.model.was.pop(("transfer", one, second), None)
        plain = Filing("expense" if half.amount <= 0 else "income")
        half.file(walk.model.still_known(was[0], half.amount) if was else plain)
        half.other = None


def refund(walk: Walker) -> str | None:
    """A live entry that came in, for a live purchase of the same currency."""
    key = walk.entry(lambda each: each.amount > 0 and each.other is None)
    purchase = key and walk.entry(
        lambda each: (
            each.filing.kind == "expense"
            and each.amount < 0
            and walk.model.accounts[each.account].currency
            == walk.model.accounts[walk.model.entries[key].account].currency
        )
    )
    if key is None or purchase is None:
        return None
    if walk.model.entries[key].filing.refund_of == purchase:
        return None
    link_refund(refund=row(key), purchase=row(purchase), linked_by=walk.person)
    note_refund(walk, key, purchase)
    return f"{key} of {purchase}"


def note_refund(walk: Walker, key: UUID, purchase: UUID) -> None:
    back, paid, was = walk.model.entries[key], walk.model.entries[purchase], walk.model.was
    own = back.filing
    earlier = was.get(("refund", key, own.refund_of)) if own.refund_of else None
    before = earlier[0] if earlier else own
    for link in [link for link in was if link[:2] == ("refund", key)]:
        del was[link]
    of_expense = own.category is not None and walk.model.categories[own.category] == "expense"
    if own.parts or (own.chosen and of_expense):
        filing = replace(own, kind="refund", refund_of=purchase)
    else:
        exactly = paid.filing.parts if back.amount == -paid.amount else ()
        parts = tuple((category, -amount) for category, amount in exactly)
        filing = Filing("refund", paid.filing.category, False, parts, purchase)
    back.file(walk.model.still_known(filing, back.amount))
    was["refund", key, purchase] = before, back.day, back.stamp


def unlink(walk: Walker) -> str | None:
    key = walk.entry(lambda each: each.filing.refund_of is not None)
    if key is None:
        return None
    each = walk.model.entries[key]
    purchase = each.filing.refund_of
    assert purchase is not None
    unlink_refund(refund=row(key))
    was = walk.model.was.pop(("refund", key, purchase), None)
    if was is not None and was[2] == each.stamp:
        each.file(replace(walk.model.still_known(was[0], each.amount), refund_of=None))
    else:
        refile_as_kept(walk, key)
    return str(key)


def merge(walk: Walker) -> str | None:
    """A live entry, and a second one recorded like it; either may be the one that stays."""
    key = walk.entry(lambda each: not walk.model.accounts[each.account].is_closed and each.amount != 0)
    if key is None:
        return None
    each = walk.model.entries[key]
    made = services.record_transaction(
        account=account_row(each.account), recorded_by=walk.person, amount=each.amount, booked_on=each.day,
        payee=walk.payee(),
    )  # fmt: skip
    walk.absorb(made)
    keep, gone = (key, made.pk) if walk.dice.random() < 0.5 else (made.pk, key)
    if walk.model.entries[gone].other is not None:
        walk.must_refuse(
            lambda: services.merge_transactions(keep=row(keep), gone=row(gone), merged_by=walk.person),
            "part_of_transfer",
        )
        return f"{gone} into {keep}: refused"
    services.merge_transactions(keep=row(keep), gone=row(gone), merged_by=walk.person)
    note_merge(walk, keep, gone)
    return f"{gone} into {keep}"


def note_merge(walk: Walker, keep: UUID, gone: UUID) -> None:
    stays, went = walk.model.entries[keep], walk.model.entries[gone]
    was = stays.filing, stays.day
    went.binned, went.merged_into = True, keep
    for other in walk.model.entries.values():
        if other.filing.refund_of == gone:
            other.file(replace(other.filing, refund_of=keep))
    for link in [link for link in walk.model.was if link[0] == "refund" and link[2] == gone]:
        walk.model.was["refund", link[1], keep] = walk.model.was.pop(link)
    refile_as_kept(walk, keep)
    own = (was[0].chosen or was[0].parts or was[0].kind == "transfer") and stays.filing != was[0]
    if own:
        raise Wrong(f"{keep} was {was[0]}, after merging {stays.filing}")
    walk.model.was["merge", keep, gone] = *was, stays.stamp


def restore(walk: Walker) -> str | None:
    key = walk.binned()
    if key is None:
        return None
    each = walk.model.entries[key]
    services.restore_transaction(entry=row(key))
    if each.merged_into is not None:
        note_unmerged(walk, key)
        return f"{key} out of a merge"
    for back in (key, each.other):
        if back is not None:
            walk.model.entries[back].binned = False
    return str(key)


def note_unmerged(walk: Walker, gone: UUID) -> None:
    back = walk.model.entries[gone]
    keep = back.merged_into
    assert keep is not None
    back.binned, back.merged_into = False, None
    note_given_back(walk, keep, gone)


def note_given_back(walk: Walker, keep: UUID, gone: UUID) -> None:
    """What a merge changed of the entry that stayed goes back, as far as nobody has changed it since."""
    stays = walk.model.entries[keep]
    filing, day, stamp = walk.model.was.pop(("merge", keep, gone))
    if stays.stamp == stamp:
        stays.day = day
        stays.file(walk.model.still_known(filing, stays.amount) if filing != stays.filing else filing)
    else:
        refile_as_kept(walk, keep)


def refile_as_kept(walk: Walker, key: UUID) -> None:
    """Believe the database about day and filing alone, where what should be there hangs on who changed what when."""
    each, kept = walk.model.entries[key], row(key)
    parts = tuple((line.category_id, line.amount) for line in kept.lines.order_by("id"))
    chosen = kept.category_source == kept.CategorySource.PERSON
    each.day = kept.booked_on
    each.file(Filing(kept.kind, kept.category_id, chosen, parts, kept.refund_of_id))
    _expect_direction(each)


def _expect_direction(each: Entry) -> None:
    wrong = {"expense": each.amount > 0, "income": each.amount < 0, "refund": each.amount < 0, "transfer": False}
    if wrong[each.filing.kind]:
        raise Wrong(f"{each.amount} is filed as {each.filing.kind}")
