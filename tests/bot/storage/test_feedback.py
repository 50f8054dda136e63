"""What may be read, by whom: the database and the domain say the same."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from sqlalchemy import select

from bot.domain.feedback import Feedback, FeedbackOrder, FeedbackState, Hold, Waiting, Wanted, Which, Whose
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


async def test_words_are_found_in_any_case_and_with_any_apostrophe(house):
    texts = {1: "Кам’яна вулиця: ЯМИ", 2: "камяна", 3: "Ями [100%] на Їжакевича?", 4: "ямb*", 12345678: "Ліхтар"}

    async def work(connection):
        for key, text in texts.items():
            await feedback.add(connection, Feedback(key, "zhytomyr", text, NOON, NOON), ())

    await house.app.database.write(work)
    looked_for = {
        "ями": {1, 3},
        "КАМ'ЯНА": {1},
        "камʼяна ями": {1},
        "їжак": {3},
        "100 ями": {3},
        "[0-9]": set(),
        "***": set(texts),
        "ям": {1, 3, 4},
        "№ 12 345 678": {12345678},
        "ями ліхтар": set(),
    }
    async with house.app.database.read() as connection:
        for words, wanted in looked_for.items():
            found = await feedbackdesk.listed(connection, Wanted(words=words), None, NOON.date(), 100)
            assert {item.feedback.id for item in found} == wanted, words


async def test_each_filter_and_order_of_staffs_list(house):
    async def work(connection):
        for key in range(1, 5):
            one = Feedback(key, "zhytomyr", "Текст", NOON + timedelta(hours=key), NOON)
            await feedback.add(connection, one, ())
        first = await feedback.find(connection, 1)
        await feedback.change(connection, replace(first, topic="health", settlement="Центр", due_on=date(2026, 12, 9)))
        second = await feedback.find(connection, 2)
        await feedback.change(connection, replace(second, due_on=date(2026, 12, 1), state=FeedbackState.IN_WORK))

    await house.app.database.write(work)
    fan = await house.resident()
    person = (await house.app.services.people.recognise(fan.person.id, None)).id

    async def like(connection):
        await feedback.support(connection, 3, person, NOON)
        fourth = await feedback.find(connection, 4)
        await feedback.change(connection, replace(fourth, assignee=person))

    await house.app.database.write(like)
    expected = {
        Wanted(): [1, 2, 3, 4],
        Wanted(order=FeedbackOrder.NEWEST): [4, 3, 2, 1],
        Wanted(order=FeedbackOrder.SUPPORTED): [3, 1, 2, 4],
        Wanted(order=FeedbackOrder.DUE): [2, 1, 3, 4],
        Wanted(topic="health"): [1],
        Wanted(settlement="Центр"): [1],
        Wanted(community="luhansk"): [],
        Wanted(whose=Whose.MINE): [4],
        Wanted(whose=Whose.NOBODYS): [1, 2, 3],
        Wanted(which=Which.IN_WORK): [2],
    }
    async with house.app.database.read() as connection:
        for wanted, keys in expected.items():
            found = await feedbackdesk.listed(connection, wanted, person, NOON.date(), 100)
            assert [item.feedback.id for item in found] == keys, wanted
