"""Find feedback that says the same already."""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.feedback import Draft
from bot.domain.people import Actor
from bot.domain.permissions import agreed
from bot.domain.time import Clock
from bot.services.entries import Entries, Phrase
from bot.storage import feedback
from bot.storage.database import Database
from knowledge.index.gist import alike

ALIKE = 0.5
"""From here on two texts may say the same: it is offered, never decided.

`python -m tests.alike` measures it on questions in several people's words: of the pairs that it joins in `same.txt`
0.86 ask the same, and 0.71 of those that do are joined; in `later.txt` 1.00 and 0.85. rapidfuzz's token_set_ratio from
82 on, on the same pairs: 0.53 and 0.05, 0.65 and 0.20.
"""

N_OFFERED = 3
LOOK_BACK = timedelta(days=180)
N_COMPARED = 2000
"""Texts of which the public ones are compared; each of these takes about 0.2 ms."""


class Duplicates:
    def __init__(self, database: Database, clock: Clock, entries: Entries) -> None:
        self._database = database
        self._clock = clock
        self._entries = entries

    async def to_support(self, actor: Actor, draft: Draft) -> list[tuple[int, str]]:
        """Public texts that the author of a draft could support instead, the most alike first, as (number, text).

        Errors: `NotAllowed` for who did not agree to be kept.
        """
        person = agreed(actor)
        async with self._database.read() as connection:
            since = self._clock() - LOOK_BACK
            known = await feedback.recent_texts(connection, draft.community, since, N_COMPARED)
            own = {*await feedback.keys_of_person(connection, person), *await feedback.supported_by(connection, person)}
        public = {key: text for key, text, is_public in known if is_public and key not in own}
        return await self.among(draft.text, draft.community, public)

    async def among(self, text: str, community: str, known: Mapping[int, str]) -> list[tuple[int, str]]:
        """Those of a community's texts that may say the same, the most alike first, as (number, text)."""
        if not text or not known:
            return []
        phrases: list[Phrase] = [(said, community) for said in (text, *known.values())]
        gist, *gists = await self._entries.shelf.gists(phrases)
        found = {key: alike(gist, other) for key, other in zip(known, gists, strict=True)}
        likest = sorted((key for key in found if found[key] >= ALIKE), key=lambda key: -found[key])
        return [(key, known[key]) for key in likest[:N_OFFERED]]
