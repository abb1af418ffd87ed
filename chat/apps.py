from importlib import import_module

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        import_module("chat.backup")
        import_module("chat.receivers")
        import_module("chat.saying")
        import_module("chat.assistant.local.warming")
        import_module("chat.own_data")
