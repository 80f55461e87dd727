"""What was decided, reported and frozen elsewhere may be taken over from a dossier: nobody of here need have recorded it, and it says so.

SQLite makes a table anew when a column changes, and its triggers are gone with the old one: they are taken away first and made again, so that the new columns
never change either.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NEVER_CHANGE = [
    import_module(f"milestones.migrations.{name}")
    for name in ("0002_plans_baselines_and_calendars", "0003_recorded_decisions_never_change", "0004_sent_reports_never_change")
]


def thaw(apps, schema_editor):
    for each in NEVER_CHANGE:
        each.thaw(apps, schema_editor)


def freeze(apps, schema_editor):
    for each in NEVER_CHANGE:
        each.freeze(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("milestones", "0005_baselines_of_decisions"),
        ("portfolio", "0011_a_queue_that_stops_by_itself"),
        ("projects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(thaw, freeze),
        migrations.RemoveConstraint(
            model_name="statusreport",
            name="status_report_sent_by_somebody",
        ),
        migrations.AddField(
            model_name="baseline",
            name="imported_at",
            field=models.DateTimeField(blank=True, help_text="From a dossier: the plan was frozen elsewhere.", null=True, verbose_name="taken over"),
        ),
        migrations.AddField(
            model_name="decision",
            name="imported_at",
            field=models.DateTimeField(
                blank=True, help_text="From a dossier: it was recorded elsewhere.", null=True, verbose_name="taken over"
            ),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="imported_at",
            field=models.DateTimeField(blank=True, help_text="From a dossier: it was sent elsewhere.", null=True, verbose_name="taken over"),
        ),
        migrations.AlterField(
            model_name="baseline",
            name="frozen_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="by"
            ),
        ),
        migrations.AlterField(
            model_name="baselinerow",
            name="row",
            field=models.PositiveBigIntegerField(
                blank=True, help_text="Empty where the row was gone before the baseline was taken over.", null=True, verbose_name="row"
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="recorded by"
            ),
        ),
        migrations.AlterField(
            model_name="statusreport",
            name="begun_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="begun by"
            ),
        ),
        migrations.AddConstraint(
            model_name="baseline",
            constraint=models.CheckConstraint(
                condition=models.Q(("frozen_by__isnull", False), ("imported_at__isnull", False), _connector="OR"), name="baseline_frozen_by_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("recorded_by__isnull", False), ("imported_at__isnull", False), _connector="OR"), name="decision_recorded_by_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="statusreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("imported_at__isnull", True), ("sent_at__isnull", True), ("sent_by__isnull", True)),
                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                    models.Q(("imported_at__isnull", False), ("sent_at__isnull", False)),
                    _connector="OR",
                ),
                name="status_report_sent_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("begun_by__isnull", False), ("imported_at__isnull", False), _connector="OR"), name="status_report_begun_by_somebody"
            ),
        ),
        migrations.RunPython(freeze, thaw),
    ]
