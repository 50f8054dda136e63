"""Errors are values with a key; a door turns the key into words.

DomainError
├── NotAllowed      the actor may not do this
├── NotFound        the thing asked for is not there (any more)
└── Unavailable     something outside is down or broken; says what the operator can do
"""


class DomainError(Exception):
    """Something a person must be told. `key` names a text, `params` fill it."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.key} ({details})" if details else self.key


class NotAllowed(DomainError):  # noqa: N818  (reads as what happened)
    """The actor may not do this."""


class NotFound(DomainError):  # noqa: N818
    """The thing asked for is not there (any more)."""


class Unavailable(DomainError):  # noqa: N818
    """Something outside is down or broken."""
