"""A table of reports on the command line: all of it or nothing."""

import pytest

from bot.cli import main
from tests.support.databases import look, url_of

HEAD = "document;code;status;words;evidence;responsible;due;planned;spent\n"
GOOD = (
    'zhytomyr-oblast-2027;3.1.2;виконується;"Тендер; триває";'
    "https://zt.gov.ua/t;Департамент;IV квартал 2027;1,2 млн;0\n"
    "luhansk-oblast-2027;1.1.1/1;planned;;;;31.12.2027;;\n"
)


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", url_of(tmp_path / "viche.sqlite3"))
    monkeypatch.chdir(tmp_path)

    def run(content):
        file = tmp_path / "table.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(SystemExit) as left:
            main(["progress", "import", str(file)])
        said = capsys.readouterr()
        return left.value.code, said.out + said.err

    return run


def reports(tmp_path):
    return look(
        tmp_path / "viche.sqlite3",
        "SELECT status, words, evidence_url, responsible, CAST(due_on AS text), planned_kop, spent_kop, reported_by "
        "FROM reports",
    )


def test_a_table_is_stored_once_however_often_it_is_imported(run, tmp_path):
    assert run(HEAD + GOOD) == (0, "2 goals reported on, 0 unchanged\n")
    assert reports(tmp_path) == [
        ("under_way", "Тендер; триває", "https://zt.gov.ua/t", "Департамент", "2027-12-31", 120_000_000, 0, None),
        ("planned", "", None, "", "2027-12-31", None, None, None),
    ]
    more = HEAD + GOOD + "luhansk-oblast-2027;1.1.1/2;виконано;;;;;;\n"
    assert run(more) == (0, "1 goals reported on, 2 unchanged\n")
    assert len(reports(tmp_path)) == 3


@pytest.mark.parametrize("content", [(HEAD + GOOD).encode("cp1251"), ("\ufeff" + HEAD + GOOD).encode()])
def test_files_of_office_programs_are_read(run, tmp_path, content):
    assert run(content)[0] == 0
    assert len(reports(tmp_path)) == 2


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("zhytomyr-oblast-2027;9.9.9;planned;;;;;;", "line 4: zhytomyr-oblast-2027 9.9.9 is no goal"),
        ("left-opposition-2020;b1;planned;;;;;;", "line 4: left-opposition-2020 b1 is no goal"),
        ("zhytomyr-oblast-2027;1.1.1;готово;;;;;;", "line 4: “готово” is no status"),
        ("zhytomyr-oblast-2027;1.1.1;;;http://zt.gov.ua;;;;", "line 4: Send the whole address"),
        ("zhytomyr-oblast-2027;1.1.1;;;;;колись;;", "line 4: The day cannot be read"),
        ("zhytomyr-oblast-2027;1.1.1;;;;;;багато;", "line 4: "),
        ("zhytomyr-oblast-2027;1.1.1;;;;;;;-5", "line 4: "),
        ("zhytomyr-oblast-2027;3.1.2;done;;;;;;", "line 4: zhytomyr-oblast-2027 3.1.2 stands in another line already"),
        ('zhytomyr-oblast-2027;1.1.1;"done', "line 4: The file ends within a cell"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_stored(run, tmp_path, wrong, why):
    code, said = run(HEAD + GOOD + wrong + "\n")
    assert code == 1
    assert why in said
    assert reports(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "Missing columns: code, document"),
        ("document;code;state\n", "Unknown columns: state"),
        (b"\x00\x01\x02", "not a text"),
    ],
)
def test_a_wrong_header_is_named(run, content, why):
    code, said = run(content)
    assert code == 1
    assert why in said
