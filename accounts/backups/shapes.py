"""What the API of backups reads and shows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.proof import PasswordField
from accounts.backups.words import age_of
from config.kernel.api.fields import FlagField, TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer
from config.kernel.backing_up.listing import Listed
from config.kernel.backing_up.models import MOST_KEPT, BackupPlan, BackupRun
from config.kernel.backing_up.planning import FIELDS

LONGEST_NAME = 200


class WholeField(serializers.IntegerField):
    """A JSON integer and nothing else (DRF's IntegerField makes one of true, "7" and 7.0)."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        number: int = super().to_internal_value(data)
        return number


class PlanIn(BodySerializer):
    schedule = serializers.ChoiceField(BackupPlan.Schedule.choices)
    hour = WholeField(min_value=0, max_value=23, help_text=_("Of UTC."))
    weekday = WholeField(min_value=0, max_value=6, help_text=_("For `weekly`; Monday is 0."))
    day_of_month = WholeField(min_value=1, max_value=28, help_text=_("For `monthly`."))
    keep_last = WholeField(min_value=1, max_value=MOST_KEPT, allow_null=True, help_text=_("Null: BACKUP_KEEP."))
    keep_daily = WholeField(min_value=0, max_value=MOST_KEPT)
    keep_weekly = WholeField(min_value=0, max_value=MOST_KEPT)
    keep_monthly = WholeField(min_value=0, max_value=MOST_KEPT)
    rehearses = FlagField(help_text=_("Whether each backup by schedule is restored into a scratch database."))


class PlanOut(serializers.ModelSerializer[BackupPlan]):
    class Meta:
        model = BackupPlan
        fields = (*FIELDS, "next_due")
        read_only_fields = fields


class ResultOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    error = serializers.CharField(allow_blank=True, help_text=_("Empty where it went well."))


class RunOut(serializers.ModelSerializer[BackupRun]):
    started_by = serializers.UUIDField(
        source="started_by_id", allow_null=True, help_text=_("Null: the schedule, or somebody who is gone.")
    )
    seconds = serializers.SerializerMethodField()
    destinations = ResultOut(many=True)
    details = serializers.DictField(child=serializers.IntegerField())

    class Meta:
        model = BackupRun
        fields = (
            "id",
            "kind",
            "status",
            "started_by",
            "created_at",
            "began_at",
            "ended_at",
            "seconds",
            "archive",
            "rows",
            "files",
            "size",
            "destinations",
            "details",
            "is_verified",
            "difference",
            "error_code",
            "error",
        )
        read_only_fields = fields

    def get_seconds(self, run: BackupRun) -> float | None:
        return round(run.took.total_seconds(), 1) if run.took is not None else None


class RunPage(PageAnswer):
    results = RunOut(many=True)


class ArchiveOut(serializers.Serializer[Listed]):
    name = serializers.CharField()
    is_restore_point = serializers.BooleanField(help_text=_("Made of what a restore was about to exchange."))
    made_at = serializers.DateTimeField()
    age = serializers.SerializerMethodField(help_text=_("In words."))
    size = serializers.IntegerField(help_text=_("Bytes of the archive itself, without files that lie beside it."))
    places = serializers.ListField(child=serializers.CharField())
    checked_at = serializers.DateTimeField(allow_null=True)
    rehearsed_at = serializers.DateTimeField(allow_null=True)

    def get_age(self, archive: Listed) -> str:
        return age_of(archive)


class ArchivePage(PageAnswer):
    results = ArchiveOut(many=True)


class PlaceOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    archives = serializers.IntegerField()
    newest_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField(allow_blank=True, help_text=_("Empty where the place answered."))


class BackupStatusOut(serializers.Serializer[Any]):
    text = serializers.CharField(help_text=_("In words."))
    last = ArchiveOut(allow_null=True)
    last_run = RunOut(allow_null=True, help_text=_("The run that made the last backup."))
    last_restore = RunOut(allow_null=True)
    unfinished = RunOut(many=True)
    places = PlaceOut(many=True)
    plan = PlanOut()
    may_restore = serializers.BooleanField(help_text=_("False where several processes serve this instance."))


class RestoreIn(BodySerializer):
    confirmation = TextField(max_length=LONGEST_NAME, help_text=_("The name of the backup once more."))
    password = PasswordField()


class RestoringOut(serializers.Serializer[Any]):
    archive = serializers.CharField()
    seconds = serializers.FloatField(help_text=_("After which the server ends; ask healthz from then on."))
