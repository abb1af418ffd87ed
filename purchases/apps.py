from importlib import import_module

from django.apps import AppConfig


class PurchasesConfig(AppConfig):
    name = "purchases"

    def ready(self) -> None:
        """Each part registers what it does for the kernel and below."""
        for part in _PARTS:
            import_module(f"purchases.{part}")


_PARTS: tuple[str, ...] = (
    "core.receivers",
    "documents.receivers",
    "pages.adding.receivers",
    "worth.holdings",
    "exchange.running",
    "exchange.own_data",
    "exchange.own_data_things",
    "exchange.own_data_papers",
    "pages.things.slots",
    "pages.warranties.days",
    "demo.receivers",
)
