"""The desk: everything that staff do, in a browser, without Telegram and without JavaScript."""

from bot.web.desk.site import desk_site

__all__ = ["desk_site"]
