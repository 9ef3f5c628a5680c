"""`python -m tests.benchmarks.speed`: a table of what was measured against its bound.

Exit status 1 where a bound is broken. Times are of the processor, the best of a few
runs, so that what else the machine does counts little.
"""

from __future__ import annotations

import itertools
import math
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from derivcheck.checking.records import Found, Relation
from derivcheck.documents import read_document
from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.evaluation.points import FLOAT
from derivcheck.evaluation.sampling import Sample
from derivcheck.evaluation.scalars import Dual, Scalar, exp, tangent
from derivcheck.judging.judging import judge
from derivcheck.judging.trial import Trial, frames, ready
from derivcheck.pages import OtherPages, Session, check_page, collector_paused
from derivcheck.pages.page_check import check_text

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {path.name: path.read_text("utf-8") for path in sorted(DOCS.glob("*.md"))}
REPEATS = 5
SIZE_X, SIZE_H = 3, 4
EDITS = 12
LONG_PAGES = ("attention.md", "layers.md", "matrices.md", "softmax-jacobian.md")
IMPORTING = (
    "import time\nstart = time.perf_counter()\nimport derivcheck\n"
    "print(time.perf_counter() - start)"
)
SOFTMAX_PAGE = r"""
$$ k = 1, \dots, 3 $$

$$ i = 1, \dots, 4 $$

$w_{ik} \in \mathbb{R}$, $x_k \in \mathbb{R}$

$$ z_i := \sum_k w_{ik} x_k $$

$$ p_i := \frac{e^{z_i}}{\sum_m e^{z_m}} $$

$$ \frac{\partial p_i}{\partial x_k} = p_i (w_{ik} - \sum_m p_m w_{mk}) $$
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One row: a figure, its bound, and the unit of both."""

    name: str
    value: float
    bound: float
    unit: str

    @property
    def good(self) -> bool:
        """Whether the figure keeps the bound."""
        return self.value <= self.bound


def best(run: Callable[[], object], repeats: int = REPEATS) -> float:
    """The shortest time of a few runs, in seconds of this process alone."""
    found = math.inf
    for _ in range(repeats):
        start = time.process_time()
        run()
        found = min(found, time.process_time() - start)
    return found


def site() -> list[Found]:
    """All pages of the site, checked as `derivcheck check` does it."""
    others = OtherPages()
    return [
        check_page(read_document(text), name, load=PAGES.get, others=others)
        for name, text in PAGES.items()
    ]


def forgotten(relation: Relation) -> None:
    """Judges a relation again with nothing known of its points."""
    claim, sampler = relation.claim, relation.sampler
    assert claim is not None  # only those that hold are timed
    assert sampler is not None
    sampler.made.clear()
    getattr(sampler, "kept", {}).clear()
    getattr(sampler, "next", {}).clear()
    judge(claim, sampler)


def relation_times() -> list[float]:
    """Seconds for each relation of the site that holds."""
    held = [r for page in site() for r in page.relations if r.verdict.word == "holds"]
    with collector_paused():  # as it is while a page is checked
        return [best(lambda r=r: forgotten(r), 3) for r in held]  # type: ignore[misc]  # mypy infers no type for a lambda with a default


Numbers = tuple[list[list[float]], list[float]]


def numbers(point: Sample) -> Numbers:
    """What the machine drew at a point, as lists."""
    w = [
        [point.drawn["w", (i + 1, k + 1)] for k in range(SIZE_X)] for i in range(SIZE_H)
    ]
    return (
        [[float(one) for one in row] for row in w],
        [float(point.drawn["x", (k + 1,)]) for k in range(SIZE_X)],
    )  # fmt: skip  # one array a line


def by_machine(trial: Trial, points: list[Sample]) -> None:
    """Both sides at every entry of every point, what was worked out forgotten."""
    for point in points:
        point.surroundings.clear()
        env = point.at(FLOAT)
        for frame in frames(trial, point):
            left, right = trial.left(env, frame), trial.right(env, frame)
            assert abs(left - right) < 1e-12


def entry_by_entry(given: list[Numbers]) -> None:
    """The two sides written out by hand, each entry from the inputs."""
    for w, x in given:
        for i, k in itertools.product(range(SIZE_H), range(SIZE_X)):
            carried: list[Scalar] = list(x)
            carried[k] = Dual(1, x[k], 1.0)
            left = tangent(_softmax(w, carried)[i], 1)
            p = _softmax(w, list(x))
            mean = sum(p[m] * w[m][k] for m in range(SIZE_H))
            assert abs(left - p[i] * (w[i][k] - mean)) < 1e-12


def with_shared_values(given: list[Numbers]) -> None:
    """The same by hand, all that entries have in common worked out once."""
    for w, x in given:
        p = _softmax(w, list(x))
        for k in range(SIZE_X):
            carried: list[Scalar] = list(x)
            carried[k] = Dual(1, x[k], 1.0)
            moved = _softmax(w, carried)
            mean = sum(p[m] * w[m][k] for m in range(SIZE_H))
            for i in range(SIZE_H):
                left, right = tangent(moved[i], 1), p[i] * (w[i][k] - mean)
                assert abs(left - right) < 1e-12


def _softmax(w: list[list[float]], x: list[Scalar]) -> list[Scalar]:
    z = [sum((a * b for a, b in zip(row, x, strict=True)), 0.0) for row in w]
    powers = [exp(one) for one in z]
    total = sum(powers, 0.0)
    return [one / total for one in powers]


def many(count: int) -> str:
    """A page of that many relations."""
    lines = [f"$$ {n} x + x^2 = x (x + {n}) $$\n" for n in range(count)]
    return "$x \\in \\mathbb{R}$\n\n" + "\n".join(lines)


def floats_alone() -> list[Measured]:
    """The rows that are measured without balls."""
    with mock.patch.object(balls, "present", return_value=False):
        times = relation_times()
        (relation,) = check_text(SOFTMAX_PAGE).relations
        rows = against_hands(relation)
    median = 1e3 * statistics.median(times)
    most = 1e3 * statistics.quantiles(times, n=20)[-1]
    return [
        Measured("a relation in floats, median", median, 3, "ms"),
        Measured("the same, 95 %", most, 20, "ms"),
        *rows,
    ]


def against_hands(relation: Relation) -> list[Measured]:
    """The machine's evaluation to the same in plain Python, at the same points."""
    claim, sampler = relation.claim, relation.sampler
    assert claim is not None
    assert sampler is not None
    trial = ready(claim, sampler.machine)
    points = list(sampler.made.values())
    given = [numbers(point) for point in points]
    machine = best(lambda: by_machine(trial, points), 100)
    plain = best(lambda: entry_by_entry(given), 100)
    shared = best(lambda: with_shared_values(given), 100)
    return [
        Measured("to both sides by hand, each entry", machine / plain, 3, "×"),
        Measured("to the same, values shared by hand", machine / shared, 3, "×"),
    ]


def ball_rows(floats: float) -> list[Measured]:
    """The median of a relation with balls, in medians of floats."""
    if not balls.present():
        return []
    with_balls = 1e3 * statistics.median(relation_times())
    return [Measured("with balls, to floats", with_balls / floats, 3, "×")]


def whole_pages() -> list[Measured]:
    """The rows about pages as a whole."""
    again = max(itertools.starmap(edited, PAGES.items()))
    edits = map(within, LONG_PAGES)
    few, lots = many(100), many(10_000)
    growth = best(lambda: check_text(lots), 2) / 100 / best(lambda: check_text(few))
    return [
        Measured("the whole site", best(site, 3), 3, "s"),
        Measured("the slowest page again, edited", 1e3 * again, 200, "ms"),
        Measured("an edit within a page, median", 1e3 * max(edits), 200, "ms"),
        Measured("10 000 relations to 100, each", growth, 1.3, "×"),
    ]


def edited(name: str, text: str) -> float:
    """The time of a page that is checked again after an edit behind its end."""
    session = Session()
    longer = text + "\nOne more.\n"
    check_text(text, name, load=PAGES.get, session=session)
    return best(lambda: check_text(longer, name, load=PAGES.get, session=session), 3)


def within(name: str) -> float:
    """The median time of a page that is checked again after edits spread over it."""
    text, session, times = PAGES[name], Session(), []
    check_text(text, name, load=PAGES.get, session=session)
    signs = [match.end() for match in re.finditer("= ", text)]
    for at in signs[:: 1 + len(signs) // EDITS]:
        start = time.process_time()
        edit = f"{text[:at]}1 + {text[at:]}"
        check_text(edit, name, load=PAGES.get, session=session)
        times.append(time.process_time() - start)
    return statistics.median(times)


def importing() -> Measured:
    """How long `import derivcheck` takes in a fresh process."""
    runs = [
        subprocess.run(
            [sys.executable, "-c", IMPORTING],
            capture_output=True,
            text=True,
            check=True,
            cwd=DOCS.parent,
        ).stdout
        for _ in range(REPEATS)
    ]
    return Measured("import derivcheck", 1e3 * min(map(float, runs)), 150, "ms")


def memory() -> Measured:
    """The most memory that checking the site takes, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.speed", "--memory"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=DOCS.parent
    )
    return Measured("the most memory, for the site", float(done.stdout), 200, "MB")


def main() -> int:
    """Prints the table."""
    if "--memory" in sys.argv:
        site()
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    most = memory()  # first: a process is counted what its parent took before it
    floats = floats_alone()
    rows = [*floats, *ball_rows(floats[0].value), *whole_pages(), importing(), most]
    print(f"{'':35}{'measured':>10}{'bound':>8}{'':4}{'of the bound':>14}")
    for row in rows:
        share = f"{row.value / row.bound:.0%}"
        broken = "" if row.good else "  BROKEN"
        figures = f"{row.value:10.2f}{row.bound:8g} {row.unit:3}{share:>14}"
        print(f"{row.name:35}{figures}{broken}")
    return 0 if all(row.good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
