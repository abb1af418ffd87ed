from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_seams")]
    operations = [migrations.AddField("import", "is_at_work", models.BooleanField(default=False))]
