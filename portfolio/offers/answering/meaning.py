"""What an answer comes to by the terms of a version, in sentences for whoever gives it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from costsharing.wording.numbers import listed
from portfolio.documents.offers.facts import Facts
from portfolio.documents.offers.whole import threshold
from projects.models import OfferVersion
from projects.offering import Binding, Silence
from projects.queries.offers import OWN


def meaning(version: OfferVersion) -> list[str]:
    """Whether a yes binds, when the project starts, and what silence means."""
    return [*of_a_yes(version), of_silence(version)]


def of_a_yes(version: OfferVersion) -> Iterator[str]:
    own = version.terms[OWN]
    if own["binding"] == Binding.FORMAL:
        yield _("A yes binds you and needs a formal decision of your own. If there is none yet, the office asks for it afterwards.")
    else:
        yield _("Your answer is a letter of intent and binds nobody.")
    if own["asks_signature"]:
        yield _("An agreement is signed afterwards.")
    least = listed(list(threshold(Facts(version))))
    yield _("The project starts only with %(least)s.") % {"least": least} if least else _("The project starts however many join.")


def of_silence(version: OfferVersion) -> str:
    if version.terms[OWN]["silence"] == Silence.DECLINES:
        return _("Whoever has not answered by the last day does not take part.")
    return _("Whoever has not answered by the last day is asked once more.")
