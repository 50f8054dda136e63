"""Editions on the command line: compared, published by intent only, rolled back."""

import json

import pytest

from tests.bot.cli.conftest import STRATEGY
from tests.support import papers
from tests.support.databases import url_of

NEW = STRATEGY.replace("Замінити водогін", "Замінити старий водогін").replace("Оперативна ціль 2.1. Молодь удома\n", "")
OTHER = "1. Дороги без ям\n1.1. Ліхтарі біля школи\n"


@pytest.fixture
def village(run, tmp_path):
    """A database of its own in which the strategy of a village is published."""
    url = url_of(tmp_path / "village.sqlite3")

    def call(*arguments, content=None):
        (tmp_path / "file.txt").write_bytes(content.encode() if isinstance(content, str) else content or b"")
        files = [tmp_path / "file.txt"] if content is not None else []
        return run("knowledge", arguments[0], *files, *arguments[1:], DATABASE_URL=url)

    about = ("--document", "village", "--community", "village", "--name", "Зарічанська громада", "--publish")
    assert call("import", *about, content=STRATEGY).returncode == 0
    return call


def codes(village) -> list[str]:
    rows = map(json.loads, village("list", "--json").stdout.splitlines())
    return [row["code"] for row in rows if row["document"] == "village"]


def test_compare_says_what_a_file_changes_and_stores_nothing(village):
    done = village("compare", "--document", "village", content=NEW)
    assert (done.returncode, done.stderr) == (0, "0 added, 1 removed, 1 changed, 0 moved, 4 the same\n")
    assert done.stdout.splitlines() == [
        "removed  2.1  Молодь удома",
        "changed  1.1.2  Замінити водогін -> Замінити старий водогін",
    ]
    assert codes(village) == ["1", "1.1", "1.1.1", "1.1.2", "2", "2.1"]


def test_compare_as_json(village):
    rows = [
        json.loads(line)
        for line in village("compare", "--document", "village", "--json", content=NEW).stdout.splitlines()
    ]
    assert [(row["change"], row["rounds"]) for row in rows] == [("removed", []), ("changed", [])]
    assert rows[1]["before"]["text"] == "Замінити водогін"
    assert rows[1]["after"]["text"] == "Замінити старий водогін"


def test_rollback_brings_the_earlier_edition_back_and_again_the_later(village):
    assert village("import", "--document", "village", "--publish", content=NEW).returncode == 0
    assert codes(village) == ["1", "1.1", "1.1.1", "1.1.2", "2"]
    done = village("rollback", "village")
    assert done.returncode == 0
    assert "village is again as published on" in done.stderr
    assert "6 entries instead of 5" in done.stderr
    assert codes(village) == ["1", "1.1", "1.1.1", "1.1.2", "2", "2.1"]
    assert "5 entries instead of 6" in village("rollback", "village").stderr


def test_what_cannot_be_compared_or_rolled_back(village):
    assert village("rollback", "village").stderr == "village has no earlier edition.\n"
    for done in (village("rollback", "nowhere"), village("compare", "--document", "nowhere", content=NEW)):
        assert done.returncode == 1
        assert done.stderr.startswith("nowhere is not a published document. Known: zhytomyr-oblast-2027,")


def test_another_document_under_a_known_id_is_not_published_by_accident(village):
    done = village("import", "--document", "village", "--publish", content=OTHER)
    assert done.returncode == 1
    assert (
        done.stderr == "village holds other goals: this file has none of them. Choose another id, or add --replace.\n"
    )
    assert len(codes(village)) == 6
    done = village("import", "--document", "village", "--community", "luhansk", "--publish", content=NEW)
    assert done.stderr == "village is already a document of village. Choose another id.\n"
    assert village("import", "--document", "village", "--publish", "--replace", content=OTHER).returncode == 0
    assert codes(village) == ["1", "1.1"]


def test_check_names_every_place_of_every_file(run, scratch):
    (scratch / "good.docx").write_bytes(papers.word_table([["1. Люди", "1.1. Освіта"], ["", "1.3. Спорт"]]))
    (scratch / "bad.pdf").write_bytes(papers.pdf([[]]))
    done = run("knowledge", "check", scratch / "good.docx", scratch / "bad.pdf")
    assert done.returncode == 1
    assert done.stdout == f"{scratch / 'good.docx'}: 3 goals, 1 places to look at\n"
    odd, unreadable = done.stderr.splitlines()
    assert odd == f"{scratch / 'good.docx'}: table 1, row 2, column 2: gap in the numbering: 1.2 is missing"
    assert unreadable.startswith(f"{scratch / 'bad.pdf'}: This PDF has no text, only pictures of pages.")
