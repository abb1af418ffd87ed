"""What the endpoints of the partnerships share: who asks, and how a rule that was broken is answered."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.utils.functional import cached_property
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from accounts.models import User
from config.kernel.api.errors import Conflict
from config.kernel.api.key_areas import PARTNERSHIPS
from config.kernel.api.views import ApiView
from ledger.core.errors import FieldError
from partnerships.core.errors import Overtaken, no_partnership
from partnerships.core.standing import Standing, current_standing, standing_in

FORBIDDEN = {"not_your_own", "not_asked_by_you", "not_paused_by_you"}


class PartnershipView(ApiView):
    key_area = PARTNERSHIPS

    @cached_property
    def person(self) -> User:
        return cast(User, self.request.user)

    def standing(self) -> Standing:
        """In the open partnership. One query. Raises Overtaken (`no_partnership`) without one."""
        found = current_standing(self.person)
        if found is None:
            raise no_partnership()
        return found

    def standing_in(self, partnership_id: UUID) -> Standing:
        """In any partnership the person is or was one of. Raises Http404."""
        return standing_in(self.person, partnership_id)

    def handle_exception(self, exc: Exception) -> Response:
        """What was overtaken is a conflict, 409; what only the other one may decide is forbidden, 403."""
        if isinstance(exc, Overtaken):
            exc = Conflict(str(exc.message), exc.code, current=exc.current)
        elif isinstance(exc, FieldError) and exc.stable_code in FORBIDDEN:
            exc = PermissionDenied(exc.messages[0], exc.stable_code)
        return super().handle_exception(exc)
