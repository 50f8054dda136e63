"""Which goals of the hromada staff look for, by how they stand."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.progress import Ledger, Status


class Lack(StrEnum):
    """What a goal wants of staff: its day is over, nobody has reported, what was reported is not proven."""

    OVERDUE = "overdue"
    REPORT = "report"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class GoalsWanted:
    """Everything may be left open. Shapes: `community` and `document` are ids; `text` a part of the wording or code."""

    community: str = ""
    document: str = ""
    status: Status | None = None
    lack: Lack | None = None
    responsible: str = ""
    text: str = ""


def lacks(ledger: Ledger, what: Lack, today: date) -> bool:
    match what:
        case Lack.OVERDUE:
            return ledger.is_overdue(today)
        case Lack.REPORT:
            return ledger.claim is None
        case Lack.EVIDENCE:
            return ledger.claim is not None and ledger.claim.evidence_url is None
