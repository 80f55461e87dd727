"""Codes for answers, links that are to go to another house, and what mails about questions are about."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0016_codes_and_questions_in_mails_and_reminders'),
        ('projects', '0003_what_was_sent_and_answered_never_changes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=64)),
                ('key', models.UUIDField(default=uuid.uuid4, help_text='Of the form whose answer it is for.')),
                ('shown_sha256', models.CharField(help_text='Of the answer that it is for, as it was shown.', max_length=64)),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('proved_at', models.DateTimeField(blank=True, help_text='When it was written rightly.', null=True)),
                ('answer', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='code', to='projects.answer')),
                ('delivery', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='of_code', to='portfolio.delivery')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='projects.answerlink')),
            ],
            options={
                'ordering': ['link', 'issued_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='answer_code_tries'), models.CheckConstraint(condition=models.Q(('answer__isnull', True), ('proved_at__isnull', False), _connector='OR'), name='answer_code_used_when_proved'), models.CheckConstraint(condition=models.Q(models.Q(('seed', ''), _negated=True), models.Q(('shown_sha256', ''), _negated=True)), name='answer_code_is_bound')],
            },
        ),
        migrations.CreateModel(
            name='PassingOn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('address', models.EmailField(max_length=254, verbose_name='mail address')),
                ('key', models.UUIDField(default=uuid.uuid4, help_text='Of the form: posted twice it is asked for once.', unique=True)),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='handled')),
                ('is_granted', models.BooleanField(null=True, verbose_name='sent there')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passings', to='projects.answerlink')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
            ],
            options={
                'ordering': ['link', 'asked_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('link',), name='passing_on_one_waits'), models.CheckConstraint(condition=models.Q(models.Q(('is_granted__isnull', True), ('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('is_granted__isnull', False), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='passing_on_settled_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('address', ''), _negated=True)), name='passing_on_says_where')],
            },
        ),
        migrations.CreateModel(
            name='QuestionMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='of_question', to='portfolio.delivery')),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='question_mails', to='projects.answerlink')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='question_mails', to='projects.offer')),
                ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='projects.offerquestion')),
            ],
            options={
                'ordering': ['offer', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('link__isnull', True), ('question__isnull', True)), models.Q(('link__isnull', False), ('question__isnull', False)), _connector='OR'), name='question_mail_to_office_or_party')],
            },
        ),
    ]
