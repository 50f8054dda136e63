"""Long reckoning beside the event loop: in a process of its own, which is gone with its memory afterwards."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST_S = 30
"""Seconds of work that is confined. A PDF of 150 pages takes 1.5 of them."""
MOST_MB = 1024
"""Memory of work that is confined; Python with the readers of documents takes about 200 of address space."""


async def aside(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Run a plain function of values that can be pickled, and return what it returns."""
    return await asyncio.to_thread(_in_a_process, work, given, named)


async def confined(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Run so what strangers' files may make long or large.

    Errors: `MemoryError` or `TimeoutError` when it was, and the system ended it.
    """
    try:
        return await asyncio.to_thread(_in_a_process, work, given, named, _confine)
    except BrokenProcessPool as error:
        raise TimeoutError("the process was ended") from error


def _in_a_process(
    work: Callable[..., T], given: tuple[object, ...], named: dict[str, object], begin: Callable[[], None] | None = None
) -> T:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=begin) as processes:
        return processes.submit(work, *given, **named).result()


def _confine() -> None:
    """Let the system end this process when it takes too much; where it cannot (Windows), it does not."""
    try:
        import resource  # noqa: PLC0415  (POSIX has it)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_S, MOST_S))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MB * 2**20, MOST_MB * 2**20))
