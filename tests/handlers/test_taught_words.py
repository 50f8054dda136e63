"""What staff teach the search: words of the hromada's own and answers. Each counts as soon as it is saved."""

from dataclasses import replace

import pytest

from bot.domain.errors import DomainError, NotAllowed
from bot.domain.gaps import WantedGaps
from bot.domain.people import Actor, Locale, Role
from tests.support.house import DESK

ROAD = "road-repair"
WORD = "кракозябра"
WAYS = ["Чи буде фунікулер на Замкову гору?"]


async def staff(house) -> Actor:
    iryna = await house.staff()
    return await house.app.services.people.recognise(iryna.person.id, "uk")


def goal(house, code="1.1.2", document="zhytomyr-oblast-2027"):
    shelf = house.app.services.entries.shelf
    return shelf.library.entry(document, code), shelf.ids[document, code]


async def test_a_word_for_a_goal_counts_until_it_is_taken_away(house):
    olena, words = await house.resident(), house.app.services.words
    entry, number = goal(house)
    assert entry.text not in (await olena.say(f"що буде з {WORD}")).text
    [turn, *more] = await words.would_change(DESK, f" {WORD} ", number)
    assert (turn.text, turn.before, turn.after) == (WORD, None, entry)
    assert [(one.text, one.after) for one in more] == [(f"що буде з {WORD}", entry)]
    await words.add(DESK, WORD, number)
    assert entry.text[:40] in (await olena.say(f"що буде з {WORD}")).text
    [item] = await words.listed(DESK)
    assert (item.word.word, item.goal, item.concept) == (WORD, entry, None)
    await words.remove(DESK, item.word.id)
    assert entry.text[:40] not in (await olena.say(f"що буде з {WORD}")).text
    assert await words.listed(DESK) == []


async def test_a_word_for_a_subject_finds_its_goals(house):
    olena, words = await house.resident(), house.app.services.words
    before = (await olena.say("ремонт доріг")).text
    assert "Чи малося на увазі" not in before
    [concept] = [one for one in words.concepts(DESK, "ями на дорозі") if one.id == ROAD]
    await words.add(DESK, WORD, concept.id)
    shelf = house.app.services.entries.shelf
    asked = await shelf.ask(WORD, community="zhytomyr")
    usual = await shelf.ask("ями на дорозі", community="zhytomyr")
    assert asked.verdict.answered
    assert asked.hits[0].entry == usual.hits[0].entry


@pytest.mark.parametrize(
    ("word", "target", "why"),
    [
        ("", ROAD, "no_word"),
        ("…", ROAD, "no_word"),
        ("я" * 61, ROAD, "no_word"),
        ("ям*", ROAD, "no_word"),
        ("ЯМИ на дорозі", ROAD, "known"),
        ("слово", "no-such-subject", "no_concept"),
        ("слово", 10**6, "entries.gone"),
    ],
)
async def test_what_is_no_word_is_refused(house, word, target, why):
    for act in (house.app.services.words.add, house.app.services.words.would_change):
        with pytest.raises(DomainError, match=why):
            await act(DESK, word, target)
    assert await house.app.services.words.listed(DESK) == []


async def test_an_answer_of_its_own_is_given_changed_and_withdrawn(house):
    olena, faq, iryna = await house.resident(), house.app.services.faq, await staff(house)
    asked = "чи буде фунікулер на Замкову гору"
    before = (await olena.say(asked)).text
    assert "Фунікулера не планують" not in before
    changes = await faq.would_change(iryna, "zhytomyr", WAYS)
    assert asked in [change.text for change in changes]
    number = await faq.add(iryna, "zhytomyr", WAYS, "Фунікулера не планують.", "Регламент")
    said = (await olena.say(asked)).text
    assert "Фунікулера не планують." in said
    assert "Регламент" in said
    await faq.change(iryna, number, WAYS, "Фунікулер планують.")
    assert "Фунікулер планують" in (await olena.say(asked)).text
    [item] = await faq.listed(iryna, "zhytomyr")
    assert (item.number, item.ways, item.gap) == (number, tuple(WAYS), None)
    assert await faq.listed(iryna, "luhansk") == []
    await faq.withdraw(iryna, number)
    assert "Фунікулер планують" not in (await olena.say(asked)).text
    assert await faq.listed(iryna) == []


async def test_an_answer_to_residents_is_changed_with_its_question(house):
    olena, iryna = await house.resident(), await staff(house)
    services = house.app.services
    await olena.say("чи збудують метро в Житомирі")
    await olena.press("Передати")
    [gap], _ = await services.gaps.listed(iryna, WantedGaps())
    await services.answers.in_words(iryna, gap.gap.id, "Метро не планують.", "")
    [item] = await services.faq.listed(iryna)
    assert item.gap == gap.gap.id
    await services.faq.change(iryna, item.number, item.ways, "Метро не планують до 2030 року.", "План")
    view = await services.gaps.view(iryna, gap.gap.id)
    assert (view.gap.answer, view.gap.source) == ("Метро не планують до 2030 року.", "План")
    assert "до 2030 року" in (await olena.say("чи збудують метро в Житомирі")).text
    await services.faq.withdraw(iryna, item.number)
    assert [one.gap.id for one in (await services.gaps.listed(iryna, WantedGaps()))[0]] == [gap.gap.id]


async def test_only_staff_teach(house):
    words, faq, uploads, editions = (
        getattr(house.app.services, name) for name in ("words", "faq", "uploads", "editions")
    )
    _, number = goal(house)
    for role in (Role.RESIDENT, Role.MODERATOR):
        actor = replace(Actor(5, Locale.UK), role=role, id=5)
        for act in (
            lambda a: words.add(a, WORD, number),
            lambda a: words.remove(a, 1),
            lambda a: words.would_change(a, WORD, number),
            words.listed,
            lambda a: faq.add(a, "zhytomyr", ["Як?"], "Так."),
            lambda a: faq.change(a, number, ["Як?"], "Так."),
            lambda a: faq.withdraw(a, number),
            lambda a: uploads.add(a, "х", b"1. x"),
            uploads.listed,
            lambda a: uploads.publish(a, 1, 0),
            lambda a: uploads.discard(a, 1),
            lambda a: editions.switch(a, "zhytomyr-oblast-2027", on=False),
            lambda a: editions.roll_back(a, "zhytomyr-oblast-2027"),
        ):
            with pytest.raises(NotAllowed, match=r"errors\.not_allowed"):
                await act(actor)
