from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0016_codes_and_questions_in_mails_and_reminders")]

    operations = [
        migrations.AddField("historicalregion", "reply_to", models.EmailField(blank=True, max_length=254, verbose_name="address for replies")),
        migrations.AddField("region", "reply_to", models.EmailField(blank=True, max_length=254, verbose_name="address for replies")),
    ]
