"""Updates that Telegram never sends, or never sent to this bot: mangled ones, and every kind that was not asked for."""

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.support.contents import DATE, PLACE, POLL, STARS
from tests.support.updates import CHANNEL, GROUP, Json, Sent, messages, users

BIG = 2**52 - 1
"""The largest id that Telegram gives."""

ODD: list[Any] = [
    *(None, True, False, 0, -1, 1, 0.5, 1e308, BIG, -BIG, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1),
    *(10**400, "", "0", "nan", "\ud800", "\udfff\ud800", "a\0b", "\0", "\u202e\u2066", "З" + "а\u0301\u0302" * 500),
    *("ї" * 4097, "x" * 200_000, [], {}, [[]], [{}], {"": {}}, [[[[[[[[]]]]]]]], {"id": "7"}, {"from": [], "chat": 5}),
]
"""What no library and no person expects where something else belongs."""

DATES = [0, -1, 1, 2**31 - 1, 2**31, 2**32, 253_402_300_799, 253_402_300_800, 2**63, -(2**40), 1e30, "вчора"]
"""The limits of what one calls a date."""


def places(body: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a body."""
    inside = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in inside:
        yield (*at, key)
        yield from places(value, (*at, key))


def mangled(body: Json, seed: int) -> Json:
    """Spoil a body in one to three places, always in the same way for the same seed."""
    chance = Random(seed)
    spoiled: Json = json.loads(json.dumps(body))
    for _ in range(chance.randint(1, 3)):
        ways = list(places(spoiled))
        if ways:
            *way, last = chance.choice(ways)
            held: Any = spoiled
            for step in way:
                held = held[step]
            _spoil(held, last, chance)
    return spoiled


def _spoil(held: Any, last: Any, chance: Random) -> None:
    match chance.randrange(5):
        case 0:
            del held[last]
        case 1 if "date" in str(last):
            held[last] = chance.choice(DATES)
        case 2:
            held[last] = [held[last]]
        case 3 if isinstance(held, dict):
            held[chance.choice(["hologram", "text", "from", "chat", "data", "entities", "id"])] = deepcopy(
                chance.choice(ODD)
            )
        case _:
            held[last] = deepcopy(chance.choice(ODD))


def flipped(data: str, seed: int) -> str:
    """Turn one bit of what a button carries."""
    turned = bytearray(data.encode())
    at = seed % (len(turned) * 8)
    turned[at // 8] ^= 1 << at % 8
    return turned.decode(errors="replace")


BUSINESS: Json = {"business_connection_id": "b"}
REACTIONS: list[Json] = [{"type": "emoji", "emoji": "👍"}, {"type": "custom_emoji", "custom_emoji_id": "7"}]


def _about(body: Json, **who: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({**{name: st.just(value) for name, value in body.items()}, **who})


def others() -> st.SearchStrategy[Sent]:
    """Kinds of updates that the bot does not ask for; one is newer than the library."""
    chat = st.sampled_from([GROUP, CHANNEL, PLACE])
    order: Json = {"id": "1", "currency": "XTR", "total_amount": 5, "invoice_payload": "x"}
    address = dict.fromkeys(("country_code", "state", "city", "street_line1", "street_line2", "post_code"), "UA")
    reaction = _about({"message_id": 7, "date": DATE, "old_reaction": [], "new_reaction": REACTIONS}, chat=chat)
    bodies: dict[str, st.SearchStrategy[Json]] = {
        "channel_post": messages().map(lambda body: {**body, "chat": CHANNEL, "sender_chat": CHANNEL}),
        "edited_channel_post": messages().map(lambda body: {**body, "chat": CHANNEL, "edit_date": DATE}),
        "business_connection": _about(
            {"id": "b", "user_chat_id": 1, "date": DATE, "can_reply": True, "is_enabled": True}, user=users()
        ),
        "business_message": messages().map(lambda body: body | BUSINESS),
        "edited_business_message": messages().map(lambda body: {**body, **BUSINESS, "edit_date": DATE}),
        "deleted_business_messages": _about({**BUSINESS, "message_ids": [1, 2]}, chat=chat),
        "message_reaction": st.tuples(reaction, users()).map(lambda both: {**both[0], "user": both[1]}),
        "message_reaction_count": _about({"message_id": 7, "date": DATE, "reactions": []}, chat=chat),
        "chosen_inline_result": _about({"result_id": "1", "query": "парк"}, **{"from": users()}),
        "shipping_query": _about({"id": "1", "invoice_payload": "x", "shipping_address": address}, **{"from": users()}),
        "pre_checkout_query": _about(order, **{"from": users()}),
        "purchased_paid_media": _about({"paid_media_payload": "x"}, **{"from": users()}),
        "poll": st.just(POLL),
        "poll_answer": _about({"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["a"]}, user=users()),
        "chat_join_request": _about({"date": DATE, "user_chat_id": 5}, chat=chat, **{"from": users()}),
        "removed_chat_boost": _about(
            {"boost_id": "1", "remove_date": DATE, "source": {"source": "premium"}}, chat=chat
        ),
        "hologram": st.just({"from": {"id": 1}, "beam": STARS}),
    }
    return st.one_of(*(body.map(lambda one, kind=kind: Sent(kind, one)) for kind, body in bodies.items()))
