"""What a form sends, read within limits."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

PICK = re.compile(r"\d+ [\w-]*", re.ASCII)
"""What undoing sends: a number and what was there before."""


@asynccontextmanager
async def read_form(request: Request, **limits: int) -> AsyncIterator[FormData]:
    """Read a form within Starlette's `limits`, and close its files afterwards.

    Errors: `HTTPException` for a form in letters that nobody can read, such as those of the charset "undefined".
    """
    try:
        form = await request.form(**limits)
    except UnicodeError as error:
        raise HTTPException(400) from error
    try:
        yield form
    finally:
        await form.close()


@dataclass(frozen=True, slots=True)
class Lost:
    """What somebody sent that is not kept, so that a page can give it back. Shapes: false when there is nothing."""

    texts: list[str]
    has_file: bool

    def __bool__(self) -> bool:
        return self.has_file or bool(self.texts)


def lost_of(form: FormData | None) -> Lost:
    """Find what somebody wrote, among the numbers, codes and addresses that a page fills in by itself.

    `form` is None for one that was too large to be read.
    """
    if form is None:
        return Lost([], has_file=True)
    sent = [value for name, value in form.multi_items() if name != "csrf"]
    texts = [value for value in sent if isinstance(value, str) and _is_text(value)]
    return Lost(texts, any(isinstance(value, UploadFile) and value.filename for value in sent))


def _is_text(value: str) -> bool:
    return (" " in value or not value.isascii()) and not PICK.fullmatch(value)
