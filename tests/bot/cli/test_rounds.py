"""Rounds on the command line, run as processes on a scratch database."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import open_services
from bot.cli.roundfile import read_round
from bot.cli.words import in_words
from bot.domain.errors import DomainError
from bot.settings import read_settings
from tests.support.commands import command
from tests.support.databases import url_of

ROOT = Path(__file__).parents[3]

OPENS = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)

FORM = f"""
community = "zhytomyr"
title = "Бюджет участі 2027"
question = "Оберіть проєкти."
ballot = "classes"
rule = "equal-shares"
budget = "1,2 млн"
trust = "code"
declaration = "Мені виповнилося 16 років."
opens = {OPENS:%Y-%m-%dT%H:%M:%S+00:00}
closes = "через 3 тижні"
classes = [{{ name = "Великі", limit = 3 }}, {{ name = "Малі", limit = 2 }}]
districts = [{{ name = "Центр", population = 12500 }}, {{ name = "Заріччя" }}]

[[options]]
title = "Сквер «Мрія»"
cost = 250000
class = "Великі"
author = "Олена Коваль"

[[options]]
goal = "zhytomyr-oblast-2027 1.1.2"
cost = "300 тис"
class = "Малі"
"""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("rounds")


@pytest.fixture(scope="module")
def run(scratch):
    def run(*arguments, **environment):
        given = {"VOTER_KEY": "a key of at least sixteen signs", **environment}
        return command("rounds", *arguments, folder=scratch, database=scratch / "rounds.sqlite3", **given)

    return run


def write(scratch, text, name="round.toml"):
    (scratch / name).write_text(text, encoding="utf-8")
    return name


def test_from_a_file_to_the_end(run, scratch):
    done = run("import", write(scratch, FORM))
    assert (done.stdout, done.stderr, done.returncode) == ("1\n", "", 0)

    shown = json.loads(run("show", "1", "--json").stdout)
    assert shown["phase"] == "draft"
    assert shown["problems"] == []
    assert (shown["budget_kop"], shown["rule"], shown["trust"]) == (120_000_000, "equal-shares", "code")
    assert shown["districts"] == [{"name": "Центр", "population": 12500}, {"name": "Заріччя", "population": 0}]
    assert [(one["cost_kop"], one["class"]) for one in shown["options"]] == [(25_000_000, 0), (30_000_000, 1)]
    assert shown["options"][1]["goal"] == "zhytomyr-oblast-2027 1.1.2"
    assert shown["options"][1]["title"].startswith("Розвиток мережі індустріальних парків")
    assert datetime.fromisoformat(shown["opens_at"]) == OPENS.replace(second=0)

    said = run("show", "1").stdout
    assert "Бюджет: 1 200 000 грн" in said.replace("\u00a0", " ")
    assert "1. Сквер «Мрія»" in said

    assert run("publish", "1").stdout.startswith("round 1 is announced: ")
    [row] = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert (row["round"], row["phase"], row["title"]) == (1, "announced", "Бюджет участі 2027")
    assert run("list").stdout.startswith("1  announced  ")

    until = f"{OPENS + timedelta(days=60):%d.%m.%Y} 20:00"
    assert "closes at" in run("extend", "1", "--until", until, "--reason", "Не було світла").stdout
    assert run("cancel", "1", "--reason", "Помилка").stdout == "round 1 is cancelled\n"
    assert json.loads(run("show", "1", "--json").stdout)["ended"] == {"how": "cancelled", "reason": "Помилка"}


def test_codes_on_a_page_of_their_own(run, scratch):
    number = run("import", write(scratch, FORM)).stdout.strip()
    done = run("codes", number, "12", "--bot", "@viche_bot", "--output", "codes.html")
    assert done.stdout == "12 codes from № 1 in codes.html\n", done.stderr
    page = (scratch / "codes.html").read_text(encoding="utf-8")
    assert len(set(re.findall(r'class="code">([0-9A-Z-]{11})<', page))) == 12
    assert (scratch / "codes.html").stat().st_mode & 0o077 == 0
    again = run("codes", number, "1", "--bot", "viche_bot", "--output", "codes.html")
    assert (again.returncode, again.stderr.strip()) == (1, "File exists: codes.html")
    many = run("codes", number, "1001", "--bot", "viche_bot", "--output", "many.html")
    assert (many.returncode, many.stderr.count("\n")) == (1, 1)
    assert not (scratch / "many.html").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("budget =", "buget ="), "buget is not known"),
        (('"1,2 млн"', '"багато"'), "budget: The sum cannot be read"),
        (('"1,2 млн"', "-5"), "budget: The sum cannot be below zero"),
        (('"zhytomyr"', '"atlantis"'), "community: atlantis is not known"),
        (('title = "Бюджет участі 2027"\n', ""), "title is missing"),
        (('"classes"', '"shouting"'), "ballot: shouting is not known; known are approval, classes"),
        (('"через 3 тижні"', '"колись"'), "closes: The date cannot be read"),
        (("limit = 3", 'limit = "three"'), "classes: limit: must be a whole number"),
        (("cost = 250000", "cost = -1"), "option 1: cost: The sum cannot be below zero"),
        (('class = "Малі"', 'class = "Середні"'), "option 2: class: Середні is not known"),
        (("1.1.2", "9.9.9"), "option 2: goal: zhytomyr-oblast-2027 9.9.9 is no goal"),
        (
            ("zhytomyr-oblast-2027 1.1.2", "left-opposition-2020 b1"),
            "option 2: goal: left-opposition-2020 b1 is no goal",
        ),
        (('goal = "zhytomyr-oblast-2027 1.1.2"', 'title = "СКВЕР «Мрія»"'), "option 2: the same title as option 1"),
        (("[[options]]", "[[options"), "(at line"),
    ],
)
async def test_a_file_with_a_mistake_is_not_read(entries, tmp_path, change, said):
    wrong = FORM.replace(*change, 1)
    assert wrong != FORM
    (tmp_path / "wrong.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(DomainError) as refused:
        read_round(tmp_path / "wrong.toml", entries, datetime.now(UTC), ZoneInfo("Europe/Kyiv"))
    line = in_words(refused.value)
    assert said in line
    assert "\n" not in line


@pytest.fixture
async def entries(scratch):
    settings = read_settings(_env_file=None, database_url=url_of(scratch / "entries.sqlite3"))
    async with open_services(settings) as (_, services):
        yield services.entries


def test_a_round_that_does_not_fit_leaves_nothing(run, scratch):
    before = run("list").stdout
    long = FORM.replace("Оберіть проєкти.", "ї" * 501)
    done = run("import", write(scratch, long, "long.toml"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == "The text is too long: at most 500 signs."
    assert run("list").stdout == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "99"), 1, "There is no such"),
        (("cancel", "1"), 2, "reason"),
        (("extend", "1", "--until", "колись", "--reason", "Тривога"), 1, "cannot be read"),
        (("import", "nowhere.toml"), 1, "No such file"),
        (("confirm", "123"), 1, "nobody"),
    ],
)
def test_wrong_use_and_failure_are_one_line(run, arguments, code, said):
    done = run(*arguments)
    assert done.returncode == code, done
    assert said.lower() in done.stderr.lower()
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
