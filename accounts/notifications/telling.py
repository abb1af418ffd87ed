"""What leaves the house once somebody is told: pushes to their devices, a mail at once where it is critical."""

from __future__ import annotations

from accounts.notifications import pushing
from accounts.notifications.models import Notification, PushDevice
from accounts.notifications.preferences import Channels
from config.kernel import jobs

MAIL_NOW, PUSH = "accounts.mail_notification", "accounts.push_notification"


def tell_soon(told: Notification, channels: Channels) -> None:
    """Write the jobs, in the transaction that wrote the notification. One query where pushes are configured."""
    payload = {"notification": str(told.pk)}
    if channels.email and told.severity == Notification.Severity.CRITICAL:
        jobs.enqueue(MAIL_NOW, payload)
    if channels.push and pushing.is_configured() and PushDevice.objects.filter(person=told.person_id).exists():
        jobs.enqueue(PUSH, payload)
