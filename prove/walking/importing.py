"""Files that overlap, of the accounts' own banks, and the undo of what they brought."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core.models import Link, Transaction
from ledger.imports import services
from ledger.imports.models import Import, ImportedLine
from prove.walking.model import Brought
from prove.walking.together import note_given_back, note_merge, note_pair, note_refund, note_unpaired, refile_as_kept
from prove.walking.walker import DAY, PAYEES, Walker, Wrong, account_row

MOST_IMPORTS = 6


@dataclass(frozen=True, slots=True)
class Booked:
    """One movement as a bank has it. Equal ones of a day are two coffees; `number` tells a bank's ids apart."""

    day: date
    payee: str
    amount: Decimal
    number: int


class Banks:
    """What the banks of all accounts have booked so far, and which of it each account knows by an import.

    `left_out` holds of each import that stands its file, and what of it was here already.
    """

    def __init__(self) -> None:
        self.booked: dict[UUID, list[Booked]] = defaultdict(list)
        self.here: dict[UUID, dict[Booked, UUID]] = defaultdict(dict)
        self.left_out: dict[UUID, tuple[bytes, set[Booked]]] = {}
        self._number = 0

    def book_more(self, walk: Walker, account: UUID) -> None:
        """Some days more. Amounts end in a digit that none entered by hand does, and occur on one account alone."""
        booked = self.booked[account]
        day = booked[-1].day if booked else DAY - timedelta(days=300)
        for _ in range(walk.dice.randrange(2, 12)):
            day = min(DAY, day + timedelta(days=walk.dice.randrange(1, 5)))
            self._number += 1
            amount = Decimal(self._number * 10 + walk.dice.randrange(5, 10)) / 100
            signed = amount if walk.dice.random() < 0.2 else -amount
            payee = walk.dice.choice([each for each in PAYEES if each])
            for _ in range(walk.dice.choice((1, 1, 1, 2))):
                self._number += 1
                booked.append(Booked(day, payee, signed, self._number))


def bring(walk: Walker, banks: Banks) -> str | None:
    """Import a window of days: exactly what is not here comes, twins included."""
    account = walk.account(currency=walk.dice.choice(("EUR", "USD")))
    if account is None or len(walk.model.imports) >= MOST_IMPORTS:
        return None
    banks.book_more(walk, account)
    days = sorted({each.day for each in banks.booked[account]})
    first, last = sorted((walk.dice.choice(days), walk.dice.choice(days)))
    window = [each for each in banks.booked[account] if first <= each.day <= last]
    expected = [each for each in window if each not in banks.here[account]]
    shuffled = walk.dice.sample(window, len(window))
    is_table = walk.model.accounts[account].currency == "EUR"
    opened_on = account_row(account).opened_on
    known_links = Link.objects.aggregate(last=Max("pk"))["last"] or 0
    data = _table(shuffled) if is_table else _ofx(shuffled, account)
    source = services.start_import(person=walk.person, data=data, filename="statement", account=account_row(account))
    _let_read(walk.person, source)
    if source.question:
        source = services.answer_question(source=source, answer="year_first")
        _let_read(walk.person, source)
    services.confirm_import(source=source, choices=_all_of(expected, shuffled, first_line=2 if is_table else 1))
    let_jobs_run(walk.person)
    source.refresh_from_db()
    if source.status != Import.Status.DONE or source.report["taken"] != len(expected):
        raise Wrong(f"import is {source.status}, {source.report.get('taken')} taken, {len(expected)} expected")
    _note_brought(walk, banks, source, account, expected, opened_on)
    banks.left_out[source.pk] = data, set(window) - set(expected)
    _note_found_links(walk, known_links)
    return f"{source.pk}: {len(expected)} of {len(window)} into {account}"


def _let_read(person: User, source: Import) -> None:
    """A large file is read by a job."""
    let_jobs_run(person)
    source.refresh_from_db()


def let_jobs_run(person: User) -> None:
    """All that wait, also those put off for a minute: when they run must not hang on how fast this machine is.

    Inside the transaction of a test nothing is ever committed, and no job sent.
    """
    queued = Job.objects.filter(status=Job.Status.QUEUED, person=person).order_by("created_at")
    while waiting := list(queued.values_list("pk", flat=True)):
        queued.update(run_after=timezone.now())
        for key in waiting:
            jobs.run(key, may_spawn=False)
        _expect_no_errors()


def _expect_no_errors() -> None:
    for failed in Job.objects.exclude(error=""):
        raise Wrong(f"{failed.kind}, {failed.status}: {failed.error}")


def _note_brought(
    walk: Walker, banks: Banks, source: Import, account: UUID, expected: list[Booked], opened_on: date | None
) -> None:
    lines = ImportedLine.objects.filter(batch__source=source).values_list("transaction_id", flat=True)
    brought = list(Transaction.objects.filter(pk__in=lines))
    found = Counter((each.account_id, each.booked_on, each.amount) for each in brought)
    if found != Counter((account, each.day, each.amount) for each in expected):
        raise Wrong(f"{len(brought)} entries came, {len(expected)} others were expected")
    for each in brought:
        walk.absorb(each)
    earlier = [each.amount for each in expected if opened_on is not None and each.day < opened_on]
    moved = -sum(earlier, Decimal(0))
    walk.model.accounts[account].opening += moved
    banks.here[account].update(dict.fromkeys(expected, source.pk))
    walk.model.imports[source.pk] = Brought(account, {each.pk for each in brought}, moved, opened_on)


def _all_of(expected: list[Booked], rows: list[Booked], *, first_line: int) -> dict[str, str]:
    """Take a line also where it looks like an entry by hand: such a copy may stand since a merge was undone."""
    wanted = set(expected)
    return {f"0:{place}": "add" for place, each in enumerate(rows, first_line) if each in wanted}


def _note_found_links(walk: Walker, known_links: int) -> None:
    """What was put together by itself after an import: how sure that was is for others to say, the sums are not."""
    entries = walk.model.entries
    for link in Link.objects.filter(pk__gt=known_links).order_by("pk"):
        if link.kind == Link.Kind.REFUND:
            note_refund(walk, link.entry_id, link.other_id)
        elif link.kind == Link.Kind.MERGE:
            note_merge(walk, link.entry_id, link.other_id)
        elif entries[link.entry_id].other is None:
            halves = sorted((link.entry_id, link.other_id), key=lambda key: entries[key].amount)
            note_pair(walk, halves[0], halves[1])


def take_back(walk: Walker, banks: Banks) -> str | None:
    """Undo an import, whatever became of its entries since; what another one's file names too stays as that one's."""
    if not walk.model.imports:
        return None
    key = walk.dice.choice(list(walk.model.imports))
    brought = walk.model.imports.pop(key)
    source = Import.objects.get(pk=key)
    known_links = Link.objects.aggregate(last=Max("pk"))["last"] or 0
    services.undo_import(source=source)
    let_jobs_run(walk.person)
    source.refresh_from_db()
    if source.status != Import.Status.UNDONE:
        raise Wrong(f"taken back, the import is {source.status}")
    _leave_to_others(walk, banks, key, brought)
    going = {each for each in brought.entries if each in walk.model.entries}
    _part_from_others(walk, going)
    walk.model.erase(going)
    walk.model.accounts[brought.account].opening -= brought.opening_moved
    banks.here[brought.account] = {each: by for each, by in banks.here[brought.account].items() if by != key}
    _note_found_links(walk, known_links)
    return f"{key}: {len(going)} from {brought.account}"


def _leave_to_others(walk: Walker, banks: Banks, key: UUID, brought: Brought) -> None:
    """Give the oldest import whose file names it what stays of `brought`."""
    file, _ = banks.left_out.pop(key)
    here = banks.here[brought.account]
    heirs: defaultdict[UUID, list[Booked]] = defaultdict(list)
    for line in [line for line, by in here.items() if by == key]:
        for heir, other in walk.model.imports.items():
            data, left_out = banks.left_out[heir]
            if other.account == brought.account and line in left_out and data != file:
                here[line] = heir
                heirs[heir].append(line)
                break
    for heir, lines in heirs.items():
        kept, expected = ImportedLine.objects.filter(batch__source=heir), list(here.values()).count(heir)
        if kept.count() != expected:
            raise Wrong(f"{heir} has {kept.count()} lines, {expected} with those that {key} leaves to it")
        other = walk.model.imports[heir]
        staying = set(kept.values_list("transaction_id", flat=True)) & brought.entries
        brought.entries -= staying
        other.entries |= staying
        earlier = [each.amount for each in lines if brought.anchored_on is not None and each.day < brought.anchored_on]
        share = -sum(earlier, Decimal(0))
        if earlier and brought.anchored_on is not None:
            other.anchored_on = max(other.anchored_on or brought.anchored_on, brought.anchored_on)
        other.opening_moved += share
        brought.opening_moved -= share


def _part_from_others(walk: Walker, going: set[UUID]) -> None:
    entries = walk.model.entries
    for key in going:
        other = entries[key].other
        if other is not None and other not in going:
            note_unpaired(walk, key)
    for link in [link for link in walk.model.was if link[0] == "merge"]:
        keep, gone = link[1:]
        if keep in going and gone not in going:
            entries[gone].binned, entries[gone].merged_into = False, None
            del walk.model.was[link]
        elif gone in going and keep not in going:
            note_given_back(walk, keep, gone)
    for key, each in entries.items():
        purchase = each.filing.refund_of
        if purchase in going and key not in going and not each.binned:
            assert purchase is not None
            was = walk.model.was.pop(("refund", key, purchase), None)
            if was is not None and was[2] == each.stamp:
                each.file(replace(walk.model.still_known(was[0], each.amount), refund_of=None))
            else:
                refile_as_kept(walk, key)


def _table(rows: list[Booked]) -> bytes:
    lines = [f"{each.day};{each.payee};Card;{each.amount};EUR" for each in rows]
    return "\n".join(["Booking date;Payee;Purpose;Amount;Currency", *lines, ""]).encode()


def _ofx(rows: list[Booked], account: UUID) -> bytes:
    entries = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{each.day:%Y%m%d}<TRNAMT>{each.amount}<FITID>{each.number:08}"
        f"<NAME>{each.payee}</STMTTRN>\n"
        for each in rows
    )
    return (
        "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1"
        f"<ACCTID>{account.hex[-12:]}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\n{entries}</BANKTRANLIST></STMTRS>"
        "</STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode()
