from importlib import import_module

from django.apps import AppConfig


class PurchasesConfig(AppConfig):
    name = "purchases"

    def ready(self) -> None:
        import_module("purchases.receivers")
