r"""Words of a page that end what was said: where, of which names, and how much."""

from __future__ import annotations

import pytest

from derivcheck.documents import read_document
from derivcheck.pages import check_text
from derivcheck.words import endings_in
from derivcheck.words.ending_phrases import PHRASES

SAID = "$x \\in \\mathbb{R}$. Assume $x > 0$.\n\n$$ |x| = x $$\n\n"
DEFINED = "$x \\in \\mathbb{R}$, $y := x^2$.\n\n$$ y = x^2 + 0 $$\n\n"


def last(text: str) -> str:
    """The verdict on the last line of a page."""
    return check_text(text).relations[-1].verdict.word


@pytest.mark.parametrize(
    "words",
    [
        "Dropping the positivity assumption gives",
        "The restriction on $x$ is now removed.",
        "Without requiring $x > 0$:",
        "For generic $x$,",
        "Whatever the sign of $x$ (it may have any sign),",
        "We also admit negative $x$.",
        "Let $x$ be any real number again.",
        "On the whole line,",
        "Back to the general case:",
        "We now turn to $x \\le 0$.",
        "If $x$ is not positive, still",
        "With no restriction on $x$:",
    ],
)
def test_words_after_which_an_assumption_may_hold_no_longer(words: str) -> None:
    assert last(f"{SAID}{words}\n\n$$ |x| = x $$\n") == "undecided"
    assert last(f"{SAID}{words}\n\n$$ x + x = 2x $$\n") == "holds"


@pytest.mark.parametrize(
    "words",
    [
        "Now we compute",
        "As $x$ is positive, we get",
        "Let $z$ be arbitrary.",
        "We drop the constant term.",
        "In this section we use this.",
        "The next step is easy:",
        "Since $x > 0$,",
    ],
)
def test_words_that_end_nothing(words: str) -> None:
    assert last(f"{SAID}{words}\n\n$$ |x| = x $$\n") == "holds"


@pytest.mark.parametrize(
    "words",
    [
        "From here on, $y$ denotes the label.",
        "We now use $y$ for the label.",
        "Redefine $y$ as $x^3$.",
        "Now take $y$ to be an independent input.",
        "Let $y$ stand for the target.",
    ],
)
def test_words_that_give_a_defined_name_another_meaning(words: str) -> None:
    assert last(f"{DEFINED}{words}\n\n$$ y = x^2 + 0 $$\n") == "not understood"


@pytest.mark.parametrize(
    "words",
    [
        "Here $y$ is the output.",
        "Let $y$ be 0.3, say.",
        "We write $y'$ for its derivative.",
        "Now $y$ grows with $x$.",
    ],
)
def test_words_that_describe_a_defined_name(words: str) -> None:
    assert last(f"{DEFINED}{words}\n\n$$ y = x^2 + 0 $$\n") == "holds"


def test_an_ending_has_its_place_and_its_names() -> None:
    page = read_document("Assume $x > 0$.\n\nFor arbitrary $x$ and $z$ all is plain.\n")
    wide = next(one for one in endings_in(page, {}) if one.reach == "meant")
    assert page.text[wide.at :].startswith("arbitrary")
    assert [marks[0].text for marks in wide.of] == ["x", "z"]
    assert wide.words == "the words “arbitrary $x$ and $z$”"


def test_each_phrase_says_of_which_words_one_stands_in_it() -> None:
    assert [phrase.parts for phrase in PHRASES if not phrase.needed] == []
