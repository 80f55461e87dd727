"""Five deadlines more, of what is waited for from a party that an offer went to."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0017_replies_go_to_the_region'),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalreminderrule',
            name='kind',
            field=models.CharField(choices=[('decision', 'decision point'), ('papers', 'papers due'), ('outcome', 'decision without outcome'), ('milestone', 'milestone'), ('measure', 'measure'), ('condition', 'condition of a decision'), ('task', 'task'), ('open_point', 'open point'), ('status', 'status report'), ('report', 'status report missing'), ('risk', 'risk to review'), ('benefit', 'benefit to measure'), ('benefit_there', 'benefit to measure in a municipality'), ('grant', 'grant to apply for'), ('agreement', 'agreement that ends'), ('participation', 'participation that ends'), ('offer', 'answer to an offer'), ('offer_closing', 'offer to close'), ('local_meeting', 'meeting that decides on an offer'), ('own_decision', 'formal decision on an offer'), ('signature', 'decided but not signed'), ('extract', 'extract of the minutes is missing'), ('confirmation', 'decision to confirm'), ('question', 'question to answer'), ('undelivered', 'reminder not delivered')], max_length=20, verbose_name='deadline'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='kind',
            field=models.CharField(choices=[('decision', 'decision point'), ('papers', 'papers due'), ('outcome', 'decision without outcome'), ('milestone', 'milestone'), ('measure', 'measure'), ('condition', 'condition of a decision'), ('task', 'task'), ('open_point', 'open point'), ('status', 'status report'), ('report', 'status report missing'), ('risk', 'risk to review'), ('benefit', 'benefit to measure'), ('benefit_there', 'benefit to measure in a municipality'), ('grant', 'grant to apply for'), ('agreement', 'agreement that ends'), ('participation', 'participation that ends'), ('offer', 'answer to an offer'), ('offer_closing', 'offer to close'), ('local_meeting', 'meeting that decides on an offer'), ('own_decision', 'formal decision on an offer'), ('signature', 'decided but not signed'), ('extract', 'extract of the minutes is missing'), ('confirmation', 'decision to confirm'), ('question', 'question to answer'), ('undelivered', 'reminder not delivered')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='reminderrule',
            name='kind',
            field=models.CharField(choices=[('decision', 'decision point'), ('papers', 'papers due'), ('outcome', 'decision without outcome'), ('milestone', 'milestone'), ('measure', 'measure'), ('condition', 'condition of a decision'), ('task', 'task'), ('open_point', 'open point'), ('status', 'status report'), ('report', 'status report missing'), ('risk', 'risk to review'), ('benefit', 'benefit to measure'), ('benefit_there', 'benefit to measure in a municipality'), ('grant', 'grant to apply for'), ('agreement', 'agreement that ends'), ('participation', 'participation that ends'), ('offer', 'answer to an offer'), ('offer_closing', 'offer to close'), ('local_meeting', 'meeting that decides on an offer'), ('own_decision', 'formal decision on an offer'), ('signature', 'decided but not signed'), ('extract', 'extract of the minutes is missing'), ('confirmation', 'decision to confirm'), ('question', 'question to answer'), ('undelivered', 'reminder not delivered')], max_length=20, verbose_name='deadline'),
        ),
    ]
