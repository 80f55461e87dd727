"""What an invoice is made of: VAT, gross, period and the day of the decision. Nothing has written a charge before, so no row can break the new rules."""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("costsharing", "0003_what_is_adopted_never_changes"),
        ("portfolio", "0006_one_file_in_the_making_per_region"),
    ]

    operations = [
        migrations.AddField(
            model_name="charge",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="decided"),
        ),
        migrations.AddField(
            model_name="charge",
            name="gross_minor",
            field=models.BigIntegerField(default=0, verbose_name="gross"),
        ),
        migrations.AddField(
            model_name="charge",
            name="period",
            field=models.CharField(blank=True, max_length=60, verbose_name="period"),
        ),
        migrations.AddField(
            model_name="charge",
            name="vat_percent",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="VAT, per cent"),
        ),
        migrations.AddField(
            model_name="historicalcharge",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="decided"),
        ),
        migrations.AddField(
            model_name="historicalcharge",
            name="gross_minor",
            field=models.BigIntegerField(default=0, verbose_name="gross"),
        ),
        migrations.AddField(
            model_name="historicalcharge",
            name="period",
            field=models.CharField(blank=True, max_length=60, verbose_name="period"),
        ),
        migrations.AddField(
            model_name="historicalcharge",
            name="vat_percent",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="VAT, per cent"),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(("gross_minor", django.db.models.expressions.CombinedExpression(models.F("net_minor"), "+", models.F("vat_minor")))),
                name="charge_gross_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(condition=models.Q(("vat_percent__in", [0, 25])), name="charge_known_vat"),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "calculated"), ("decided_on__isnull", False), _connector="OR"), name="charge_decided_has_day"
            ),
        ),
    ]
