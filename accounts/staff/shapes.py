"""People and entries of the trail as staff see them: who they are, never what they earn or own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from accounts.trail.api import EntryOut
from config.kernel.api.pagination import PageAnswer


class PersonOut(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = (
            "id",
            "email",
            "name",
            "is_active",
            "is_staff",
            "is_superuser",
            "date_joined",
            "last_login",
            "last_seen",
        )
        read_only_fields = fields


class PeoplePage(PageAnswer):
    results = PersonOut(many=True)


class StaffEntryOut(EntryOut):
    person = serializers.UUIDField(source="person_id", allow_null=True, help_text=_("Null: nobody, or deleted since."))


class StaffEntryPage(PageAnswer):
    results = StaffEntryOut(many=True)


class PeopleCounts(serializers.Serializer[Any]):
    all = serializers.IntegerField()
    blocked = serializers.IntegerField()
    staff = serializers.IntegerField()
    seen_lately = serializers.IntegerField(help_text=_("In the last 30 days."))


class JobCounts(serializers.Serializer[Any]):
    queued = serializers.IntegerField()
    running = serializers.IntegerField()
    done = serializers.IntegerField()
    failed = serializers.IntegerField()


class StatusOut(serializers.Serializer[Any]):
    ready = serializers.BooleanField()
    parts = serializers.DictField(child=serializers.CharField(), help_text=_("'ok', or what is wrong."))
    version = serializers.CharField()
    python = serializers.CharField()
    django = serializers.CharField()
    database = serializers.CharField()
    people = PeopleCounts()
    jobs = JobCounts()
