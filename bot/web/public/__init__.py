"""The public pages: rounds, their results, files, receipts. No scripts, nothing from elsewhere, no cookies.

`public_site(services, languages, …)` is an application of its own, to be mounted at the root.
"""

from bot.web.public.site import public_site

__all__ = ["public_site"]
