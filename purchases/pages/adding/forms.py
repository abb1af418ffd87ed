"""What people confirm of a thing whose paper or payment is there already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledger.core.errors import NoLongerThere
from purchases.core.models import Purchase
from purchases.core.services import link_payment
from purchases.documents.models import Document
from purchases.documents.services import attach_document
from purchases.pages.adding.offers import Offer
from purchases.pages.things.forms import ThingForm

# The same thing sent twice within these seconds was tapped twice.
SECONDS_OF_A_TWIN = 60


class RememberForm(ThingForm):
    """A new thing with the payment and the papers it begins with: all of it is saved, or nothing."""

    payment = forms.UUIDField(required=False)

    def __init__(self, data: Any = None, *, person: User, offer: Offer, papers: Sequence[Document] = ()) -> None:
        self.papers = papers
        super().__init__(data, person=person, given=offer.given)

    def _save(self) -> Purchase:
        # Whoever taps twice waits here for the first tap, and then sees what it made.
        User.objects.select_for_update(no_key=True).only("pk").get(pk=self.person.pk)
        twin = self._twin()
        if twin is not None:
            return twin
        made = super()._save()
        payment = self.cleaned_data["payment"]
        if payment is not None:
            made = link_payment(purchase=made, linked_by=self.person, transaction_id=payment)
        for paper in self.papers:
            try:
                attach_document(document=paper, by=self.person, purchase=made)
            except NoLongerThere as error:
                raise ValidationError(_("The paper is no longer there. Add it again.")) from error
        return made

    def _twin(self) -> Purchase | None:
        given = self.cleaned_data
        same = Purchase.objects.filter(
            owner=self.person,
            product_name=" ".join(given["product_name"].split()),
            price=given["price"],
            transaction=given["payment"],
            created_at__gt=timezone.now() - timedelta(seconds=SECONDS_OF_A_TWIN),
        )
        for paper in self.papers:
            same = same.filter(attachments__document=paper)
        return same.first()

    @property
    def ticked(self) -> str:
        """The id of the payment that is ticked now."""
        return str(self["payment"].value() or "")


class AttachForm(forms.Form):
    """A paper to a thing that is there, with its payment where that has none."""

    purchase = forms.UUIDField()
    payment = forms.UUIDField(required=False)
