"""The relations of this site: how many there are, and that a slip in one is found."""

from __future__ import annotations

import json
import re
import subprocess
from contextlib import suppress
from dataclasses import dataclass

import pytest

from derivcheck.checking.records import Found
from derivcheck.evaluation import (
    FLOAT,
    Leaves,
    Machine,
    Sampler,
    Scalar,
    Surroundings,
    Tape,
    TracedPoint,
    TracingMachine,
    as_javascript,
    real,
)
from derivcheck.expressions import NotUnderstood
from derivcheck.judging.claim import Claim
from derivcheck.judging.trial import frames, ready
from derivcheck.site.katex import find_node
from tests.docs import DOCS, TEXTS, checked

pytest_plugins = ["pytester"]

MOST_UNCHECKED = 3

# a page that changes changes its line here, on purpose
PRESENT: dict[str, dict[str, int]] = {
    "api.md": {},
    "attention.md": {"present": 24, "holds": 19, "fails": 4, "not understood": 1},
    "batch-norm.md": {"present": 18, "holds": 15, "fails": 3},
    "bias-beside-softmax.md": {"present": 12, "holds": 11, "fails": 1},
    "bias.md": {"present": 12, "holds": 11, "fails": 1},
    "chain-rule.md": {"present": 24, "holds": 21, "fails": 3},
    "check-yours.md": {"present": 1, "holds": 1},
    "checking-gradients.md": {"present": 5, "holds": 4, "fails": 1},
    "commands.md": {},
    "elsewhere.md": {},
    "embedding.md": {"present": 18, "holds": 15, "fails": 3},
    "hessian.md": {"present": 27, "holds": 24, "fails": 3},
    "in-your-editor.md": {},
    "index.md": {"present": 4, "holds": 4},
    "one-unit.md": {"present": 6, "holds": 5, "fails": 1},
    "is-this-derivation-correct.md": {"present": 27, "holds": 24, "fails": 3},
    "layer-norm.md": {"present": 29, "holds": 26, "fails": 3},
    "layers.md": {"present": 37, "holds": 33, "fails": 3, "not understood": 1},
    "layouts.md": {"present": 30, "holds": 27, "fails": 1, "not understood": 2},
    "log-softmax.md": {"present": 22, "holds": 20, "fails": 2},
    "losses.md": {"present": 11, "holds": 11},
    "matrices.md": {"present": 27, "holds": 24, "fails": 2, "not understood": 1},
    "notation.md": {"present": 12, "holds": 11, "not understood": 1},
    "notebooks/saturation.py": {"present": 6, "holds": 6},
    "on-your-site.md": {},
    "output-layer.md": {"present": 25, "holds": 20, "fails": 5},
    "penalty-and-dropout.md": {"present": 22, "holds": 17, "fails": 5},
    "references.md": {},
    "soft-labels.md": {"present": 18, "holds": 16, "fails": 2},
    "softmax-hidden-layer.md": {"present": 21, "holds": 18, "fails": 3},
    "softmax-jacobian.md": {"present": 41, "holds": 38, "fails": 3},
    "through-time.md": {"present": 25, "holds": 22, "fails": 3},
    "verdicts.md": {"present": 6, "holds": 4, "fails": 2},
    "writing-a-page.md": {"present": 5, "holds": 4, "fails": 1},
}
CONFTEST = """
from derivcheck.sybil import *

pytest_collect_file = pages(".").pytest()
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Found]:
    """What checking each page of the site gave."""
    return {name: checked(name) for name in TEXTS}


def test_each_page_has_the_relations_that_it_had(found: dict[str, Found]) -> None:
    totals = {name: page.totals() for name, page in found.items()}
    present = {
        name: {word: many for word, many in total.items() if many}
        for name, total in totals.items()
    }
    assert present == PRESENT


def test_every_relation_has_one_verdict(found: dict[str, Found]) -> None:
    for name, page in found.items():
        totals = page.totals()
        assert totals.pop("present") == sum(totals.values()), name


def test_every_relation_is_as_its_page_wants_it(found: dict[str, Found]) -> None:
    off = [
        f"{name}:{relation.line}: {relation.verdict.word}"
        for name, page in found.items()
        for relation in page.relations
        if not relation.expected
    ]
    assert off == []


def test_no_page_has_a_problem(found: dict[str, Found]) -> None:
    assert [p for page in found.values() for p in page.problems] == []


def test_few_displays_are_unchecked(found: dict[str, Found]) -> None:
    unchecked = [u for page in found.values() for u in page.unchecked]
    assert len(unchecked) <= MOST_UNCHECKED


ANOTHER_SIZE = r"""bias.md:LINE:70: not understood
    …ases are no different, $\frac{\partial E}{\partial b_i} = \delta_i$.
                                                               ^
    i runs to n_h by declaration and to n_o in \delta: one letter over two different \
sizes
    `\delta_{h_i}` for `\delta_i`: holds
    true: \frac{\partial E}{\partial b_i} = out_{h_i} (1 - out_{h_i}) \
\sum_j \delta_j v_{ji}
"""
ANOTHER_PATH = r"""bias.md:LINE:33: fails
    \frac{\partial E}{\partial c_j} = \sum_m \frac{\partial E}{\partial net_{o_m}} \
\frac{\partial net_{o_m}}
                                    ^
    left NUMBER, right NUMBER at j = 1, where n_x = 1, n_h = 1, n_o = 2, b_1 = 1, \
c_1 = 1, c_2 = 1, t_1 = 1, t_2 = 1, v_{11} = 1, v_{21} = 1, w_{11} = 1, x_1 = 1
    `net_{o_j}` for the second `net_{o_m}`, so \
`\sum_m \frac{\partial E}{\partial net_{o_m}} \frac{\partial net_{o_j}}{\partial c_m}`\
: holds
    `\frac{\partial net_{o_m}}{\partial c_j}` for \
`\frac{\partial net_{o_m}}{\partial c_m}`, so \
`\sum_m \frac{\partial E}{\partial net_{o_m}} \frac{\partial net_{o_m}}{\partial c_j}`\
: holds
    `c_j` for the second `net_{o_m}`, so \
`\sum_m \frac{\partial E}{\partial net_{o_m}} \frac{\partial c_j}{\partial c_m}`: holds
    several other single edits hold as well
    true: \frac{\partial E}{\partial c_j} = \delta_j
bias.md:LINE:120: fails
    …artial net_{o_m}} \frac{\partial net_{o_m}}{\partial c_m} = \sum_m \delta_m \
1_{m=j} = \delta_j
                                                               ^
    left NUMBER, right NUMBER at j = 1, where n_x = 1, n_h = 1, n_o = 2, b_1 = 1, \
c_1 = 1, c_2 = 1, t_1 = 1, t_2 = 1, v_{11} = 1, v_{21} = 1, w_{11} = 1, x_1 = 1
    `j` for `m`, so `\sum_m \delta_m 1_{j=j}`: holds
    `m` for `j`, so `\sum_m \delta_m 1_{m=m}`: holds
    on the left, `net_{o_j}` for the second `net_{o_m}`, so \
`\sum_m \frac{\partial E}{\partial net_{o_m}} \frac{\partial net_{o_j}}{\partial c_m}`\
: holds
    several other single edits hold as well
    the ends of this chain agree: line LINE is off by two mistakes that cancel\
, or only what stands between them is
"""
NUMBER = re.compile(r"-?\d+\.\d+")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            r"\partial b_i} = \delta_{h_i}$",
            r"\partial b_i} = \delta_i$",
            ANOTHER_SIZE,
        ),
        (r"net_{o_m}}{\partial c_j} =", r"net_{o_m}}{\partial c_m} =", ANOTHER_PATH),
    ],
    ids=["not understood", "fails"],
)
def test_one_index_changed_on_a_page_fails_with_that_line(
    pytester: pytest.Pytester, old: str, new: str, message: str
) -> None:
    pytester.makeconftest(CONFTEST)
    text = (DOCS / "bias.md").read_text(encoding="utf-8")
    assert text.count(old) == 1
    notation = (DOCS / "notation.md").read_text(encoding="utf-8")
    (pytester.path / "notation.md").write_text(notation, encoding="utf-8")
    changed = text.replace(old, new)
    (pytester.path / "bias.md").write_text(changed, encoding="utf-8")
    run = pytester.runpytest_inprocess("-q", "-k", "math", "bias.md")
    assert run.parseoutcomes()["failed"] == 1
    line = text.count("\n", 0, text.index(old)) + 1
    lines = changed.split("\n")
    around = "\n".join(
        f"{'>' if n == line else ' '} {n:4} | {lines[n - 1]}".rstrip()
        for n in range(line - 2, line + 3)
    )
    told = "\n".join(run.outlines).split("column=", 1)[1].partition("\n")[2]
    told, _, _ = told.partition("\n====")
    wanted = message.replace("\\\n", "").replace("LINE", str(line))
    assert NUMBER.sub("NUMBER", told) == f"{wanted}\n{NUMBER.sub('NUMBER', around)}"


UNTRACED = {  # wrong on purpose: there is nothing to work out
    "attention.md": 1,
    "layers.md": 1,
    "layouts.md": 2,
    "matrices.md": 1,
    "notation.md": 1,
}


@dataclass(frozen=True)
class Side:
    """A side of a relation at some values of its letters, worked out in Python."""

    place: str
    values: list[float]


class Traced:
    """Both sides of the relations of one model, traced at one of its points.

    `inputs` and the values of the sides are those of three other points.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        sampler = Sampler(machine.model, machine, 7)
        sampler.prepare()
        self.point, *self.others = (sampler.point(0, n) for n in range(4))
        for other in self.others:
            other.chosen = self.point.chosen  # the open functions are constants
        self.tape = Tape()
        self.tracing = TracingMachine(machine.model)
        traced = TracedPoint(self.point, self.tape)
        self.surroundings = Surroundings(self.tracing, traced, FLOAT)
        self.sides: list[Side] = []
        self.outputs: list[Scalar] = []

    def trace(self, claim: Claim, place: str) -> None:
        """Work out a relation at all values of its free letters."""
        trial = ready(claim, self.machine)
        for side in (claim.left, claim.right):
            closure, traced = self.machine.closure(side), self.tracing.closure(side)
            for frame in frames(trial, self.point):
                env = self.point.at(FLOAT)
                with suppress(Leaves):
                    if trial.truth is None or trial.truth(env, {**frame}):
                        output = traced(self.surroundings, {**frame})
                        found = [
                            real(closure(p.at(FLOAT), {**frame})) for p in self.others
                        ]
                        self.outputs.append(output)
                        self.sides.append(Side(f"{place} {frame}", found))

    def script(self) -> str:
        """The function, and the inputs of the three points."""
        labels = self.machine.model.labels
        inputs = [
            [
                p.label(*key) if key[0] in labels else float(p.draw(*key, FLOAT))
                for key in self.tape.inputs
            ]
            for p in self.others
        ]
        return f"[{as_javascript(self.tape, self.outputs)},{json.dumps(inputs)}]"


def test_what_is_traced_gives_in_javascript_what_the_checker_works_out(
    found: dict[str, Found],
) -> None:
    models: dict[int, Traced] = {}
    untraced: dict[str, int] = {}
    for name, page in found.items():
        for relation in page.relations:
            if relation.claim is None or relation.ground is None:
                continue
            machine = relation.ground.assumed.machine
            traced = models.setdefault(id(machine), Traced(machine))
            try:
                traced.trace(relation.claim, f"{name}:{relation.line}")
            except NotUnderstood:
                untraced[name] = untraced.get(name, 0) + 1
    assert untraced == UNTRACED
    scripts = ",".join(traced.script() for traced in models.values())
    run = f"[{scripts}].map(([f,points])=>points.map(f))"
    script = f"console.log(JSON.stringify({run}))"
    node = subprocess.run(
        [find_node(), "-"], check=True, capture_output=True, input=script, text=True
    )
    given = node.stdout
    many = 0
    for traced, points in zip(models.values(), json.loads(given), strict=True):
        for number, side in enumerate(traced.sides):
            there = [point[number] for point in points]
            assert there == pytest.approx(side.values, rel=0, abs=1e-12), side.place
            many += len(there)
    assert many > 15_000
