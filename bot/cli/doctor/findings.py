"""What the doctor finds: one line each."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Mark(StrEnum):
    FINE = "✓"
    WARNING = "!"
    FAILED = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """Shapes: `says` what was found, `todo` what to do about it; whole sentences."""

    check: str
    mark: Mark
    says: str
    todo: str = ""

    @property
    def line(self) -> str:
        return " ".join(f"{self.mark} {self.check}: {self.says} {self.todo}".split())

    @property
    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "mark": self.mark.name.lower()}


def fine(check: str, says: str) -> Finding:
    return Finding(check, Mark.FINE, says)


def warning(check: str, says: str, todo: str = "") -> Finding:
    return Finding(check, Mark.WARNING, says, todo)


def failed(check: str, says: str, todo: str = "") -> Finding:
    return Finding(check, Mark.FAILED, says, todo)
