"""`me/avatar/`: the caller's picture."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.serializers import ProfileOut
from accounts.avatars import change_avatar, remove_avatar
from accounts.models import User
from config.kernel import files
from config.kernel.api.key_areas import PROFILE
from config.kernel.api.views import ApiView, BodySerializer, answer
from config.kernel.pictures import CONTENT_TYPE


class PictureIn(BodySerializer):
    file = serializers.FileField(allow_empty_file=True, max_length=None, help_text=_("PNG, JPEG or WebP, 10 MB."))


class AvatarView(ApiView):
    key_area = PROFILE
    parser_classes = [MultiPartParser]
    without_headers = ("If-Match",)

    @extend_schema(
        summary="My picture",
        description="A WebP of 128 by 128 pixels.",
        responses={(200, CONTENT_TYPE): OpenApiResponse(OpenApiTypes.BINARY), 404: None},
    )
    def get(self, request: Request) -> HttpResponse:
        assert isinstance(request.user, User)
        reference = request.user.avatar
        if reference is None:
            raise Http404
        with files.open_file(reference) as file:
            picture = HttpResponse(file.read(), content_type=CONTENT_TYPE)
        # Its address changes with every picture, see ProfileOut.
        picture["Cache-Control"] = "private, max-age=31536000, immutable"
        return picture

    @extend_schema(summary="Change my picture", request={"multipart/form-data": PictureIn}, responses=ProfileOut)
    def put(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        try:
            person = change_avatar(person=request.user, upload=self.read(PictureIn)["file"])
        except ValidationError as error:
            raise ValidationError({"file": error}) from error
        return answer(ProfileOut(person, context={"request": request}).data)

    @extend_schema(summary="Remove my picture", responses={204: None})
    def delete(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        remove_avatar(person=request.user)
        return Response(status=204)
