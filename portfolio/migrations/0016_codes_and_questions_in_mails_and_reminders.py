"""A region may ask for a code with each answer by a link; two kinds of mail more, the code and questions; and a deadline, a question to answer."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0015_offers_in_mails_and_reminders'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_is_about_something',
        ),
        migrations.AddField(
            model_name='historicalregion',
            name='answers_need_code',
            field=models.BooleanField(default=False, verbose_name='answers by a link need a code'),
        ),
        migrations.AddField(
            model_name='region',
            name='answers_need_code',
            field=models.BooleanField(default=False, verbose_name='answers by a link need a code'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='kind',
            field=models.CharField(choices=[('invitation', 'invitation'), ('reminder', 'reminder'), ('digest', 'reminders'), ('offer', 'offer'), ('receipt', 'receipt'), ('code', 'code for an answer'), ('question', 'question about an offer')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='historicalreminderrule',
            name='kind',
            field=models.CharField(choices=[('decision', 'decision point'), ('papers', 'papers due'), ('outcome', 'decision without outcome'), ('milestone', 'milestone'), ('measure', 'measure'), ('condition', 'condition of a decision'), ('task', 'task'), ('open_point', 'open point'), ('status', 'status report'), ('report', 'status report missing'), ('risk', 'risk to review'), ('benefit', 'benefit to measure'), ('benefit_there', 'benefit to measure in a municipality'), ('grant', 'grant to apply for'), ('agreement', 'agreement that ends'), ('participation', 'participation that ends'), ('offer', 'answer to an offer'), ('offer_closing', 'offer to close'), ('question', 'question to answer'), ('undelivered', 'reminder not delivered')], max_length=20, verbose_name='deadline'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='kind',
            field=models.CharField(choices=[('decision', 'decision point'), ('papers', 'papers due'), ('outcome', 'decision without outcome'), ('milestone', 'milestone'), ('measure', 'measure'), ('condition', 'condition of a decision'), ('task', 'task'), ('open_point', 'open point'), ('status', 'status report'), ('report', 'status report missing'), ('risk', 'risk to review'), ('benefit', 'benefit to measure'), ('benefit_there', 'benefit to measure in a municipality'), ('grant', 'grant to apply for'), ('agreement', 'agreement that ends'), ('participation', 'participation that ends'), ('offer', 'answer to an offer'), ('offer_closing', 'offer to close'), ('question', 'question to answer'), ('undelivered', 'reminder not delivered')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='reminderrule',
            name='kind',
            field=models.CharField(choices=[('decision', 'decision point'), ('papers', 'papers due'), ('outcome', 'decision without outcome'), ('milestone', 'milestone'), ('measure', 'measure'), ('condition', 'condition of a decision'), ('task', 'task'), ('open_point', 'open point'), ('status', 'status report'), ('report', 'status report missing'), ('risk', 'risk to review'), ('benefit', 'benefit to measure'), ('benefit_there', 'benefit to measure in a municipality'), ('grant', 'grant to apply for'), ('agreement', 'agreement that ends'), ('participation', 'participation that ends'), ('offer', 'answer to an offer'), ('offer_closing', 'offer to close'), ('question', 'question to answer'), ('undelivered', 'reminder not delivered')], max_length=20, verbose_name='deadline'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('invitation__isnull', False), ('kind', 'invitation')), models.Q(('invitation__isnull', True), ('kind__in', ['reminder', 'digest', 'offer', 'receipt', 'code', 'question'])), _connector='OR'), name='delivery_is_about_something'),
        ),
    ]
