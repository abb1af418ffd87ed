from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_turns")]
    operations = [migrations.AddField("moneyaccount", "is_turned", models.BooleanField(default=False, editable=False))]
