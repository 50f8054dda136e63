"""Which links the server accepts, and the deep links of the bot."""

import re
from urllib.parse import parse_qs, urlsplit

from bot.transport.local.state import Json

_START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Telegram refuses localhost on buttons; here the demo's own pages are at it.
_HOST = re.compile(r"[^\s/@]+\.[^\s/@.]{2,}|localhost|\[[0-9a-fA-F:]+\]")


def link_fault(url: str) -> str | None:
    """Say in the server's words why a link is refused, or None if it is fine."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "http", url
    if scheme.lower() in ("tg", "ton", "tonsite"):
        return None
    if scheme.lower() not in ("http", "https"):
        return "Unsupported URL protocol"
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    host = authority.rpartition("@")[2].partition(":")[0] if not authority.startswith("[") else authority
    if not host:
        return "URL host is empty"
    return None if _HOST.fullmatch(host) else "Wrong HTTP URL"


def checked_link(url: str) -> str | None:
    """Return the link with its scheme, or None if it is no link."""
    if link_fault(url) is not None:
        return None
    return url if "://" in url else f"http://{url}"


def mentioned_user(url: str) -> Json | None:
    """Return the user of a `tg://user?id=…` link, as an entity shows it."""
    if not url.startswith("tg://user?"):
        return None
    identifier = parse_qs(urlsplit(url).query).get("id", [""])[0]
    return {"id": int(identifier), "is_bot": False, "first_name": ""} if identifier.isdecimal() else None


def is_start_payload(payload: str) -> bool:
    return _START_PAYLOAD.fullmatch(payload) is not None


def start_payload(url: str, bot_username: str) -> str | None:
    """Return what `?start=` of a deep link to this bot carries ("" if nothing), None for another link."""
    parts = urlsplit(url)
    if parts.scheme == "tg" and parts.netloc == "resolve":
        query = parse_qs(parts.query)
        named = query.get("domain", [""])[0]
    else:
        query = parse_qs(parts.query)
        named = parts.path.strip("/") if parts.netloc in ("t.me", "telegram.me") else ""
    return query.get("start", [""])[0] if named.lower() == bot_username.lower() else None
