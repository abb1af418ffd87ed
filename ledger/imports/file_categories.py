"""The file's own categories: what they become here, chosen before the import, made with it, remembered after it.

A program's file is sure of its categories: they count before anything a machine would guess, and names that mean
nothing here become categories of one's own. A bank's coarse column counts only where nothing else says anything, and
makes no categories unless the person asks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from ledger.core.categoriser import Suggested
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.errors import Conflict
from ledger.core.models import Category, Transaction
from ledger.core.rules import category_kind_for
from ledger.core.services import create_category
from ledger.exporting.own_format import FORMAT, SYSTEM
from ledger.exporting.paths import split_path
from ledger.imports import errors
from ledger.imports.category_icons import icon_for
from ledger.imports.category_names import Names
from ledger.imports.models import Import, ImportMapping, KeptMessage
from ledger.imports.readers import ReadCategory, ReadFile
from ledger.imports.readers.packed import AMOUNT, CATEGORY, PARTS, rows_of

Kind = Transaction.Kind
MOST_PATHS = 1_000
REASON_LENGTH = 120
SURE, UNSURE = Decimal(1), Decimal("0.5")
DEEPEST = 4
_WITHOUT = frozenset(["ofx", "camt", "mt940"])


@dataclass(frozen=True, slots=True)
class PathUse:
    """A category of the file: lines and parts that have it, and how many of them bring money in."""

    path: str
    count: int
    incoming: int


def paths_of(read: ReadFile) -> list[PathUse]:
    """The most used ones first, then those that are only defined; at most 1,000. One pass over the lines."""
    if read.format in _WITHOUT or (not read.product and read.columns and not _has_column(read)):
        return []
    counts: Counter[str] = Counter()
    incoming: Counter[str] = Counter()
    for path, amount in _filed(read):
        counts[path] += 1
        incoming[path] += not amount.startswith("-")
    if read.product:
        for each in read.categories:
            counts.setdefault(each.path, 0)
    return [PathUse(path, count, incoming[path]) for path, count in counts.most_common(MOST_PATHS)]


def _has_column(read: ReadFile) -> bool:
    return any(column.role == "category" for column in read.columns)


def _filed(read: ReadFile) -> Iterator[tuple[str, str]]:
    for statement in read.statements:
        for row in rows_of(statement.lines):
            if row[CATEGORY]:
                yield row[CATEGORY], row[AMOUNT]
            for path, amount, _ in row[PARTS]:
                if path:
                    yield path, amount


def suggested_categories(person: User, read: ReadFile, shape: str) -> dict[str, dict[str, Any]]:
    """What each path becomes: {"category": id or None, "new": whether one is made}. Three queries.

    What was chosen for an earlier file of this shape comes first.
    """
    paths = paths_of(read)
    if not paths:
        return {}
    tree = category_tree(person)
    names = Names(tree)
    before = _remembered(person, shape, tree)
    found: dict[str, dict[str, Any]] = {}
    for use in paths:
        key = before[use.path] if use.path in before else names.find(use.path)
        is_new = key is None and use.path not in before and bool(read.product)
        found[use.path] = {"category": str(key) if key else None, "new": is_new}
    return found


def _remembered(person: User, shape: str, tree: CategoryTree) -> dict[str, UUID | None]:
    known: dict[str, UUID | None] = {}
    for kept in ImportMapping.objects.filter(person=person, shape=shape).values_list("categories", flat=True):
        for path, key in kept.items():
            found = UUID(key) if key else None
            if found is None or tree.get(found) is not None:
                known[path] = found
    return known


@transaction.atomic
def choose_categories(*, source: Import, choices: Mapping[str, Mapping[str, Any]]) -> Import:
    """Say what categories of the file become, by path: {"category": id or None, "new": whether one is made}.

    Those not named stay as they were.

    Raises:
        Conflict: the import is no longer waiting.
        FieldError: no such category in the file, or not one of the person's.
    """
    fresh = Import.objects.select_for_update(of=("self",)).select_related("person", "file").get(pk=source.pk)
    if fresh.status != Import.Status.PREVIEW:
        raise Conflict(fresh)
    wanted = {each["category"] for each in choices.values() if each.get("category")}
    mine = Category.objects.visible_to(fresh.person).filter(pk__in=wanted)
    visible = {str(key) for key in mine.values_list("pk", flat=True)}
    for path, choice in choices.items():
        key = str(choice["category"]) if choice.get("category") else None
        if path not in fresh.categories:
            raise errors.no_such_file_category()
        if key is not None and (key not in visible or choice.get("new")):
            raise errors.category_of_file_not_usable()
        fresh.categories[path] = {"category": key, "new": bool(choice.get("new"))}
    fresh.save(update_fields=["categories"])
    return fresh


def settle_categories(source: Import, read: ReadFile) -> None:
    """Make the categories that are to be new, and remember all of them for the next file of this shape.

    Runs in the confirmation's transaction. A name that is taken by then, or under another family, gets its family's
    name in front.
    """
    if not source.categories:
        return
    wanted = [path for path, choice in source.categories.items() if choice["new"]]
    uses = {use.path: use for use in paths_of(read)} if wanted else {}
    defined = {each.path: each for each in read.categories}
    for path in sorted(wanted, key=lambda each: len(split_path(each))):
        use = uses.get(path, PathUse(path, 0, 0))
        made = _make(source.person, path, use, defined.get(path))
        source.categories[path] = {"category": str(made), "new": False, "made": True}
    source.save(update_fields=["categories"])


def remembered_categories(source: Import) -> dict[str, str | None]:
    """What the next file of this shape begins with."""
    return {path: choice["category"] for path, choice in source.categories.items()}


def _make(person: User, path: str, use: PathUse, defined: ReadCategory | None) -> UUID:
    names = Names(category_tree(person))
    found = names.find(path) if path.startswith(SYSTEM) else None
    if found is not None:
        return found
    kind = _kind_of(use, defined)
    parent = _parent(person, names, path, kind, use)
    name = _free_name(person, path)
    icon = icon_for(defined.icon) if defined else "tag"
    looks: dict[str, Any] = {"icon": icon}
    if defined is not None and _is_color(defined.color):
        looks["color"] = defined.color
    elif parent is not None:
        looks["color"] = parent.color
    if parent is None:
        looks |= {"kind": kind, "bucket": _BUCKETS[kind]}
    return create_category(owner=person, name=name, parent=parent, **looks).pk


_BUCKETS = {"income": "income", "transfer": "transfer", "expense": "wants"}


def _kind_of(use: PathUse, defined: ReadCategory | None) -> str:
    if defined is not None and defined.kind in _BUCKETS:
        return defined.kind
    return "income" if use.incoming * 2 > use.count else "expense"


def _parent(person: User, names: Names, path: str, kind: str, use: PathUse) -> Category | None:
    """The family, made first where nothing here is called so; None where it is of another kind or too deep."""
    steps = split_path(path)
    if len(steps) < 2:
        return None
    key = names.family(path)
    if key is None:
        key = _make(person, steps[0], PathUse(steps[0], use.count, use.incoming), None)
        names = Names(category_tree(person))
    parent = Category.objects.visible_to(person).filter(pk=key, kind=kind).first()
    node = category_tree(person).get(key)
    return parent if node is not None and len(names.line(node)) < DEEPEST else None


def _free_name(person: User, path: str) -> str:
    """The last name of a path; a category of one's own has a name of its own."""
    steps = split_path(path)
    limit = Category._meta.get_field("name").max_length or 100
    candidates = [steps[-1], " ".join(steps[-2:]), *(f"{steps[-1][: limit - 8]} {number}" for number in range(2, 100))]
    taken = {name.casefold() for name in Category.objects.owned_by(person).values_list("name", flat=True)}
    return next(name[:limit] for name in candidates if name[:limit].casefold() not in taken)


def _is_color(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(each in "0123456789abcdefABCDEF" for each in text[1:])


def keep_messages(source: Import, read: ReadFile) -> None:
    """Keep the assistant's messages of another program's file, once however often it is called."""
    KeptMessage.objects.bulk_create(
        [
            KeptMessage(source=source, place=place, role=each.role, text=each.text, at=each.at)
            for place, each in enumerate(read.messages)
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


class FileCategories:
    """What an import's file says of its lines, as suggestions; made once a run, with one query.

    `product` is the file's (ReadFile). `is_whole`: what it leaves open is open on purpose.
    """

    def __init__(self, source: Import, *, product: str) -> None:
        self.is_sure = bool(product)
        self.is_whole = product == FORMAT
        ids = {path: UUID(each["category"]) for path, each in source.categories.items() if each["category"]}
        kinds = dict(Category.objects.visible_to(source.person).filter(pk__in=ids.values()).values_list("pk", "kind"))
        self._known = {path: (key, kinds[key]) for path, key in ids.items() if key in kinds}

    def kind_of(self, path: str, given: str, *, comes_in: bool) -> str:
        """The kind of a line: as its program says, else by the category's; '' where neither tells."""
        known = self._known.get(path)
        if given or known is None or not self.is_sure:
            return given
        if known[1] == Category.Kind.TRANSFER:
            return Kind.TRANSFER
        if known[1] == Category.Kind.EXPENSE:
            return Kind.REFUND if comes_in else Kind.EXPENSE
        return Kind.INCOME if comes_in else ""

    def suggest(self, path: str, kind: str) -> Suggested | None:
        """The category of a path where it fits a line of `kind`."""
        known = self._known.get(path)
        if known is None or not kind or known[1] != category_kind_for(kind):
            return None
        reason = " › ".join(split_path(path))[:REASON_LENGTH]
        return Suggested(known[0], SURE if self.is_sure else UNSURE, Transaction.CategorySource.FILE, reason)
