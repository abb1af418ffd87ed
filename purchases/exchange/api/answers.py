"""What the endpoints answer, for the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.pagination import PageAnswer
from purchases.exchange.models import ThingImport

Answer = serializers.Serializer[Any]


class ReportedAnswer(Answer):
    line = serializers.IntegerField(help_text=_("The line it begins on, or its place in JSON; 0: the whole file."))
    name = serializers.CharField()
    outcome = serializers.CharField(help_text=_("`refused`, `partly` or `failed`."))
    field = serializers.CharField()
    code = serializers.CharField()
    text = serializers.CharField()
    about = serializers.CharField(help_text=_("The name of the document it is about, if any."))


class ThingImportSummaryAnswer(Answer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ThingImport.Kind.choices)
    duplicates = serializers.ChoiceField(choices=ThingImport.Duplicates.choices)
    status = serializers.ChoiceField(choices=ThingImport.Status.choices)
    total = serializers.IntegerField(help_text=_("How many things are in the file; 0 until it is read."))
    done = serializers.IntegerField()
    added = serializers.IntegerField()
    updated = serializers.IntegerField()
    skipped = serializers.IntegerField(help_text=_("They were here and stay as they are."))
    refused = serializers.IntegerField()
    documents = serializers.IntegerField(help_text=_("How many were hung on things."))
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ThingImportAnswer(ThingImportSummaryAnswer):
    report = ReportedAnswer(many=True, help_text=_("The first thousand lines that were not taken in full."))


class ThingImportPage(PageAnswer):
    results = ThingImportSummaryAnswer(many=True)
