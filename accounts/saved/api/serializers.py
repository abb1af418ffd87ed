"""What a client sends about a saved view, and what it reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.saved.lists import LISTS, LONGEST_QUERY
from accounts.saved.models import SavedView
from accounts.saved.services import LONGEST_NAME
from config.kernel.api.fields import TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer

PAGES = tuple(LISTS)
_QUERY = _("The query string of the list's page: its filters, without its place in the list.")


class ViewIn(BodySerializer):
    page = serializers.ChoiceField(PAGES)
    name = TextField(max_length=LONGEST_NAME)
    query = TextField(max_length=LONGEST_QUERY, help_text=_QUERY)


class ViewChangeIn(BodySerializer):
    also_sent = ("id", "page", "created_at")

    name = TextField(max_length=LONGEST_NAME, required=False)
    query = TextField(max_length=LONGEST_QUERY, required=False, help_text=_QUERY)


class ViewOut(serializers.ModelSerializer[SavedView]):
    page = serializers.ChoiceField(PAGES)
    query = serializers.CharField(help_text=_("Its filters in one order: equal filters are equal texts."))

    class Meta:
        model = SavedView
        fields = ("id", "page", "name", "query", "created_at")
        read_only_fields = fields


class ViewPage(PageAnswer):
    results = ViewOut(many=True)
