"""Who pays in a region, and what an invoice to each still lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from costsharing.models import Payer, Share
from portfolio.lib.peppol import written
from portfolio.models import Organisation, Region

NEEDED = ("organisation_number", "peppol_id", "buyer_reference")
"""Without these an electronic invoice reaches nobody. An order number only some ask for."""


@dataclass(frozen=True)
class Payee:
    """An organisation and how it is invoiced; payer is None while nothing is known."""

    organisation: Organisation
    payer: Payer | None

    @property
    def lacks(self) -> tuple[str, ...]:
        """The columns that are empty, of those that an invoice needs."""
        return tuple(name for name in NEEDED if not getattr(self.payer, name, ""))

    @property
    def lacks_in_words(self) -> list[str]:
        return [str(Payer._meta.get_field(name).verbose_name) for name in self.lacks]  # type: ignore[union-attr]

    @property
    def number(self) -> str:
        return written(self.payer.organisation_number, self.organisation.country) if self.payer else ""


@dataclass(frozen=True)
class Alike:
    """Those that lack the same, by name."""

    lacks: list[str]
    payees: list[Payee]


def alike(lacking: Iterable[Payee]) -> list[Alike]:
    """In the order of the first of each: thirty that lack everything are one line."""
    found: dict[tuple[str, ...], list[Payee]] = {}
    for payee in lacking:
        found.setdefault(payee.lacks, []).append(payee)
    return [Alike(rows[0].lacks_in_words, rows) for rows in found.values()]


def payees(region: Region) -> list[Payee]:
    """Members, whoever has a share in a project, and whoever is among the payers already: two queries, by name."""
    known = payers_of(region, Payer.objects.filter(region=region).select_related("organisation"))
    having = Q(memberships__region=region) | Q(pk__in=Share.objects.filter(allocation__project__region=region).values("organisation"))
    found = {each.pk: each for each in Organisation.objects.filter(having).distinct()} | {payer.organisation_id: payer.organisation for payer in known.values()}
    return sorted((Payee(each, known.get(pk)) for pk, each in found.items()), key=lambda each: (each.organisation.name, each.organisation.code))


def payers_of(region: Region, rows: Iterable[Payer]) -> Mapping[int, Payer]:
    return {row.organisation_id: row for row in rows if row.region_id == region.pk}


def payees_for(region: Region, organisations: Iterable[Organisation]) -> list[Payee]:
    """One query, for the organisations of a list of charges; each once, by name."""
    every = {each.pk: each for each in organisations}
    known = payers_of(region, Payer.objects.filter(region=region, organisation__in=every))
    return sorted((Payee(each, known.get(pk)) for pk, each in every.items()), key=lambda each: (each.organisation.name, each.organisation.code))
