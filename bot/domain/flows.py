"""What the bot asked a person last and waits to hear."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

FLOW_LASTS = timedelta(minutes=30)
"""Afterwards what a person writes is a question again: nobody is trapped in a dialogue they have forgotten."""


@dataclass(frozen=True, slots=True)
class Flow:
    """`kind` says what was asked; `data` (JSON values) what the answer is for."""

    kind: str
    until_at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
