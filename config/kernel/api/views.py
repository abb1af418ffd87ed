"""What every endpoint starts from: the view, and the serializer that reads a body."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, TypeVar

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed, ErrorDetail
from rest_framework.fields import DictField, Field, ListField
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer, ValidationError
from rest_framework.views import APIView

from config.kernel.api.key_areas import check_key
from config.kernel.api.parsers import JsonParser
from config.kernel.api.renderers import JsonWhateverIsAccepted
from config.kernel.api.throttles import AddressThrottle, HeavyThrottle, PersonThrottle
from config.kernel.api.versions import etag_of

_HOLDS_OTHERS = (BaseSerializer, ListField, DictField)


class BodySerializer(Serializer[Any]):
    """What a client sends. A field nobody reads is refused, so that a misspelt one is not lost in silence.

    Fields that only come out (`also_sent`) may come back, so that an answer can be edited and sent again. A body that
    is `sent_whole` has no fields that a PATCH may leave out, but those that any request may.
    """

    also_sent: ClassVar[Collection[str]] = ()
    sent_whole: ClassVar[bool] = False

    def get_fields(self) -> dict[str, Field[Any, Any, Any, Any]]:
        """As declared. DRF makes each anew from its arguments; a copy does for one that holds no other, at a fifth."""
        declared = self._declared_fields.items()
        return {
            name: copy.deepcopy(field) if isinstance(field, _HOLDS_OTHERS) else copy.copy(field)
            for name, field in declared
        }

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = data.keys() - self.fields.keys() - set(self.also_sent)
            if unknown:
                refusal = [ErrorDetail(str(_("There is no such field.")), "unknown_field")]
                raise ValidationError({name[:80]: refusal for name in sorted(unknown)})
            self._refuse_half_a_part(data)
        return super().to_internal_value(data)

    def _refuse_half_a_part(self, data: Mapping[str, Any]) -> None:
        """What lies inside a PATCH is sent whole, while DRF lets fields be missing all the way down."""
        if self.root is self:
            return
        missing = [name for name, field in self.fields.items() if field.required and name not in data]
        if missing:
            told = {name: self.fields[name].error_messages["required"] for name in missing}
            raise ValidationError({name: [ErrorDetail(str(text), "required")] for name, text in told.items()})


Body = TypeVar("Body", bound=BodySerializer)


class ApiView(APIView):
    """An endpoint for people who are logged in.

    Limits are counted before permissions, so that being refused costs a stranger's allowance too. `heavy`
    names the methods that count against the limit of costly work as well. `key_area` names the scopes that let API
    keys in; without it none comes in (config.kernel.api.key_areas).
    """

    content_negotiation_class = JsonWhateverIsAccepted
    parser_classes = [JsonParser]
    throttle_classes = [PersonThrottle, AddressThrottle, HeavyThrottle]
    heavy: ClassVar[Collection[str]] = ()
    key_area: ClassVar[str] = ""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.format_kwarg = None
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        request.version = request.versioning_scheme = None
        try:
            self.perform_authentication(request)
        except AuthenticationFailed:
            self.check_throttles(request)
            raise
        self.check_throttles(request)
        check_key(request, self.key_area)
        self.check_permissions(request)

    def read(self, serializer: type[Body], *, partial: bool = False) -> dict[str, Any]:
        """The checked body. Raises a 400 that names every wrong field."""
        body = serializer(data=self.request.data, partial=partial)
        body.is_valid(raise_exception=True)
        checked: dict[str, Any] = body.validated_data
        return checked


def answer(data: Mapping[str, Any], status: int = 200) -> Response:
    """A resource, with its version as ETag where it has one."""
    headers = {"ETag": etag_of(data["version"])} if "version" in data else None
    return Response(data, status=status, headers=headers)
