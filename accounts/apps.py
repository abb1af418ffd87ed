from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from accounts import factors, reauthentication, receivers, rotation  # noqa: F401 being imported connects two of them

        factors.mend_allauth()
        reauthentication.mend_allauth()
