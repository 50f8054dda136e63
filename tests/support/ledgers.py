"""What residents and staff do with the ledger of a goal."""

from datetime import date
from typing import Any

from bot.domain.people import Actor, Locale, Role
from bot.domain.progress import Status
from tests.support.house import House, Talker

SCHOOLS = ("zhytomyr-oblast-2027", "3.1.2")
"""A task of the oblast's strategy, of which the tests speak."""


def number_of(house: House, code: str = SCHOOLS[1]) -> int:
    return house.app.services.entries.shelf.ids[SCHOOLS[0], code]


async def goal_card(person: Talker, number: int | None = None, code: str = SCHOOLS[1]):
    """Open a goal's card by a button, as from a list: that drops no open question."""
    await person.press_data(f"g1:{number or number_of(person.house, code)}:0:0")
    return person.last


async def report(staff: Talker, said: dict[str, str], number: int | None = None) -> None:
    """Report on a goal, button by button, and save."""
    await goal_card(staff, number)
    await staff.press("Звітувати")
    for field, words in said.items():
        await staff.press(field)
        await (staff.press(words) if field == "Стан" else staff.say(words))
    await staff.press("Зберегти звіт")


async def reported(house: House, number: int | None = None, **said: Any) -> None:
    """Report as the command line does."""
    if "status" in said:
        said["status"] = Status(said["status"])
    if isinstance(said.get("due_on"), str):
        said["due_on"] = date.fromisoformat(said["due_on"])
    by = Actor(1, Locale.UK, Role.OPERATOR)
    await house.app.services.progress.report(by, [(number or number_of(house), said)])
