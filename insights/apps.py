from importlib import import_module

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"

    def ready(self) -> None:
        """Each part registers what it does for the kernel and below."""
        for part in _PARTS:
            import_module(f"insights.{part}")


_PARTS: tuple[str, ...] = (
    "backup",
    "language.providers.chosen",
    "language.keeping",
    "language.payees",
    "advice.receivers",
    "anomalies.telling",
    "feed.receivers",
    "feed.asides",
    "feed.own_data",
    "feed.own_data_wishes",
    "pages.feed.slots",
)
