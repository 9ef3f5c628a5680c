"""Terms made shorter with what is known of a model."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from derivcheck.diagnosis.derivation.simplification import Tidier, unified
from derivcheck.diagnosis.derivation.term_algebra import Algebra
from derivcheck.diagnosis.derivation.terms import (
    ONE_TERM,
    Factor,
    SummationIndex,
    Term,
    Tie,
    group,
    negative,
    term_of,
)
from derivcheck.expressions import nodes as n
from derivcheck.models import Model
from tests.diagnosis.derivation.terms_in_words import model_of, said

I, J, K, L = (n.Letter(letter) for letter in "ijkl")
LAST, BEYOND = n.Extent("L"), n.Extent("L", 1)
MEAN = n.Symbol(r"\mu")
PAGE = r"""
For $i, j, k = 1, \dots, n$ with $z_i, t_i, g_i \in \mathbb{R}$:

$$
p_i := \frac{e^{z_i}}{\sum_k e^{z_k}}, \qquad \mu := \frac{1}{n} \sum_k z_k, \qquad
s := \frac{1}{1 + e^{-\mu}}, \qquad h_i := \frac{z_i - \mu}{s}
$$
"""
LAYERS = r"""
For $l = 1, \dots, L$ with $w_l, x \in \mathbb{R}$:

$$
a_0 := x, \qquad a_l := \tanh(w_l a_{l-1}), \qquad E := a_L
$$
"""


@cache
def model(page: str) -> Model:
    return model_of(page)


def tidier(page: str = PAGE) -> Tidier:
    return Tidier(model(page), Algebra(), set())


def at(name: str, *positions: n.Position) -> n.Symbol:
    return n.Symbol(name, positions)


def product(*factors: Factor, over: str = "", ties: tuple[Tie, ...] = ()) -> Term:
    """Factors side by side, below the sums over some letters."""
    runs = tuple(map(SummationIndex, over))
    return Term(Fraction(1), runs, ties, tuple((f, Fraction(1)) for f in factors))


def less_mean(letter: n.Letter) -> Factor:
    return group((term_of(at("z", letter)), *negative((term_of(MEAN),))))


def test_what_sums_to_one_and_what_are_means_and_quotients_is_read_of_the_model() -> (
    None
):
    known = tidier()
    assert known.ones == {("p", 0)}
    assert known.means == {("z", 0): r"\mu"}
    assert known.zeros == {("h", 0)}
    assert [name for name, _, _ in known.patterns] == ["p", "s", "h"]


def test_a_sum_that_is_one_is_done() -> None:
    found = product(at("p", K), at("t", I), over="k")
    assert said(tidier().simple((found,))) == ["t[i]"]


def test_a_sum_that_is_one_by_an_assumption_is_done() -> None:
    found = product(at("t", K), over="k")
    assert said(tidier().simple((found,))) == ["sum(k: t[k])"]
    assuming = Tidier(model(PAGE), Algebra(), {("t", 0)})
    assert said(assuming.simple((found,))) == ["1"]


def test_a_sum_of_what_is_less_its_mean_is_nothing() -> None:
    assert tidier().simple((product(less_mean(K), over="k"),)) == ()
    assert tidier().simple((product(at("h", K), at("g", I), over="k"),)) == ()


def test_a_delta_is_decided_by_the_condition_of_the_claim() -> None:
    tied = product(at("z", I), ties=((I, J),))
    apart = Tidier(model(PAGE), Algebra(), set(), apart=((J, I),))
    equal = Tidier(model(PAGE), Algebra(), set(), equal=((J, I),))
    assert apart.simple((tied,)) == ()
    assert said(equal.simple((tied,))) == ["z[i]"]


def test_an_indicator_is_decided_by_the_condition_of_the_claim() -> None:
    more = n.Comparison(at("z", I), ">", n.ZERO)
    less = n.Comparison(at("z", I), "<", n.ZERO)
    given = Tidier(model(PAGE), Algebra(), set(), given=(more,))
    assert said(given.simple((term_of(n.Indicator(more)),))) == ["1"]
    assert given.simple((term_of(n.Indicator(less)),)) == ()


def test_a_quotient_that_the_page_has_named_stands_under_its_name() -> None:
    found = tidier().algebra.times(
        product(less_mean(J), at("g", I)), term_of(at("s"), Fraction(-1))
    )
    assert said(tidier().simple((found,))) == ["(g[i] · h[j])"]


def test_a_sigmoid_written_the_other_way_is_known_by_its_name() -> None:
    power = n.Call("exp", (MEAN,))
    below = term_of(group((ONE_TERM, term_of(power))), Fraction(-1))
    found = tidier().algebra.times(term_of(power), below)
    assert said(tidier().simple((found,))) == ["s"]


def test_a_power_of_a_bracket_lets_out_what_its_terms_have_in_common() -> None:
    pair = group((product(at("g", I), at("t", J)), product(at("g", I), at("t", K))))
    found = tidier().simple((term_of(pair, Fraction(-1)),))
    assert said(found) == ["((g[i] ^ -1) · ((t[j] + t[k]) ^ -1))"]


def test_what_lies_beyond_the_last_layer_is_nothing() -> None:
    layers = tidier(LAYERS)
    assert layers.simple((term_of(at("w", BEYOND)),)) == ()
    assert said(layers.simple((term_of(at("w", LAST)),))) == ["w[L]"]
    assert layers.simple((product(ties=((n.Letter("l", -1), LAST),)),)) == ()


def test_beside_the_layer_after_it_the_last_one_alone_is_left_out() -> None:
    ahead = term_of(at("w", n.Letter("l", 1)))
    last = product(ties=((L, LAST),))
    assert said(tidier(LAYERS).simple((last, ahead))) == ["w[l+1]"]
    assert said(tidier(LAYERS).simple((last,))) == ["[1 if l = L else 0]"]


def test_a_factor_is_found_again_at_other_letters_of_a_definition() -> None:
    (row,) = model(PAGE).quantities["h"].rows
    assert unified(at("z", I), at("z", K), row) == {"i": K}
    assert unified(at("z", I), at("g", K), row) is None
    assert unified(less_mean(I), less_mean(J), row) == {"i": J}
