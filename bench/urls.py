from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.views import ApiView


class Empty(ApiView):
    """What an authenticated call costs before it does anything."""

    def get(self, request: Request) -> Response:
        return Response({})


urlpatterns = [path("api/v1/bench/empty/", Empty.as_view()), path("", include("config.urls"))]
