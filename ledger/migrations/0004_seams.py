from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_search_index")]
    operations = [migrations.AddField("importbatch", "seams", models.JSONField(null=True))]
