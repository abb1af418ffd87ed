from importlib import import_module

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        """Each part registers what it does for the kernel and the ledger."""
        for part in _PARTS:
            import_module(f"partnerships.{part}")


_PARTS: tuple[str, ...] = (
    "core.receivers",
    "approvals.receivers",
    "agreements.receivers",
    "inviting.receivers",
    "expenses.receivers",
    "goals.receivers",
    "sharing.receivers",
    "statements.receivers",
    "linking.receivers",
    "dates.receivers",
    "together.receivers",
    "together.own_data",
    "alerting.receivers",
)
