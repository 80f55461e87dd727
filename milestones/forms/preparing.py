"""A decision point made ready: which meeting, what the checklist's answers are, and when conditions were met."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.forms.decisions import WRITE_DAY
from milestones.gates import Sitting
from milestones.models import Condition, DecisionPoint
from milestones.models.checklist import REPLY_LABELS
from milestones.queries.gates import Question
from portfolio.models import Meeting
from portfolio.templatetags.portfolio_format import day
from portfolio.web.fields import DayField, LineField


class MeetingForm(forms.Form):
    """Each meeting says what follows from it."""

    meeting = forms.ChoiceField(label=gettext_lazy("Meeting"), required=False, widget=forms.RadioSelect)
    reason = LineField(label=gettext_lazy("Why"), max_length=100, required=False, help_text=gettext_lazy("Needed when the planned date changes."))

    def __init__(self, data: Any, *, point: DecisionPoint, meetings: Sequence[Meeting], country: str, own_name: str = "") -> None:
        super().__init__(data, initial={"meeting": str(point.meeting_id or "")})
        self.point, self.meetings = point, {str(each.pk): each for each in meetings}
        choices = [(str(each.pk), meeting_text(each, country, own_name)) for each in meetings]
        self.fields["meeting"].choices = [*choices, ("", _("No meeting; the planned date stays"))]  # type: ignore[attr-defined]
        self.fields["meeting"].error_messages["invalid_choice"] = _("Choose one of the list.")
        self.fields["reason"].widget.attrs["class"] = "ctl"

    @property
    def before(self) -> dict[str, Any]:
        return {"meeting": self.point.meeting_id, "planned_on": self.point.planned_on, "body": self.point.body_id}

    @property
    def chosen(self) -> Meeting | None:
        return self.meetings.get(self.cleaned_data["meeting"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = self.meetings.get(cleaned.get("meeting", ""))
        if chosen and self.point.planned_on not in (None, chosen.date) and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say in a few words why: the planned date changes."))
        return cleaned


def meeting_text(meeting: Meeting, country: str, own_name: str = "") -> str:
    """ "3 December 2026, Council. Papers due 24 November 2026, mandate frozen by 20 November 2026." """
    sitting = Sitting(meeting.date, meeting.body.name, meeting.body.papers_days, meeting.is_cancelled)
    due, frozen = sitting.papers_due(country), sitting.mandate_due(country)
    text = f"{day(meeting.date)}, {meeting.body}."
    if meeting.is_cancelled:
        told = _("Cancelled.")
    elif due is None or frozen is None:
        told = _("The body has not agreed when its papers are due.")
    elif own_name:
        told = _("Papers due %(due)s, %(name)s frozen by %(frozen)s.") % {"due": day(due), "name": own_name[:1].lower() + own_name[1:], "frozen": day(frozen)}
    else:
        told = _("Papers due %(due)s, mandate frozen by %(frozen)s.") % {"due": day(due), "frozen": day(frozen)}
    return f"{text} {told}"


class AnswersForm(forms.Form):
    """Two fields for each question: the answer, and a comment."""

    def __init__(self, data: Any, *, questions: Sequence[Question]) -> None:
        super().__init__(data)
        self.questions = questions
        replies = [(each.value, capfirst(label)) for each, label in REPLY_LABELS.items()]
        for question in questions:
            key, answer = question.item.pk, question.answer
            self.fields[f"reply_{key}"] = forms.ChoiceField(
                label=question.item.text,
                choices=[*replies, ("", _("Not answered"))],
                required=False,
                widget=forms.RadioSelect,
                initial=answer.reply if answer else "",
                error_messages={"invalid_choice": _("Choose one of the list.")},
            )
            self.fields[f"comment_{key}"] = LineField(label=_("Comment"), max_length=300, required=False, initial=answer.comment if answer else "")
            self.fields[f"comment_{key}"].widget.attrs["class"] = "ctl"

    @property
    def before(self) -> dict[str, Any]:
        return {name: field.initial for name, field in self.fields.items()}

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"reply_{each.item.pk}"], self[f"comment_{each.item.pk}"]) for each in self.questions]

    @property
    def given(self) -> dict[int, tuple[str, str]]:
        return {each.item.pk: (self.cleaned_data[f"reply_{each.item.pk}"], self.cleaned_data[f"comment_{each.item.pk}"]) for each in self.questions}


class ConditionsForm(forms.Form):
    """For each condition the day it was met, and a note."""

    def __init__(self, data: Any, *, conditions: Sequence[Condition], decided_on: dt.date) -> None:
        super().__init__(data)
        self.conditions, self.decided_on = conditions, decided_on
        for each in conditions:
            self.fields[f"done_{each.pk}"] = DayField(label=_("Met"), required=False, initial=each.done_on, error_messages={"invalid": WRITE_DAY})
            self.fields[f"note_{each.pk}"] = LineField(label=_("Note"), max_length=300, required=False, initial=each.done_note)
            for name in (f"done_{each.pk}", f"note_{each.pk}"):
                self.fields[name].widget.attrs["class"] = "ctl"

    @property
    def before(self) -> dict[str, Any]:
        return {name: field.initial for name, field in self.fields.items()}

    @property
    def rows(self) -> list[tuple[Condition, forms.BoundField, forms.BoundField]]:
        return [(each, self[f"done_{each.pk}"], self[f"note_{each.pk}"]) for each in self.conditions]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for each in self.conditions:
            done = cleaned.get(f"done_{each.pk}")
            if done and done > timezone.localdate():
                self.add_error(f"done_{each.pk}", _("That day is still to come. Write the day once the condition is met."))
            elif done and done < self.decided_on:
                self.add_error(f"done_{each.pk}", _("Write a day that is not before the decision."))
        return cleaned

    @property
    def met(self) -> list[Condition]:
        """As they would be stored."""
        for each in self.conditions:
            each.done_on, each.done_note = self.cleaned_data[f"done_{each.pk}"], self.cleaned_data[f"note_{each.pk}"]
        return list(self.conditions)
