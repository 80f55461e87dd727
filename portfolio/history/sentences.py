"""A deed as a sentence: who did what to which record, from what to what, and why. The patterns are whole sentences, so that each language has its own order."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portfolio.actions.rows import MOVED, UNDONE
from portfolio.history import invited, words
from portfolio.history.events import Event
from portfolio.history.lines import Deed
from portfolio.history.values import TOLD_BY_DATE, Speech, Value, cut, label
from portfolio.lib.differences import Piece, differences, shortened
from portfolio.models import Invitation
from portfolio.templatetags.portfolio_format import bcp47

SHORT = 200  # letters of a text that an added or removed row is told with


@dataclass(frozen=True)
class Change:
    """What one field said before and says now; nothing is None."""

    field: str
    old: Value | None
    new: Value | None

    @property
    def is_text(self) -> bool:
        """Long enough to be compared word by word."""
        return bool(self.old and self.new and (self.old.is_long or self.new.is_long))

    @property
    def is_own(self) -> bool:
        return bool(self.old and self.old.is_own)

    @property
    def pieces(self) -> list[Piece]:
        assert self.old and self.new
        return shortened(differences(self.old.text, self.new.text))


@dataclass(frozen=True)
class Told:
    """sentence, and beneath it the changes that it has no room for: each a text to compare, or a line of its own. inner: what one deed did, row by row."""

    at: dt.datetime
    sentence: SafeString
    texts: list[Change]
    rows: list[SafeString]
    reason: str
    inner: Sequence["Told"] = ()


class Teller:
    def __init__(self, speech: Speech, language: str) -> None:
        self.speech, self.language = speech, language

    def tell(self, deed: Deed) -> Told:
        if isinstance(deed.kind, Event):
            pattern, parts = deed.kind.tell(deed.line.row, lambda text: self.own(Value(text, True)))
            return Told(deed.line.history_date, said(pattern, who=person(deed.line), **parts), [], [], reason_of(deed))
        found = list(self.changes(deed))
        sentence, rows = self.sentence(deed, found)
        texts = [each for each in found if each.is_text and deed.line.history_type == "~"]
        return Told(deed.line.history_date, sentence, texts, rows, reason_of(deed))

    # ---- what changed -----------------------------------------------------------
    def changes(self, deed: Deed) -> Iterator[Change]:
        """Field by field, and the amounts that were written with it; the name of an added or removed row stands in its sentence."""
        line, is_changed = deed.line, deed.line.history_type == "~"
        before, after = (None, line) if line.history_type == "+" else (line, None) if line.history_type == "-" else (deed.before, line)
        for column in deed.kind.columns:
            if column.name in TOLD_BY_DATE or (column.name in deed.kind.names and not is_changed) or (deed.kind.is_amount and column.name == "year"):
                continue
            old, new = (self.speech.value(column, each) if each else None for each in (before, after))
            if before and after and old == new and column.name == "definition" and before.definition != after.definition:
                old, new = None, Value(str(words.CHANGED_WITHIN))
            if old != new:
                yield Change(str(line.year) if deed.kind.is_amount else label(column), old, new)
        for each in deed.below:
            yield from self.changes(each)

    # ---- in words ---------------------------------------------------------------
    def sentence(self, deed: Deed, found: list[Change]) -> tuple[SafeString, list[SafeString]]:
        line, kind = deed.line, deed.line.history_type
        parts = {"who": person(line), "what": self.what(deed)}
        if deed.kind.model is Invitation and kind != "-":
            role = self.speech.value(Invitation._meta.get_field("role"), line)
            return said(invited.pattern(deed), role=self.own(role), **parts), [self.line(each) for each in found]
        if kind == "+" and not deed.kind.is_amount:
            return said(_("%(who)s added %(what)s."), **parts), [self.line(each) for each in found]
        if kind == "-" and not deed.kind.is_amount:
            return said(_("%(who)s removed %(what)s."), **parts), [self.line(Change(each.field, None, each.old)) for each in found]
        if not found and (line.history_change_reason == MOVED or (deed.before and moved(deed))):
            return said(_("%(who)s moved %(what)s to place %(place)s in its list."), place=line.position, **parts), []
        if not found:
            return said(_("%(who)s saved %(what)s as it was."), **parts), []
        if len(found) == 1:
            return self.one(found[0], parts), []
        return said(_("%(who)s changed %(what)s:"), **parts), [self.line(each) for each in found if not each.is_text]

    def one(self, change: Change, parts: dict[str, Any]) -> SafeString:
        parts = {"field": change.field, **parts}
        if change.is_text:
            return said(_("%(who)s changed “%(field)s” of %(what)s:"), **parts)
        if change.old and change.new:
            return said(_("%(who)s changed “%(field)s” of %(what)s from %(old)s to %(new)s."), old=self.own(change.old), new=self.own(change.new), **parts)
        if change.new:
            return said(_("%(who)s set “%(field)s” of %(what)s to %(new)s."), new=self.own(change.new), **parts)
        return said(_("%(who)s emptied “%(field)s” of %(what)s; it was %(old)s."), old=self.own(change.old), **parts)

    def line(self, change: Change) -> SafeString:
        if change.old and change.new:
            return said(_("“%(field)s” from %(old)s to %(new)s"), field=change.field, old=self.own(change.old), new=self.own(change.new))
        if change.new:
            return said(_("“%(field)s”: %(new)s"), field=change.field, new=self.own(change.new))
        return said(_("“%(field)s” emptied; it was %(old)s"), field=change.field, old=self.own(change.old))

    def own(self, value: Value | None) -> SafeString:
        """Somebody's own words carry their language; long ones are cut."""
        if value is None:
            return mark_safe(escape(words.NOTHING))  # noqa: S308 escaped
        text = cut(value.text, SHORT)
        return format_html('<span lang="{}">{}</span>', bcp47(self.language), text) if value.is_own else format_html("{}", text)

    def what(self, deed: Deed) -> SafeString:
        columns = [deed.kind.model._meta.get_field(name) for name in deed.kind.names]
        values = [value for value in (self.speech.value(column, deed.line) for column in columns) if value]
        if not values:
            return format_html("{}", deed.kind.the)
        name = Value(cut(" ".join(value.text for value in values)), any(value.is_own for value in values))
        return said(_("%(the)s “%(name)s”"), the=deed.kind.the, name=self.own(name))


def said(pattern: str, **parts: Any) -> SafeString:
    """The pattern is ours; what is put into it is escaped."""
    return mark_safe(escape(pattern) % {name: format_html("{}", part) for name, part in parts.items()})  # noqa: S308


def person(line: Any) -> SafeString:
    return format_html("<b>{}</b>", line.history_user.name if line.history_user else words.PROGRAM)


def moved(deed: Deed) -> bool:
    """By an import: rows that only make room for others write no line of their own."""
    return bool(deed.line.history_change_reason in words.REASONS) and getattr(deed.line, "position", None) != getattr(deed.before, "position", None)


def reason_of(deed: Deed) -> str:
    reason = deed.line.history_change_reason or ""
    if reason == UNDONE:
        return _("undone")
    if reason.startswith(UNDONE):
        return _("undone; what was undone had the reason: %(reason)s") % {"reason": reason.removeprefix(UNDONE).strip()}
    return str(words.REASONS.get(reason, reason))
