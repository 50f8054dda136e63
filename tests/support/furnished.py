"""A house in which there is one of everything that the desk shows, and the way to the page of each."""

from dataclasses import dataclass
from html import escape

from bot.domain.audiences import Audience
from bot.domain.broadcasts import BroadcastKind, Content
from bot.domain.gaps import WantedGaps
from bot.domain.people import Locale, Role
from tests.handlers.test_uploads import STRATEGY
from tests.support import asking, moderating
from tests.support.house import House
from tests.support.writing import actor

QUESTION, ANOTHER = "коли у нас побудують метро", "коли відчинено планетарій у центрі"


@dataclass(frozen=True, slots=True)
class Furnished:
    """What there is.

    Shapes: `staff` are numbers in Telegram; `keys` fill addresses, by the noun with which these begin; `form` names the
    same things in fields.
    """

    house: House
    staff: dict[Role, int]
    keys: dict[str, dict[str, object]]
    form: dict[str, object]

    def path(self, address: str) -> str:
        """Name the thing that is there in an address of the table."""
        keys = self.keys[next(noun for noun in self.keys if address.startswith(f"/desk/{noun}"))]
        return address.format(**keys)


async def furnish(house: House, text: str = "Полагодьте ліхтар біля школи", title: str = "Пріоритети") -> Furnished:
    """Let people ask, write and be moderated; let staff answer, upload and announce. What people type is `text`."""
    people = {role: await house.staff(name, role) for role, name in NAMES.items()}
    staff = await actor(people[Role.STAFF])
    resident = await house.resident("Олена")
    for question in (QUESTION, ANOTHER):
        await asking.passed(resident, question)
    first, second = [await moderating.sent(resident, f"{text} {number}") for number in (1, 2)]
    services = house.app.services
    gaps, _ = await services.gaps.listed(staff, WantedGaps())
    key = await house.vote_round([title, "Парк"], title=title, publish=False)
    option = (await house.sheet(key)).options[0].id
    upload = await services.uploads.add(staff, "Стратегія.txt", STRATEGY.encode())
    ways = ["Коли відчинено архів?"]
    answer = await services.faq.add(staff, "zhytomyr", ways, f"Щодня. {text}", title)
    broadcast = await services.broadcasts.draft(staff, BroadcastKind.NEWS, Audience("zhytomyr"))
    await services.broadcasts.say(staff, broadcast, Locale.UK, Content(escape(text)))
    invitation, _ = await services.invitations.make(await actor(people[Role.OPERATOR]), Role.STAFF)
    document = next(iter(services.entries.shelf.library.documents))
    keys = {
        "questions": {"key": gaps[0].gap.id, "entry": 1},
        "feedback": {"key": first},
        "moderation": {"key": first},
        "goals": {"key": 1},
        "rounds": {"key": key, "option": option, "how": "cancelled"},
        "broadcasts": {"key": broadcast, "deed": "drop", "file": 1, "place": 0},
        "documents/uploads": {"key": upload.upload.id, "number": 0},
        "documents/shelf": {"document": document if isinstance(document, str) else document.id},
        "documents/answers": {"key": answer},
        "documents": {},
        "digests": {"form": "txt", "kind": "week", "key": 1},
        "people/link": {"key": invitation.id},
        "people": {"who": people[Role.STAFF].person.id},
        "me": {"token": "none"},
        "": {},
    }
    form = {"pick": first, "was": f"{first} ", "into": second, "number": answer, "colleague": staff.id}
    return Furnished(house, {role: one.person.id for role, one in people.items()}, keys, form)


NAMES = {Role.MODERATOR: "Мирослава", Role.STAFF: "Ірина", Role.OPERATOR: "Оксана"}
