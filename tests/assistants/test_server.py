"""The tool for assistants, called with the client of its own protocol."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

mcp = pytest.importorskip("mcp")

from derivcheck.assistants import server_for  # noqa: E402 - it needs the package

RESTATED = Path(__file__).parent / "restated"
WRONG = r"$x \in \mathbb{R}$ and $y := x^2$. $$ \frac{dy}{dx} = x, \quad y = q $$"
ANSWERS = {
    "attention": ["holds"] * 5,
    "batch-norm-in-eqnarray": ["holds", "holds", "holds", "fails", "holds"],
    "logistic-regression": ["holds"] * 3,
    "logistic-regression-as-code": ["holds"] * 5,
    "two-layers-in-matrices": ["holds"] * 3 + ["fails"] + ["holds"] * 2,
}


def asked(question: Callable[[Any], Awaitable[Any]]) -> Any:
    """What a client is told that speaks with the server in this process."""

    async def ask() -> Any:
        async with mcp.Client(server_for("0")) as client:
            return await question(client)

    with ThreadPoolExecutor(1) as apart:  # from a loop that runs here, as a browser's
        return apart.submit(lambda: asyncio.run(ask())).result()


def called(tool: str, text: str, **given: Any) -> dict[str, Any]:
    """The structured answer of a tool."""
    arguments = {"text": text, **given}
    result = asked(lambda client: client.call_tool(tool, arguments))
    assert not result.is_error, result.content
    return dict(result.structured_content)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_restated_question_gets_its_right_verdicts(name: str) -> None:
    text = (RESTATED / f"{name}.md").read_text("utf-8")
    found = called("check", text)["relations"]
    assert [one["verdict"] for one in found] == ANSWERS[name]
    assert {one["weight"] for one in found} <= {"evidence", "final"}


def test_an_answer_says_what_is_final_what_is_evidence_and_what_was_not_read() -> None:
    found = called("check", WRONG + " $$ y = x \\cdot x $$")
    fails, unread, holds = found["relations"]
    assert fails["weight"] == "final"
    assert fails["counterexample"] == {"left": 2, "right": 1, "at": ["x = 1"]}
    assert fails["true"] == r"\frac{\partial y}{\partial x} = 2 x"
    assert (unread["verdict"], unread["weight"]) == ("not understood", "not read")
    assert unread["why"] == (
        "q is not defined or declared; this was not read, and nothing is "
        "said about whether it is true"
    )
    assert unread["counterexample"] is None
    assert not unread["repairs"]
    assert (holds["verdict"], holds["weight"]) == ("holds", "evidence")
    assert holds["why"].startswith("both sides agreed at every point that was tried")
    assert [name["name"] for name in found["names"]] == ["x", "y"]
    assert found["summary"] == "3 relations: 1 holds, 1 fails, 1 not understood"


def test_a_reading_has_no_verdicts() -> None:
    found = called("read", WRONG)
    assert found.keys() == {"names", "statements", "problems", "left_out"}
    kinds = [one["kind"] for one in found["statements"]]
    assert kinds == ["declaration", "definition", "claim", "not read"]
    assert "holds" not in json.dumps(found)


def test_a_bare_text_is_guessed_at_only_where_that_is_asked_for() -> None:
    bare = "$$ y = w x $$ Then $$ dy/dw = x $$"
    found = called("check", bare, guess=True)
    assert [one["verdict"] for one in found["relations"]] == ["holds"]
    strict = called("check", bare)["relations"]
    assert {one["weight"] for one in strict} == {"not read"}


def test_a_text_that_is_too_long_or_wants_a_file_is_refused_in_a_sentence() -> None:
    long = asked(lambda client: client.call_tool("check", {"text": "x" * 40_001}))
    assert long.is_error
    assert "The text has 40,001 characters, and 40,000 are read" in str(long.content)
    found = called("check", "<!-- derivcheck: with ../../etc/passwd -->\n\n$$ x = 1 $$")
    assert [one["message"] for one in found["problems"]] == [
        "with ../../etc/passwd: there is no such page beside this one"
    ]


def test_a_long_answer_is_cut_and_says_so() -> None:
    many = r"$x \in \mathbb{R}$ " + "$$ x + x = 2x $$ " * 90
    found = called("check", many)
    assert (len(found["relations"]), found["left_out"]) == (80, 10)


def test_the_language_the_examples_and_the_prompt_are_offered() -> None:
    async def all_of_them(client: Any) -> tuple[dict[str, str], str]:
        listed = (await client.list_resources()).resources
        texts = {}
        for own in listed:
            (content,) = (await client.read_resource(str(own.uri))).contents
            texts[str(own.uri)] = content.text
        prompt = await client.get_prompt("restate", {"derivation": "$$ a = b $$"})
        return texts, prompt.messages[0].content.text

    texts, prompt = asked(all_of_them)
    examples = [uri for uri in texts if "/examples/" in uri]
    assert len(examples) == 3
    verdicts = {
        uri: [one["verdict"] for one in called("check", texts[uri])["relations"]]
        for uri in examples
    }
    wrong = verdicts.pop("derivcheck://examples/two-layers")
    assert wrong == ["holds", "fails", "holds"]
    assert [*verdicts.values()] == [["holds"] * 2, ["holds"] * 2]
    assert "`:=` defines, `=` claims." in texts["derivcheck://language"]
    assert "Do not change a claim." in prompt
    assert prompt.endswith("$$ a = b $$")


def test_over_standard_input_nonsense_is_passed_over_and_the_end_is_quiet() -> None:
    version = {"name": "test", "version": "0"}
    given = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": version}
    call = {"name": "check", "arguments": {"text": WRONG}}
    messages: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": given},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "nonsense"}},
        {"id": 3, "method": "tools/call", "params": call},
    ]
    lines = [json.dumps({"jsonrpc": "2.0", **one}) for one in messages]
    process = subprocess.Popen(
        [sys.executable, "-m", "derivcheck", "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n".join([*lines[:2], "nonsense!", *lines[2:], ""]))
    process.stdin.flush()
    answers = {}
    while 3 not in answers:
        answer = json.loads(process.stdout.readline())
        answers[answer.get("id")] = answer
    _, log = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in log
    assert "isError" in json.dumps(answers[2]) or "error" in answers[2]
    found = answers[3]["result"]["structuredContent"]["relations"]
    assert [one["verdict"] for one in found] == ["fails", "not understood"]
