"""What staff did with a round and who, in words without markup."""

from datetime import datetime

from bot.domain.audit import Act
from bot.texts import Texts

LISTED = frozenset({"ballot", "rule", "least_trust", "classes", "districts"})
"""Conditions whose values have names of their own or are long: the trail says only that they were changed."""


def did(texts: Texts, act: Act) -> str:
    """Say one act: its detail begins with what was done, such as `changed: closes_at 2026-…`."""
    deed, _, what = act.detail.partition(": ")
    field, _, value = what.partition(" ")
    if deed == "changed":
        what = _changed(texts, field, value)
    elif deed == "option_changed":
        title, _, value = value.rpartition(" → ")
        what = f"{title} · {texts.plain(f'sheets.{field}')} → {_value(texts, field, value)}"
    return texts.plain(f"trail.{deed}", what=what)


def who(texts: Texts, act: Act, me: int | None) -> str:
    """Say who did something; `me` is the number of who reads it."""
    if act.actor is not None and act.actor == me:
        return texts.plain("desk.by_me")
    if act.actor is None:
        return texts.plain("desk.by_command_line")
    return texts.plain(f"desk.by_{act.role}", number=act.actor)


def _changed(texts: Texts, field: str, value: str) -> str:
    """Name a condition, and what it became if that can be said in few words."""
    name = texts.plain(f"fields.{field}")
    return name if field in LISTED else f"{name} → {_value(texts, field, value)}"


def _value(texts: Texts, field: str, written: str) -> str:
    """Say what the trail has kept as it was written: a moment in UTC, money in kopiykas, words."""
    if field.endswith("_at") and written != "None":
        return texts.formats.moment(datetime.fromisoformat(written))
    if field.endswith("_kop") and written != "None":
        return texts.formats.money(int(written))
    return texts.plain("sheets.nothing") if written in ("", "None") else written
