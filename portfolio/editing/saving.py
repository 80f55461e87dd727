"""A posted form: done once, refused, or shown beside what somebody else wrote meanwhile."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portfolio.actions import rows
from portfolio.editing import along
from portfolio.editing.earlier import as_removed
from portfolio.editing.forms import RowForm, form_of
from portfolio.editing.holders import Holder
from portfolio.editing.posting import shown
from portfolio.editing.record import Record
from portfolio.lib.texts import one_line
from portfolio.models import Submission, User
from portfolio.web.posting import done_before, key_of, note


@dataclass
class Outcome:
    """One of: entry (the line of history that was written), earlier (the same form was done before), or a form to show again."""

    form: RowForm | None = None
    entry: Any = None
    earlier: Submission | None = None
    stored: RowForm | None = None
    """As the row stands now, when it is not what the form was made from; as it stood last, when it is gone."""
    is_gone: bool = False
    back: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)


def save(record: Record, holder: Holder, number: int | None, data: Any, user: User, **given: Any) -> Outcome:
    """``given``: what a new row has beside its fields."""
    key = key_of(data)
    with transaction.atomic():
        along.hold_projects(record.model, number, user)
        held = holder.locked(user)
        if earlier := done_before(key, user):
            return Outcome(earlier=earlier)
        row = record.rows(held.of).filter(pk=number).first() if number else None
        is_gone = bool(number) and row is None
        form = form_of(record, held, row or record.new(held.of, **given), user, data)
        outcome = Outcome(form, key=key, back=held.shown_at(record, form.instance))
        if not form.is_valid():
            return outcome
        stands = record.rows(held.of).filter(pk=number).first() if row else None
        gone = as_removed(record, held, number, user) if is_gone and number else None
        stored = gone or form_of(record, held, stands or record.new(held.of, **given), user)
        if is_gone or shown(stored) != (data.get("shown", "") if row else ""):
            outcome.stored, outcome.is_gone = stored, is_gone
            return outcome
        try:
            with transaction.atomic():
                outcome.entry = write(form, user)
                outcome.back = held.shown_at(record, form.instance)
                note(key, user, outcome.back)
        except IntegrityError:  # a rule of the table that the form does not know, or somebody was faster
            form.add_error(None, _("This could not be saved because it meets something that was saved at the same time. Look through it and send it again."))
    return outcome


def write(form: RowForm, user: User) -> Any:
    row, below, gone = form.instance, [], []
    if form.record.amounts:
        stored = {amount.year: amount for amount in row.amounts.all()} if row.pk else {}
        wanted = form.amounts()
        gone = [amount for year, amount in stored.items() if year not in wanted]
        for year, minor in wanted.items():
            amount: Any = stored.get(year) or form.record.amounts(line=row, year=year)
            if amount.pk is None or amount.minor != minor:
                amount.minor = minor
                below.append(amount)
    if form.record.parties:
        column, held = row._meta.model_name, list(row.parties.all()) if row.pk else []
        gone += [each for each in held if each.organisation_id not in form.parties()]
        new = sorted(form.parties() - {each.organisation_id for each in held})
        below += [form.record.parties(**{column: row}, organisation_id=pk) for pk in new]
    if form.cleaned_data.get("moves_points"):
        below += along.moved(row, form.before, form.points)
    return rows.save(row=row, by=user, reason=form.cleaned_data.get("reason", ""), below=below, gone=gone)


def remove(record: Record, holder: Holder, number: int, data: Any, user: User) -> Outcome:
    """Nothing is removed that has changed since it was shown."""
    key = key_of(data)
    with transaction.atomic():
        held = holder.locked(user)
        if earlier := done_before(key, user):
            return Outcome(earlier=earlier)
        row = record.rows(held.of).filter(pk=number).first()
        if row is None:
            return Outcome(back=held.shown_at(record, None), is_gone=True)
        stored = form_of(record, held, row, user)
        if shown(stored) != data.get("shown", ""):
            return Outcome(stored, stored=stored, back=held.shown_at(record, row))
        form = form_of(record, held, record.rows(held.of).get(pk=number), user, data)
        if form.misses_reason_to_remove():
            return Outcome(form, back=held.shown_at(record, row), key=key)
        if why := along.why_it_stays(row):
            return Outcome(refusing(record, held, row, user, data, why))
        try:
            entry = rows.remove(row=row, by=user, reason=one_line(data.get("reason", "")).strip()[:100])
        except rows.Refused as refused:
            return Outcome(refusing(record, held, row, user, data, str(refused)))
        back = held.shown_at(record, row)
        note(key, user, back)
    return Outcome(entry=entry, back=back)


def refusing(record: Record, holder: Holder, row: Any, user: User, data: Any, why: str) -> RowForm:
    """The form with all that was typed, and why the row stays."""
    form = form_of(record, holder, row, user, data)
    form.add_error(None, why)
    return form
