"""Who is or was one of two belongs or belonged to their household."""

from django.db import migrations


def add_members(apps, schema_editor):
    household_member = apps.get_model("ledger", "HouseholdMember")
    for member in apps.get_model("partnerships", "Member").objects.filter(person__isnull=False):
        household_member.objects.get_or_create(
            household_id=member.partnership.household_id,
            person_id=member.person_id,
            defaults={"is_open": member.is_open},
        )


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0005_left_at"), ("ledger", "0008_planning")]
    operations = [migrations.RunPython(add_members, migrations.RunPython.noop)]
