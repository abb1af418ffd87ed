from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from accounts import factors, reauthentication, receivers, rotation  # noqa: F401 being imported connects two of them
        from accounts.backups import telling  # noqa: F401 registers what staff are told
        from accounts.notifications import receivers as notified  # noqa: F401 so does this
        from accounts.own_data import parts  # noqa: F401 registers what is kept of a person

        factors.mend_allauth()
        reauthentication.mend_allauth()
