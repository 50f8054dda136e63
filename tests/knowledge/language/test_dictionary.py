"""The packed dictionary says what the library's own says."""

from itertools import islice

from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap

from knowledge.language.dictionary import Dictionary


def test_it_knows_the_same_forms():
    theirs, ours = StreamMap("uk"), Dictionary("uk")
    words = [*islice(theirs, 0, None, 97), "нема-такого", "", "яяя", "а"]
    assert len(words) > 6000
    assert [ours.get(word) for word in words] == [theirs.get(word) for word in words]
