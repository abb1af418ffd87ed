from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_links_of_erased_lines")]
    operations = [migrations.AddField("jointtime", "left_at", models.DateTimeField(null=True))]
