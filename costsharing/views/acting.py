from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from costsharing.models import Allocation
from costsharing.views.allocated import address, allocation_of
from portfolio.access.permissions import P
from portfolio.access.rules import demand, signed_in_user
from portfolio.actions.rows import Refused
from portfolio.models import User
from portfolio.templatetags.portfolio_format import moment
from portfolio.web.posting import SeeOther, done_before, key_of, note
from projects.actions.locking import lock


def acted(
    request: HttpRequest, allocation: Allocation, form: Form, write: Callable[[Allocation, User], str], page: str = "charges", needs: P = P.PROJECT_EDIT
) -> HttpResponse | None:
    """Once for a form, one at a time in a project, by somebody who still may. ``write`` gives what to say; when it refuses, the form says why
    and there is no answer."""
    user, key, back = signed_in_user(request), key_of(request.POST), address(allocation, page)
    try:
        with transaction.atomic():
            held = allocation_of(lock(allocation.project, user), allocation.number)
            demand(held.project.allowed, needs)
            if earlier := done_before(key, user):
                messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
                return SeeOther(earlier.result)
            said = write(held, user)
            note(key, user, back)
    except Refused as why:
        form.add_error(None, str(why))
        return None
    messages.success(request, said)
    return SeeOther(back)
