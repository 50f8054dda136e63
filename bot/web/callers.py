"""Where in the network somebody is: what limits without a session are counted by."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from starlette.requests import Request

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
