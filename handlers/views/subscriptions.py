"""When and how digests come by themselves."""

from collections.abc import Sequence

from bot.domain.digests import PeriodKind
from bot.domain.messages import Reply
from bot.domain.subscriptions import DAYS, HOURS, Subscription, Way
from bot.texts import Texts
from handlers.callbacks import (
    AskAddress,
    CancelFlow,
    ChooseSubscription,
    OpenDigest,
    OpenSubscription,
    SetSubscription,
    Subscribe,
    Unsubscribe,
)
from handlers.views.buttons import Row, press

IN_A_ROW = {PeriodKind.WEEK: 2, PeriodKind.MONTH: 7}
HOURS_IN_A_ROW = 4


def card(texts: Texts, wish: Subscription) -> Reply:
    kind = wish.kind.value
    way = texts.plain(f"subscriptions.way_{wish.way.value}")
    lines = [texts(f"subscriptions.card_{kind}", when=when(texts, wish), way=way)]
    rows: list[Row] = [(press(texts.plain("subscriptions.other_hour"), ChooseSubscription(kind, "hour")),)]
    if wish.kind is not PeriodKind.DAY:
        rows.append((press(texts.plain("subscriptions.other_day"), ChooseSubscription(kind, "day")),))
    rows.append((press(texts.plain("subscriptions.other_way"), ChooseSubscription(kind, "way")),))
    if wish.way is not Way.TELEGRAM:
        lines.append(texts("subscriptions.with_xlsx" if wish.with_xlsx else "subscriptions.without_xlsx"))
        label = texts.plain("subscriptions.drop_xlsx" if wish.with_xlsx else "subscriptions.add_xlsx")
        rows.append((press(label, SetSubscription(kind, "with_xlsx", str(int(not wish.with_xlsx)))),))
    rows.append((press(texts.plain("digest.unsubscribe"), Unsubscribe(kind)),))
    return Reply("\n".join(lines), (*rows, _to_digest(texts, wish.kind)))


def when(texts: Texts, wish: Subscription) -> str:
    """Say «щотижня, понеділок, 9:00»; plain."""
    hour, weekday = hour_of(wish.hour), texts.formats.weekday_name(wish.day if wish.kind is PeriodKind.WEEK else 1)
    return texts.plain(f"subscriptions.when_{wish.kind.value}", hour=hour, weekday=weekday, day=wish.day)


def hour_of(hour: int) -> str:
    return f"{hour}:00"


def choose_hour(texts: Texts, kind: PeriodKind) -> Reply:
    choices = [(hour_of(hour), str(hour)) for hour in HOURS]
    return _choose(texts, kind, "hour", choices, HOURS_IN_A_ROW)


def choose_day(texts: Texts, kind: PeriodKind) -> Reply:
    is_week = kind is PeriodKind.WEEK
    choices = [(texts.formats.weekday_name(day) if is_week else str(day), str(day)) for day in DAYS[kind]]
    return _choose(texts, kind, "day", choices, IN_A_ROW[kind])


def _choose(texts: Texts, kind: PeriodKind, field: str, choices: Sequence[tuple[str, str]], in_a_row: int) -> Reply:
    buttons = [press(label, SetSubscription(kind.value, field, choice)) for label, choice in choices]
    rows = [tuple(buttons[begin : begin + in_a_row]) for begin in range(0, len(buttons), in_a_row)]
    return Reply(texts(f"subscriptions.choose_{field}"), (*rows, _back(texts, kind)))


def choose_way(texts: Texts, kind: PeriodKind, *, is_on: bool, takes_letters: bool) -> Reply:
    """Offer letters to who takes them; ask the others for an address first."""
    if takes_letters:
        choices = [(texts.plain(f"subscriptions.send_{way.value}"), way.value) for way in Way]
        return _choose(texts, kind, "way", choices, 1)
    if not is_on:
        return Reply(texts("letters.off"), (_back(texts, kind),))
    ask = (press(texts.plain("subscriptions.give_address"), AskAddress()),)
    return Reply(texts("subscriptions.address_first"), (ask, _back(texts, kind)))


def ask_address(texts: Texts) -> Reply:
    return Reply(texts("subscriptions.ask_address"), ((press(texts.plain("flows.cancel"), CancelFlow()),),))


def address_asked(texts: Texts, address: str) -> Reply:
    return Reply(texts("subscriptions.address_asked", address=address))


def address_confirmed(texts: Texts, address: str, kinds: Sequence[PeriodKind]) -> Reply:
    """Lead to where letters are chosen."""
    rows: list[Row] = [
        (press(texts.plain(f"subscriptions.way_of_{kind.value}"), ChooseSubscription(kind.value, "way")),)
        for kind in kinds
    ]
    return Reply(
        texts("subscriptions.address_confirmed", address=address), tuple(rows) or (_to_digest(texts, PeriodKind.WEEK),)
    )


def stopped(texts: Texts, kind: PeriodKind) -> Reply:
    again = (press(texts.plain(f"digest.subscribe_{kind.value}"), Subscribe(kind.value)),)
    return Reply(texts(f"subscriptions.stopped_{kind.value}"), (again, _to_digest(texts, kind)))


def _back(texts: Texts, kind: PeriodKind) -> Row:
    return (press(texts.plain("subscriptions.back"), OpenSubscription(kind.value)),)


def _to_digest(texts: Texts, kind: PeriodKind) -> Row:
    return (press(texts.plain("digest.open"), OpenDigest(kind.value)),)
