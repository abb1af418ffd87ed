from __future__ import annotations

from dataclasses import dataclass

from accounts.notifications.models import Notification


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a device is told. `text` is empty unless the person wants more than the title on their lock screen."""

    id: str
    kind: str
    severity: str
    title: str
    text: str
    url: str

    @property
    def is_urgent(self) -> bool:
        return self.severity == Notification.Severity.CRITICAL

    def as_dict(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__slots__}
