
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0017_replies_go_to_the_region'),
        ('projects', '0004_codes_for_answers_and_mails_about_questions'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='offermail',
            name='offer_mail_is_about_something',
        ),
        migrations.AlterField(
            model_name='offermail',
            name='kind',
            field=models.CharField(choices=[('offer', 'offer'), ('changed', 'changed terms'), ('receipt', 'receipt'), ('extended', 'more time'), ('concluded', 'outcome'), ('replaced', 'another contact')], max_length=10, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='offermail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', False), ('kind', 'receipt'), ('link__isnull', True)), models.Q(('kind__in', ['offer', 'changed', 'extended']), ('answer__isnull', True), ('link__isnull', False)), models.Q(('kind__in', ['concluded', 'replaced']), ('answer__isnull', True), ('link__isnull', True)), _connector='OR'), name='offer_mail_is_about_something'),
        ),
    ]
