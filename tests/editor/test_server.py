"""The language server, asked over its standard input as an editor asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.language_client import LanguageClient, applied, edit

pytest.importorskip("pygls")

WRONG = r"""Let $x_k \in \mathbb{R}$, where $k = 1, \dots, n$, and $w_k \in \mathbb{R}$.

$$
out := \tanh\Big(\sum_k w_k x_k\Big)
\label{eq:out}
$$

$$
\frac{\partial out}{\partial w_k} = (1 + out^2)\, x_k
$$
"""
RIGHT = WRONG.replace("1 + out^2", "1 - out^2")
SIGN = {"line": 8, "character": 34}

EVERY_LEVEL = r"""Let $x \in \mathbb{R}$, $y \in \mathbb{R}$, $s \in \mathbb{R}$.

$$ f := x^2 + y $$

$$ f = x^3 + y $$

$$ f = q $$

$$ \ln(x y) = \ln x + \ln y $$

$$ f = f $$

<!-- derivcheck: wrong at 1 -->

$$ f = x $$

$$ \frac{\partial f}{\partial x} = 2x $$
"""


@pytest.fixture(scope="module")
def client() -> Iterator[LanguageClient]:
    client = LanguageClient(
        capabilities={"textDocument": {"rename": {"prepareSupport": True}}},
        initializationOptions={"shapes": True},
    )
    yield client
    client.raw(b"Content-Length: 900\r\n\r\n{")  # the editor is gone in the middle
    client.hang_up()
    assert client.wait_for_end() == 0
    assert not [line for line in client.log if "Traceback" in line]


def brief(found: list[dict[str, Any]]) -> list[tuple[int, int, int, str]]:
    """What is underlined: line, character, how much it matters, and the word for it."""
    places = [(one["range"]["start"], one) for one in found]
    return [
        (at["line"], at["character"], one["severity"], one["code"])
        for at, one in places
    ]


def fixes(
    client: LanguageClient, uri: str, stretch: dict[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    """The edits of each fix by its title."""
    own = {"textDocument": {"uri": uri}, "context": {"diagnostics": []}}
    found = client.ask("textDocument/codeAction", own | {"range": stretch})
    return {one["title"]: one["edit"]["changes"][uri] for one in found}


def test_a_wrong_sign_is_underlined_explained_fixed_and_underlined_no_more(
    client: LanguageClient,
) -> None:
    uri = "file:///nowhere/wrong.md"
    client.open(uri, WRONG)
    assert brief(client.wait(uri, 1)) == [(8, 34, 1, "fails")]
    (full,) = client.wait(uri, 1)
    assert full["message"] == (
        "fails: left 0.419974, right 1.58003 at k = 1, where n = 1, w_1 = 1, x_1 = 1"
    )
    beside = [one["message"] for one in full["relatedInformation"]]
    assert beside[0].startswith("`- out^2` for `+ out^2`")
    said = client.ask("textDocument/hover", client.at(uri, **SIGN))
    assert said["contents"]["value"].startswith("**fails**\n\nleft 0.419974")
    offered = fixes(client, uri, full["range"])
    title = next(iter(offered))
    after = applied(WRONG, offered[title])
    assert "(1 - out^2)" in after
    client.change(uri, 2, {"text": after})
    assert client.wait(uri, 2) == []
    said = client.ask("textDocument/hover", client.at(uri, **SIGN))
    assert said["contents"]["value"].startswith("**holds**\n\ntried at")
    client.close(uri)


def test_each_verdict_has_its_level_and_what_is_wrong_on_purpose_has_none(
    client: LanguageClient,
) -> None:
    uri = "file:///nowhere/levels.md"
    client.open(uri, EVERY_LEVEL)
    assert brief(client.wait(uri)) == [
        (0, 45, 4, "unused"),
        (4, 5, 1, "fails"),
        (6, 7, 2, "not understood"),
        (8, 12, 3, "undecided"),
        (10, 5, 3, "vacuous"),
    ]
    client.close(uri)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_edit_behind_letters_of_two_units_is_made_where_it_was_typed(
    client: LanguageClient, end: str
) -> None:
    uri = f"file:///nowhere/units{len(end)}.md"
    text = "𝐱 😀 $x \\in \\mathbb{R}$: 😀 $$ (x + 1)^2 = x^2 + 2x + 1 $$\nAnd so on.\n"
    client.open(uri, text.replace("\n", end))
    assert client.wait(uri, 1) == []
    at = len(text.partition("2x")[0].encode("utf-16-le")) // 2
    client.change(uri, 2, edit((0, at), (0, at + 1), "3"))
    sign = len(text.partition("= x")[0].encode("utf-16-le")) // 2
    assert brief(client.wait(uri, 2)) == [(0, sign, 1, "fails")]
    client.change(uri, 3, edit((0, at), (0, at + 1), "2"), edit((1, 0), (1, 3), "😀"))
    assert client.wait(uri, 3) == []
    client.close(uri)


def test_names_are_explained_found_and_renamed_over_their_spellings(
    client: LanguageClient,
) -> None:
    uri = "file:///nowhere/names.md"
    text = RIGHT + "\nHere $\\hat y := out$ and $$ \\hat{y} = out, \\quad $$\n"
    client.open(uri, text)
    client.wait(uri, 1)
    out, hat = client.at(uri, 8, 17), client.at(uri, 11, 9)
    said = client.ask("textDocument/hover", out)["contents"]["value"]
    assert said.startswith("`out`: defined\n\nline 4\n\n```latex\nout := ")
    place = client.ask("textDocument/definition", out)["range"]["start"]
    assert place == {"line": 3, "character": 0}
    everywhere = out | {"context": {"includeDeclaration": True}}
    assert len(client.ask("textDocument/references", everywhere)) == 5
    asked = client.ask("textDocument/prepareRename", hat)
    assert asked["placeholder"] == r"\hat y"
    edits = client.ask("textDocument/rename", hat | {"newName": "p"})["changes"][uri]
    assert "$p := out$ and $$ p = out" in applied(text, edits)
    refused = client.answer(
        client.begin("textDocument/rename", hat | {"newName": "out"})
    )
    assert refused["error"]["message"] == (
        "renaming it to out would change what the page says: not renamed"
    )
    client.close(uri)


def test_two_names_do_not_become_one(client: LanguageClient) -> None:
    uri = "file:///nowhere/two.md"
    client.open(uri, "Let $a, b \\in \\mathbb{R}$. $$ 2 a + b = a + a + b $$\n")
    client.wait(uri, 1)
    asked = client.at(uri, 0, 5) | {"newName": "b"}
    refused = client.answer(client.begin("textDocument/rename", asked))
    assert refused["error"]["message"].startswith("renaming it to b would")
    client.close(uri)


def test_a_name_that_is_taken_over_is_found_and_renamed_on_both_pages(
    client: LanguageClient, tmp_path: Path
) -> None:
    network, page = tmp_path / "network.md", tmp_path / "page.md"
    network.write_text(r"$x \in \mathbb{R}$, $y := x^2$", "utf-8")
    text = "<!-- derivcheck: with network.md -->\n\n$$ \\frac{dy}{dx} = 2x $$\n"
    client.open(page.as_uri(), text)
    assert client.wait(page.as_uri(), 1) == []
    own = client.at(page.as_uri(), 2, 10)
    found = client.ask("textDocument/definition", own)
    assert found["uri"] == network.as_uri()
    assert found["range"]["start"] == {"line": 0, "character": 21}
    edits = client.ask("textDocument/rename", own | {"newName": r"\ell"})["changes"]
    assert applied(text, edits[page.as_uri()]).endswith("\\frac{d\\ell}{dx} = 2x $$\n")
    assert applied(network.read_text("utf-8"), edits[network.as_uri()]) == (
        r"$x \in \mathbb{R}$, $\ell := x^2$"
    )
    client.open(network.as_uri(), r"$x \in \mathbb{R}$, $y := x^3$")
    assert brief(client.wait(page.as_uri(), 1)) == [(2, 17, 1, "fails")]
    client.close(network.as_uri())
    client.close(page.as_uri())


def test_labelled_equations_roles_and_shapes_are_told(client: LanguageClient) -> None:
    uri = "file:///nowhere/roles.md"
    client.open(uri, RIGHT)
    client.wait(uri, 1)
    own = {"textDocument": {"uri": uri}}
    (symbol,) = client.ask("textDocument/documentSymbol", own)
    assert (symbol["name"], symbol["range"]["start"]["line"]) == ("(1) eq:out", 2)
    legend = client.server["capabilities"]["semanticTokensProvider"]["legend"]
    data = client.ask("textDocument/semanticTokens/full", own)["data"]
    kinds = [legend["tokenTypes"][kind] for kind in data[3::5]]
    assert kinds[:4] == ["variable", "parameter", "parameter", "variable"]
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    hints = client.ask("textDocument/inlayHint", own | {"range": whole})
    assert [(one["position"]["character"], one["label"]) for one in hints] == [
        (8, " n"),
        (59, " n"),
    ]
    client.close(uri)


def test_the_cells_of_a_notebook_are_one_page(client: LanguageClient) -> None:
    notebook, cells = "file:///nowhere/a.ipynb", ["nb:/a#1", "nb:/a#2", "nb:/a#3"]
    texts = [r"Let $x \in \mathbb{R}$ and $y := x^2$.", "print(1)", WRONG_CELL]
    given = {
        "notebookDocument": {
            "uri": notebook,
            "notebookType": "jupyter-notebook",
            "version": 1,
            "cells": [
                {"kind": kind, "document": own}
                for kind, own in zip([1, 2, 1], cells, strict=True)
            ],
        },
        "cellTextDocuments": [
            {"uri": own, "languageId": "markdown", "version": 1, "text": text}
            for own, text in zip(cells, texts, strict=True)
        ],
    }
    client.tell("notebookDocument/didOpen", given)
    (found,) = client.wait(cells[2])
    assert found["range"]["start"] == {"line": 0, "character": 19}
    place = client.ask("textDocument/definition", client.at(cells[2], 0, 10))
    assert (place["uri"], place["range"]["start"]["character"]) == (cells[0], 28)
    change = {
        "cells": {
            "textContent": [
                {
                    "document": {"uri": cells[2], "version": 2},
                    "changes": [edit((0, 21), (0, 22), "2")],
                }
            ]
        }
    }
    own = {"uri": notebook, "version": 2}
    client.tell(
        "notebookDocument/didChange", {"notebookDocument": own, "change": change}
    )
    while client.wait(cells[2]):
        pass
    client.tell(
        "notebookDocument/didClose",
        {"notebookDocument": own, "cellTextDocuments": [{"uri": u} for u in cells]},
    )


WRONG_CELL = r"$$ \frac{dy}{dx}   = 3x $$"


def test_in_a_latex_document_a_directive_is_a_comment(client: LanguageClient) -> None:
    uri = "file:///nowhere/paper.tex"
    body = "Let $x \\in \\mathbb{R}$.\n\\[ x^2 = x \\]\n"
    text = f"\\begin{{document}}\n{body}\\end{{document}}\n"
    client.open(uri, text, "latex")
    (found,) = client.wait(uri, 1)
    offered = fixes(client, uri, found["range"])
    edits = offered["Mark it as wrong on purpose (wrong at)"]
    after = applied(text, edits)
    assert "\n% derivcheck: wrong at 1\n\n\\[ x^2 = x \\]" in after
    client.change(uri, 2, {"text": after})
    assert client.wait(uri, 2) == []
    client.close(uri)


def test_a_document_has_the_files_that_it_includes_and_the_macros_of_its_project(
    client: LanguageClient, tmp_path: Path
) -> None:
    settings = '[tool.derivcheck]\nmacros = ["macros.tex"]\n'
    (tmp_path / "pyproject.toml").write_text(settings, "utf-8")
    (tmp_path / "macros.tex").write_text(r"\newcommand{\R}{\mathbb{R}}", "utf-8")
    (tmp_path / "model.tex").write_text(
        "Let $x \\in \\R$.\n\\[ y := x^2 \\]\n", "utf-8"
    )
    uri = (tmp_path / "paper.tex").as_uri()
    text = "\\input{model}\n\nSo\n\\[ \\frac{dy}{dx} = 3x \\]\n"
    client.open(uri, text, "latex")
    (found,) = client.wait(uri, 1)
    assert found["range"]["start"] == {"line": 3, "character": 17}
    said = client.ask("textDocument/hover", client.at(uri, 3, 10))["contents"]["value"]
    assert said.startswith("`y`: defined")
    offered = fixes(client, uri, found["range"])
    client.change(uri, 2, {"text": applied(text, next(iter(offered.values())))})
    assert client.wait(uri, 2) == []
    client.close(uri)


def test_a_hundred_pages_are_open_and_a_long_one_delays_no_other(
    client: LanguageClient,
) -> None:
    uris = [f"file:///nowhere/many{number}.md" for number in range(100)]
    for uri in uris:
        client.open(uri, "Let $x \\in \\mathbb{R}$. $$ x + x = 2x $$\n")
    assert not any(client.wait_for_all(uris).values())
    long = "file:///nowhere/long.md"
    word = "A page on which there is much to read and little to check. " * 17
    client.open(long, (word + "\n\n") * 1000 + WRONG)  # 1 MB
    client.change(uris[0], 2, {"text": "Let $x \\in \\mathbb{R}$. $$ x = 2x $$\n"})
    assert brief(client.wait(uris[0], 2)) == [(0, 29, 1, "fails")]
    assert brief(client.wait(long, 1)) == [(2008, 34, 1, "fails")]
    client.change(long, 2, edit((2008, 38), (2008, 39), "-"))
    assert client.wait(long, 2) == []
    for uri in (*uris, long):
        client.close(uri)


def test_nonsense_is_passed_over_in_a_sentence_and_no_document_is_lost(
    client: LanguageClient,
) -> None:
    uri = "file:///nowhere/kept.md"
    client.open(uri, WRONG)
    client.wait(uri, 1)
    client.raw(b"Content-Length: 9\r\n\r\nnonsense!")
    client.change("file:///nowhere/never-opened.md", 7, {"text": "x"})
    client.tell("textDocument/didChange", {"textDocument": "nonsense"})
    unknown = client.answer(client.begin("textDocument/nonsense", {}))
    assert "error" in unknown
    gone = client.at("file:///nowhere/gone.md", 0, 0)
    assert client.ask("textDocument/hover", gone) is None
    far = client.at(uri, 10_000, 10_000)
    assert client.ask("textDocument/hover", far) is None
    said = client.ask("textDocument/hover", client.at(uri, **SIGN))
    assert said["contents"]["value"].startswith("**fails**")
    assert all(line.startswith("derivcheck lsp: ") for line in client.log)
    (about,) = [line for line in client.log if "never-opened.md" in line]
    assert about.startswith("derivcheck lsp: a message was ignored: ")
    client.close(uri)
