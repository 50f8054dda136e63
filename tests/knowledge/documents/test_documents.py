"""The shipped documents are complete, well formed and in our own words."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from knowledge import documents
from knowledge.importers import read
from knowledge.model import DocumentKind, Level

SHARED = Path(__file__).parents[4] / "shared"
RETOLD = {"kramatorsk-2021", "zhytomyr-meeting", "left-opposition-2020"}
LONG_PHRASE = 8
"""Words in a row. Names with their titles and offices take up to seven."""


@pytest.fixture(scope="module")
def library():
    return documents.load()


def test_five_documents_of_three_communities(library):
    assert {d.id: (d.community, d.kind, d.official) for d in library.documents.values()} == {
        "zhytomyr-oblast-2027": ("zhytomyr", DocumentKind.STRATEGY, True),
        "luhansk-oblast-2027": ("luhansk", DocumentKind.STRATEGY, True),
        "kramatorsk-2021": ("kramatorsk", DocumentKind.GOALS, False),
        "zhytomyr-meeting": ("zhytomyr", DocumentKind.NEWS, False),
        "left-opposition-2020": ("zhytomyr", DocumentKind.PROGRAMME, False),
    }
    assert {c.id: (c.name, c.place) for c in library.communities.values()} == {
        "zhytomyr": ("Житомирська область", "у Житомирській області"),
        "luhansk": ("Луганська область", "у Луганській області"),
        "kramatorsk": ("Краматорська громада", "у Краматорській громаді"),
    }


def test_a_communitys_strategy_comes_first_and_the_party_programme_last(library):
    own = [document.id for document in library.documents_of("zhytomyr")]
    assert own == ["zhytomyr-oblast-2027", "zhytomyr-meeting", "left-opposition-2020"]


@pytest.mark.parametrize(
    ("document", "counts"),
    [
        ("zhytomyr-oblast-2027", {Level.STRATEGIC: 3, Level.OPERATIONAL: 10, Level.TASK: 32}),
        ("luhansk-oblast-2027", {Level.STRATEGIC: 4, Level.OPERATIONAL: 11, Level.TASK: 29, Level.SPHERE: 125}),
    ],
)
def test_strategies_are_whole(library, document, counts):
    levels = [entry.level for entry in library.entries if entry.document == document]
    assert {level: levels.count(level) for level in set(levels)} == counts


def test_a_strategys_entries_are_its_files_own_words(library):
    goals = [(e.code, e.text, e.parent) for e in library.entries if e.document == "luhansk-oblast-2027"]
    report = read(documents.FOLDER / "luhansk-oblast-2027.txt")
    assert goals == [(e.code, e.text, e.parent) for e in report.entries]


def test_sources_say_who_and_when_and_invent_nothing(library):
    sources = {document.id: document.source for document in library.documents.values()}
    assert sources["kramatorsk-2021"].publisher == "Kramatorsk.INFO"
    assert sources["kramatorsk-2021"].published_on == date(2021, 12, 23)
    assert sources["zhytomyr-meeting"].published_on is None
    assert "25 жовтня 2020 року" in library.documents["left-opposition-2020"].title
    assert "3 грудня" in library.documents["zhytomyr-meeting"].title


def test_statements_are_short_sentences_without_parents(library):
    statements = [entry for entry in library.entries if entry.document in RETOLD]
    assert {(entry.level, entry.parent) for entry in statements} == {(Level.STATEMENT, None)}
    assert all(re.match(r"[А-ЯІЇЄҐ«3].*\.$", entry.text) for entry in statements)
    assert max(len(entry.text) for entry in statements) <= 260
    assert len({entry.text for entry in statements}) == len(statements)


def test_a_paragraph_with_several_facts_has_only_numbered_codes(library):
    codes = [(entry.document, entry.code) for entry in library.entries if entry.document in RETOLD]
    split = {(document, code.split("/")[0]) for document, code in codes if "/" in code}
    assert split.isdisjoint(codes)


@pytest.mark.parametrize(
    ("document", "paragraphs"),
    [
        ("kramatorsk-2021", [f"p{n}" for n in range(1, 6)]),
        ("zhytomyr-meeting", [f"p{n}" for n in range(1, 10)]),
        ("left-opposition-2020", [f"b{n}" for n in range(1, 32)]),
    ],
)
def test_no_paragraph_is_left_out(library, document, paragraphs):
    codes = [entry.code.split("/")[0] for entry in library.entries if entry.document == document]
    assert list(dict.fromkeys(codes)) == paragraphs


def test_facts_people_ask_for_are_there(library):
    text = {entry.key: entry.text for entry in library.entries}
    assert "дві нові амбулаторії" in text["kramatorsk-2021", "p4/10"]
    assert "кол-центр" in text["kramatorsk-2021", "p4/11"]
    assert "McDonald’s" in text["zhytomyr-meeting", "p4/3"]
    assert "Корінна" in text["zhytomyr-meeting", "p6/4"]
    assert "Гомельською" in text["left-opposition-2020", "b31"]
    assert "2020" in text["left-opposition-2020", "b31"]
    assert all("арті" in entry.text for entry in library.entries if entry.document == "left-opposition-2020")


@pytest.mark.skipif(not SHARED.exists(), reason="the sources are not beside the repository")
@pytest.mark.parametrize("document", sorted(RETOLD))
def test_no_long_phrase_is_copied_from_a_source(library, document):
    def words(text: str) -> list[str]:
        return re.findall(r"[\w-]+", text.casefold().replace("’", "").replace("'", ""))

    source = " ".join(words((SHARED / "sources" / f"{document}.txt").read_text(encoding="utf-8")))
    for entry in library.entries:
        if entry.document == document:
            own = words(entry.text)
            phrases = (" ".join(own[n : n + LONG_PHRASE]) for n in range(len(own) - LONG_PHRASE + 1))
            assert not [phrase for phrase in phrases if phrase in source], entry


@pytest.mark.skipif(not SHARED.exists(), reason="the reference reading is not beside the repository")
def test_every_passage_of_the_reference_is_covered(library):
    lines = (SHARED / "knowledge" / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    ours = {entry.key for entry in library.entries}
    ours |= {(document, code.split("/")[0]) for document, code in ours if document in RETOLD}
    assert {(row["doc"], row["code"]) for row in map(json.loads, lines)} <= ours


COMMUNITY = '[[community]]\nid="a"\nname="А"\nname_en="A"\nplace="в А"\nplace_en="in A"\n'
DOCUMENT = 'id="d"\ncommunity="a"\nkind="news"\nofficial=false\ntitle="Н"\n[source]\npublisher="П"\n'


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ("id = ", r"^d\.toml: "),
        (DOCUMENT, r"^d\.toml: statements is missing$"),
        (DOCUMENT.replace("news", "gossip"), r"^d\.toml: 'gossip' is not a valid DocumentKind$"),
        ('text="no.txt"\n' + DOCUMENT, r"^d\.toml: no\.txt cannot be read: missing$"),
        (DOCUMENT.replace("publisher", "printer") + '[statements]\np1="Так."\n', r"^d\.toml: .*printer"),
        (DOCUMENT.replace('"a"', '"b"') + '[statements]\np1="Так."\n', r"^d: unknown community b$"),
    ],
)
def test_a_broken_document_is_named_with_what_is_wrong(tmp_path, broken, complaint):
    (tmp_path / "communities.toml").write_text(COMMUNITY, encoding="utf-8")
    (tmp_path / "d.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        documents.load(tmp_path)


def test_two_documents_with_one_id_are_refused(tmp_path):
    (tmp_path / "communities.toml").write_text(COMMUNITY, encoding="utf-8")
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(DOCUMENT + f'[statements]\n{name[:3]}="Так."\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"^d: two documents have this id$"):
        documents.load(tmp_path)


def test_a_folder_of_ones_own_is_loaded(tmp_path):
    (tmp_path / "communities.toml").write_text(COMMUNITY, encoding="utf-8")
    (tmp_path / "d.toml").write_text(DOCUMENT + '[statements]\np1 = "Так."\n', encoding="utf-8")
    library = documents.load(tmp_path)
    assert [(entry.code, entry.text) for entry in library.entries] == [("p1", "Так.")]


def test_a_missing_list_of_communities_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"^communities\.toml: "):
        documents.load(tmp_path)
