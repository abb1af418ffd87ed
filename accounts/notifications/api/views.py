"""`notifications/`: what the caller was told. The views name no area, so that no API key reaches them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.notifications import services
from accounts.notifications.api import docs
from accounts.notifications.api.serializers import CHANNELS, PreferencesIn, ReadIn, preferences_shape, told_shape
from accounts.notifications.kinds import all_kinds
from accounts.notifications.models import Notification
from accounts.notifications.preferences import change_preferences, change_settings, preferences_of, settings_of
from accounts.notifications.reading import narrowed, part_of, shown_to, told_as, unread_count
from config.kernel.api.errors import invalid
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import ApiView

LISTED = ("unread", "kind", "severity", "limit", "skip", "cursor")
SETTINGS = ("digest", "push_details", "large_payment", "low_balance")


class NotificationBase(ApiView):
    @property
    def person(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def found(self, key: UUID) -> Notification:
        notification: Notification | None = shown_to(self.person).filter(pk=key).first()
        if notification is None:
            raise Http404
        return notification


class NotificationsView(NotificationBase):
    @docs.NOTIFICATION_LIST
    def get(self, request: Request) -> Response:
        """Three queries, one more for a cursor."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(LISTED)
        window = read_window(parameters)
        cursors, unread = parameters.ids("cursor"), parameters.flag("unread")
        kinds = parameters.choices("kind", [each.name for each in all_kinds()])
        severities = parameters.choices("severity", Notification.Severity.values)
        parameters.raise_refusals()
        found = narrowed(shown_to(self.person), unread=unread, kinds=kinds, severities=severities)
        after = cursors[0] if cursors else None
        part = part_of(found, self.person, after=after, skip=window.skip, limit=window.limit)
        page = page_of(
            request,
            window,
            [told_shape(each) for each in part.told],
            count=found.count(),
            next_cursor=str(part.older) if part.older else None,
            has_next=part.older is not None,
        )
        return Response({**page, "unread": unread_count(self.person)})


class NotificationView(NotificationBase):
    @docs.NOTIFICATION_GET
    def get(self, request: Request, key: UUID) -> Response:
        return Response(told_shape(told_as(self.found(key), self.person)))

    @docs.NOTIFICATION_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        services.delete_notification(notification=self.found(key))
        return Response(status=204)


class NotificationReadView(NotificationBase):
    @docs.NOTIFICATION_READ
    def post(self, request: Request, key: UUID) -> Response:
        services.mark_read(notification=self.found(key))
        return Response(told_shape(told_as(self.found(key), self.person)))


class ReadAllView(NotificationBase):
    @docs.READ_ALL
    def post(self, request: Request) -> Response:
        until = self.read(ReadIn).get("until")
        marked = services.mark_all_read(person=self.person, until=self._until(until) if until else None)
        return Response({"marked": marked, "unread": unread_count(self.person)})

    def _until(self, key: UUID) -> Notification:
        try:
            return self.found(key)
        except Http404:
            raise invalid("until", _("There is no such notification."), "does_not_exist") from None


class UnreadView(NotificationBase):
    @docs.UNREAD
    def get(self, request: Request) -> Response:
        return Response({"unread": unread_count(self.person)})


class PreferencesView(NotificationBase):
    @docs.PREFERENCES_GET
    def get(self, request: Request) -> Response:
        return Response(self._shape())

    @docs.PREFERENCES_PATCH
    def patch(self, request: Request) -> Response:
        body = self.read(PreferencesIn, partial=True)
        with transaction.atomic():
            self._change_kinds(body.get("kinds", []))
            changed = {name: body[name] for name in SETTINGS if name in body}
            if changed:
                change_settings(person=self.person, **changed)
        return Response(self._shape())

    def _change_kinds(self, kinds: list[dict[str, Any]]) -> None:
        choices = {(each["kind"], channel): each[channel] for each in kinds for channel in CHANNELS if channel in each}
        try:
            change_preferences(
                person=self.person, choices=[(kind, channel, is_on) for (kind, channel), is_on in choices.items()]
            )
        except ValidationError as error:
            raise ValidationError({"kinds": error}) from error

    def _shape(self) -> dict[str, Any]:
        return preferences_shape(self.person, preferences_of(self.person), settings_of(self.person))
