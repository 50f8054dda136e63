"""Feedback finds its subject by the lexicon, and by what people chose for other feedback."""

import pytest

from bot.domain.feedback import TOPICS
from knowledge.themes import ENOUGH, Themes


def test_every_concept_belongs_to_a_topic_of_feedback(lexicon):
    assert {concept.subject for concept in lexicon.concepts.values()} <= set(TOPICS)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("ями на дорозі, машини ламаються", "infrastructure"),
        ("сміття не вивозять другий тиждень", "environment"),
        ("немає місць у дитячому садочку", "education"),
        ("сімейний лікар приймає раз на тиждень", "health"),
        ("шановні, добрий день", None),
        ("", None),
    ],
)
def test_the_lexicon_tells_the_subject(lexicon, text, subject):
    assert Themes(lexicon).subject(text) == subject


def test_only_the_narrowest_concepts_are_named(lexicon):
    named = Themes(lexicon).concepts("пандус у поліклініці")
    assert named
    wider = {above for one in named for above, _ in lexicon.wider(one)}
    assert not wider & set(named)


def test_what_people_chose_is_learned(lexicon):
    """Words that the lexicon does not have at all get the subject under which people put them."""
    kinds = ("culture", "хрумцик бовкун"), ("safety", "шпуньдик лямпач")
    tagged = [(subject, f"{words} номер {n}") for n in range(ENOUGH) for subject, words in kinds]
    assert Themes(lexicon).subject("хрумцик бовкун") is None
    themes = Themes(lexicon, tagged)
    assert themes.subject("хрумцик бовкун") == "culture"
    assert themes.subject("шпуньдик лямпач") == "safety"
    assert themes.accuracy() >= 0.9


def test_a_correction_wins_over_the_lexicon_for_such_texts_alone(lexicon):
    kinds = ("safety", "ями на дорозі біля школи, машини ламаються"), ("culture", "хрумцик бовкун")
    themes = Themes(lexicon, [(subject, f"{words} {n}") for n in range(ENOUGH) for subject, words in kinds])
    assert Themes(lexicon).subject("ями на дорозі біля школи, машини ламаються") != "safety"
    assert themes.subject("ями на дорозі біля школи, машини ламаються") == "safety"
    assert themes.subject("сімейний лікар приймає раз на тиждень") == "health"


def test_few_choices_teach_nothing(lexicon):
    assert Themes(lexicon, [("culture", "хрумцик"), ("safety", "дзиґа")]).accuracy() is None
