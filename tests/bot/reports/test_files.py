"""Files of results: typed, nameless, and harmless in a spreadsheet."""

import csv
import io
import json
from datetime import datetime

import pytest
from python_calamine import CalamineWorkbook

from bot.domain import pabulib
from bot.domain.people import Locale
from bot.domain.rounds import BallotKind, District, Trust
from bot.domain.tally import Rule, TieBreak, count
from bot.reports import files
from bot.reports.files import Form
from bot.reports.separated import write_csv
from bot.reports.tables import Table
from tests.support.counted import HOSTILE, sheet, with_election

CAST = [("12", 10), ("2", 7, Trust.PHONE), ("3", 2)]
COSTS = (500, 600, 200)


def write(form, of=None, cast=CAST, locale=Locale.UK):
    of = of or sheet(("Парк", "Дорога", "Школа"), COSTS, budget_kop=100_000)
    return files.write(form, *with_election(of, cast), locale, "Europe/Kyiv", "Житомирська громада")


def sheets(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_has_typed_cells():
    of = sheet(("Парк", "Дорога", "Школа"), COSTS, budget_kop=100_000, districts=(District("Центр", 200),))
    read = sheets(write(Form.XLSX, of, [("12", 10, Trust.ACCOUNT, 0), ("2", 7, Trust.PHONE, 0), ("3", 2)]))
    assert list(read) == ["Підсумок", "Варіанти", "Участь", "Голоси"]
    summary = {row[0]: row[1] for row in read["Підсумок"] if row[0]}
    assert summary["Голосування завершилося"] == datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001  (cells have no zone)
    assert (summary["Людей проголосувало"], summary["Бюджет, грн"]) == (19, 1000)
    head, first, *_ = read["Варіанти"]
    assert dict(zip(head, first, strict=True)) | {"Автор": "", "Місце": "", "Тема": ""} == {
        "№": 2,
        "Варіант": "Дорога",
        "Вартість, грн": 600,
        "Автор": "",
        "Місце": "",
        "Тема": "",
        "Голосів": 17,
        "Перемога за кількістю голосів: яка за чергою": 1,
        "Перемога за методом рівних часток: яка за чергою": 1,
        "Голосів: лише акаунт у Telegram": 10,
        "Голосів: підтверджений телефон": 7,
    }
    assert read["Участь"][-2:] == [
        ["За округами", "Центр", "приховано", 200, ""],
        ["За округами", "округ не вказано", "приховано", "", ""],
    ]
    assert read["Голоси"][0] == ["Скільки однакових голосів", "1: Парк", "2: Дорога", "3: Школа"]
    assert sorted(read["Голоси"][1:], key=str) == [[10, 1, 1, ""], [2, "", "", 1], [7, "", 1, ""]]


def test_a_title_is_never_a_formula():
    of = sheet(HOSTILE, (1, 2, 3, 4), title="=HYPERLINK(1)", budget_kop=100_000)
    content = write(Form.XLSX, of, [("1234", 9)])
    titles = [row[1] for row in sheets(content)["Варіанти"][1:]]
    assert sorted(titles) == sorted(HOSTILE)
    assert b"<f>" not in content
    rows = list(csv.reader(io.StringIO(write(Form.CSV, of, [("1234", 9)]).decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Скільки однакових голосів", *(f"{n}: {title}" for n, title in enumerate(HOSTILE, 1))],
        ["9", *"1111"],
    ]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", " =1", "＝1"])
def test_csv_neutralises_what_a_spreadsheet_would_run(cell):
    written = write_csv(Table("", (cell,), [(cell, -1)])).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(written, newline=""), delimiter=";")] == [f"'{cell}"] * 2
    assert written.endswith(";-1\r\n")


def test_json_hides_small_numbers():
    read = json.loads(write(Form.JSON))
    assert read["n_ballots"] == 19
    assert [level["n_ballots"] for level in read["levels"]] == [12, 7]
    assert read["levels"][1]["n_votes"] == {"1": 0, "2": 7, "3": 0}
    assert [(one["rule"], one["winners"]) for one in read["outcomes"]] == [("greedy", [2, 3]), ("equal-shares", [2])]
    assert sorted((one["n"], sorted(one["choices"])) for one in read["ballots"]) == [
        (2, ["3"]),
        (7, ["2"]),
        (10, ["1", "2"]),
    ]
    small = json.loads(write(Form.JSON, cast=[("1", 40), ("2", 2, Trust.PHONE)]))
    assert [level["n_ballots"] for level in small["levels"]] == [None, None]


@pytest.mark.parametrize("rule", Rule)
def test_a_pb_file_recounts_to_the_same(rule):
    of = sheet(("Парк", "Дорога", "Школа"), COSTS, budget_kop=100_000, rule=rule, title="Назва;\nдва рядки")
    published, _ = with_election(of, CAST)
    read = pabulib.parse(write(Form.PB, of))
    assert read.oddities == ()
    assert set(count(read.election, rule, (TieBreak.ORDER,)).winners) == set(published.binding.winners) == read.selected
    assert (read.meta["unit"], read.meta["budget"], read.meta["date_end"]) == (
        "Житомирська громада",
        "1000",
        "22.11.2026",
    )


@pytest.mark.parametrize(("n_winners", "n_won"), [(2, 2), (None, 3)])
def test_a_round_without_a_budget_is_written_as_costs_of_one(n_winners, n_won):
    read = pabulib.parse(write(Form.PB, sheet(n_winners=n_winners)))
    assert len(read.selected) == n_won
    assert set(count(read.election, Rule.GREEDY, (TieBreak.ORDER,)).winners) == read.selected


def test_points_and_places_keep_their_marks():
    points = pabulib.parse(write(Form.PB, sheet(ballot=BallotKind.POINTS, limit=10), [({1: 7, 2: 3}, 2)]))
    assert points.meta["max_sum_points"] == "10"
    assert points.election.ballots.marks.tolist() == [[7, 3, 0]]
    places = pabulib.parse(write(Form.PB, sheet(ballot=BallotKind.RANKING), [({3: 1, 1: 2}, 2)]))
    assert [project.id for project in places.election.projects] == ["3", "1", "2"]
    assert places.election.ballots.marks.tolist() == [[1, 2, 0]]


def test_voters_are_random_numbers_drawn_for_each_file():
    drawn = [
        {line.split(";")[0] for line in write(Form.PB).decode().split("VOTES\n")[1].splitlines()[1:]} for _ in "12"
    ]
    assert [len(one) for one in drawn] == [19, 19]
    assert not drawn[0] & drawn[1]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("locale", Locale)
def test_a_round_without_votes_gives_every_file(form, locale):
    assert write(form, cast=[], locale=locale)
