"""Expressions in LaTeX: read again, they are what they were."""

from __future__ import annotations

import pytest

from derivcheck.diagnosis.failing_claim import bench_for, writer_for
from derivcheck.judging.claim import spelled_claim
from derivcheck.pages.page_check import check_text

PAGE = r"""
$k = 1, \dots, n$, $i = 1, \dots, m$, $a^{(l)} \in \mathbb{R}$ with $l = 1, \dots, L$,
$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $u, v \in \mathbb{R}$,
$f : \mathbb{R} \to \mathbb{R}$, $g^{[l]} : \mathbb{R} \to \mathbb{R}$,
$q_i : \mathbb{R} \to \mathbb{R}$, $r : \mathbb{R}^n \to \mathbb{R}$

$$
net_{h_i} := \sum_k W_{ik} x_k, \qquad E := \sum_i net_{h_i}^2
$$
"""


@pytest.mark.parametrize(
    "side",
    [
        r"\frac{\partial E}{\partial net_{h_i}} x_k",
        r"W_{ik} x_k",
        r"-(u + v) u - (u - v)",
        r"u^2 (1 - v)^3",
        r"(u v)^2",
        r"\frac{u + 1}{v}",
        r"\sum_{k=1}^n x_k u",
        r"\sum_{k \ne 1} x_k",
        r"e^{u v} \ln(v^2 + 1) f'(u)",
        r"1_{i=k} + 2",
        r"\sqrt{u^2 + 1}",
        r"a^{(1)} \cdot 2",
        r"{a^{(1)}}^2",
        r"(\sum_k x_k) u",
        r"g^{[1]}(u) + {g^{[2]}}'(v)",
        r"q_i(u) q_i''(v)",
        r"\operatorname{erf}(u) \operatorname{sech}(v)",
        r"\cos(u) \sin(v) \arctan(u) \pi",
        r"\operatorname{softplus}(u) \operatorname{sign}(v)",
        r"\langle x, x \rangle + \lVert x \rVert^2",
        r"r(x) u",
        r"\tan^2(u) \tanh^3(v)",
    ],
)
def test_what_is_written_is_what_was_read(side: str) -> None:
    page = f"{PAGE}\n$$\n{side} = {side} + 1\n$$\n"
    found = check_text(page)
    relation = found.relations[-1]
    assert relation.verdict.word == "fails", relation.verdict
    bench = bench_for(relation)
    assert bench is not None
    writer = writer_for(bench, found.pieces)
    assert writer.text(bench.claim.left) == side


def test_arrays_are_written_as_the_page_writes_them() -> None:
    found = check_text(f"{PAGE}\n$$\nW^\\top W x = W^\\top (W x) + x\n$$\n")
    bench = bench_for(found.relations[-1])
    assert bench is not None
    writer = writer_for(bench, found.pieces)
    assert writer.text(bench.claim.left) == r"W^\top W x"


def test_in_plain_text_the_index_of_a_family_stands_at_its_name() -> None:
    page = f"{PAGE}\n$$\ng^{{[2]}}(u) q_i'(v) = r(x)\n$$\n"
    (relation,) = check_text(page).relations
    assert relation.claim is not None
    said = "(g[2](u) · q[i]'(v)) = r(x)"
    assert spelled_claim(relation.claim) == said
