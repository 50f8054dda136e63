"""The commands others rely on, run as they are run: as processes."""

import json

import pytest

from tests.bot.cli.conftest import STRATEGY
from tests.support import papers
from tests.support.asking import ANSWER, METRO, METRO_TOO, SOURCE, answered, passed
from tests.support.commands import command
from tests.support.databases import look, url_of
from tests.support.house import open_house


def test_ask_prints_the_card(run):
    done = run("ask", "індустріальні парки", "--community", "zhytomyr")
    assert done.returncode == 0, done.stderr
    assert "1.1.2. Розвиток мережі індустріальних парків" in done.stdout
    assert "Джерело:" in done.stdout
    assert "<b>" not in done.stdout


def test_ask_json(run):
    done = run("ask", "індустріальні парки", "--json")
    answer = json.loads(done.stdout)
    assert answer["answered"] is True
    assert answer["verdict"] == "answer"
    first = answer["results"][0]
    assert set(first) >= {"document", "code", "level", "score", "text"}
    assert len(answer["results"]) <= 10
    assert done.stdout.count("\n") == 1


def test_ask_explains(run):
    done = run("ask", "індустріальні парки", "--explain")
    assert "індустріальних" in done.stdout
    assert "form" in done.stdout or "concept" in done.stdout
    assert "P(told)" in done.stdout


def test_ask_explains_each_of_several_questions(run):
    done = run("ask", "Чи буде ремонт доріг? І що з лікарнями?", "--community", "zhytomyr", "--explain")
    assert done.stdout.count("confidence") == 2


async def test_ask_knows_what_staff_taught(run, tmp_path):
    path = tmp_path / "taught.sqlite3"
    async with open_house(path) as house:
        olena, iryna = await house.resident(), await house.staff()
        await passed(olena, METRO)
        await answered(iryna, METRO)
        await iryna.press("Зберегти")
    done = run("ask", METRO_TOO, "--community", "zhytomyr", DATABASE_URL=url_of(path))
    assert ANSWER in done.stdout
    assert SOURCE in done.stdout


def test_ask_in_an_unknown_community(run):
    done = run("ask", "дороги", "--community", "atlantis")
    assert done.returncode == 1
    assert done.stderr.strip() == "atlantis is not a known community. Known: zhytomyr, luhansk, kramatorsk."


def test_evaluate_prints_figures_and_writes_rows(run, scratch):
    rows = [
        {
            "id": "q1",
            "query": "індустріальні парки",
            "community": "zhytomyr",
            "kind": "keyword",
            "answerable": True,
            "gold": [{"doc": "zhytomyr-oblast-2027", "code": "1.1.2", "grade": 2}],
        },
        {
            "id": "q2",
            "query": "яка завтра погода",
            "community": None,
            "kind": "unanswerable",
            "answerable": False,
            "gold": [],
        },
    ]
    questions = scratch / "questions.jsonl"
    questions.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    done = run("evaluate", questions, "--results", scratch / "out.jsonl")
    assert done.returncode == 0, done.stderr
    assert "nDCG@5" in done.stdout
    assert "How far confidence can be believed" in done.stdout
    written = [json.loads(line) for line in (scratch / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in written] == ["q1", "q2"]
    assert written[0]["answered"] is True
    assert written[0]["results"][0]["code"] == "1.1.2"
    assert written[1]["answered"] is False


def test_evaluate_names_the_broken_line(run, scratch):
    (scratch / "broken.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    done = run("evaluate", scratch / "broken.jsonl")
    assert done.returncode == 1
    assert "broken.jsonl, line 1" in done.stderr


def test_knowledge_list(run):
    done = run("knowledge", "list", "--json")
    entries = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"document", "community", "code", "level", "text", "parent", "official"} <= set(entries[0])
    assert {e["document"] for e in entries} == {
        "zhytomyr-oblast-2027",
        "luhansk-oblast-2027",
        "kramatorsk-2021",
        "zhytomyr-meeting",
        "left-opposition-2020",
    }
    assert sum(e["document"] == "luhansk-oblast-2027" for e in entries) == 169


def test_knowledge_check(run):
    done = run("knowledge", "check")
    assert done.returncode == 0, done.stdout
    assert "0 problems" in done.stdout


def test_knowledge_import_shows_and_stores_nothing_without_publish(run, scratch):
    file = scratch / "strategy.txt"
    file.write_text(STRATEGY, encoding="utf-8")
    done = run("knowledge", "import", file, "--json")
    entries = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(e["code"], e["level"], e["parent"]) for e in entries] == [
        ("1", "strategic", None),
        ("1.1", "operational", "1"),
        ("1.1.1", "task", "1.1"),
        ("1.1.2", "task", "1.1"),
        ("2", "strategic", None),
        ("2.1", "operational", "2"),
    ]
    assert "Пробурити" not in run("knowledge", "list").stdout


def test_knowledge_import_says_what_is_odd_and_where(run, scratch):
    file = scratch / "strategy.xlsx"
    file.write_bytes(papers.workbook([["1. Люди", "1.1. Освіта"], ["", "1.3. Спорт"]], [(0, 0, 1, 0)]))
    done = run("knowledge", "import", file)
    assert (done.returncode, done.stdout) == (0, "1  Люди\n1.1  Освіта\n1.3  Спорт\n")
    assert done.stderr.splitlines() == [
        "sheet «Цілі», cell A1: merged cells, check what belongs to them: «Люди»",
        "sheet «Цілі», cell B2: gap in the numbering: 1.2 is missing",
    ]


def test_knowledge_import_publishes_a_new_community_and_answers(run, scratch):
    file = scratch / "strategy.txt"
    file.write_text(STRATEGY, encoding="utf-8")
    url = url_of(scratch / "other.sqlite3")
    arguments = (
        "knowledge",
        "import",
        file,
        "--document",
        "zarichchia-2030",
        "--community",
        "zarichchia",
        "--name",
        "Зарічанська громада",
        "--publish",
    )
    done = run(*arguments, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert "published 6 entries" in done.stderr
    assert "says the same already" in run(*arguments, DATABASE_URL=url).stderr
    answer = json.loads(run("ask", "заміна водогону", "--community", "zarichchia", "--json", DATABASE_URL=url).stdout)
    assert answer["results"][0]["code"] == "1.1.2"
    card = run("ask", "заміна водогону", "--community", "zarichchia", DATABASE_URL=url).stdout
    assert "Зарічанська громада" in card


def test_publishing_an_unknown_document_needs_its_community(run, scratch):
    file = scratch / "strategy.txt"
    file.write_text(STRATEGY, encoding="utf-8")
    assert run("knowledge", "import", file, "--publish").returncode == 1
    assert run("knowledge", "import", file, "--document", "new", "--publish").returncode == 1
    assert run("knowledge", "import", file, "--document", "Нова", "--community", "x", "--publish").returncode == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "damaged"),
        (b"", "empty"),
        (b"\x00\x01\x02" * 100, "not a text"),
        ("Привіт".encode(), "There are no goals"),
    ],
)
def test_a_file_that_is_not_what_it_says(run, scratch, content, said):
    (scratch / "bad.txt").write_bytes(content)
    done = run("knowledge", "import", scratch / "bad.txt")
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_grant(run):
    assert run("grant", "42", "staff").stdout.strip() == "42 is now staff"
    assert run("grant", "42", "boss").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "said"),
    [
        (("run",), {}, 2, "BOT_TOKEN is not set"),
        (("run",), {"BOT_TOKEN": "1:x", "WEB_PORT": "port"}, 2, "WEB_PORT"),
        (("run",), {"BOT_TOKEN": "1:x", "DATABASE_URL": "mysql://x"}, 2, "DATABASE_URL"),
        (("ask",), {}, 2, "QUESTION"),
        (("frobnicate",), {}, 2, "frobnicate"),
        (("ask", "дороги"), {"DATABASE_URL": "sqlite:////proc/nowhere/x.sqlite3"}, 1, "cannot be opened"),
    ],
)
def test_wrong_use_and_failure_are_one_line(run, arguments, environment, code, said):
    done = run(*arguments, **environment)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_chat_in_a_terminal(scratch):
    said = ":1\n:1\nіндустріальні парки\n:staff\n:q\n"
    done = command("chat", folder=scratch, database=scratch / "chat.sqlite3", said=said)
    assert done.returncode == 0, done.stderr
    assert "1.1.2. Розвиток мережі індустріальних парків" in done.stdout
    assert ":1 Погоджуюсь" in done.stdout
    assert look(scratch / "chat.sqlite3", "SELECT locale FROM people") == [("uk",)]


def test_trying_out_touches_nothing_of_residents(tmp_path):
    (tmp_path / ".env").write_text(
        "DATABASE_URL=sqlite:///data/viche.sqlite3\nSMTP_HOST=127.0.0.1\nMAIL_FROM=viche@example.gov.ua\n"
    )
    done = command("chat", folder=tmp_path, said=":q\n")
    assert done.returncode == 0, done.stderr
    assert [one.name for one in (tmp_path / "data").iterdir()] == ["demo.sqlite3"]


ELECTION = """META
key;value
budget;70.50
vote_type;approval
PROJECTS
project_id;cost;name
park;60.25;Парк
well;50;Криниця
club;10;Клуб
VOTES
voter_id;vote
1;park,well
2;park
3;club
"""


@pytest.mark.parametrize(("rule", "first"), [("greedy", "park"), ("equal-shares", "park")])
def test_tally_json(run, scratch, rule, first):
    file = scratch / "election.pb"
    file.write_text(ELECTION, encoding="utf-8")
    done = run("tally", "--file", file, "--rule", rule, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"rule": rule, "winners": [first, "club"], "spent": 70.25, "budget": 70.5}


def test_tally_prints_winners_in_order_ties_and_what_is_spent(run, scratch):
    file = scratch / "tie.pb"
    file.write_text(ELECTION.replace("2;park\n", ""), encoding="utf-8")
    done = run("tally", "--file", file, "--rule", "greedy")
    assert done.stdout.splitlines() == [
        "1. park  1  60.25  Парк",
        "2. club  1  10  Клуб",
        "tie between park, well, club: park goes first by order",
        "2 of 3 projects win, 70.25 of 70.50 is spent",
    ]


def test_tally_of_what_cannot_be_counted(run, scratch):
    file = scratch / "broken.pb"
    file.write_text(ELECTION.replace(";50;", ";-50;"), encoding="utf-8")
    done = run("tally", "--file", file, "--rule", "greedy")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Line 8 of the .pb file: cost is -50, but must be a number from 0 up.\n"
    file.write_text(ELECTION.replace("budget;70.50\n", ""), encoding="utf-8")
    done = run("tally", "--file", file, "--rule", "equal-shares")
    assert done.returncode == 1
    assert done.stderr.startswith("Equal Shares shares out a budget, and this election has none.")
    assert run("tally", "--file", scratch / "nothing.pb", "--rule", "greedy").returncode == 1
    assert run("tally", "--file", file, "--rule", "dice").returncode == 2


def test_settlements_are_replaced_and_listed(run, scratch):
    assert run("settlements", "zhytomyr").stdout == ""
    (scratch / "names.txt").write_text("\ufeffОзерне\n\n  Глибочиця \nОзерне\n—\n", encoding="utf-8")
    assert run("settlements", "zhytomyr", "names.txt").stdout == "Глибочиця\nОзерне\n"
    assert run("settlements", "zhytomyr").stdout == "Глибочиця\nОзерне\n"
    done = run("settlements", "kyiv")
    assert (done.returncode, done.stdout) == (1, "")
    assert "kyiv is not a known community" in done.stderr
    (scratch / "names.txt").write_bytes("Озерне".encode("cp1251"))
    done = run("settlements", "zhytomyr", "names.txt")
    assert done.returncode == 1
    assert done.stderr.startswith("names.txt: ")
    assert done.stderr.count("\n") == 1
