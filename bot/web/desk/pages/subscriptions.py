"""Digests that come by themselves: which, when, how, with the workbook or without."""

from starlette.responses import Response

from bot.domain.accounts import has_telegram
from bot.domain.digests import PeriodKind
from bot.domain.errors import DomainError, NotFound
from bot.domain.subscriptions import DAYS, HOURS, Subscription, Way
from bot.web.desk.visit import Undo, Visit

_HERE = "/desk/digests/mine"


async def mine(visit: Visit, error: DomainError | None = None) -> Response:
    wishes = {one.kind: one for one in await visit.services.subscriptions.of(visit.actor)}
    ways = await _ways(visit)
    return visit.show(
        "subscriptions.html",
        200 if error is None else 403,
        wishes=[
            (kind, wishes.get(kind), wishes.get(kind) or Subscription(kind, way=(ways or [Way.EMAIL])[0]))
            for kind in PeriodKind
        ],
        ways=ways,
        hours=HOURS,
        days=DAYS,
        account=await visit.services.accounts.find(visit.actor.telegram_id),
        by_letter=visit.services.letters.is_on,
        error=visit.wrong(error) if error else "",
    )


async def choose(visit: Visit) -> Response:
    """Keep a wish whole, as the form has it."""
    kind = _kind(visit)
    hour, day, way = visit.number("hour"), visit.number("day"), visit.written("way")
    try:
        if hour is None or way not in set(Way):
            raise NotFound("web.subscription_incomplete")
        wish = Subscription(kind, hour, day or 1, Way(way), with_xlsx=bool(visit.written("with_xlsx")))
        await visit.services.subscriptions.choose(visit.actor, wish)
    except DomainError as error:
        return await mine(visit, error)
    return visit.done(_HERE, f"web.subscribed_{kind.value}")


async def stop(visit: Visit) -> Response:
    """Send no more of a kind; one button brings it back as it was."""
    kind = _kind(visit)
    was = await visit.services.subscriptions.find(visit.actor, kind)
    await visit.services.subscriptions.stop(visit.actor, kind)
    chosen: dict[str, list[int | str]] = {"hour": [was.hour], "day": [was.day], "way": [was.way.value]}
    undo = Undo(f"{_HERE}/{kind.value}", chosen | ({"with_xlsx": ["1"]} if was.with_xlsx else {}))
    return visit.done(_HERE, f"subscriptions.stopped_{kind.value}", undo)


async def _ways(visit: Visit) -> list[Way]:
    """How digests can reach the reader."""
    by_letter, by_bot = await visit.services.letters.takes_letters(visit.actor), has_telegram(visit.actor.telegram_id)
    can = {Way.TELEGRAM: by_bot, Way.EMAIL: by_letter, Way.BOTH: by_bot and by_letter}
    return [way for way in Way if can[way]]


def _kind(visit: Visit) -> PeriodKind:
    asked = visit.request.path_params["kind"]
    if asked not in set(PeriodKind):
        raise NotFound("subscriptions.none")
    return PeriodKind(asked)
