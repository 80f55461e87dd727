"""Who joins late, by which terms and for which fee, and who has given notice. Nothing that stands changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0015_offers_in_mails_and_reminders'),
        ('projects', '0005_mails_of_more_time_and_outcome'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalparticipation',
            name='joining_fee_minor',
            field=models.PositiveBigIntegerField(blank=True, help_text='Once, in the year of the first day.', null=True, verbose_name='joining fee'),
        ),
        migrations.AddField(
            model_name='historicalparticipation',
            name='joins_on_terms',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.offerversion', verbose_name='joins on the terms of'),
        ),
        migrations.AddField(
            model_name='historicalparticipation',
            name='notice_on',
            field=models.DateField(blank=True, null=True, verbose_name='notice given'),
        ),
        migrations.AddField(
            model_name='participation',
            name='joining_fee_minor',
            field=models.PositiveBigIntegerField(blank=True, help_text='Once, in the year of the first day.', null=True, verbose_name='joining fee'),
        ),
        migrations.AddField(
            model_name='participation',
            name='joins_on_terms',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined_late', to='projects.offerversion', verbose_name='joins on the terms of'),
        ),
        migrations.AddField(
            model_name='participation',
            name='notice_on',
            field=models.DateField(blank=True, null=True, verbose_name='notice given'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('notice_on__isnull', True), models.Q(('notice_on__lte', models.F('valid_to')), ('valid_to__isnull', False)), _connector='OR'), name='participation_notice_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('joining_fee_minor__isnull', True), models.Q(('joining_fee_minor__gte', 1), ('valid_from__isnull', False)), _connector='OR'), name='participation_joining_fee_has_a_day'),
        ),
    ]
