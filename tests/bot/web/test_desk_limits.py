"""The desk under strain: what a stranger sends is not read, who is banned is out, many picks can be undone."""

from datetime import timedelta

import httpx

from bot.domain.feedback import HideReason
from bot.domain.people import Role
from bot.domain.restrictions import RestrictionKind
from bot.texts import Languages
from bot.web.callers import BURST
from bot.web.desk.doors import STRANGERS
from bot.web.site import site
from tests.support.browsing import ADDRESS, browsing, come_in
from tests.support.moderating import sent
from tests.support.writing import actor

LARGE = 20 * 2**20


class Sending:
    """Somebody who sends a large form piece by piece; counts what was taken of it."""

    def __init__(self, house, cookie: str = "", length: int = LARGE) -> None:
        services = house.app.services
        self._site = site(services, Languages("Europe/Kyiv"), house.app.telegram, "bot", ADDRESS)
        self._left, self.n_taken, self.status = length, 0, 0
        head = {"host": "viche.example", "sec-fetch-site": "same-origin", "content-length": str(length)}
        head |= {"content-type": "multipart/form-data; boundary=x", "cookie": f"__Host-viche={cookie}"}
        self._head = [(name.encode(), value.encode()) for name, value in head.items() if value != "__Host-viche="]

    async def _receive(self):
        piece = min(self._left, 2**16)
        self._left -= piece
        self.n_taken += piece
        return {"type": "http.request", "body": bytes(piece), "more_body": self._left > 0}

    async def _send(self, message):
        self.status = message.get("status", self.status)

    async def to(self, path: str) -> "Sending":
        scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b""}
        scope |= {
            "headers": self._head,
            "client": ("192.0.2.1", 1),
            "scheme": "https",
            "server": ("viche.example", 443),
        }
        await self._site(scope, self._receive, self._send)
        return self


async def test_a_large_form_of_a_stranger_is_not_even_taken(house):
    for length in (LARGE, 600 * 2**20):
        stranger = await Sending(house, length=length).to("/desk/documents/uploads")
        assert stranger.status in (303, 413)
        assert stranger.n_taken == 0


async def test_a_large_form_with_a_cookie_that_opens_nothing_is_thrown_away_as_it_comes(house):
    """It is taken, so that a browser whose session is over shows the answer; nothing of it is parsed or kept."""
    late = await Sending(house, cookie="A" * 43).to("/desk/documents/uploads")
    assert (late.status, late.n_taken) == (403, LARGE)
    late = await Sending(house, cookie="A" * 43, length=600 * 2**20).to("/desk/documents/uploads")
    assert (late.status, late.n_taken) == (413, 0)


async def test_an_address_from_which_many_strangers_come_is_slowed_down_and_no_other(house):
    worker = await house.staff()
    async with browsing(house) as browser:
        await come_in(browser, house, worker.person.id)
        statuses = [(await Sending(house, length=0).to("/desk/me/name")).status for _ in range(3)]
        assert statuses == [303] * 3
        stranger = Sending(house, cookie="B" * 43, length=0)
        statuses = [(await stranger.to("/desk/me/name")).status for _ in range(2 * STRANGERS)]
        assert set(statuses[: STRANGERS - 3]) == {303}
        assert 429 in statuses
        await browser.open("/desk/me")
        assert browser.status == 200


async def test_a_banned_colleague_is_out_of_the_desk_until_the_ban_ends(house):
    petro, taras = await house.staff("Петро", role=Role.OPERATOR), await house.staff("Тарас")
    key, until_at = await sent(taras), house.clock.now + timedelta(hours=1)
    restrict = house.app.services.restrictions.restrict
    async with browsing(house) as browser:
        await come_in(browser, house, taras.person.id)
        await restrict(await actor(petro), key, RestrictionKind.MUTE, HideReason.INSULT, until_at)
        await browser.open("/desk/me")
        assert browser.status == 200
        (given,), _ = await house.app.services.restrictions.listed(await actor(petro))
        await house.app.services.restrictions.lift(await actor(petro), given.restriction.id)
        await restrict(await actor(petro), key, RestrictionKind.BAN, HideReason.INSULT, until_at)
        await browser.open("/desk/me")
        assert browser.status == 403
        assert "Вас заблоковано до 22 листопада 2026 року, 13:00: кабінет доти закрито." in browser.text
        await come_in(browser, house, taras.person.id)
        assert browser.status == 403
        house.clock.pass_(hours=1)
        await come_in(browser, house, taras.person.id)
        await browser.open("/desk/me")
        assert browser.status == 200


async def test_many_picks_far_down_a_list_can_be_undone(house):
    """What a browser keeps in one cookie is 4 KB; this is more."""
    taras, keys = await house.staff("Тарас"), []
    for number in range(25):
        olena = await house.resident(f"Олена {number}")
        keys.append(await sent(olena, f"Яма номер {number} на вулиці {'Садовій' if number % 2 else 'Київській'}"))
    back = f"/desk/feedback?text={'ї' * 200}&order=newest"
    async with browsing(house) as browser:
        await come_in(browser, house, taras.person.id)
        await browser.open("/desk/feedback")
        picks = [str(key) for key in keys]
        said = await browser.send("/desk/feedback/deadline", pick=picks, due_on="2026-12-05", back=back)
        assert "Відгуків: 25 з 25. Скасувати" in said
        assert browser.page.count('name="was"') == 25
        await browser.open("/desk/feedback")
        assert "Відгуків: 25 з 25" not in browser.text
        await browser.send("/desk/feedback/deadline", pick=picks, due_on="2026-12-06", back="/desk/feedback")
        before = [f"{key} 2026-12-05" for key in keys]
        said = await browser.send("/desk/feedback/deadline/undo", was=before, back="/desk/feedback")
        assert "25 з 25" in said
    worker = await actor(taras)
    assert {str((await house.app.services.feedbackdesk.view(worker, key)).feedback.due_on) for key in keys} == {
        "2026-12-05"
    }


async def test_public_pages_are_slow_for_a_network_that_reads_on_and_on_and_for_no_other(house):
    pages = site(house.app.services, Languages("Europe/Kyiv"), house.app.telegram, "bot", ADDRESS)

    async def read(host):
        transport = httpx.ASGITransport(pages, client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            return (await client.get("/icon.svg")).status_code

    statuses = [await read(f"2001:db8::{number:x}") for number in range(2 * BURST)]
    assert set(statuses[:BURST]) == {200}
    assert 429 in statuses
    assert await read("2001:db8:0:1::1") == 200
    assert await read("192.0.2.9") == 200
