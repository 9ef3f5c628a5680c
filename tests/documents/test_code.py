"""Running a block: what it printed, or where and how it failed."""

from __future__ import annotations

from typing import Any

import pytest
from _pytest.assertion.rewrite import rewrite_asserts  # as the adapter for Sybil does

from derivcheck.documents.code import Failed, Printed, run_block
from derivcheck.documents.markdown import read_page
from derivcheck.documents.page import Page


def run(text: str, **namespace: Any) -> tuple[Page, Printed | Failed, dict[str, Any]]:
    """Run the blocks of a page in order; the page, the last result, the names."""
    page = read_page(text)
    names = {"__name__": "__main__", **namespace}
    results = [run_block(page, block, names, "page.md") for block in page.code]
    return page, results[-1], names


def python(code: str) -> str:
    return f"# Title\n\n```python\n{code}\n```\n"


def test_a_block_tells_what_it_printed() -> None:
    assert run(python("print('a')\nprint('b', end='')"))[1] == Printed("a\nb")


def test_names_stay_for_the_next_block() -> None:
    page = python("x = 1\ndef twice(): return 2 * x") + python("x = 2\nprint(twice())")
    assert run(page)[1] == Printed("4\n")


def test_a_dataclass_is_of_main() -> None:
    code = "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: 'int'\nA(1)"
    assert run(python(code))[1] == Printed("")


def test_a_failure_has_the_line_of_the_page() -> None:
    _, result, _ = run(python("print(1)\nx = 0\n1 / x"))
    assert result == Failed(6, "1\n", "ZeroDivisionError: division by zero")


def test_a_failure_in_a_function_of_the_page_has_its_line_there() -> None:
    page = python("def f(x):\n    return 1 / x") + python("f(0)")
    assert run(page)[1] == Failed(5, "", "ZeroDivisionError: division by zero")


def test_a_failure_in_a_library_has_the_line_that_called_it() -> None:
    _, result, _ = run(python("import json\n\njson.loads('[')"))
    message = "json.decoder.JSONDecodeError: Expecting value: line 1 column 2 (char 1)"
    assert result == Failed(6, "", message)


def test_a_syntax_error_has_the_line_of_the_page() -> None:
    _, result, _ = run(python("x = 1\ny = = 2"))
    assert result == Failed(5, "", "SyntaxError: invalid syntax")


def test_a_syntax_error_of_code_that_the_block_reads_is_shown_whole() -> None:
    _, result, _ = run(python("x = 1\neval('1 +')"))
    assert isinstance(result, Failed)
    assert result.line == 5
    assert result.error.splitlines() == [
        '  File "<string>", line 1',
        "    1 +",
        *result.error.splitlines()[2:-1],  # carets, where Python draws them
        "SyntaxError: invalid syntax",
    ]


def test_a_null_character_is_a_failure() -> None:
    _, result, _ = run(python("x = 1\0"))
    assert isinstance(result, Failed)
    assert result.line == 4
    assert result.error.endswith("source code string cannot contain null bytes")


def test_leaving_is_a_failure() -> None:
    _, result, _ = run(python("import sys\nsys.exit(0)"))
    assert result == Failed(5, "", "SystemExit: 0")


def test_a_failure_is_shown_with_five_lines_of_the_page() -> None:
    page, result, _ = run(python("a = 1\nb = 0\n\na / b\n\nc = 2"))
    assert isinstance(result, Failed)
    assert result.on(page) == (
        "     5 | b = 0\n"
        "     6 |\n"
        ">    7 | a / b\n"
        "     8 |\n"
        "     9 | c = 2\n"
        "\n"
        "ZeroDivisionError: division by zero"
    )


def test_a_failure_at_the_edge_of_the_page_is_shown_with_fewer_lines() -> None:
    page, result, _ = run("```python\n1 / 0\n```")
    assert isinstance(result, Failed)
    assert result.on(page) == (
        "     1 | ```python\n"
        ">    2 | 1 / 0\n"
        "     3 | ```\n"
        "\n"
        "ZeroDivisionError: division by zero"
    )


def test_a_loop_over_the_names_meets_none_of_the_rewriting() -> None:
    code = "name = None\nfor name in globals():\n    assert name or True, name"
    page = read_page(python(code))
    (block,) = page.code
    names: dict[str, Any] = {"__name__": "__main__"}
    assert run_block(page, block, names, "page.md", rewrite_asserts) == Printed("")


def test_code_in_a_container_keeps_its_own_indent() -> None:
    lines = [
        "!!! note",
        "",
        "    ```python",
        "    if True:",
        "        print(1)",
        "    ```",
    ]
    quoted = "".join(f"> {line}\n" for line in lines)
    assert run(quoted)[1] == Printed("1\n")


def test_hidden_code_runs() -> None:
    page = "<!-- invisible-code-block: python\nx = 1\n-->\n\n" + python("print(x)")
    assert run(page)[1] == Printed("1\n")


@pytest.mark.parametrize(
    "code",
    [
        ">>> x = 2\n>>> x\n2",
        "# of numbers\n\n>>> 1 + 1\n2",
        ">>> for i in range(2):\n...     print(i)\n0\n1\n>>> 1 / 0\n"
        "Traceback (most recent call last):\n    ...\n"
        "ZeroDivisionError: division by zero",
    ],
)
def test_prompts_are_run_as_a_doctest(code: str) -> None:
    assert run(python(code))[1] == Printed("")


def test_a_session_binds_names_for_later_blocks() -> None:
    assert run(python(">>> x = 3") + python("print(x)"))[1] == Printed("3\n")


def test_a_session_may_begin_with_what_was_printed_before() -> None:
    text = "```pycon\nPython 3.13\n>>> 1 + 1\n3\n```\n"
    assert run(text)[1] == Failed(
        3, "", "Failed example:\n    1 + 1\nExpected:\n    3\nGot:\n    2"
    )


def test_a_prompt_in_a_docstring_does_not_make_a_session() -> None:
    code = 'def f():\n    """A function.\n\n    >>> f()\n    3\n    """\nprint(1)'
    assert run(python(code))[1] == Printed("1\n")


def test_a_session_fails_at_its_first_wrong_answer() -> None:
    _, result, _ = run(python(">>> x = 2\n>>> x\n3\n>>> x\n4"))
    error = "Failed example:\n    x\nExpected:\n    3\nGot:\n    2"
    assert result == Failed(5, "", error)


def test_a_session_that_raises_fails_at_its_line() -> None:
    _, result, _ = run(python(">>> x = 0\n>>> 1 / x\n1"))
    assert isinstance(result, Failed)
    assert result.line == 5
    assert result.error.startswith("Failed example:\n    1 / x\nException raised:\n")
    assert result.error.endswith("ZeroDivisionError: division by zero")


def test_a_prompt_without_a_space_is_a_failure() -> None:
    _, result, _ = run(python(">>> 1\n1\n>>>2"))
    assert result == Failed(6, "", "this line lacks blank after >>>: '>>>2'")
