"""What people type of a paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledger.core.forms import ServiceForm
from purchases.documents.models import Document
from purchases.documents.naming import LONGEST
from purchases.documents.services import change_document


class PaperForm(ServiceForm):
    name = forms.CharField(label=_("Name"), max_length=LONGEST)
    role = forms.ChoiceField(label=_("What it is"), choices=Document.Role.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, person: User, document: Document) -> None:
        self.person, self.document = person, document
        initial = {"name": document.name, "role": document.role, "version": document.version}
        super().__init__(data, initial=initial)

    def save(self) -> Document | None:
        """None where the service refuses it. Raises Conflict, NoLongerThere."""
        said = self.cleaned_data
        try:
            return change_document(
                document=self.document, by=self.person, version=said["version"], name=said["name"], role=said["role"]
            )
        except ValidationError as error:
            self.refused(error)
            return None
