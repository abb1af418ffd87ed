"""A person's archive on its way to them."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse

from accounts.models import User
from config.kernel.audit import record
from config.kernel.own_data.archive import archive_chunks
from config.kernel.sending import file_response


def own_data_response(request: HttpRequest, person: User) -> StreamingHttpResponse:
    """The archive, named after today and sent while it is made. The person sees in their activity that it was taken."""
    record("own_data_taken", person=person, request=request)
    name = f"tuppence-{person.today.isoformat()}.zip"
    return file_response(request, archive_chunks(person), "application/zip", name)
