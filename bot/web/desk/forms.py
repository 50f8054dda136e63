"""What a form sends, read within limits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request


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
