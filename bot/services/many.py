"""Do one act with many things."""

from collections.abc import Awaitable, Callable, Iterable

from bot.domain.errors import NotAllowed, NotFound


async def each(keys: Iterable[int], act: Callable[[int], Awaitable[object]]) -> list[int]:
    """Do it with each, in a transaction of its own; return those that let it be done.

    Errors: the first `NotAllowed` or `NotFound`, when it was done with none.
    """
    done, refused = [], []
    for key in keys:
        try:
            await act(key)
        except (NotAllowed, NotFound) as error:
            refused.append(error)
        else:
            done.append(key)
    if refused and not done:
        raise refused[0]
    return done
