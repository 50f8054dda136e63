"""Where in the network somebody is, and how often one may come from there without a session."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from time import monotonic

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.domain.throttle import Throttle
from bot.web.mistakes import Shows

BURST, PER_SECOND = 600, 10.0
"""Of one network: thousands of phones of one operator may share an address; a program that reads on and on does not."""

HOME_BITS = 64
"""One home or machine is given so much of IPv6; it may change the rest for every request."""


def caller_of(request: Request) -> str:
    """Name the network that a request comes from; behind a proxy on this machine, the one that the proxy names."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), HOME_BITS), strict=False))


class Paced:
    """Answer 429 by a page to a network from which too many requests come."""

    def __init__(self, app: ASGIApp, pages: Shows) -> None:
        self._app = app
        self._pages = pages
        self._throttle = Throttle(BURST, PER_SECOND)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http":
            request = Request(scope)
            if not self._throttle.admit(caller_of(request), monotonic())[0]:
                app = self._pages.show(request, "error.html", 429, key="public.too_fast", params={})
        await app(scope, receive, send)
