"""A bank file that is imported, or that could not be."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from accounts.notifications.models import Notification
from accounts.notifications.services import notify
from config.kernel import jobs
from config.kernel.events import receives
from ledger.alerting.own_data_lines import is_of_archive
from ledger.alerting.wording import IMPORTS, name_of
from ledger.imports.events import ImportEnded
from ledger.imports.models import Import

TELL = "alerting.import_ended"
LOOKED_BACK = timedelta(days=2)
Status = Import.Status


def _done(data: Data, reader: User) -> Words:
    new = int(data["new"])
    text = ngettext("%(count)s new line.", "%(count)s new lines.", new) % {"count": new}
    if data["refused"]:
        refused = int(data["refused"])
        more = ngettext("%(count)s could not be read.", "%(count)s could not be read.", refused) % {"count": refused}
        text = f"{text} {more}"
    return Words(_("%(name)s is imported") % {"name": name_of(data, "name")}, text, _page(data))


def _failed(data: Data, reader: User) -> Words:
    title = _("%(name)s could not be imported") % {"name": name_of(data, "name")}
    return Words(title, _("Nothing of it was kept. Its page says why."), _page(data))


def _page(data: Data) -> str:
    return reverse("import_detail", args=[data["import"]])


DONE = register(Kind("import_done", gettext_lazy("A bank file is imported"), IMPORTS, "upload", _done))
FAILED = register(
    Kind("import_failed", gettext_lazy("A bank file could not be imported"), IMPORTS, "upload", _failed, by_email=True)
)


@receives(ImportEnded)
def tell_soon(event: ImportEnded) -> None:
    jobs.enqueue(TELL, {"import": str(event.import_id)})


@jobs.handles(TELL)
def run_tell(job: jobs.JobRun) -> None:
    tell_of_import(UUID(job.payload["import"]))


def tell_of_import(key: UUID) -> Notification | None:
    """Its person, once; nothing of one that was undone by their own wish, or that their archive has begun."""
    source = Import.objects.filter(pk=key, status__in=[Status.DONE, Status.FAILED]).first()
    if source is None or is_of_archive(source):
        return None
    kind = DONE if source.status == Status.DONE else FAILED
    data = {
        "import": str(key),
        "name": source.filename,
        "new": source.new_count,
        "refused": source.refused_count,
    }
    severity = Notification.Severity.INFO if kind is DONE else Notification.Severity.WARNING
    return notify(person_id=source.person_id, kind=kind.name, cause=f"{kind.name}:{key}", data=data, severity=severity)


def tell_of_missed() -> None:
    """What ended lately and was not told, since the process that knew of it died. Twice changes nothing."""
    lately = Q(finished_at__gt=timezone.now() - LOOKED_BACK)
    for key in Import.objects.filter(lately, status__in=[Status.DONE, Status.FAILED]).values_list("pk", flat=True):
        tell_of_import(key)
