from typing import Any

from django.db import migrations

from purchases.core.common_names import store_common_names


def forwards(apps: Any, schema_editor: Any) -> None:
    store_common_names(apps.get_model("purchases", "Retailer"), apps.get_model("purchases", "Brand"))


class Migration(migrations.Migration):
    dependencies = [("purchases", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
