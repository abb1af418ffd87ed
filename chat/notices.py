"""What a partner wrote is told to whoever is away: once, until they have read it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from accounts.notifications.models import Notification
from accounts.notifications.services import mark_read, notify
from chat.models import Message
from chat.presence import is_here
from config.kernel import jobs
from partnerships.core.models import Partnership, name_or_somebody

TELL = "chat.tell_who_is_away"
# Who has the conversation open reads it meanwhile.
PATIENCE = timedelta(seconds=15)
LONGEST_NAME = 50


def _words(data: Data, reader: User) -> Words:
    """Not what was written: it is for the conversation alone."""
    title = _("%(name)s wrote to you") % {"name": name_or_somebody(data["who"])[:LONGEST_NAME]}
    return Words(title, "", reverse("chat"))


NEW = register(
    Kind("message_new", gettext_lazy("A message of your partner"), gettext_lazy("Together"), "message-circle", _words)
)


def tell_soon(message: Message) -> None:
    """Call it in the transaction that writes the message."""
    jobs.enqueue(TELL, {"message": str(message.pk)}, run_after=timezone.now() + PATIENCE)


@jobs.handles(TELL)
def run_tell(job: jobs.JobRun) -> None:
    tell_who_is_away(UUID(job.payload["message"]))


def tell_who_is_away(key: UUID) -> None:
    """The partner of who wrote it, while it is unread and no window of theirs is open anywhere.

    The first message they have not read names the cause, so that a conversation is told once until it is read.
    """
    message = Message.objects.select_related("partnership").filter(pk=key, read_at=None).first()
    if message is None or message.place is None or message.partnership.status != Partnership.Status.ACTIVE:
        return
    members = {each.place: each for each in message.partnership.members.select_related("person")}
    writer = members.get(message.place)
    reader = next((each for place, each in members.items() if place != message.place), None)
    if writer is None or reader is None or reader.person_id is None or is_here(reader.person_id):
        return
    unread = Message.objects.filter(
        partnership=message.partnership, place=message.place, kind=Message.Kind.TEXT, read_at=None
    )
    first = unread.order_by("pk").first()
    if first is not None:
        data = {"partnership": str(message.partnership_id), "who": writer.known_as}
        notify(person_id=reader.person_id, kind=NEW.name, cause=f"chat:{first.pk}", data=data)


def forget_told(person: User, partnership: Partnership) -> None:
    """The conversation is read: so is what told of it. Call it last in a service. One query as a rule."""
    waiting: QuerySet[Notification] = Notification.objects.visible_to(person).filter(read_at=None)
    for told in waiting.filter(kind=NEW.name, data__partnership=str(partnership.pk)):
        mark_read(notification=told)
