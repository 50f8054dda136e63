import pytest

from knowledge import documents
from knowledge.index import SearchIndex
from knowledge.lexicon import Lexicon


@pytest.fixture(scope="session")
def lexicon():
    return Lexicon.load()


@pytest.fixture(scope="session")
def index(lexicon):
    return SearchIndex.build(documents.load(), lexicon)
