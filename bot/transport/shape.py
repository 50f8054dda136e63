"""What an update must look like to be worked off: as Telegram describes the fields on which the bot leans.

The library takes whatever comes. A number where words belong would break somewhere inside, and the person would be
told of an incident that is none of theirs.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct, ValidationError, convert

Id = Annotated[int, Meta(ge=-(2**52), le=2**52)]
"""Telegram's numbers have at most 52 bits."""

Moment = Annotated[int, Meta(ge=0, lt=2**33)]
"""Seconds since 1970 that are dates also on a machine with few bits."""

Count = Annotated[int, Meta(ge=0, lt=2**31)]


class Who(Struct):
    id: Annotated[int, Meta(ge=1, le=2**52)]
    is_bot: bool
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class Where(Struct):
    id: Id
    type: str


class Mark(Struct):
    type: str
    offset: Count
    length: Count
    url: str | None = None
    user: Who | None = None


class File(Struct):
    file_id: str
    file_unique_id: str
    file_name: str | None = None
    file_size: Annotated[int, Meta(ge=0, le=2**52)] | None = None
    mime_type: str | None = None


class Contact(Struct):
    phone_number: str
    first_name: str
    user_id: Id | None = None


class Named(Struct):
    """Another message, named by its number."""

    message_id: int
    chat: Where
    date: Moment
    message_thread_id: Count | None = None
    is_topic_message: bool | None = None


class Message(Struct, rename={"from_": "from"}):
    message_id: Annotated[int, Meta(ge=0, lt=2**31)]
    date: Moment
    chat: Where
    from_: Who | None = None
    sender_chat: Where | None = None
    message_thread_id: Count | None = None
    is_topic_message: bool | None = None
    via_bot: Who | None = None
    edit_date: Moment | None = None
    text: str | None = None
    entities: list[Mark] | None = None
    caption: str | None = None
    caption_entities: list[Mark] | None = None
    media_group_id: str | None = None
    reply_to_message: Named | None = None
    photo: list[File] | None = None
    document: File | None = None
    voice: File | None = None
    animation: File | None = None
    contact: Contact | None = None


class Press(Struct, rename={"from_": "from"}):
    id: str
    from_: Who
    message: Named | None = None
    data: str | None = None


class Ask(Struct, rename={"from_": "from"}):
    id: str
    from_: Who
    query: str
    offset: str


class Member(Struct):
    status: str
    user: Who


class Change(Struct, rename={"from_": "from"}):
    chat: Where
    from_: Who
    date: Moment
    old_chat_member: Member
    new_chat_member: Member


class Update(Struct, forbid_unknown_fields=True):
    update_id: Annotated[int, Meta(ge=0, le=2**63 - 1)]
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Press | None = None
    inline_query: Ask | None = None
    my_chat_member: Change | None = None


def is_readable(raw: Mapping[str, Any]) -> bool:
    """Say whether an update is of a kind that the bot asks for, and as Telegram describes it."""
    try:
        convert(raw, Update)
    except ValidationError:
        return False
    return True
