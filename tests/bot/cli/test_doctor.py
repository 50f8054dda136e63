"""`doctor` as operators run it: what is well, what is not, what to do; it changes nothing and shows no secret."""

import asyncio
import json
import os
import socket
import sqlite3
import ssl as tls
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import asyncpg
import pytest
from aiohttp import web

from bot import __version__
from bot.cli.doctor.copies import examine_backups
from bot.cli.doctor.database import is_old
from bot.cli.doctor.machine import examine_memory, examine_settings
from bot.cli.doctor.outside import examine_mail, examine_web
from bot.domain.time import utc_now
from bot.settings import MeaningMode, read_settings
from bot.storage.backups import back_up
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.transport.enquiry import _ahead
from knowledge.model import Document, DocumentKind, Source
from tests.support.databases import server as server_of_databases
from tests.support.databases import url_of
from tests.support.mailbox import certificate, mail_box, only_with
from tests.support.processes import TOKEN, telegram, viche

SECRET = TOKEN.partition(":")[2]


@pytest.fixture(scope="module")
def server():
    with telegram() as running:
        yield running


@pytest.fixture
def doctor(run, server, tmp_path):
    """Run the command; return its exit code and its lines by check."""

    def doctor(*arguments, **settings):
        usual = {"BOT_TOKEN": TOKEN, "BOT_API_URL": server.url, "DATABASE_URL": f"sqlite:///{tmp_path}/v.sqlite3"}
        done = run("doctor", *arguments, **usual | settings)
        assert done.stderr == ""
        assert SECRET not in done.stdout
        return done.returncode, done.stdout

    return doctor


def line(said, check):
    """The line about a check."""
    return next(one for one in said.splitlines() if one[2:].startswith(f"{check}:"))


@pytest.fixture
def made(run, tmp_path):
    """A database as the bot makes it."""
    assert run("knowledge", "list", DATABASE_URL=f"sqlite:///{tmp_path}/v.sqlite3").returncode == 0
    return tmp_path / "v.sqlite3"


def test_a_bot_that_runs_is_well(doctor, server, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"PUBLIC_URL": f"http://127.0.0.1:{port}", "WEB_PORT": str(port)}
    bot = viche(server, tmp_path, **settings).start()
    try:
        bot.wait_until_said("the bot is running")
        code, said = doctor(DATABASE_URL=url_of(tmp_path / "viche.sqlite3"), **settings)
    finally:
        assert bot.stop() == 0
    assert (code, "✗" in said) == (0, False), said
    assert line(said, "token").startswith("✓ token: Telegram knows the bot as @")
    assert line(said, "updates") == "✓ updates: They are fetched from Telegram (polling). 0 updates wait."
    assert line(said, "inline mode").startswith("✓")
    assert line(said, "time") == "✓ time: The clock agrees with Telegram's. The time zone is Europe/Kyiv."
    assert line(said, "database").startswith("✓ database: Whole, writable and up to date (schema ")
    assert line(said, "PUBLIC_URL") == f"✓ PUBLIC_URL: http://127.0.0.1:{port} answers."
    assert "! documents: kramatorsk-2021, of 2021-12-23." in said
    assert "✓ documents: zhytomyr-oblast-2027," in said


def test_before_the_first_start_nothing_has_failed_and_nothing_is_made(doctor, tmp_path):
    code, said = doctor()
    assert (code, line(said, "database")[0]) == (0, "!")
    assert list(tmp_path.iterdir()) == []


def test_a_refused_token_fails(doctor):
    code, said = doctor(BOT_TOKEN="111111111:AAnobody-knows-this-token-0123456789ab")
    assert (code, line(said, "token")) == (1, next(one for one in said.splitlines() if "rejects BOT_TOKEN" in one))
    assert "AAnobody" not in said


def test_no_token_fails(doctor):
    code, said = doctor(BOT_TOKEN="")
    assert (code, line(said, "token")[:30]) == (1, "✗ token: BOT_TOKEN is not set.")


def test_a_telegram_that_cannot_be_reached_fails(doctor):
    code, said = doctor(BOT_API_URL="http://127.0.0.1:9")
    assert (code, line(said, "token")[:39]) == (1, "✗ token: Telegram cannot be reached: Ne")


def test_a_wrong_setting_is_wrong_use(run):
    done = run("doctor", WEB_PORT="many")
    assert (done.returncode, done.stdout, done.stderr[:9]) == (2, "", "WEB_PORT:")


def test_a_webhook_that_nobody_wants_is_named_by_its_host(doctor, server):
    server.call("setWebhook", url="https://other.example/hidden-path")
    code, said = doctor()
    assert (code, line(said, "updates")[0]) == (0, "!")
    assert "a webhook at other.example; polling is set" in said
    assert "hidden-path" not in said
    code, said = doctor(WEBHOOK_URL="https://bot.example")
    assert "Telegram delivers to other.example, not to bot.example." in line(said, "updates")
    server.call("deleteWebhook")


def test_a_webhook_to_which_telegram_cannot_deliver_fails(doctor, server):
    server.call("setWebhook", url="http://127.0.0.1:9/telegram/hidden-path")
    server.do("say", person=5, text="Добрий день")
    code, said = doctor(WEBHOOK_URL="http://127.0.0.1:9")
    assert (code, line(said, "updates")[0]) == (1, "✗")
    assert "Telegram could not deliver to 127.0.0.1 at" in said
    assert "hidden-path" not in said
    server.call("deleteWebhook")


def test_as_json(doctor):
    code, said = doctor("--json", BOT_TOKEN="")
    found = {one["check"]: one for one in json.loads(said)}
    assert (code, found["token"]["mark"], found["disk"]["mark"]) == (1, "failed", "fine")
    assert set(found["token"]) == {"check", "mark", "says", "todo"}


def test_a_full_disk_fails(doctor):
    code, said = doctor(DISK_LOW_MB=str(10**9))
    assert (code, line(said, "disk")[0]) == (1, "✗")


def test_a_damaged_database_fails(doctor, made):
    content = bytearray(made.read_bytes())
    content[5000 : len(content) : 97] = b"x" * len(content[5000 : len(content) : 97])
    made.write_bytes(content)
    code, said = doctor()
    assert code == 1
    assert "damaged" in line(said, "database")
    assert made.read_bytes() == content


def test_what_is_no_database_fails(doctor, tmp_path):
    (tmp_path / "v.sqlite3").write_text("Не база даних, а лист." * 100)
    code, said = doctor()
    assert (code, line(said, "database").split(" points")[0]) == (1, "✗ database: DATABASE_URL")


@pytest.mark.parametrize(("revision", "mark"), [("0009", "!"), ("9999", "✗")])
def test_a_schema_of_another_version(doctor, made, revision, mark):
    with sqlite3.connect(made) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()
    code, said = doctor()
    assert (code, line(said, "database")[0]) == (int(mark == "✗"), mark)
    assert revision in line(said, "database")
    with sqlite3.connect(made) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (revision,)
    connection.close()


async def test_mail_is_greeted_and_no_letter_is_sent():
    async with mail_box(authenticator=only_with(b"right"), auth_require_tls=False) as box:
        usual = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none", "smtp_user": "viche"}
        usual |= {"mail_from": "viche@example.gov.ua", "public_url": "https://viche.example"}
        found = await examine_mail(read_settings(_env_file=None, smtp_password="right", **usual))
        assert found.line == "✓ mail: 127.0.0.1 lets us in."
        found = await examine_mail(read_settings(_env_file=None, smtp_password="wrong", **usual))
        assert (found.mark, "SMTP_*" in found.line, "wrong" in found.line) == ("✗", True, False)
        assert box.letters == []
        usual["smtp_port"] = 9
        assert (await examine_mail(read_settings(_env_file=None, **usual))).mark == "✗"


@asynccontextmanager
async def answering(status=200, headers=(), ssl=None):
    """A web server that always answers the same."""

    async def answer(_):
        return web.Response(status=status, headers=dict(headers))

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=ssl)
    await site.start()
    try:
        yield f"{'https' if ssl else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "mark", "says"), [(502, "!", "Start the bot"), (404, "!", "/desk"), (200, "✓", "answers")]
)
async def test_what_answers_at_the_public_address(status, mark, says):
    async with answering(status) as address:
        found = (await examine_web(read_settings(_env_file=None, public_url=address)))[0]
    assert (found.mark, says in found.line) == (mark, True)


async def test_a_certificate_that_nobody_trusts_fails(tmp_path):
    key, made = certificate(tmp_path)
    context = tls.SSLContext(tls.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    async with answering(ssl=context) as address:
        [found] = await examine_web(read_settings(_env_file=None, public_url=address))
    assert (found.mark, "is not valid: self-signed" in found.line) == ("✗", True)


async def test_an_address_where_nobody_answers_fails():
    [found] = await examine_web(read_settings(_env_file=None, public_url="http://127.0.0.1:9"))
    assert (found.mark, "cannot be reached" in found.line) == ("✗", True)


@pytest.mark.parametrize("hours", [-2, 0, 2])
async def test_a_wrong_clock_is_seen(hours):
    told = format_datetime(datetime.now(UTC) - timedelta(hours=hours), usegmt=True)
    async with answering(404, {"Date": told}) as address:
        assert await _ahead(address, utc_now) == pytest.approx(hours * 3600, abs=3)


def test_env_is_read_for_typing_mistakes_and_for_who_may_read_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings, file, secret = read_settings(_env_file=None), Path(".env"), Path("token")
    file.write_text("# BOT_TOKN=1\nBOT_TOKEN=\nexport BOT_TOKN=secret\nWEB_PROT = 80\n")
    secret.write_text("secret")
    monkeypatch.setenv("BOT_TOKEN_FILE", str(secret))
    for one in (file, secret):
        one.chmod(0o644)
    typing, *rights = examine_settings(settings)
    assert (typing.mark, "BOT_TOKN, WEB_PROT." in typing.line, "secret" in typing.line) == ("!", True, False)
    assert [(one.mark, one.todo) for one in rights] == [("!", "chmod 600 .env"), ("!", "chmod 600 token")]
    file.write_text("BOT_TOKEN=\n")
    for one in (file, secret):
        one.chmod(0o600)
    assert [one.mark for one in examine_settings(settings)] == ["✓"]


@pytest.mark.parametrize(
    ("kb", "meaning", "mark"), [(250_000, "off", "✓"), (250_000, "auto", "!"), (100_000, "off", "!")]
)
def test_little_memory_is_said(tmp_path, kb, meaning, mark):
    file = tmp_path / "meminfo"
    file.write_text(f"MemTotal: 1000000 kB\nMemAvailable: {kb} kB\n")
    assert examine_memory(MeaningMode(meaning), file).mark == mark


def examined(folder, **later):
    found = examine_backups(folder, datetime.now(UTC) + timedelta(**later), is_on=True)
    return found.mark, found.says


async def test_the_newest_copy_is_there_new_and_whole(tmp_path):
    folder, database = tmp_path / "backups", Database(f"sqlite+aiosqlite:///{tmp_path / 'viche.sqlite3'}")
    assert examined(folder) == ("!", f"There is no copy in {folder} yet.")
    off = examine_backups(folder, datetime.now(UTC), is_on=False)
    assert (off.mark, off.says) == ("!", f"The bot makes no copies, and there is none in {folder}.")
    folder.mkdir()
    (folder / "carried-here.sqlite3").touch()
    assert examined(folder) == ("✗", f"There is no copy in {folder}.")
    await database.open()
    await migrate(database)
    await database.close()
    copy = back_up(f"sqlite:///{tmp_path / 'viche.sqlite3'}", folder, datetime.now(UTC))
    assert examined(folder)[0] == "✓"
    os.utime(copy, (0, 0))
    assert examined(folder)[0] == "✓", "what its name says counts, not the file's time"
    assert examined(folder, days=2, seconds=1)[0] == "✗"
    with sqlite3.connect(copy) as altered:
        altered.execute("UPDATE alembic_version SET version_num = '0001'")
    mark, says = examined(folder)
    assert (mark, "is damaged or incomplete" in says) == ("✗", True)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    file = tmp_path / "file"
    file.touch()
    mark, says = examined(file / "backups")
    assert (mark, "cannot be made, or cannot be written" in says) == ("✗", True)


async def test_who_else_uses_the_server_is_said(doctor, tmp_path):
    url = server_of_databases().database(tmp_path / "viche")

    async def said():
        _, lines = await asyncio.to_thread(doctor, DATABASE_URL=url.replace("+asyncpg", ""))
        return line(lines, "processes")

    assert await said() == "✓ processes: No other process of the bot is connected."
    database = Database(url)
    await database.open()
    here = f"{socket.gethostname()[:24]}:{os.getpid()}"
    assert await said() == f"✓ processes: 1 connected: {__version__} at {here}."
    old = await asyncpg.connect(url.replace("+asyncpg", ""), server_settings={"application_name": "viche"})
    assert (await said()).startswith("! processes: 2 connected: an older version at an unknown place, ")
    await old.close()
    await database.close()


@pytest.mark.parametrize(
    ("title", "published_on", "old"),
    [
        ("Стратегія на 2021–2027 роки", date(2021, 1, 1), False),
        ("Стратегія на 2014–2020 роки", date(2026, 1, 1), True),
        ("Цілі громади", date(2021, 12, 23), True),
        ("Цілі громади", date(2025, 12, 23), False),
        ("Цілі громади", None, False),
    ],
)
def test_documents_grow_old(title, published_on, old):
    one = Document("d", "c", DocumentKind.STRATEGY, title, Source("Рада", published_on), official=True)
    assert is_old(one, date(2026, 11, 27)) is old
