"""What clients send."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.views import BodySerializer
from ledger.imports.readers.day_order import DAY_FIRST, MONTH_FIRST
from purchases.exchange.models import ThingImport


class ThingImportBody(BodySerializer):
    """A form with the file in it (multipart/form-data)."""

    file = serializers.FileField(
        allow_empty_file=True,
        max_length=None,
        help_text=_("CSV or JSON up to 60 MB, or a ZIP as the export makes it up to 500 MB."),
    )
    duplicates = serializers.ChoiceField(
        choices=ThingImport.Duplicates.choices,
        required=False,
        help_text=_("What becomes of things that are here: `skip` (when left out) or `update`."),
    )
    day_order = serializers.ChoiceField(
        choices=[(DAY_FIRST, _("31/12")), (MONTH_FIRST, _("12/31"))],
        required=False,
        help_text=_("Of a CSV whose days can be read in two ways, which is refused without it (`day_order_unclear`)."),
    )
