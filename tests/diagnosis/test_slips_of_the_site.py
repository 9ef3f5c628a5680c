"""Slips in relations of the site: what is told of them is right, and reads back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from derivcheck.checking.records import Piece
from derivcheck.diagnosis.diagnosis import DIAGNOSED
from derivcheck.diagnosis.failing_claim import Bench, bench_for, writer_for
from derivcheck.diagnosis.readback import written
from derivcheck.diagnosis.repair import Repair, search
from derivcheck.pages.page_check import check_text
from tests.benchmarks import repairs as benchmark

ROOT = Path(__file__).parents[2]
FIXTURE = ROOT / "tests" / "fixtures" / "true-derivatives.md"
KATEX = """
const katex = require(process.argv[1]);
const said = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const bad = said.filter((tex) => {
  try { katex.renderToString(tex, {strict: false}); return false; }
  catch (error) { return true; }
});
console.log(JSON.stringify(bad));
"""


@pytest.fixture(scope="module")
def outcomes() -> list[benchmark.Outcome]:
    """What is offered for slips of each kind, searched for once."""
    return [benchmark.outcome(slip) for slip in benchmark.sampled(60)]


def test_slips_get_their_repair_and_none_that_is_false(
    outcomes: list[benchmark.Outcome],
) -> None:
    share = sum(one.repaired for one in outcomes) / len(outcomes)
    assert share >= benchmark.SHARE, share
    assert [text for one in outcomes for text in one.false] == []


def test_slips_get_their_derivative_and_each_holds_at_another_seed(
    outcomes: list[benchmark.Outcome],
) -> None:
    found = benchmark.of_slips(one.slip for one in outcomes)
    given = [one for one in found if one.derivative is not None]
    assert len(given) >= benchmark.SHARE * len(found)
    assert all(one.confirmed for one in given)


def of_the_fixture() -> Iterator[tuple[Bench, Sequence[Piece], Sequence[Repair]]]:
    """Some wrong lines that are known by their derivatives, and what is offered."""
    page = check_text(FIXTURE.read_text("utf-8"), FIXTURE.name)
    wrong = [r for r in page.relations if r.verdict.word in DIAGNOSED]
    for bench in map(bench_for, wrong[::12]):
        if bench is not None:
            yield bench, page.pieces, search(bench, page.pieces).found


def test_repairs_read_back_and_typeset(outcomes: list[benchmark.Outcome]) -> None:
    said: list[str] = []
    found = [(one.bench, one.slip.pieces, one.offered) for one in outcomes[::3]]
    for bench, pieces, offered in (*found, *of_the_fixture()):
        writer = writer_for(bench, pieces)
        for one in offered:
            line = written(bench, writer, replace(one.claim, condition=None))
            assert line is not None, one.text
            assert one.side in line
            said += [line, *(part for part in one.text.split("`")[1::2])]
    assert len(said) > 40
    assert unset(said) == []


def unset(said: list[str]) -> list[str]:
    """The formulas that KaTeX does not typeset."""
    katex = str(ROOT / "node_modules" / "katex")
    run = subprocess.run(
        ["node", "-e", KATEX, katex],
        input=json.dumps(said), text=True, capture_output=True, check=True,
    )  # fmt: skip  # what it is given
    found: list[str] = json.loads(run.stdout)
    return found
