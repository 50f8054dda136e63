"""Whatever anybody types into an address or sends in a form, the desk answers by a page, never by an error."""

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.people import Role
from bot.domain.throttle import Throttle
from bot.storage.schema import metadata
from bot.web.desk import site
from bot.web.desk.site import READ, WRITE
from tests.support.asking import rows
from tests.support.browsing import ADDRESS, Browser, browsing, come_in
from tests.support.furnished import Furnished, furnish
from tests.support.house import open_house

TEXT = st.one_of(
    st.sampled_from(
        [
            *("0", "-1", "00", "+1", "1e9", "٣", "²", "9" * 18, "9" * 19, "9" * 5000, "-" + "9" * 19, "--5", " 1 "),
            *("0001-01-01", "9999-12-31", "2026-02-30", "31.12.9999 23:59", "01.01.0001 00:00", "о 25:61"),
            *("\0", "a\0b", "\x1b", "\u202e", "%", "%00", "_", "\\", "'", '"', "<b>", "{{7}}", "../../etc/passwd"),
            *("а" * 10_000, "\n" * 500, "=1+1", "goal:1", "goal:٣", "save", "do", "send", "yes", "on"),
        ]
    ),
    st.text(max_size=40),
)
NAMES = sorted(
    {
        *("pick", "was", "into", "back", "reason", "how", "deed", "due_on", "topic", "set_topic", "answer", "source"),
        *("step", "sure", "title", "email", "name", "role", "telegram_id", "word", "target", "community", "ways", "n"),
        *("number", "colleague", "previous", "goal", "n_turns", "until", "until_at", "hour", "day", "way", "session"),
        *("opens_at", "closes_at", "results_at", "question", "ballot", "rule", "revision", "serial", "code", "text"),
        *("parent", "level", "line", "edition", "seen", "wanted", "list", "piece", "status", "spent", "kind", "id"),
        *("receipt", "via", "void", "language", "restriction", "granted", "grant", "newest", "words", "on", "cost_kop"),
        *("published_on", "url", "publisher", "new_community", "find", "again", "option_class", "position"),
    }
)
QUERIES = st.dictionaries(
    st.sampled_from(["page", "q", "which", "community", "first", "last", "period", "goal", "into", "edition", "words"])
    | st.sampled_from(["actor", "about", "thing", "text", "responsible", "ask", "order", "place", "find", "only"]),
    TEXT.map(lambda text: text[:1000]),  # a longer address no client sends
    max_size=3,
)
PART = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n'
WHO = [Role.RESIDENT, Role.MODERATOR, Role.STAFF, Role.OPERATOR]
"""Who asks; the resident is nobody here, and has no session."""
METHODS = st.sampled_from(["GET", "GET", "GET", "HEAD", "PUT", "OPTIONS", "DELETE", "POST", "TRACE"])


@dataclass(frozen=True, slots=True)
class Siege:
    """`browsers` are those of a stranger and of one colleague in each role; `signs` stand in their forms."""

    runner: asyncio.Runner
    browsers: dict[Role, Browser]
    furnished: Furnished
    signs: dict[Role, str]

    def ask(self, method: str, path: str, who: Role = Role.OPERATOR, **sent) -> httpx.Response:
        return self.runner.run(self.browsers[who].client.request(method, path, **sent))

    def checked(self, answer: httpx.Response) -> None:
        assert answer.status_code < 500, (answer.request.method, answer.request.url, answer.request.content[:900])


@pytest.fixture(scope="module")
def siege(tmp_path_factory):
    with asyncio.Runner() as runner, ExitStack() as stack, pytest.MonkeyPatch.context() as patience:
        patience.setattr(site, "Throttle", lambda *_: Throttle(10**9, 10**9))
        opened = open_house(tmp_path_factory.mktemp("siege") / "viche.sqlite3", public_url=ADDRESS)
        house = runner.run(opened.__aenter__())
        stack.callback(lambda: runner.run(opened.__aexit__(None, None, None)))
        furnished = runner.run(furnish(house))
        browsers, signs = {}, {Role.RESIDENT: "0" * 64}
        for role in WHO:
            entered = browsing(house)
            browsers[role] = runner.run(entered.__aenter__())
            stack.callback(lambda entered=entered: runner.run(entered.__aexit__(None, None, None)))
            if role in furnished.staff:
                runner.run(come_in(browsers[role], house, furnished.staff[role]))
                runner.run(browsers[role].open("/desk/me"))
                signs[role] = browsers[role].page.split('name="csrf" value="')[1].split('"')[0]
        yield Siege(runner, browsers, furnished, signs)


def paths(addresses: list[str]) -> st.SearchStrategy[tuple[str, str | None]]:
    """An address of the table, and what stands in the place of what it names: the thing itself, or anything."""
    return st.tuples(st.sampled_from(addresses), st.none() | TEXT)


def written(siege: Siege, address: str, anything: str | None) -> str:
    if anything is None:
        return siege.furnished.path(address)
    return "/".join(quote(anything[:1000], safe="") if part[:1] == "{" else part for part in address.split("/"))


HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]
EASY = settings(max_examples=80, deadline=None, derandomize=True, database=None, suppress_health_check=HEALTH)
LASTING = sorted(set(WRITE) - {"/desk/leave", "/desk/me/close", "/desk/people/{who}/close", "/desk/people/role"})
"""Acts after which one is still in."""


@EASY
@given(who=st.sampled_from(WHO), at=paths(sorted(READ)), query=QUERIES, method=METHODS)
def test_every_address_is_answered(siege, who, at, query, method):
    siege.checked(siege.ask(method, written(siege, *at), who, params=query))


@EASY
@given(
    who=st.sampled_from(WHO),
    at=paths(LASTING),
    form=st.dictionaries(st.sampled_from(NAMES), TEXT | st.lists(TEXT, max_size=3), max_size=8),
    as_parts=st.booleans(),
)
def test_every_form_is_answered(siege, who, at, form, as_parts):
    try_form(siege, who, at, form, as_parts)


def try_form(siege: Siege, who: Role, at: tuple[str, str | None], form: dict, as_parts: bool) -> None:
    given_ = {"csrf": siege.signs[who], **siege.furnished.form, **form}
    files = {"file": ("список.csv", b"1;2\n", "text/csv")} if as_parts else None
    siege.checked(siege.ask("POST", written(siege, *at), who, data=given_, files=files))


@pytest.mark.long
@settings(EASY, max_examples=3000, derandomize=False, phases=[Phase.generate])
@given(
    who=st.sampled_from(WHO),
    at=paths(LASTING),
    form=st.dictionaries(st.sampled_from(NAMES), TEXT | st.lists(TEXT, max_size=3), max_size=8),
    as_parts=st.booleans(),
)
def test_every_form_is_answered_for_a_long_time(siege, who, at, form, as_parts):
    try_form(siege, who, at, form, as_parts)


@settings(EASY, max_examples=25)
@given(at=paths(LASTING), form=st.dictionaries(st.sampled_from(NAMES), TEXT, max_size=4))
def test_a_stranger_changes_nothing_by_any_form(siege, at, form):
    """Not even with the sign of somebody else's session."""
    house, sign = siege.furnished.house, {"csrf": siege.signs[Role.OPERATOR]}
    before = {name: rows(house, name) for name in metadata.tables}
    sent = siege.ask("POST", written(siege, *at), Role.RESIDENT, data={**siege.furnished.form, **form, **sign})
    assert sent.status_code in (303, 400, 401, 403, 404, 405, 413, 429), sent.status_code
    assert {name: rows(house, name) for name in metadata.tables} == before


@EASY
@given(
    who=st.sampled_from(WHO),
    path=st.sampled_from(sorted(LASTING)),
    body=st.binary(max_size=200),
    kind=st.sampled_from(
        [
            *("", "text/plain", "application/json", "application/x-www-form-urlencoded", "multipart/form-data"),
            *("multipart/form-data; boundary=x", "multipart/form-data; boundary=", "multipart/form-data; boundary=ї"),
            "application/x-www-form-urlencoded; charset=utf-16",
            "multipart/form-data; boundary=x; charset=undefined",
        ]
    ),
    begin=st.sampled_from([b"", b"--x\r\n", PART, b"csrf=%FF&"]),
)
def test_every_body_is_answered(siege, who, path, body, kind, begin):
    headers = {"Content-Type": kind.encode()} if kind else {}
    siege.checked(siege.ask("POST", siege.furnished.path(path), who, content=begin + body, headers=headers))


@pytest.mark.parametrize(
    "path",
    [
        *("/desk/../", "/desk/%2e%2e/", "/desk//", "/desk/%00", "/desk/desk.css/..", "/desk/enter/%00", "/desk/enter/"),
        *("/desk/enter/" + "9" * 20_000, "/desk/stop/week/%FF", "/desk/stop/years/x", "/desk/goals/" + "9" * 5000),
        *("/desk/?page=" + "9" * 5000, "/desk/questions?page=1&page=2&page=²", "/desk/feedback?" + "q" * 10_000),
        *("/rounds/" + "9" * 5000, "/rounds/" + "9" * 30),
    ],
)
def test_odd_addresses_are_answered(siege, path):
    for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
        siege.checked(siege.ask(method, path))


@pytest.mark.parametrize("said", ["[" * 20_000, "1", '["web.saved",{},["/x",1]]', '["web.saved",{},null]', "%FF"])
def test_a_line_that_another_site_left_is_not_shown(siege, said):
    kept = [f"{one.name}={one.value}" for one in siege.browsers[Role.OPERATOR].client.cookies.jar]
    for signed in (quote(said), f"{'0' * 64}.{quote(said)}"):
        answer = siege.ask("GET", "/desk/me", headers={"Cookie": "; ".join([*kept, f"viche-said={signed}"])})
        assert answer.status_code == 200
        assert "Збережено." not in answer.text


def test_a_form_in_letters_that_nobody_can_read_is_refused(siege):
    headers = {"Content-Type": "multipart/form-data; boundary=x; charset=undefined"}
    for path in ("/desk/agree", "/desk/me/name", "/desk/enter"):
        assert siege.ask("POST", path, content=PART, headers=headers).status_code == 400
