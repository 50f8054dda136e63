"""A copy is whole and consistent, or there is none; whatever happens to it afterwards is noticed."""

import random
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.domain.errors import Unavailable
from bot.storage.backups import back_up, verify
from bot.storage.migrate import REVISIONS, create
from bot.storage.schema import metadata
from tests.bot.storage.test_old_schemas import contents
from tests.support.house import NOON
from tests.support.processes import in_a_process
from tests.support.rows import fill

EMPTY_IN_COPIES = {"updates", "sessions", "entry_links", "invitations"}


def make(path, n=60):
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        create(connection)
        fill(connection, metadata, n)
    engine.dispose()
    do(path, "PRAGMA journal_mode=WAL")
    return f"sqlite:///{path}"


def do(path, statement) -> None:
    """Change a file from outside and let go of it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@pytest.fixture
def database(tmp_path):
    return make(tmp_path / "viche.sqlite3")


@pytest.fixture
def copy(database, tmp_path):
    return back_up(database, tmp_path / "copies", NOON)


def test_a_copy_holds_everything_but_what_it_must_not(database, copy, tmp_path) -> None:
    before, after = contents(tmp_path / "viche.sqlite3"), contents(copy)
    del after["viche_backup"]
    keys = [row[1] for row in before["round_keys"][1]]
    assert all(after[name][1] == [] for name in EMPTY_IN_COPIES)
    assert [key for _, key in after.pop("round_keys")[1]] == [b""] * len(keys)
    assert {name: rows for name, rows in before.items() if name not in EMPTY_IN_COPIES | {"round_keys"}} == {
        name: rows for name, rows in after.items() if name not in EMPTY_IN_COPIES
    }
    payloads = [row[3].encode() for row in before["updates"][1] if row[3]]
    assert keys
    assert payloads
    assert [secret for secret in (*keys, *payloads) if secret in copy.read_bytes()] == []


def test_a_copy_is_for_its_owner_and_has_a_name_of_its_own(copy, database, tmp_path) -> None:
    assert copy.name == f"viche-20261122T100000Z-{REVISIONS[-1]}.sqlite3"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    kept = verify(copy)
    assert (kept.made_at, kept.revision) == (NOON, REVISIONS[-1])
    with pytest.raises(Unavailable, match=r"backups\.exists"):
        back_up(database, tmp_path, NOON, copy)


def test_a_thousand_writes_meanwhile(database, tmp_path) -> None:
    """A pair of rows is written at a time: every copy holds both of each pair, or none."""
    begun, stop = threading.Event(), threading.Event()

    def write() -> None:
        connection = sqlite3.connect(tmp_path / "viche.sqlite3", isolation_level=None, timeout=30)
        for number in range(1000):
            connection.execute("BEGIN IMMEDIATE")
            for half in ("a", "b"):
                connection.execute("INSERT INTO settlements VALUES ('1 pair', ?)", (f"{number}{half}",))
            connection.execute("COMMIT")
            begun.set()
        connection.close()
        stop.set()

    with sqlite3.connect(tmp_path / "viche.sqlite3") as connection:
        columns = "id, name, name_en, place, place_en, aliases, position"
        connection.execute(f"INSERT INTO communities ({columns}) VALUES ('1 pair', '', '', '', '', '[]', 9)")
    writing = threading.Thread(target=write)
    writing.start()
    begun.wait(30)
    sizes = []
    while not stop.is_set() or not sizes:
        copy = back_up(database, tmp_path, NOON, tmp_path / f"{len(sizes)}.sqlite3")
        pairs = [name for where, name in contents(copy)["settlements"][1] if where == "1 pair"]
        assert len(pairs) % 2 == 0
        assert {name[:-1] for name in pairs} == {str(number) for number in range(len(pairs) // 2)}
        sizes.append(len(pairs))
        copy.unlink()
    writing.join()
    assert sizes == sorted(sizes)
    assert any(0 < size < 2000 for size in sizes)


def test_every_cut_is_noticed(copy, tmp_path) -> None:
    whole = copy.read_bytes()
    for size in (0, 1, 99, 4096, len(whole) // 2, len(whole) - 4096, len(whole) - 1):
        cut = tmp_path / "cut.sqlite3"
        cut.write_bytes(whole[:size])
        with pytest.raises(Unavailable) as refusal:
            verify(cut)
        assert refusal.value.key in {"backups.damaged", "backups.foreign"}, size


def test_a_flipped_bit_is_noticed_or_changes_nothing(copy, tmp_path) -> None:
    whole, chance, n_noticed = copy.read_bytes(), random.Random(4), 0
    said = contents(copy)
    for _ in range(120):
        place = chance.randrange(len(whole))
        flipped = tmp_path / "flipped.sqlite3"
        flipped.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
        try:
            verify(flipped)
        except Unavailable as refusal:
            assert refusal.key in {"backups.damaged", "backups.foreign", "backups.newer"}  # noqa: PT017
            n_noticed += 1
        else:
            assert contents(flipped) == said, place
    assert n_noticed > 40


def test_what_is_no_copy_is_called_so(database, tmp_path) -> None:
    other, text = tmp_path / "viche.sqlite3", tmp_path / "text.sqlite3"
    text.write_text("Це не база даних. " * 1000, encoding="utf-8")
    for file in (other, text):
        with pytest.raises(Unavailable, match=r"backups\.foreign"):
            verify(file)
    with pytest.raises(Unavailable, match=r"backups\.missing"):
        verify(tmp_path / "nowhere")


def test_a_row_that_is_taken_out_or_altered_is_noticed(copy) -> None:
    copy.chmod(0o600)
    whole = copy.read_bytes()
    for act in ("DELETE FROM turns WHERE id = 3", "UPDATE turns SET text = 'x' WHERE id = 3", "DROP TABLE sights"):
        copy.write_bytes(whole)
        do(copy, act)
        with pytest.raises(Unavailable, match=r"backups\.damaged"):
            verify(copy)


@pytest.mark.parametrize("n_bytes", [0, 4096, 100_000, 400_000])
def test_a_full_disk_leaves_no_half_copy(database, tmp_path, n_bytes) -> None:
    """The limit of a process on the size of files fails as a full disk does; in a process of its own."""
    folder = tmp_path / "copies"
    act = (
        "import resource; from datetime import UTC, datetime; from pathlib import Path;"
        "from bot.domain.errors import Unavailable; from bot.storage.backups import back_up\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({n_bytes}, {n_bytes}))\n"
        f"try: back_up({database!r}, Path({str(folder)!r}), datetime(2026, 11, 22, tzinfo=UTC))\n"
        "except Unavailable as error: print(error.key)"
    )
    assert in_a_process(act).strip() in {"database.disk_full", "database.disk_error"}
    assert list(folder.glob("*")) == []
    assert verify(back_up(database, folder, NOON)).n_rows > 0


def test_without_room_nothing_is_begun(database, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 2**20}))
    with pytest.raises(Unavailable) as refusal:
        back_up(database, tmp_path / "copies", NOON)
    assert (refusal.value.key, refusal.value.params["free"]) == ("backups.no_room", 1)
    assert list((tmp_path / "copies").iterdir()) == []


def test_nothing_is_made_where_no_database_is(tmp_path) -> None:
    with pytest.raises(Unavailable, match="cannot_open"):
        back_up(f"sqlite:///{tmp_path}/none.sqlite3", tmp_path, NOON)
    assert [file for file in Path(tmp_path).iterdir() if file.name != "copies"] == []
