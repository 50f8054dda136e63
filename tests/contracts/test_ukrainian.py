"""What can be checked of good Ukrainian without reading it; the rest is read by people."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.texts import CATALOGUES
from tests.contracts.tree import ROOT

NOT_SAID = (
    "отг",
    "ком[ʼ’']?юніті",
    "таргет\\w*",
    "таск[аиуію]?",
    "верс\\w+ файлу",
    "кампані\\w+",
    "опці[яїюєй]\\w*",
    "проект\\w*",
    "бюлетен\\w+",
    "чек[иуа]?",
    "рисіт\\w*",
    "жадібн\\w+",
    "фідбек\\w*",
    "дайджест\\w*",
    "спам\\w*",
    "бродкаст\\w*",
    "забан\\w+",
    "підписк\\w+",
    "пруф\\w*",
    "юзер\\w*",
    "адмін",
    "шановн\\w+",
)
"""Words that have a better one in this project, or that a hromada does not say."""

CALQUES = (
    "прийма\\w+ участь",
    "на протязі",
    "слідуюч\\w+",
    "дякуючи",
    "згідно до",
    "явля\\w+ся",
    "співпада\\w+",
    "по питанню",
    "включ(и|іть|ити|ено)\\b",
    "нажат[иь]|нажміть",
    "відправ(ити|те|ив) повідомлення",
    "будь здійснено|було здійснено|буде здійснено",
)

LOOK_ALIKE = re.compile(r"[а-яіїєґ][a-z]|[a-z][а-яіїєґ]", re.IGNORECASE)


def catalogue_texts() -> Iterator[tuple[str, str]]:
    with (CATALOGUES / "uk.po").open("rb") as file:
        for message in read_po(file, locale="uk"):
            forms = (message.string,) if isinstance(message.string, str) else message.string
            for form in forms if message.id else ():
                yield str(message.id), form


def document_texts() -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of the Ukrainian pages, without code and addresses."""
    for path in (ROOT / "README.uk.md", *sorted((ROOT / "docs" / "uk").rglob("*.md"))):
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"`[^`]*`|!?(?=\[)|\]\([^)]*\)|<!--.*?-->", "", text, flags=re.DOTALL)
        for paragraph in text.split("\n\n"):
            yield Path(path).name, paragraph


TEXTS = [*catalogue_texts(), *document_texts()]


@pytest.mark.parametrize("banned", [*NOT_SAID, *CALQUES])
def test_better_words_are_used(banned: str) -> None:
    pattern = re.compile(rf"(?<![\w’])(?:{banned})(?![\w’])", re.IGNORECASE)
    assert [(key, found[0]) for key, text in TEXTS if (found := pattern.search(text))] == []


def test_apostrophes_are_typographic() -> None:
    assert [(key, text) for key, text in TEXTS if re.search(r"\w['ʼ`]\w", text)] == []


def test_quotation_marks_are_ukrainian() -> None:
    without_tags = [(key, re.sub(r"<[^>]+>", "", text)) for key, text in TEXTS]
    assert [(key, text) for key, text in without_tags if re.search(r"[\"“”„]", text)] == []


def test_nobody_shouts() -> None:
    assert [(key, text) for key, text in TEXTS if "!" in text] == []


def test_no_emoji() -> None:
    allowed = set("✓✗←→↑↓·•…")
    found = [
        (key, sign)
        for key, text in TEXTS
        for sign in text
        if sign not in allowed and (unicodedata.category(sign) == "So" or ord(sign) > 0xFFFF) and sign not in "№│├└─"
    ]
    assert found == []


def test_no_latin_letter_hides_in_a_word() -> None:
    stripped = [(key, re.sub(r"\{\w+\}|<[^>]+>", " ", text)) for key, text in TEXTS]
    assert [(key, found[0]) for key, text in stripped if (found := LOOK_ALIKE.search(text))] == []


def test_units_do_not_leave_their_number() -> None:
    assert [(key, text) for key, text in TEXTS if re.search(r"\d (?:грн|%|р\.)", text)] == []
