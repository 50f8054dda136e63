"""What may be read, by whom: the database and the domain say the same."""

from itertools import product

from sqlalchemy import select

from bot.domain.feedback import Feedback, FeedbackState, Hold, Waiting, Wanted, Which
from bot.storage import feedback, feedbackdesk
from bot.storage.schema import feedback as table
from tests.support.house import NOON


def every_kind():
    """A text of every state, held or not, public or not, merged or not."""
    kinds = product(FeedbackState, (None, *Hold), (False, True), (None, 1))
    for key, (state, held, is_public, merged_into) in enumerate(kinds, 2):
        yield Feedback(
            key,
            "zhytomyr",
            f"Текст {key}",
            NOON,
            NOON,
            state=state,
            state_before=FeedbackState.NEW if state is FeedbackState.HIDDEN else None,
            held=held,
            is_public=is_public,
            merged_into=merged_into,
        )


async def test_sql_and_domain_agree_on_what_is_shown(house):
    texts = [Feedback(1, "zhytomyr", "Перший", NOON, NOON), *every_kind()]

    async def work(connection):
        for one in texts:
            await feedback.add(connection, one, ())

    await house.app.database.write(work)
    async with house.app.database.read() as connection:

        async def keys(which):
            return set(await connection.scalars(select(table.c.id).where(which)))

        assert await keys(feedback.SHOWN) == {one.id for one in texts if one.is_shown}
        assert await keys(feedback.VISIBLE) == {one.id for one in texts if one.is_visible}
        held = {one.id for one in texts if one.held and one.state is not FeedbackState.HIDDEN}
        assert await keys(feedback.WAITING[Waiting.HELD]) == held
        for_staff = await feedbackdesk.listed(connection, Wanted(Which.ALL), None, NOON.date(), 100, 0)
        seen = {one.id for one in texts if one.is_visible and one.merged_into is None}
        assert {item.feedback.id for item in for_staff} == seen
        for one in texts:
            assert await feedback.find(connection, one.id) == one
