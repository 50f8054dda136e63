"""What was on its way when a copy was made stands still after a restore: it may have arrived since."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.broadcasts import BroadcastState
from bot.domain.letters import LetterState
from bot.domain.notices import UNTRACED, NoticeState
from bot.storage.schema import broadcasts, letters, notices

RESTORED = "broadcasts.restored"
"""Why a broadcast pauses."""

_GOING = [state.value for state in (BroadcastState.SCHEDULED, BroadcastState.SENDING, BroadcastState.UNDOING)]


async def hold_back(connection: AsyncConnection, now: datetime) -> None:
    """Let nothing be sent that was due already; broadcasts wait for whoever answers for them."""
    due = (notices.c.state == NoticeState.WAITING.value, notices.c.due_at <= now)
    await connection.execute(delete(notices).where(*due, notices.c.kind.in_(UNTRACED)))
    await connection.execute(update(notices).where(*due).values(state=NoticeState.UNSURE.value, done_at=now))
    begun = (letters.c.state.in_([LetterState.WAITING.value, LetterState.SENDING.value]), letters.c.due_at <= now)
    await connection.execute(update(letters).where(*begun).values(state=LetterState.UNSURE.value, done_at=now))
    pause = {"state": BroadcastState.PAUSED.value, "reason": RESTORED}
    await connection.execute(update(broadcasts).where(broadcasts.c.state.in_(_GOING)).values(pause))
