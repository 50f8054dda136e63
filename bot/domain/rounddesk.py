"""What those who prepare rounds can do with one, beside changing it: read by every door, checked again by services."""

from enum import StrEnum

from bot.domain.rounds import Phase


class Deed(StrEnum):
    """In the order in which a desk offers them."""

    PREVIEW = "preview"
    EXTEND = "extend"
    CANCEL = "cancel"
    ANNUL = "annul"
    DISPUTES = "disputes"
    RESULTS = "results"
    CODES = "codes"
    POSTER = "poster"
    TRAIL = "trail"
    REMOVE = "remove"


UNOPENED = frozenset({Phase.DRAFT, Phase.ANNOUNCED})
"""Phases in which conditions and options may still change."""

_BEFORE_CLOSE = frozenset({Phase.ANNOUNCED, Phase.OPEN})
_CLOSED = frozenset({Phase.CHECKING, Phase.RESULTS, Phase.ARCHIVED})

_WHEN = {
    Deed.PREVIEW: frozenset({Phase.DRAFT}),
    Deed.EXTEND: _BEFORE_CLOSE,
    Deed.CANCEL: _BEFORE_CLOSE,
    Deed.ANNUL: _CLOSED,
    Deed.DISPUTES: frozenset({Phase.OPEN, Phase.CHECKING}),
    Deed.RESULTS: frozenset({Phase.RESULTS, Phase.ARCHIVED}),
    Deed.CODES: UNOPENED | {Phase.OPEN},
    Deed.POSTER: _BEFORE_CLOSE,
    Deed.TRAIL: frozenset(Phase),
    Deed.REMOVE: frozenset({Phase.DRAFT}),
}

_OF_PUBLISHERS = frozenset({Deed.EXTEND, Deed.CANCEL, Deed.ANNUL, Deed.DISPUTES, Deed.CODES})


def deeds(phase: Phase, *, may_publish: bool) -> list[Deed]:
    """What can be done in a phase; `may_publish` tells staff from moderators."""
    return [deed for deed in Deed if phase in _WHEN[deed] and (may_publish or deed not in _OF_PUBLISHERS)]


def can_be_changed(phase: Phase, *, may_publish: bool) -> bool:
    """Say whether anything of a round can still be changed, and be it only its words."""
    return phase is Phase.DRAFT or (may_publish and phase in _BEFORE_CLOSE)
