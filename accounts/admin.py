"""People, as staff see them: who they are and whether they may come in, never what they earn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Notification, PushDevice, User
from config.kernel.admin import ReadOnlyAdmin
from config.kernel.audit import record
from config.kernel.sockets import close_sockets_of

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[User]
else:
    _ModelAdmin = admin.ModelAdmin


@admin.register(User)
class UserAdmin(_ModelAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "date_joined", "last_seen")
    list_filter = ("is_active", "is_staff", "is_demo")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("email", "country", "locale", "time_zone", "date_joined", "last_login", "last_seen", "is_demo")
    fields = (
        "email",
        "name",
        "is_active",
        "is_staff",
        "is_superuser",
        "country",
        "locale",
        "time_zone",
        "date_joined",
        "last_login",
        "last_seen",
        "is_demo",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up; `manage.py createsuperuser` is for an instance that is closed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A person is deleted by themselves, through the service that knows what is whose; staff block them."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only who runs the instance says who is staff: other staff could make themselves more than they are."""
        is_chief = getattr(request.user, "is_superuser", False)
        return self.readonly_fields if is_chief else (*self.readonly_fields, "is_staff", "is_superuser")

    def save_model(self, request: HttpRequest, obj: User, form: forms.Form, change: bool) -> Any:
        """Saves what was changed alone: the whole row would turn back `live_seq`, which others raise meanwhile."""
        obj.save(update_fields=form.changed_data)
        if not obj.is_active:
            close_sockets_of(obj.pk)
        record("person_changed", person=_staff(request), request=request, changed=str(obj.pk), fields=form.changed_data)


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """That somebody was told, by the person's id, and how far it came; never what of."""

    names = _("notification"), _("notifications")
    list_display = ("id", "person_id", "kind", "severity", "created_at", "read_at", "mailed_at", "pushed_at")
    list_filter = ("kind", "severity")
    ordering = ("-created_at",)
    fields = ("id", "person_id", "kind", "severity", "created_at", "read_at", "mailed_at", "pushed_at", "deleted_at")
    readonly_fields = ("person_id",)


@admin.register(PushDevice)
class PushDeviceAdmin(ReadOnlyAdmin):
    """Where pushes fail; the addresses and keys are nobody's business."""

    names = _("device for pushes"), _("devices for pushes")
    list_display = ("id", "person_id", "service", "failures", "created_at", "last_used_at")
    list_filter = ("service",)
    ordering = ("-created_at",)
    fields = list_display
    readonly_fields = ("person_id",)


def _staff(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
