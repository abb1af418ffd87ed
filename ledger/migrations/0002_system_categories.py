from typing import Any

from django.db import migrations

from ledger.core.system_categories import store_system_categories


def forwards(apps: Any, schema_editor: Any) -> None:
    store_system_categories(apps.get_model("ledger", "Category"))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
