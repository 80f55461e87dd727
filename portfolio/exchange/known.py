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
    rows: dict[str, list[int]] = field(default_factory=dict)
    """By section, in the order of the file: the project's rows that others name by place, once they are written; the questions of the checklist before."""
    decisions: dict[int, int] = field(default_factory=dict)
    """By their number in the file."""
    versions: dict[tuple[int, int], int] = field(default_factory=dict)
    """Of the terms that the project has sent here, by the numbers of offer and version."""
