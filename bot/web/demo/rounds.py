"""The vote with which the demo begins."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.rounds import Option, Round

ROUND = Path(__file__).with_name("round.toml")


def example_round(now: datetime) -> tuple[Round, list[Option]]:
    """Write down a round that opens at `now`."""
    written = tomllib.loads(ROUND.read_text(encoding="utf-8"))
    options = [Option(id=0, round=0, position=0, **one) for one in written.pop("options")]
    closes_at = now + timedelta(days=written.pop("n_days"))
    return Round(id=0, **written, opens_at=now, closes_at=closes_at), options
