from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from accounts import receivers, rotation  # noqa: F401 being imported connects them
        from accounts.factors import mend_allauth

        mend_allauth()
