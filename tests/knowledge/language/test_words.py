from knowledge.language.words import parts, words


def test_words_know_where_they_stand():
    text = "Чи буде п’ять соціально-економічних програм?"
    found = words(text)
    assert [w.written for w in found] == ["Чи", "буде", "п’ять", "соціально-економічних", "програм"]
    assert all(text[w.start : w.end] == w.written for w in found)


def test_a_hyphenated_word_has_parts_in_place():
    text = "про стріт-арт"
    street, art = parts(words(text)[1])
    assert (street.written, art.written) == ("стріт", "арт")
    assert text[art.start : art.end] == "арт"
