"""What was done with an invitation, in a sentence of its own: nobody "changes" one."""

from django.utils.translation import gettext as _

from portfolio.history.lines import Deed


def pattern(deed: Deed) -> str:
    """Takes who, what and role."""
    line, before = deed.line, deed.before
    if before is None:
        return _("%(who)s sent %(what)s to be %(role)s.")
    if line.accepted_at and not before.accepted_at:
        return _("%(who)s accepted %(what)s to be %(role)s.")
    if line.withdrawn_at and not before.withdrawn_at:
        return _("%(who)s withdrew %(what)s to be %(role)s.")
    return _("%(who)s sent %(what)s to be %(role)s again, with a new link.")
