"""KaTeX: what is typeset, what is refused and with which words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from derivcheck.site import katex
from derivcheck.site.katex import (
    Katex,
    KatexMissing,
    KatexRejects,
    find_node,
    find_package,
    spoken,
    typeset,
    typeset_findable,
)


def rejected(tex: str) -> tuple[str, int | None]:
    with pytest.raises(KatexRejects) as caught:
        typeset(tex, display=True)
    return caught.value.message, caught.value.offset


def test_a_formula_becomes_mathml_and_glyphs() -> None:
    markup = typeset(r"\frac{a}{b}", display=False)
    assert "<mfrac><mi>a</mi><mi>b</mi></mfrac>" in markup
    assert 'class="katex-html" aria-hidden="true"' in markup
    assert "katex-display" not in markup


def test_a_display_says_that_it_is_one() -> None:
    assert (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'
        in typeset("a", display=True)
    )


def test_an_unknown_command_is_refused_at_its_place() -> None:
    assert rejected(r"a + \foo b") == (r"Undefined control sequence: \foo", 4)


def test_a_place_counts_characters_and_not_their_halves() -> None:
    assert rejected(r"𝐱 + \foo") == (r"Undefined control sequence: \foo", 4)


def test_what_latex_would_refuse_is_refused() -> None:
    message, offset = rejected("a + é")
    assert 'Accented Unicode text character "é" used in math mode' in message
    assert offset == 4


def test_a_macro_without_end_is_refused() -> None:
    message, _ = rejected(r"\def\a{\a\a}\a")
    assert message == (
        "Too many expansions: infinite loop or need to increase maxExpand setting"
    )


def test_deep_nesting_is_refused_and_the_next_formula_is_typeset() -> None:
    assert rejected("{" * 100_000) == ("Maximum call stack size exceeded", None)
    assert "<mi>a</mi>" in typeset("a", display=False)


def test_a_formula_may_not_link_or_set_classes() -> None:
    message, _ = rejected(r"\href{https://x.org}{a}")
    assert message == r"\href is not allowed in a formula"


def test_an_answer_that_does_not_come_is_an_error_and_not_a_wait(
    tmp_path: Path,
) -> None:
    (tmp_path / "package.json").write_text('{"main": "slow.js"}')
    (tmp_path / "slow.js").write_text(
        "module.exports = {renderToString() { for (;;); }, ParseError: Error};"
    )
    process = Katex(find_node(), tmp_path, seconds=0.5)
    with pytest.raises(KatexRejects) as caught:
        process.typeset("a", display=False)
    assert caught.value.message == "KaTeX gave no answer within 0.5 seconds"


def test_a_process_that_ends_is_an_error_and_not_a_wait() -> None:
    process = Katex(Path(sys.executable), find_package())
    with pytest.raises(
        KatexMissing, match="ended without an answer; is it 18 or newer"
    ):
        process.typeset("a", display=False)


def test_a_process_that_was_ended_between_two_formulas_is_started_anew() -> None:
    process = Katex(find_node(), find_package())
    process.typeset("a", display=False)
    assert process._process is not None
    process._process.kill()
    process._process.wait()
    assert "katex-html" in process.typeset("b", display=False)
    process.stop()


def test_without_node_the_message_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(KatexMissing) as caught:
        find_node()
    assert str(caught.value) == (
        "Node.js, which runs KaTeX, is not installed: install it, or leave the formulas"
        " to a script of the page by `typeset: false`"
    )


def test_without_katex_the_message_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(katex, "SCRIPT", tmp_path / "katex.js")
    with pytest.raises(KatexMissing) as caught:
        find_package()
    assert str(caught.value) == (
        "KaTeX is not in a folder node_modules here or above: run `npm install katex`,"
        " or leave the formulas to a script of the page by `typeset: false`"
    )


def test_names_are_set_as_words_and_written_as_before() -> None:
    markup = typeset_findable(r"net_{h_i} + \text{all of it}", display=False)
    assert '<span class="mathit">net</span>' in markup
    assert r">net_{h_i} + \text{all of it}</annotation>" in markup


def test_an_error_in_a_formula_with_names_has_the_place_in_the_page() -> None:
    with pytest.raises(KatexRejects) as caught:
        typeset_findable(r"net + out + \foo", display=True)
    assert caught.value.offset == 12


def test_a_heading_is_named_by_what_the_reader_sees() -> None:
    assert spoken(r"\delta_{h_i} \ne 0") == "δhi≠0"
