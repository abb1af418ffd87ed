"""What leaves the house once somebody is told: a push to their devices, a mail at once where it is critical."""

from __future__ import annotations

from accounts.notifications.models import Notification
from accounts.notifications.preferences import Channels
from config.kernel import jobs

MAIL_NOW = "accounts.mail_notification"


def tell_soon(told: Notification, channels: Channels) -> None:
    """Write the jobs, in the transaction that wrote the notification."""
    if channels.email and told.severity == Notification.Severity.CRITICAL:
        jobs.enqueue(MAIL_NOW, {"notification": str(told.pk)})
