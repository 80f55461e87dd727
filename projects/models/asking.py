"""What goes back and forth beside the answer: codes that an answer may need, and mails about questions."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Delivery, User
from projects.coding import TRIES
from projects.models.answer import Answer, OfferQuestion
from projects.models.invitee import AnswerLink
from projects.models.offer import Offer


class AnswerCode(models.Model):
    """Six figures sent to a party's registered address, for one answer as it was shown on one form. They are made of ``seed`` and the installation's
    secret key (projects.actions.codes), so nothing that stands here tells them.
    """

    link = models.ForeignKey(AnswerLink, models.PROTECT, related_name="codes")
    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="of_code")
    seed = models.CharField(max_length=64)
    key = models.UUIDField(default=uuid.uuid4, help_text="Of the form whose answer it is for.")
    shown_sha256 = models.CharField(max_length=64, help_text="Of the answer that it is for, as it was shown.")
    issued_at = models.DateTimeField(_("issued"))
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True, blank=True, help_text="When it was written rightly.")
    answer = models.OneToOneField(Answer, models.PROTECT, null=True, blank=True, related_name="code")

    class Meta:
        ordering = ["link", "issued_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(tries__lte=TRIES), name="answer_code_tries"),
            models.CheckConstraint(condition=models.Q(answer__isnull=True) | models.Q(proved_at__isnull=False), name="answer_code_used_when_proved"),
            models.CheckConstraint(condition=~models.Q(seed="") & ~models.Q(shown_sha256=""), name="answer_code_is_bound"),
        ]

    def __str__(self) -> str:
        return f"{self.link}: {self.issued_at}"


class PassingOn(models.Model):
    """Somebody at a party asks that its link goes to an address of another house. The office sends it there, or does not."""

    link = models.ForeignKey(AnswerLink, models.PROTECT, related_name="passings")
    name = models.CharField(_("name"), max_length=120)
    address = models.EmailField(_("mail address"))
    key = models.UUIDField(unique=True, default=uuid.uuid4, help_text="Of the form: posted twice it is asked for once.")
    asked_at = models.DateTimeField(_("asked"))
    settled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handled by"))
    is_granted = models.BooleanField(_("sent there"), null=True)

    class Meta:
        ordering = ["link", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["link"], condition=models.Q(settled_at__isnull=True), name="passing_on_one_waits"),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True, is_granted__isnull=True)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False, is_granted__isnull=False),
                name="passing_on_settled_is_whole",
            ),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(address=""), name="passing_on_says_where"),
        ]

    def __str__(self) -> str:
        return f"{self.link}: {self.address}"


class QuestionMail(models.Model):
    """What a mail about questions is about: to the office of all that waits for it, or to a party of a question that has got its answer."""

    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="of_question")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="question_mails")
    question = models.ForeignKey(OfferQuestion, models.PROTECT, null=True, blank=True, related_name="mails")
    link = models.ForeignKey(AnswerLink, models.PROTECT, null=True, blank=True, related_name="question_mails")

    class Meta:
        ordering = ["offer", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(question__isnull=True, link__isnull=True) | models.Q(question__isnull=False, link__isnull=False),
                name="question_mail_to_office_or_party",
            )
        ]

    def __str__(self) -> str:
        return str(self.delivery)
