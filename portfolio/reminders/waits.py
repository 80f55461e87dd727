"""What is waited for from a party that an offer went to, as the database finds it: the same waits as projects.offering.wait, each with its day."""

from django.db.models import Case, CharField, DateField, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from projects.models import Answer, FormalDecision, OfferVersion

USUAL_WAY, LOOKING = 28, 7
"""Days after the decision by which an agreement is signed and an extract comes: minutes are approved within a fortnight. And by which the office looks."""
NEWER = OfferVersion.objects.filter(offer=OuterRef("offer"), number__gt=OuterRef("number"))
NEWEST = OfferVersion.objects.filter(~Q(Exists(NEWER)), offer=OuterRef("offer"))
"""The terms that were sent say what is asked for, not what the next version will say."""
FORMAL, ASKS = Q(Exists(NEWEST.filter(terms__offer__binding="formal"))), Q(Exists(NEWEST.filter(terms__offer__asks_signature=True)))
SAYS = Answer.objects.filter(invitee=OuterRef("pk"), is_late=False, replaced_by__isnull=True)
RULES = FormalDecision.objects.filter(invitee=OuterRef("pk"), replaced_by__isnull=True).order_by("-decided_on", "-pk")
STANDING = {
    "said": Subquery(SAYS.values("choice")[:1]),
    "needs": Subquery(SAYS.values("needs_until")[:1]),
    **{name: Subquery(RULES.values(column)[:1]) for name, column in (("ruled", "ruling"), ("decided", "decided_on"), ("signed", "signed_on"))},
    **{name: Subquery(RULES.values(column)[:1]) for name, column in (("paper", "extract"), ("received", "received_on"), ("confirmed", "confirmed_at"))},
    "whose": Concat("organisation__name", Value(": "), "offer__title", output_field=CharField()),
}
ASKED = Q(withdrawn_at__isnull=True, offer__outcome__in=("", "starts")) & ~Q(offer__state="draft")
DECIDING = ASKED & Q(offer__state__in=("open", "closed"))
HAS_YES = ASKED & Q(ruled__in=("yes", "yes_if"), confirmed__isnull=True)
IS_SIGNED = ~ASKS | Q(signed__isnull=False)

MEETING = DECIDING & (Q(ruled="postponed") | Q(ruled__isnull=True, said="needs_time"))
DECISION = DECIDING & Q(ruled__isnull=True, said__in=("joins", "joins_if")) & FORMAL
SIGNATURE = HAS_YES & ASKS & Q(signed__isnull=True)
EXTRACT = HAS_YES & IS_SIGNED & Q(paper="")
CONFIRMATION = HAS_YES & IS_SIGNED & ~Q(paper="")

KNOWS_WHEN = Q(needs__isnull=False) & (Q(decided__isnull=True) | Q(needs__gt=F("decided")))
"""What the contact said of the next meeting, unless that was the one that postponed it."""
MEETING_ON = Case(When(KNOWS_WHEN, then=F("needs")), default=F("decided"), output_field=DateField())
MEETING_LATER = Case(When(KNOWS_WHEN, then=Value(0)), default=Value(USUAL_WAY), output_field=IntegerField())
SETTLED_ON = Coalesce("signed", "decided")
LATER = Value(USUAL_WAY, IntegerField())
SOON = Value(LOOKING, IntegerField())
