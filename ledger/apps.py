from importlib import import_module

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"

    def ready(self) -> None:
        from config.kernel.backup import figures
        from ledger.categorising.services import Learned
        from ledger.core import categoriser, standings
        from ledger.core.figures import LedgerFigures
        from ledger.reconciling.standing import KnownStandings

        categoriser.register(Learned())
        standings.register(KnownStandings())
        figures.register(LedgerFigures())
        for part in (
            "core.receivers",
            "core.rate_provider",
            "budgets.receivers",
            "demo.receivers",
            "goals.following",
            "holdings.wallet_syncing",
            "imports.annex",
            "imports.leaving",
            "imports.origins",
            "imports.running",
            "imports.watching",
            "pairing.receivers",
            "recurring.following",
            "recurring.receivers",
            "alerting.receivers",
            "goals.receivers",
            "holdings.checking",
            "holdings.figures",
            "holdings.worth",
            "holdings.notices",
            "categorising.applying",
            "exporting.own_data",
            "alerting.own_data",
            "alerting.own_data_lines",
            "alerting.own_data_plans",
            "alerting.own_data_series",
            "alerting.own_data_holdings",
            "alerting.own_data_learned",
        ):
            import_module(f"ledger.{part}")
