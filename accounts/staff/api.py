"""`admin/`: the instance, its people and the audit trail, for staff and for keys of staff."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.staff import docs, services
from accounts.staff.shapes import PersonOut, StaffEntryOut
from accounts.staff.status import status
from accounts.trail.api import trail_page
from config.kernel.api.key_areas import ADMIN
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import ApiView
from config.kernel.audit import record
from config.kernel.models import AuditEntry


class IsStaff(BasePermission):
    """Asked of the person's row as it is now: whoever was staff yesterday has a key that opens nothing here.

    Staff may do what the staff site lets them do: a view names the permission it takes there.
    """

    message = _("This is for staff.")
    code = "staff_only"

    def has_permission(self, request: Request, view: Any) -> bool:
        needed = view.needs
        return bool(request.user.is_staff and (not needed or request.user.has_perm(needed)))


class StaffView(ApiView):
    key_area = ADMIN
    permission_classes = [IsAuthenticated, IsStaff]
    needs = ""

    @property
    def staff(self) -> User:
        return cast(User, self.request.user)


class StatusView(StaffView):
    @docs.STATUS
    def get(self, request: Request) -> Response:
        return Response(status().as_dict())


class PeopleView(StaffView):
    needs = "accounts.view_user"

    @docs.PEOPLE
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("search", "is_active", "limit", "skip"))
        window = read_window(parameters)
        search, is_active = parameters.text("search"), parameters.flag("is_active")
        parameters.raise_refusals()
        people = _people()
        if search:
            people = people.filter(Q(email__icontains=search) | Q(name__icontains=search))
        if is_active is not None:
            people = people.filter(is_active=is_active)
        shown = people.order_by("date_joined", "pk")[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, list(PersonOut(shown, many=True).data), count=people.count()))


class BlockView(StaffView):
    """A block is a thing that is there or not, so that asking twice does nothing the second time."""

    needs = "accounts.change_user"

    @docs.BLOCK
    def post(self, request: Request, key: UUID) -> Response:
        person = _person(key)
        try:
            changed = services.block_person(person=person, blocked_by=self.staff)
        except services.NotForStaff as refusal:
            raise PermissionDenied(refusal.message, refusal.code) from refusal
        return self._answer(person, "person_blocked" if changed else "")

    @docs.UNBLOCK
    def delete(self, request: Request, key: UUID) -> Response:
        person = _person(key)
        try:
            changed = services.unblock_person(person=person, unblocked_by=self.staff)
        except services.NotForStaff as refusal:
            raise PermissionDenied(refusal.message, refusal.code) from refusal
        return self._answer(person, "person_unblocked" if changed else "")

    def _answer(self, person: User, action: str) -> Response:
        if action:
            record(action, person=self.staff, request=self.request._request, changed=str(person.pk))
        return Response(status=204)


class AuditView(StaffView):
    needs = "kernel.view_auditentry"

    @docs.AUDIT
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("person", "action", "limit", "cursor"))
        people, action = parameters.ids("person"), parameters.text("action", longest=60)
        trail: QuerySet[AuditEntry] = AuditEntry.objects.all()
        if people:
            trail = trail.filter(person__in=people)
        if action:
            trail = trail.filter(action=action)
        return Response(trail_page(request, parameters, trail, StaffEntryOut))


def _people() -> QuerySet[User]:
    return User.objects.filter(is_demo=False)


def _person(key: UUID) -> User:
    person = _people().filter(pk=key).first()
    if person is None:
        raise Http404
    return person
