"""Everything that is kept about a person, as a file, for `/mydata` and for the operator alike; and how long it is."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.domain.terms import DAYS_OF_A_YEAR
from bot.texts import Texts


def personal_file(data: Mapping[str, Any]) -> bytes:
    """Write it as JSON that people can read, too."""

    def write(value: object) -> str:
        assert isinstance(value, date), "moments and days are all that JSON lacks"
        return value.isoformat()

    return json.dumps(data, ensure_ascii=False, indent=2, default=write).encode()


def lasts(texts: Texts, term: timedelta) -> str:
    """Say how long: in years where these are whole, else in days."""
    years, days = divmod(term.days, DAYS_OF_A_YEAR)
    return texts.plain("privacy.days", n=term.days) if days else texts.plain("privacy.years", n=years)
