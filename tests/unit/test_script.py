"""What runs as an answer, as a value: a text, or a program and its parts."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from mdl_grade.script import Script

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(texts, st.dictionaries(texts, texts))
def test_what_is_written_is_read_again(text, parts):
    """Any texts: quotes, line separators, imitations of the format."""
    assert Script.read(Script(text, parts).written()) == Script(text, parts)


@given(texts)
def test_one_text_is_written_as_it_is(text):
    """So ledgers and digests of answers that stand alone are what they always were."""
    assert Script(text).written() == text
    assert Script(text).digest == hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_depends_on_every_text():
    """Of two sources that differ anywhere, also in which part has a text, the digests differ."""
    whole = Script("program", {"c/f": "one", "c/g": "two"})
    others = (
        Script("program"),
        Script("another", whole.parts),
        whole.with_part("c/f", "two"),
        Script("program", {"c/f": "two", "c/g": "one"}),
    )
    digests = {source.digest for source in (whole, *others)}
    assert len(digests) == 5
