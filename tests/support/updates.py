"""Updates as a hostile or a very odd sender would make them, in Telegram's own JSON, for hypothesis."""

from dataclasses import dataclass

from hypothesis import strategies as st

from handlers.callbacks.packing import _BY_PREFIX
from tests.support.contents import ATTACHED, DATE, SERVICE, Json


def message(update_id: int, person: int, said: str = "так") -> Json:
    """A plain one."""
    return {"update_id": update_id, "message": {"from": {"id": person}, "chat": {"id": person}, "text": said}}


WORDS = [
    "індустріальні парки",
    "ями на дорогах",
    "3.1.2",
    "ціль 9.9.9",
    "а для молоді?",
    "djlf",
    "/start",
    "/start g1",
    "/start c_zhytomyr",
    "/help@viche_demo_bot",
    "/inbox",
    "/forget",
    "/mydata",
    "/privacy",
    "/community",
    "/language",
    "/goals",
    "/vote",
    "/feedback",
    "/my",
    "надіслати відгук",
    "/verify K7MQ2-X9P4R-3",
    "/start r1_poster",
    "голосувати",
    "перевірити квитанцію",
    "/teleport",
    "@viche_demo_bot лікарня",
    "<b>жирний</b> & <script>",
    "{n} {0} %s \\",
    "№12",
    "коли в нас буде телепортація",
    "\u202eгитярок\u202c\u200b\u2066",
    "З" + "а\u0301" * 200,
    "слово " * 680,
    "ї" * 4096,
    "9" * 4096,
    "1." * 2048,
    "🏳️‍🌈" * 600,
    "\ufdfd" * 300,
]
TEXTS = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200),
    st.text("абвгґеєжзиіїйклмнопрстуфхцчшщьюя ’?!.,-0123456789", min_size=1, max_size=4096),
)
NAMES = st.one_of(st.sampled_from(["Олена", "", "<b>", "\u202eанелО", "Я" * 64]), st.text(max_size=64))

LINKS = st.one_of(
    st.sampled_from(
        [
            "g1",
            "f",
            "f12",
            "o12345678",
            "m",
            "g0",
            "g-1",
            "g",
            "g²",
            "g٣",
            "g" + "9" * 63,
            "c_",
            "c_zhytomyr",
            "r1",
            "r1_poster",
            "v1_AAAAAAAAAA",
            "c_atlantis",
            "c_" + "z" * 62,
        ]
    ),
    st.text(max_size=64),
)

FIELDS = st.one_of(
    st.integers(-(10**30), 10**30).map(str),
    st.integers(0, 700).map(str),
    st.sampled_from(["", "zhytomyr", "zhytomyr-oblast-2027", "atlantis", "uk", "en", "xx", "ask", "withdraw", "keep"]),
    st.sampled_from(
        ["-1", "0", "1", "٣", "1e9", " 1", "1_000", "9007199254740993", "9" * 50, "я" * 20, "null", "None"]
    ),
)
FORGED = st.builds(
    lambda prefix, values: ":".join([prefix, *values]),
    st.sampled_from(sorted(_BY_PREFIX)),
    st.lists(FIELDS, max_size=4),
)
PAYLOADS = st.one_of(FORGED, FORGED.map(lambda data: data[:-1]), st.text(max_size=64), st.just("x" * 5000))


PEOPLE = (700_000_001, 700_000_002, 700_000_003, 700_000_004, 700_000_005, 700_000_006, 2**52 - 1)
"""Whoever runs the siege lets these live in Telegram, and a group with this id."""

GROUP: Json = {"id": -700_000, "type": "group", "title": "Сусіди"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that stands in the house when an update comes, by its number: a card, or a payload of its buttons.

    Shapes: `flip` says which bit of a payload is turned; 0 for none.
    """

    what: str
    number: int
    flip: int = 0


LONGEST = 2000
"""Characters of an update shown when a test fails."""

INLINE: Json = {"inline_message_id": "AQAAAA"}


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """One update but for its number; with a `seed` it is spoiled on its way."""

    kind: str
    body: Json
    seed: int = 0

    def __repr__(self) -> str:
        whole = f"{self.kind}: {self.body}"
        return whole if len(whole) < LONGEST else f"{whole[:LONGEST]}…"


def people() -> st.SearchStrategy[Json]:
    """People whom Telegram knows, some without a name to speak of."""
    return st.fixed_dictionaries(
        {"id": st.sampled_from(PEOPLE), "is_bot": st.just(value=False), "first_name": NAMES},
        optional={
            "last_name": NAMES,
            "username": st.just("somebody"),
            "language_code": st.sampled_from(["uk", "en", "en-GB", "ru", "", "xx-YY-zz"]),
            "is_premium": st.just(value=True),
        },
    )


def users() -> st.SearchStrategy[Json]:
    """People, and now and then a bot."""
    bot = st.fixed_dictionaries({"id": st.just(9_000_777), "is_bot": st.just(value=True), "first_name": NAMES})
    return st.one_of(people(), people(), people(), bot)


ANONYMOUS: Json = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT: Json = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM: Json = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}
CHANNEL: Json = {"id": -1_001_234_567_890, "type": "channel", "title": "Канал"}


def _private(user: Json) -> Json:
    return {"id": user["id"], "type": "private", "first_name": user["first_name"]}


@st.composite
def _places(draw: st.DrawFn) -> Json:
    """Who writes where: in private, in a group, hidden behind a group or a channel."""
    user = draw(users())
    where = draw(st.sampled_from(["private", "private", "private", "group", "anonymous", "channel", "linked"]))
    match where:
        case "private":
            return {"from": user, "chat": _private(user)}
        case "group":
            return {"from": user, "chat": GROUP}
        case "anonymous":
            return {"from": ANONYMOUS, "sender_chat": GROUP, "chat": GROUP}
        case "channel":
            return {"from": CHANNEL_BOT, "sender_chat": CHANNEL, "chat": GROUP}
        case _:
            return {"from": TELEGRAM, "sender_chat": CHANNEL, "chat": GROUP, "is_automatic_forward": True}


def _entities(text: str, odd: int = 0) -> list[Json]:
    """What Telegram says of a text; or else something beside, beyond or in the middle of a character."""
    if odd:
        kinds = ["bold", "text_link", "text_mention", "pre", "custom_emoji", "expandable_blockquote", "hologram"]
        kind = {"type": kinds[odd % len(kinds)], "offset": odd - 40, "length": odd * 7 % 5000 - 9}
        return [kind, {**kind, "offset": 1, "length": 1, "url": "tg://x"}]
    if text.startswith("/"):
        return [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    if text.startswith("@"):
        return [{"type": "mention", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return []


@st.composite
def messages(draw: st.DrawFn) -> Json:
    place = draw(_places())
    text = draw(st.one_of(TEXTS, TEXTS, LINKS.map(lambda link: f"/start {link}")))
    body: Json = draw(
        st.one_of(
            st.just({"text": text, "entities": _entities(text)}),
            st.integers(0, 99).map(lambda odd: {"text": text, "entities": _entities(text, odd)}),
            st.sampled_from([*ATTACHED.values()]),
            st.sampled_from([*ATTACHED.values()]).map(lambda held: held | {"caption": text[:1024]}),
            st.sampled_from([*SERVICE.values()]),
        )
    )
    extra: Json = draw(
        st.sampled_from(
            [
                {},
                {"media_group_id": "7"},
                {"forward_origin": {"type": "hidden_user", "sender_user_name": "<i>", "date": DATE}},
                {"via_bot": {"id": 1_000_000, "is_bot": True, "first_name": "Viche", "username": "viche_demo_bot"}},
                {"message_thread_id": 5, "is_topic_message": True},
                {"quote": {"text": "<b>", "position": 0}},
            ]
        )
    )
    return {"message_id": draw(st.integers(1, 2**31 - 1)), "date": DATE, **place, **body, **extra}


@st.composite
def presses(draw: st.DrawFn) -> Json:
    """Buttons of the bot's own cards with payloads that are its own, old, forged or cut off."""
    user = draw(people())
    age = st.sampled_from(["", "fresh "])
    card = st.builds(lambda age, number: {"message": Standing(f"{age}card", number)}, age, st.integers(0, 500))
    payload = st.builds(
        lambda age, number, flip: {"data": Standing(f"{age}payload", number, flip)},
        age,
        st.integers(0, 2000),
        st.just(0) | st.just(0) | st.integers(1, 512),
    )
    gone = [{"chat": chat, "message_id": 4, "date": 0} for chat in (_private(user), GROUP)]
    at = draw(st.one_of(card, card, st.sampled_from([{"message": gone[0]}, {"message": gone[1]}, INLINE, {}])))
    data = draw(st.one_of(payload, PAYLOADS.map(lambda data: {"data": data}), st.just({"game_short_name": "g"})))
    return {"id": "", "from": user, "chat_instance": "1", **at, **data}


def memberships() -> st.SearchStrategy[Json]:
    statuses = ["member", "left", "kicked", "restricted"]
    rest: Json = {"until_date": 0}
    rights = ["is_member", *(f"can_{what}" for what in RESTRICTED)]
    bot: Json = {"id": 1_000_000, "is_bot": True, "first_name": "Viche", "username": "viche_demo_bot"}

    def member(status: str) -> Json:
        return {
            "user": bot,
            "status": status,
            **rest,
            **(dict.fromkeys(rights, True) if status == "restricted" else {}),
        }

    def change(user: Json, is_private: bool, old: str, new: str) -> Json:
        chat = _private(user) if is_private else GROUP
        return {
            "chat": chat,
            "from": user,
            "date": DATE,
            "old_chat_member": member(old),
            "new_chat_member": member(new),
        }

    return st.builds(change, people(), st.booleans(), st.sampled_from(statuses), st.sampled_from(statuses))


RESTRICTED = [
    *("send_messages", "send_audios", "send_documents", "send_photos", "send_videos", "send_video_notes"),
    *("send_voice_notes", "send_polls", "send_other_messages", "add_web_page_previews", "change_info"),
    *("invite_users", "pin_messages", "manage_topics", "edit_tag", "react_to_messages"),
]


def inline_queries() -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {
            "id": st.just(""),
            "from": people(),
            "query": st.one_of(TEXTS.map(lambda text: text[:256]), st.just("№" + "9" * 255), st.just("")),
            "offset": st.sampled_from(["", "10", "x" * 64]),
        },
        optional={
            "chat_type": st.sampled_from(["sender", "private", "channel"]),
            "location": st.just({"latitude": 1.0, "longitude": 1.0}),
        },
    )


def _of(kind: str, bodies: st.SearchStrategy[Json]) -> st.SearchStrategy[Sent]:
    return bodies.map(lambda body: Sent(kind, body))


def updates() -> st.SearchStrategy[Sent]:
    """One update of a kind the bot asks for, in its body perhaps a `Standing`."""
    edited = messages().map(lambda body: body | {"edit_date": DATE})
    return st.one_of(
        _of("message", messages()),
        _of("message", messages()),
        _of("edited_message", edited),
        _of("callback_query", presses()),
        _of("callback_query", presses()),
        _of("inline_query", inline_queries()),
        _of("my_chat_member", memberships()),
    )
