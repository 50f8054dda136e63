import pytest

from bot.app import shipped_lexicon
from knowledge import documents
from knowledge.index import SearchIndex


@pytest.fixture(scope="session")
def lexicon():
    return shipped_lexicon()


@pytest.fixture(scope="session")
def index(lexicon):
    return SearchIndex.build(documents.load(), lexicon)
