"""Which projects somebody wants to see: the same for the list and for every other view of the portfolio. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio.overview.portfolio_rows import PortfolioRow


@dataclass(frozen=True)
class PortfolioFilter:
    """Empty is everything. municipality is the key of an organisation; waits is one of the reasons of a row."""

    q: str = ""
    status: str = ""
    stage: str = ""
    kind: str = ""
    area: str = ""
    municipality: str = ""
    manager: str = ""
    waits: str = ""

    def __bool__(self) -> bool:
        return bool(self.query())

    def query(self) -> dict[str, str]:
        """As an address says it."""
        return {name: value for name, value in asdict(self).items() if value}

    def keep(self, rows: Iterable["PortfolioRow"], of_municipality: Collection[int] = ()) -> list["PortfolioRow"]:
        """of_municipality: the projects of the municipality that the filter names."""
        words = self.q.casefold().split()
        return [row for row in rows if self.fits(row) and (not self.municipality or row.project.pk in of_municipality) and (not words or has(row, words))]

    def fits(self, row: "PortfolioRow") -> bool:
        project = row.project
        return (
            self.status in ("", project.status)
            and self.stage in ("", project.stage)
            and self.kind in ("", project.kind)
            and self.area in ("", str(project.area))
            and self.manager in ("", one_line(project.manager))
            and (not self.waits or self.waits in row.waits)
        )


def has(row: "PortfolioRow", words: list[str]) -> bool:
    """Every word stands somewhere in what the row says."""
    project = row.project
    said = [project.name, project.reference, project.case_number, project.area_label, project.manager or "", row.next.deadline.text if row.next else ""]
    text = " ".join(said).casefold()
    return all(word in text for word in words)


def one_line(text: str | None) -> str:
    """As it stands in an address and comes back from a form."""
    return " ".join((text or "").split())
