"""Words of a hromada's own: what people there call a subject or a single goal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Phrases as the lexicon writes them.

    Shapes: `of_concepts` by the concept's id, `of_goals` by document and code.
    """

    of_concepts: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NONE)
    of_goals: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


NO_OWN_WORDS = OwnWords()
