"""What was worked out, told in words; from written results, without the engine."""

from costsharing.telling.reasons import Told, Why, why
from costsharing.telling.sources import months_of, per_inhabitant, table_sources
from costsharing.telling.typed import plain

__all__ = ["Told", "Why", "months_of", "per_inhabitant", "plain", "table_sources", "why"]
