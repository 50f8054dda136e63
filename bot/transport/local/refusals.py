"""What the server says when it will not do something."""


class Refused(Exception):  # noqa: N818 - an answer of the server, not a defect
    """A request the server answers with `ok: false`. `parameters` is its ResponseParameters."""

    def __init__(self, status: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class Unreachable(Exception):  # noqa: N818 - see Refused
    """The server cannot be reached; nothing was done."""


class Dropped(Exception):  # noqa: N818 - see Refused
    """The request was carried out, but its answer is lost on the way."""


def bad_request(what: str) -> Refused:
    return Refused(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refused:
    return Refused(403, f"Forbidden: {what}")


def conflict(what: str) -> Refused:
    return Refused(409, f"Conflict: {what}")
