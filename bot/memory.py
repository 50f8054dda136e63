"""Memory that is given back, and large builds in a thread that do not stop the conversation.

Source: glibc keeps what was freed, per thread, unless it is asked: after the index is built in a thread, 229 MB are
held without these calls and 192 MB with them. A full collection over the words of the index stops everything for 250 to
560 ms, and building sets off several.
"""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_M_ARENA_MAX = -8
_TURN_S = 0.001
"""How long a thread that builds keeps the interpreter while others want it; Python's own turn is 5 ms."""


def share_one_arena() -> None:
    """Let all threads take memory from one place; called once, before there are threads."""
    if _libc is not None:
        _libc.mallopt(_M_ARENA_MAX, 1)


def collect_seldom() -> None:
    """Look for cycles after 10,000 new objects, not after 700 as Python does; called once.

    Source: a question that is answered makes thousands of objects, most of which live for as long as that takes, so
    that looking through them frees little and took 0.02 to 0.04 ms a question.
    """
    gc.set_threshold(10_000, 10, 10)


@contextmanager
def large_build() -> Iterator[None]:
    """Make many objects that stay: nothing is collected meanwhile, and they are never looked through again."""
    usual_turn_s = sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(_TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(usual_turn_s)
        gc.freeze()
        gc.enable()
        if _libc is not None:
            _libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None


_libc = _glibc()
