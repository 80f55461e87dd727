"""What the rows of a dossier may name, as primary keys."""

from dataclasses import dataclass, field

from portfolio.models import Region


@dataclass
class Known:
    region: Region
    bodies: dict[str, int] = field(default_factory=dict)
    areas: dict[tuple[str, str], int] = field(default_factory=dict)
    goals: dict[tuple[str, str, int], int] = field(default_factory=dict)
    parties: dict[tuple[str, ...], int] = field(default_factory=dict)
    templates: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    phases: list[int] = field(default_factory=list)
    """The project's phases in the order of the file, once they are written."""
