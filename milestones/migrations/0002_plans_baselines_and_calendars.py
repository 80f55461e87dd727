"""Other dated tasks, dates that are confirmed, the plan as it was frozen (which the database refuses to change), and addresses for calendars."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


FROZEN = ("milestones_baseline", "milestones_baselinerow")
POSTGRESQL = """
CREATE FUNCTION milestones_baseline_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a baseline never changes: %%', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
TRIGGER = {
    "postgresql": "CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION milestones_baseline_frozen()",
    "sqlite": "CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'a baseline never changes: {table}'); END",
}


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=())
    for table in FROZEN:
        schema_editor.execute(TRIGGER[vendor].format(table=table))


def thaw(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in FROZEN:
        schema_editor.execute(f"DROP TRIGGER {table}_frozen" + (f" ON {table}" if vendor == "postgresql" else ""))
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION milestones_baseline_frozen()")


class Migration(migrations.Migration):

    dependencies = [
        ('milestones', '0001_initial'),
        ('projects', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='decisionpoint',
            name='is_confirmed',
            field=models.BooleanField(default=False, verbose_name='date confirmed'),
        ),
        migrations.AddField(
            model_name='historicaldecisionpoint',
            name='is_confirmed',
            field=models.BooleanField(default=False, verbose_name='date confirmed'),
        ),
        migrations.AddField(
            model_name='historicalmilestone',
            name='is_confirmed',
            field=models.BooleanField(default=False, verbose_name='date confirmed'),
        ),
        migrations.AddField(
            model_name='historicalphase',
            name='is_confirmed',
            field=models.BooleanField(default=False, verbose_name='dates confirmed'),
        ),
        migrations.AddField(
            model_name='milestone',
            name='is_confirmed',
            field=models.BooleanField(default=False, verbose_name='date confirmed'),
        ),
        migrations.AddField(
            model_name='phase',
            name='is_confirmed',
            field=models.BooleanField(default=False, verbose_name='dates confirmed'),
        ),
        migrations.CreateModel(
            name='Baseline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('frozen_at', models.DateTimeField(verbose_name='frozen')),
                ('reason', models.CharField(max_length=200, verbose_name='why')),
                ('frozen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='baselines', to='projects.project')),
            ],
            options={
                'ordering': ['project', '-number'],
            },
        ),
        migrations.CreateModel(
            name='BaselineRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('phase', 'phase'), ('milestone', 'milestone'), ('decision', 'decision point'), ('task', 'task')], max_length=12, verbose_name='kind')),
                ('row', models.PositiveBigIntegerField(verbose_name='row')),
                ('text', models.CharField(max_length=300, verbose_name='what')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=5, verbose_name='precision')),
                ('baseline', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='milestones.baseline')),
            ],
            options={
                'ordering': ['baseline', 'kind', 'row'],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=64)),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='stopped')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to='projects.project', verbose_name='project')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user', '-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalTask',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('text', models.CharField(max_length=300, verbose_name='task')),
                ('owner', models.CharField(blank=True, max_length=120, verbose_name='owner')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done')),
                ('is_confirmed', models.BooleanField(default=False, verbose_name='dates confirmed')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('phase', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='milestones.phase', verbose_name='in phase')),
                ('project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.project')),
            ],
            options={
                'verbose_name': 'historical task',
                'verbose_name_plural': 'historical tasks',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('text', models.CharField(max_length=300, verbose_name='task')),
                ('owner', models.CharField(blank=True, max_length=120, verbose_name='owner')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done')),
                ('is_confirmed', models.BooleanField(default=False, verbose_name='dates confirmed')),
                ('phase', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to='milestones.phase', verbose_name='in phase')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='projects.project')),
            ],
            options={
                'ordering': ['project', 'position'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.UniqueConstraint(fields=('project', 'number'), name='baseline_number_once'),
        ),
        migrations.AddConstraint(
            model_name='baselinerow',
            constraint=models.UniqueConstraint(fields=('baseline', 'kind', 'row'), name='baseline_row_once'),
        ),
        migrations.AddConstraint(
            model_name='baselinerow',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['phase', 'milestone', 'decision', 'task'])), name='baseline_row_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='calendarfeed',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('user', 'project'), name='calendar_feed_one_open'),
        ),
        migrations.AddConstraint(
            model_name='calendarfeed',
            constraint=models.UniqueConstraint(condition=models.Q(('project__isnull', True), ('revoked_at__isnull', True)), fields=('user',), name='calendar_feed_one_open_of_all'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(fields=('project', 'position'), name='task_position_once'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('due_on__isnull', True), ('starts_on__lte', models.F('due_on')), _connector='OR'), name='task_period'),
        ),
        migrations.RunPython(freeze, thaw),
    ]
