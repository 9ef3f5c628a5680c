"""Pages as pytest items: sessions of pytest on small folders of pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from derivcheck.__main__ import main
from derivcheck.checking.records import Found
from derivcheck.documents.formats import Loader
from derivcheck.documents.page import Page
from derivcheck.pages.page_check import check_page

pytest_plugins = ["pytester"]

CONFTEST = """
from derivcheck.sybil import *

pytest_collect_file = pages(".").pytest()
"""


@pytest.fixture
def folder(pytester: pytest.Pytester) -> pytest.Pytester:
    """An empty folder whose pages are tests."""
    pytester.makeconftest(CONFTEST)
    return pytester


def write(folder: pytest.Pytester, text: str, name: str = "page.md") -> Path:
    path = folder.path / name
    path.write_bytes(text.encode())
    return path


def run(folder: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return folder.runpytest_inprocess("-q", *arguments)


def collected(folder: pytest.Pytester) -> list[str]:
    lines = run(folder, "--collect-only").outlines
    return [line for line in lines if line.startswith("page.md::")]


def failures(folder: pytest.Pytester, *arguments: str) -> list[str]:
    """The whole text of each failure of a session."""
    output = "\n".join(run(folder, *arguments).outlines)
    body = output.split("= FAILURES =", 1)[-1].split("= short test summary", 1)[0]
    texts = re.split(r"^_{2,} .* _{2,}$", body, flags=re.M)[1:]
    return [re.sub(r"\n=+\Z", "", text.strip()) for text in texts]


BLOCK = "```python\nprint(1)\n```\n\n"
OUTPUT = "```{.text .output}\n1\n```\n\n"
THREE = """\
# One

```python
x = 1
```

# Two

```python
x += 1
print(x)
```

```{.text .output}
2
```
"""


def test_every_block_is_an_item(folder: pytest.Pytester) -> None:
    write(folder, THREE)
    assert collected(folder) == [
        "page.md::one-python1",
        "page.md::two-python1",
        "page.md::two-output1",
    ]
    run(folder).assert_outcomes(passed=3)


def test_blocks_in_containers_are_items(folder: pytest.Pytester) -> None:
    block = "```python\nx = 1\n```\n"
    deep = "".join(f"    {line}\n" for line in block.splitlines())
    quote = "".join(f"> {line}\n" for line in block.splitlines())
    heads = ["!!! note", "??? question", '=== "NumPy"', "- item", "1. item"]
    write(folder, "".join(f"{head}\n\n{deep}\n" for head in heads) + quote)
    run(folder).assert_outcomes(passed=6)


def test_names_survive_an_edit_above(folder: pytest.Pytester) -> None:
    write(folder, THREE)
    before = collected(folder)
    write(folder, f"New.\n\n# Zero\n\n{BLOCK}" + THREE)
    assert collected(folder) == ["page.md::zero-python1", *before]


def test_an_item_runs_alone_after_the_blocks_before_it(folder: pytest.Pytester) -> None:
    write(folder, THREE)
    run(folder, "page.md::two-output1").assert_outcomes(passed=1)
    run(folder, "page.md::two-python1").assert_outcomes(passed=1)


def test_no_block_runs_twice(folder: pytest.Pytester) -> None:
    write(folder, THREE)
    run(folder, "page.md::two-output1", "page.md::two-python1").assert_outcomes(
        passed=2
    )
    run(folder, "page.md", "page.md::one-python1").assert_outcomes(passed=3)


def test_the_last_failure_is_found_after_an_edit_above(folder: pytest.Pytester) -> None:
    page = THREE.replace("\n2\n", "\n3\n")
    write(folder, page)
    run(folder).assert_outcomes(passed=2, failed=1)
    write(folder, "A line.\n\nAnother.\n\n" + page)
    run(folder, "--lf").assert_outcomes(failed=1)


def test_a_namespace_belongs_to_one_page(folder: pytest.Pytester) -> None:
    write(folder, "```python\nx = 1\n```\n", "a.md")
    write(folder, "```python\nassert 'x' not in globals()\n```\n", "b.md")
    run(folder).assert_outcomes(passed=2)


def test_a_failure_shows_its_place_five_lines_and_the_values(
    folder: pytest.Pytester,
) -> None:
    write(folder, "# One\n\n```python\nx = 1\ny = 2\nassert x == y\nz = 3\n```\n")
    assert failures(folder) == [
        "page.md:6: block one-python1 fails\n"
        "\n"
        "     4 | x = 1\n"
        "     5 | y = 2\n"
        ">    6 | assert x == y\n"
        "     7 | z = 3\n"
        "     8 | ```\n"
        "\n"
        "AssertionError: assert 1 == 2"
    ]


def test_a_syntax_error_shows_its_line(folder: pytest.Pytester) -> None:
    write(folder, "# One\n\n```python\nx = 1\ny = = 2\n```\n")
    assert failures(folder) == [
        "page.md:5: block one-python1 fails\n"
        "\n"
        "     3 | ```python\n"
        "     4 | x = 1\n"
        ">    5 | y = = 2\n"
        "     6 | ```\n"
        "     7 |\n"
        "\n"
        "SyntaxError: invalid syntax"
    ]


def test_leaving_the_program_fails_and_the_session_goes_on(
    folder: pytest.Pytester,
) -> None:
    write(folder, "```python\nimport sys\nsys.exit(0)\n```\n", "a.md")
    write(folder, BLOCK, "b.md")
    run(folder).assert_outcomes(passed=1, failed=1)


def test_what_follows_a_failed_block_names_it(folder: pytest.Pytester) -> None:
    write(folder, f"# One\n\n```python\n1 / 0\n```\n\n{BLOCK}")
    assert failures(folder)[1] == (
        "page.md:7: not run: block one-python1 before it, at line 3, "
        "fails with ZeroDivisionError: division by zero\n"
        "\n"
        "     5 | ```\n"
        "     6 |\n"
        ">    7 | ```python\n"
        "     8 | print(1)\n"
        "     9 | ```"
    )


def test_a_relation_that_fails_shows_both_numbers_and_its_lines(
    folder: pytest.Pytester,
) -> None:
    write(folder, "# One\n\n$$\ny := 2 x\n$$\n\n$$\ny = 2 x\n$$\n\nand $y = x$.\n")
    assert collected(folder) == ["page.md::one-math1", "page.md::one-math2"]
    (told,) = failures(folder)
    first, *around = told.splitlines()
    assert first == "page.md:11:8: fails"
    assert around == [
        "    and $y = x$.",
        "           ^",
        "    left 2, right 1, where x = 1",
        "    with the factor `2`, so `2 x`: holds",
        "",
        "     9 | $$",
        "    10 |",
        ">   11 | and $y = x$.",
        "    12 |",
    ]


def test_a_definition_that_means_nothing_fails_beside_its_claim(
    folder: pytest.Pytester,
) -> None:
    write(
        folder, "# One\n\n$$\ns := \\sum_i x_i, \\quad y := 2 x_i, \\quad y = 2\n$$\n"
    )
    (told,) = failures(folder)
    assert "i is free on its right and missing on its left" in told


def test_hidden_code_runs_before_what_follows(folder: pytest.Pytester) -> None:
    hidden = "<!-- invisible-code-block: python\nx = 1\n-->\n\n"
    write(folder, hidden + "```python\nassert x == 1\n```\n")
    assert collected(folder) == ["page.md::top-setup1", "page.md::top-python1"]
    run(folder, "page.md::top-python1").assert_outcomes(passed=1)


def test_a_failure_in_hidden_code_has_its_line(folder: pytest.Pytester) -> None:
    write(folder, "> <!-- invisible-code-block: python\n> x = 1\n> x / 0\n> -->\n")
    (text,) = failures(folder)
    assert text.splitlines()[0] == "page.md:3: block top-setup1 fails"
    assert text.splitlines()[-1] == "ZeroDivisionError: division by zero"


def test_a_session_is_a_doctest(folder: pytest.Pytester) -> None:
    good = "```pycon\n>>> x = 1\n>>> x\n1\n```\n\n"
    write(folder, good + "```python\n>>> x + 1\n3\n```\n")
    assert failures(folder) == [
        "page.md:8: block top-python2 fails\n"
        "\n"
        "     6 |\n"
        "     7 | ```python\n"
        ">    8 | >>> x + 1\n"
        "     9 | 3\n"
        "    10 | ```\n"
        "\n"
        "Failed example:\n"
        "    x + 1\n"
        "Expected:\n"
        "    3\n"
        "Got:\n"
        "    2"
    ]


def test_a_block_may_hold_backticks_and_loop_over_the_names(
    folder: pytest.Pytester,
) -> None:
    fence = (
        '```python\ntext = """\n~~~\n``` not the end\n"""\nassert "`" in text\n```\n\n'
    )
    loop = "```python\nname = None\nfor name in globals():\n    assert name\n```\n"
    write(folder, fence + loop)
    run(folder).assert_outcomes(passed=2)


def test_output_that_differs_is_shown_as_a_difference(folder: pytest.Pytester) -> None:
    page = "# One\n\n```python\nprint('a')\nprint('b')\n```\n\n"
    write(folder, page + "```{.text .output}\na\nc\n```\n")
    assert failures(folder) == [
        "page.md:8: block one-output1 shows what is not printed\n"
        "\n"
        "--- the page\n"
        "+++ this run\n"
        "@@ -1,2 +1,2 @@\n"
        " a\n"
        "-c\n"
        "+b\n"
        "\n"
        "pytest --rewrite-outputs writes the new output into the page\n"
        "\n"
        "     6 | ```\n"
        "     7 |\n"
        ">    8 | ```{.text .output}\n"
        "     9 | a\n"
        "    10 | c"
    ]


MUST_FAIL = """\
```{.python .must-fail}
print("so far")
assert 1 == 2, "they differ"
```

```{.text .output}
so far
AssertionError: they differ
```
"""


def test_a_block_that_must_fail_fails_as_it_says(folder: pytest.Pytester) -> None:
    write(folder, MUST_FAIL)
    run(folder).assert_outcomes(passed=2)


def test_a_block_that_must_fail_and_fails_otherwise_is_a_failure(
    folder: pytest.Pytester,
) -> None:
    write(folder, MUST_FAIL.replace("assert 1", "assert one"))
    (text,) = failures(folder)
    assert "-AssertionError: they differ\n+NameError: name 'one' is not defined" in text


def test_a_block_that_must_fail_and_runs_is_a_failure(folder: pytest.Pytester) -> None:
    write(folder, MUST_FAIL.replace("1 == 2", "1 == 1"))
    assert (
        failures(folder)[0] == "page.md:1: block top-python1 must fail, and runs\n"
        "\n"
        ">    1 | ```{.python .must-fail}\n"
        '     2 | print("so far")\n'
        '     3 | assert 1 == 1, "they differ"'
    )


WRONG = {
    "```{.python .must-fail}\nassert False\n```\n": (
        "page.md:3: a .must-fail block shows its failure in a {.text .output} block"
    ),
    "<!-- derivcheck: frsh -->\n": "page.md:3: unknown directive 'frsh': write fresh",
    "```\nimport numpy\n```\n": (
        "page.md:3: this looks like Python and would not run: "
        "write ```python or ```text"
    ),
    "```python\nx = 1\n": "page.md:3: this fence is opened and never closed",
    "$$\nx = 1\n": (
        "page.md:3: this display is opened by $$ and not closed by $$ anywhere after it"
    ),
    "<!-- x\n": "page.md:3: this comment is opened by <!-- and never closed",
    OUTPUT: "page.md:3: this output block has no block before it that runs",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_would_not_do_what_it_looks_like_is_a_failure(
    folder: pytest.Pytester, text: str
) -> None:
    write(folder, "# One\n\n" + text)
    (failure,) = failures(folder)
    assert failure.splitlines()[0] == WRONG[text]
    assert f">    3 | {text.splitlines()[0]}" in failure


INDENTED = (
    "Text.\n\n!!! note\n\n    ```python\n    for n in (1, 2):\n        print(n)\n\n"
    "    print('  end')\n    ```\n\n    ```{.text .output}\n    old\n    ```\n\nText.\n"
)


def test_outputs_are_rewritten_in_place(folder: pytest.Pytester) -> None:
    path = write(folder, INDENTED.replace("\n", "\r\n"))
    result = run(folder, "--rewrite-outputs")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["page.md: output blocks rewritten: 1"])
    wanted = INDENTED.replace("    old\n", "    1\n    2\n      end\n")
    assert path.read_bytes().decode() == wanted.replace("\n", "\r\n")
    run(folder).assert_outcomes(passed=2)


def test_only_the_lines_of_an_output_are_rewritten(folder: pytest.Pytester) -> None:
    page = "One\r\nTwo\n\n" + BLOCK + OUTPUT.replace("1", "2")
    second = "```python\nprint()\n```\n\n> ```{.text .output}\n> x\n> ```"
    path = write(folder, page + second)
    run(folder, "--rewrite-outputs").assert_outcomes(passed=4)
    wanted = "One\r\nTwo\n\n" + BLOCK + OUTPUT + second.replace("> x\n", "")
    assert path.read_bytes().decode() == wanted


def test_nothing_is_rewritten_where_outputs_agree(folder: pytest.Pytester) -> None:
    path = write(folder, BLOCK + OUTPUT)
    before = path.stat().st_mtime_ns
    result = run(folder, "--rewrite-outputs")
    result.assert_outcomes(passed=2)
    assert "rewritten" not in result.stdout.str()
    assert path.stat().st_mtime_ns == before


def test_nothing_is_rewritten_where_the_page_has_changed(
    folder: pytest.Pytester,
) -> None:
    change = "```python\nwith open('page.md', 'a') as f:\n    f.write('More.')\n```\n\n"
    page = change + BLOCK + OUTPUT.replace("1", "2")
    path = write(folder, page)
    result = run(folder, "--rewrite-outputs")
    result.stdout.fnmatch_lines(
        ["page.md has changed since it was read: nothing written"]
    )
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert path.read_text() == page + "More."


def test_an_output_that_would_close_its_fence_is_not_written(
    folder: pytest.Pytester,
) -> None:
    page = "```python\nprint('`' * 3)\n```\n\n" + OUTPUT
    path = write(folder, page)
    (text,) = failures(folder, "--rewrite-outputs")
    assert text.splitlines()[0] == (
        "page.md:5: block top-output1 cannot be rewritten: "
        "a line of the output would close ```: lengthen it"
    )
    assert path.read_text() == page


def test_the_output_of_a_failed_block_is_not_written(folder: pytest.Pytester) -> None:
    page = "```python\nprint(1)\n1 / 0\n```\n\n" + OUTPUT.replace("1", "2")
    path = write(folder, page)
    run(folder, "--rewrite-outputs").assert_outcomes(failed=2)
    assert path.read_text() == page


def test_the_pages_of_a_folder_are_found_by_pattern(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.replace('"."', '"docs", "*.markdown"'))
    (pytester.path / "docs" / "deep").mkdir(parents=True)
    write(pytester, BLOCK, "docs/deep/a.markdown")
    write(pytester, BLOCK, "docs/b.md")
    write(pytester, BLOCK, "c.markdown")
    run(pytester).assert_outcomes(passed=1)


def test_a_page_without_blocks_is_no_item(folder: pytest.Pytester) -> None:
    write(folder, "# Title\n\nText with $x$.\n")
    assert collected(folder) == []


def test_space_at_the_end_of_a_line_of_output_does_not_count(
    folder: pytest.Pytester,
) -> None:
    block = "```python\nprint('a  ')\nprint('b')\nprint(' ')\n```\n\n"
    path = write(folder, block + OUTPUT)
    run(folder, "--rewrite-outputs").assert_outcomes(passed=2)
    assert path.read_text() == block + "```{.text .output}\na\nb\n```\n\n"
    run(folder).assert_outcomes(passed=2)


MODEL = "# One\n\n$t \\in \\mathbb{R}$\n\n$$\nE := t^2\n$$\n\n"
UNCHECKED = '<!-- derivcheck: unchecked "a sketch" -->\n\n'


def test_what_states_no_relation_is_no_item(folder: pytest.Pytester) -> None:
    write(folder, f"{MODEL}And $E$, $t$, $i \\ne j$.\n")
    assert collected(folder) == []


def test_a_display_that_is_not_checked_counts_and_passes(
    folder: pytest.Pytester,
) -> None:
    write(folder, f"{MODEL}{UNCHECKED}$$\nE = 3 t\n$$\n")
    assert collected(folder) == ["page.md::one-math1"]
    run(folder).assert_outcomes(passed=1)


def test_names_of_relations_survive_an_edit_above(folder: pytest.Pytester) -> None:
    page = f"{MODEL}# Two\n\n$$\nE = t t\n$$\n\n{BLOCK}And $E = t^2$.\n"
    write(folder, page)
    before = collected(folder)
    assert before == [
        "page.md::two-math1",
        "page.md::two-python1",
        "page.md::two-math2",
    ]
    write(folder, page.replace("# Two", "$$\nE + 1 = t^2 + 1\n$$\n\n# Two"))
    assert collected(folder) == ["page.md::one-math1", *before]


def test_a_relation_runs_alone_and_no_block_for_it(folder: pytest.Pytester) -> None:
    write(folder, f"{MODEL}```python\n1 / 0\n```\n\nAnd $E = t t$.\n")
    run(folder, "page.md::one-math1").assert_outcomes(passed=1)


def test_a_directive_without_meaning_is_an_item_that_fails(
    folder: pytest.Pytester,
) -> None:
    write(folder, f"{MODEL}<!-- derivcheck: wrog at 1 -->\n\n$$\nE = t t\n$$\n")
    assert collected(folder) == ["page.md::one-mark1", "page.md::one-math1"]
    assert failures(folder) == [
        "page.md:9: unknown directive 'wrog at 1': write wrong at 1, 2 or "
        "wrong at 1: not understood\n"
        "\n"
        "     7 | $$\n"
        "     8 |\n"
        ">    9 | <!-- derivcheck: wrog at 1 -->\n"
        "    10 |\n"
        "    11 | $$"
    ]


def test_two_relations_that_fail_show_their_lines_once_and_what_the_ends_say(
    folder: pytest.Pytester,
) -> None:
    chain = "\\begin{aligned}\n2 t &= 3 t \\\\\n&= 4 t \\\\\n&= t + t\n\\end{aligned}"
    write(folder, f"{MODEL}$$\n{chain}\n$$\n".replace("= 4 t", "= t + 2 t"))
    (told,) = failures(folder)
    assert told == (
        "page.md:11:6: fails\n"
        "    2 t &= 3 t \\\\\n"
        "         ^\n"
        "    left 2, right 3, where t = 1\n"
        "    with the term `-t`, so `3 t - t`: holds\n"
        "page.md:13:2: fails\n"
        "    t + 2 t\n"
        "    &= t + t\n"
        "     ^\n"
        "    left 3, right 2, where t = 1\n"
        "    relation 2 of this display holds\n"
        "    with the term `t` once more, so `t + t + t`: holds\n"
        "    on the left, without the term `t`, so `2 t`: holds\n"
        "    the ends of this chain agree: lines 11 and 13 are off by two mistakes "
        "that cancel\n"
        "\n"
        "     9 | $$\n"
        "    10 | \\begin{aligned}\n"
        ">   11 | 2 t &= 3 t \\\\\n"
        "    12 | &= t + 2 t \\\\\n"
        ">   13 | &= t + t\n"
        "    14 | \\end{aligned}\n"
        "    15 | $$"
    )


def test_definitions_of_a_page_beside_it_are_taken_over(
    folder: pytest.Pytester,
) -> None:
    write(folder, MODEL, "model.md")
    write(folder, "<!-- derivcheck: with model.md -->\n\n# Two\n\n$E = t t$.\n")
    run(folder).assert_outcomes(passed=1)


def test_a_page_is_checked_once(
    folder: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    def counted(page: Page, path: str, *, load: Loader) -> Found:
        checked.append(path)
        return check_page(page, path, load=load)

    monkeypatch.setattr("derivcheck.sybil.plugin.check_page", counted)
    write(folder, f"{MODEL}$E = t t$, $E = t^2$, $E = 2 t$, $E = 3 t$.\n")
    run(folder).assert_outcomes(passed=2, failed=2)
    assert checked == ["page.md"]


def test_a_page_without_figures_of_its_state_says_what_writes_them(
    folder: pytest.Pytester,
) -> None:
    measured = CONFTEST.replace('"."', '".", measured="measured.json"')
    folder.makeconftest(measured)
    page = f"{MODEL}And $E = t t$.\n"
    write(folder, page)
    assert main(["mutate", "--write", "measured.json", "page.md"]) == 0
    run(folder).assert_outcomes(passed=1)
    write(folder, page.replace("t t", "t^2"))
    run(folder, "page.md::figures").assert_outcomes(failed=1)
    assert failures(folder) == [
        "page.md:1: measured.json is out of date for page.md; to renew it, run "
        "`derivcheck mutate --write measured.json page.md`\n"
        "\n"
        ">    1 | # One\n"
        "     2 |\n"
        "     3 | $t \\in \\mathbb{R}$"
    ]


def test_a_page_that_states_nothing_needs_no_figures(folder: pytest.Pytester) -> None:
    folder.makeconftest(CONFTEST.replace('"."', '".", measured="measured.json"'))
    (folder.path / "measured.json").write_text('{"pages": {}}')
    write(folder, BLOCK + MODEL)
    assert collected(folder) == ["page.md::top-python1"]


def test_cells_of_text_in_a_script_are_a_page(folder: pytest.Pytester) -> None:
    folder.makeconftest(CONFTEST.replace('"."', '".", "*.py"'))
    lines = f"{MODEL}And $E = 2 t$.\n".split("\n")
    cells = "# %% [markdown]\n" + "\n".join(f"# {line}".rstrip() for line in lines)
    write(folder, f"{cells}\n# %%\nx = 1\n", "cells.py")
    (told,) = failures(folder, "cells.py")
    assert told.splitlines()[0] == "cells.py:10:10: fails"
    assert ">   10 | # And $E = 2 t$." in told.splitlines()


SCRIPT = "# %% [markdown]\n# ```python\n# print(1 + 1)\n# ```\n#\n"
SHOWN = "# ```{.text .output}\n# 1\n# ```\n"


def test_the_output_of_a_block_in_a_script_is_rewritten_as_a_comment(
    folder: pytest.Pytester,
) -> None:
    folder.makeconftest(CONFTEST.replace('"."', '".", "*.py"'))
    path = write(folder, f"{SCRIPT}{SHOWN}\n# %%\nx = 1\n", "cells.py")
    run(folder, "--rewrite-outputs", "cells.py").assert_outcomes(passed=2)
    shown = SHOWN.replace("# 1", "# 2")
    assert path.read_text() == f"{SCRIPT}{shown}\n# %%\nx = 1\n"


def test_cells_of_a_notebook_are_run_and_their_outputs_left_alone(
    folder: pytest.Pytester,
) -> None:
    folder.makeconftest(CONFTEST.replace('"."', '".", "*.ipynb"'))
    page = "```python\nprint(x)\n```\n\n```{.text .output}\n1\n```\n"
    cells = [
        {"cell_type": "code", "source": "x = 2"},
        {"cell_type": "markdown", "source": page},
    ]
    text = json.dumps({"nbformat": 4, "cells": cells})
    path = write(folder, text, "cells.ipynb")
    result = run(folder, "--rewrite-outputs", "cells.ipynb")
    said = "cells.ipynb is a notebook: its outputs are not written"
    result.stdout.fnmatch_lines([said])
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert path.read_text() == text


def test_a_document_in_latex_is_a_page(folder: pytest.Pytester) -> None:
    folder.makeconftest(CONFTEST.replace('"."', '".", "*.tex"'))
    text = "\\section{A sum}\n$E := t^2$\n\n\\[ E = 2 t \\] % $E = t$\n"
    write(folder, text, "one.tex")
    (told,) = failures(folder, "one.tex")
    assert told.splitlines()[0] == "one.tex:4:6: fails"
    run(folder, "one.tex::a-sum-math1").assert_outcomes(failed=1)
