"""Telegram's HTML: what becomes of it and what is refused."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.transport.local.html import parse_html, utf16_length
from bot.transport.local.refusals import Refused


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("просто текст", "просто текст", []),
        ("<b>Ціль</b> 1", "Ціль 1", [("bold", 0, 4)]),
        ("😀<i>так</i>", "😀так", [("italic", 2, 3)]),
        ("<b>a<i>б</i></b>", "aб", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<STRONG>a</strong>", "a", [("bold", 0, 1)]),
        ("x &lt;b&gt; &amp;amp; &quot;&#8217;&#x2019;", 'x <b> &amp; "’’', []),
        ("AT&T &nbsp; &copy;", "AT&T &nbsp; &copy;", []),
        ("&#0;&#55296;", "&#0;&#55296;", []),
        ("a<b></b>c", "ac", []),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        (
            "<u>a</u><s>b</s><tg-spoiler>c</tg-spoiler>",
            "abc",
            [("underline", 0, 1), ("strikethrough", 1, 1), ("spoiler", 2, 1)],
        ),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<a href="not a link">x</a>', "x", []),
        ("<span class=tg-spoiler>x</span>", "x", [("spoiler", 0, 1)]),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
        ("<pre>x</pre>", "x", [("pre", 0, 1)]),
        ("<pre><b>y</b> x</pre>", "y x", [("pre", 0, 3), ("bold", 0, 1)]),
        ('<code class="language-py">x</code>', "x", [("code", 0, 1)]),
    ],
)
def test_markup_becomes_text_and_entities(html, text, entities):
    read, found = parse_html(html)
    assert read == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


def test_links_carry_their_address():
    assert parse_html('<a href="https://e.org/?a=1&amp;b=2">тут</a>')[1] == [
        {"type": "text_link", "offset": 0, "length": 3, "url": "https://e.org/?a=1&b=2"}
    ]
    assert parse_html("<a>e.org</a>")[1][0]["url"] == "http://e.org"
    assert parse_html('<a href="tg://user?id=5">Іра</a>')[1][0]["user"]["id"] == 5


def test_code_with_a_language_is_one_block():
    assert parse_html('<pre><code class="language-py">x</code></pre>')[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "py"}
    ]


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>test</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("ї <script>", 'Unsupported start tag "script" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("x <", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x>x</a>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_mistakes_are_refused_in_the_servers_words(html, why):
    with pytest.raises(Refused) as refused:
        parse_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


@given(st.text())
def test_escaped_text_comes_out_as_it_went_in(text):
    read, entities = parse_html(f"<b>{escape(text, quote=False)}</b>")
    assert read == text
    assert [e["length"] for e in entities] == ([utf16_length(text)] if text else [])
