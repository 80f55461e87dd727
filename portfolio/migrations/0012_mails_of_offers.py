"""Two kinds of mail more: an offer, and the receipt of an answer."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0011_a_queue_that_stops_by_itself'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_is_about_something',
        ),
        migrations.AlterField(
            model_name='delivery',
            name='kind',
            field=models.CharField(choices=[('invitation', 'invitation'), ('reminder', 'reminder'), ('digest', 'reminders'), ('offer', 'offer'), ('receipt', 'receipt')], max_length=20, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('invitation__isnull', False), ('kind', 'invitation')), models.Q(('invitation__isnull', True), ('kind__in', ['reminder', 'digest', 'offer', 'receipt'])), _connector='OR'), name='delivery_is_about_something'),
        ),
    ]
