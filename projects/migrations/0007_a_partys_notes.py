"""What the office writes when it takes a link back, sends it anew, replaces a contact or corrects a decision."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("projects", "0006_joining_late_and_leaving"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PartyNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('withdrawn', 'link taken back'), ('renewed', 'new link sent'), ('contact', 'contact replaced'), ('corrected', 'decision corrected')], max_length=10, verbose_name='about')),
                ('text', models.TextField(verbose_name='note')),
                ('at', models.DateTimeField(verbose_name='written')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('invitee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='projects.invitee')),
            ],
            options={
                'ordering': ['invitee', 'at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='party_note_says_something'), models.CheckConstraint(condition=models.Q(('about__in', ['withdrawn', 'renewed', 'contact', 'corrected'])), name='party_note_known_deed')],
            },
        ),
    ]
