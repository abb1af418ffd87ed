"""Things in the search: by product, brand, shop, serial number, place, notes, tags, and the papers that hang on them.

What nobody else sees has its owner for an audience. What is shown to the partner has one of its owner's shown things,
to which both belong, so that nothing is anybody else's before somebody looks. A paper that is renamed is found under
its new name once its thing changes, or after the night.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.api.key_areas import LEDGER
from config.kernel.search.registry import Draft, RecordSource, Shown, register, tells_audiences
from partnerships.core.models import Member
from purchases.core.models import Purchase

SHOWN = "shown things"
PAPERS_READ = 5
TEXT_READ = 300


def shown_audience(owner_id: UUID) -> UUID:
    """Of whoever sees what a person shows."""
    return uuid5(owner_id, SHOWN)


@tells_audiences
def _audiences(person: User) -> Iterator[UUID]:
    """One query."""
    yield shown_audience(person.pk)
    others = Member.objects.filter(partnership__members__person=person, is_open=True, person__isnull=False)
    for key in others.exclude(person=person).values_list("person_id", flat=True):
        assert key is not None
        yield shown_audience(key)


class Things(RecordSource):
    kind, label, icon, area, weight = "thing", _("Things"), "package", LEDGER, 0.08
    is_bulk = True
    model, table = Purchase, Purchase._meta.db_table
    watched = (
        "owner_id", "is_shared", "product_name", "retailer_id", "brand_id", "serial_number", "location", "notes",
        "tags", "papers", "purchase_date", "version",
    )  # fmt: skip
    related = ("retailer", "brand")

    def drafts(self, keys: Collection[str]) -> Iterator[Draft]:
        """Three queries: things, what hangs on them, and the documents."""
        wanted = Purchase.objects.filter(pk__in=[self.object_of(each) for each in keys]).select_related(*self.related)
        for record in wanted.prefetch_related("attachments__document"):
            yield self.draft(record)

    def draft(self, record: Purchase) -> Draft:
        audience = shown_audience(record.owner_id) if record.is_shared else record.owner_id
        return Draft(record.pk, audience, record.product_name, " ".join(_words(record)), at=record.purchase_date)

    def shown(self, record: Purchase, mine: Container[UUID]) -> Shown:
        names = (record.brand.name if record.brand else "", record.retailer.name if record.retailer else "")
        return Shown(
            title=record.product_name,
            hint=" · ".join(filter(None, dict.fromkeys(names))),
            url=reverse("thing", args=[record.pk]),
            record=record.pk,
            at=record.purchase_date,
            amount=-record.price,
            currency=record.currency,
        )


def _words(record: Purchase) -> Iterable[str]:
    """The search reads no more than a beginning, so what people wrote comes before what papers say."""
    for name in (record.brand, record.retailer):
        if name is not None:
            yield name.name
    yield from (record.serial_number, record.location, *record.tags, record.notes)
    attachments = sorted(record.attachments.all(), key=lambda each: each.pk)[:PAPERS_READ]
    yield from (each.document.name for each in attachments)
    yield from (each.document.text[:TEXT_READ] for each in attachments)


register(Things())
