from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from accounts import receivers, rotation  # noqa: F401 being imported connects them
        from accounts.factors import use_each_code_once

        use_each_code_once()
