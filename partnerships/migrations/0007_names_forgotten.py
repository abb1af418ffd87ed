"""Of those who deleted their log-in before their name went with it, no name is kept either."""

from django.db import migrations


def forget_names(apps, schema_editor):
    apps.get_model("partnerships", "Member").objects.filter(person=None).exclude(name="").update(name="")


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0006_household_members")]
    operations = [migrations.RunPython(forget_names, migrations.RunPython.noop)]
