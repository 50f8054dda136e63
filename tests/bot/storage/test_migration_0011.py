"""What broadcasts were for before a settlement could be where people live."""

import json

from alembic import command
from sqlalchemy import create_engine

from tests.contracts.test_migrations import config


def test_a_settlement_that_people_wrote_about_stays_that(tmp_path) -> None:
    audiences = [{"community": "zhytomyr", "settlement": "Озерне", "topic": "health"}, {"locale": "en"}]
    with create_engine(f"sqlite:///{tmp_path}/viche.sqlite3").begin() as connection:
        command.upgrade(config(connection), "0010")
        for audience in audiences:
            connection.exec_driver_sql(
                "INSERT INTO broadcasts (state, kind, is_emergency, audience, author, changed_at) "
                "VALUES ('done', 'news', 0, ?, 1, '2026-11-01')",
                (json.dumps(audience),),
            )
        command.upgrade(config(connection), "0011")
        kept = [json.loads(one) for one in connection.exec_driver_sql("SELECT audience FROM broadcasts").scalars()]
    assert kept == [{"community": "zhytomyr", "wrote_about": "Озерне", "topic": "health"}, {"locale": "en"}]
