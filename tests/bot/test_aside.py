"""Work beside the event loop: strangers' files may take neither the memory nor the time of the bot."""

import os
import signal

import pytest

from bot.aside import MOST_MB, confined
from knowledge.importers import ImportFailed, read_bytes


def hungry() -> int:
    return len(bytearray(2 * MOST_MB * 2**20))


def ended_for_its_time() -> None:
    os.kill(os.getpid(), signal.SIGXCPU)


async def test_too_much_memory_is_refused():
    with pytest.raises(MemoryError):
        await confined(hungry)


async def test_too_much_time_ends_the_process_and_not_the_bot():
    with pytest.raises(TimeoutError):
        await confined(ended_for_its_time)


async def test_why_a_file_cannot_be_read_comes_back():
    with pytest.raises(ImportFailed) as failed:
        await confined(read_bytes, b"PK\x03\x04")
    assert failed.value.key == "damaged"
