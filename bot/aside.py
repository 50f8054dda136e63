"""Long reckoning beside the event loop: in a process of its own, which is gone with its memory afterwards."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def aside(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Run a plain function of values that can be pickled, and return what it returns."""
    return await asyncio.to_thread(_in_a_process, work, given, named)


def _in_a_process(work: Callable[..., T], given: tuple[object, ...], named: dict[str, object]) -> T:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as processes:
        return processes.submit(work, *given, **named).result()
