r"""Words that say what a name is: what they declare, and what stays not understood."""

from __future__ import annotations

import pytest

from derivcheck.pages import check_text


def words(text: str) -> list[str]:
    return [relation.verdict.word for relation in check_text(text).relations]


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        (r"Let $w$ and $x$ live in $\mathbb{R}^d$.", r"$$ w^\top x = x^\top w $$"),
        (r"The vectors $w, x$ are in $\mathbb{R}^d$.", r"$$ w^\top x = x^\top w $$"),
        (
            r"Let $A$ and $B$ be $n \times n$ matrices.",
            r"$$ (A B)^\top = B^\top A^\top $$",
        ),
        (
            r"For an $m \times n$ matrix $A$ and a vector $x$ of length $n$:",
            r"$$ x^\top A^\top = (A x)^\top $$",
        ),
        (
            r"$A$ is a matrix with $m$ rows and $n$ columns, $x$ an $n$-dimensional "
            r"vector.",
            r"$$ x^\top A^\top = (A x)^\top $$",
        ),
        (
            r"Let the matrices $P$, $Q$ be of size $n \times n$ and $c$ a scalar.",
            r"$$ (c P) Q = P (c Q) $$",
        ),
        (
            r"Let $x$ be a vector of inputs, $W$ the weight matrix, and $z := W x$.",
            r"$$ z^\top z = x^\top W^\top W x $$",
        ),
        (r"$z \in \mathbb{R}$; $\sigma$ is the ReLU.", r"$$ \sigma(z) = \max(0, z) $$"),
        (
            r"$z \in \mathbb{R}$, and $f$ denotes the hyperbolic tangent.",
            "$$ f'(z) = 1 - f(z)^2 $$",
        ),
        (
            r"$z \in \mathbb{R}^n$. With the softmax function $s$ let $p := s(z)$.",
            r"$$ \sum_i p_i = 1 $$",
        ),
        (
            r"$x \in \mathbb{R}$, $\phi$ is any smooth function, $a := \phi(x)$.",
            r"$$ \frac{\partial a}{\partial x} = \phi'(x) $$",
        ),
        (
            r"$z \in \mathbb{R}$, where $\sigma$ is the sigmoid.",
            r"$$ \sigma'(z) = \sigma(z) (1 - \sigma(z)) $$",
        ),
        (
            r"Let $Y$ be an $n \times f$ matrix of the items with rows $y_i^\top$, "
            r"$x \in \mathbb{R}^f$.",
            r"$$ Y^\top Y x = \sum_i y_i y_i^\top x $$",
        ),
        (
            r"$A, B \in \mathbb{R}^{n \times m}$; $a_i$ and $b_i$ are the rows of $A$ "
            r"and $B$.",
            r"$$ (A B^\top)_{ij} = a_i^\top b_j $$",
        ),
        (
            r"Let $C$ be the diagonal matrix with the weights $c_i > 0$, "
            r"$i = 1, \dots, n$, $x \in \mathbb{R}^n$.",
            r"$$ x^\top C x = \sum_i c_i x_i^2 $$",
        ),
    ],
)
def test_what_words_declare_is_read(said: str, claims: str) -> None:
    assert words(f"{said}\n\n{claims}\n") == ["holds"]


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        (r"Let $A$ and $B$ be $n \times n$ matrices.", "A B = B A"),
        (
            r"Let $Y$ be an $n \times n$ matrix of the items with rows $y_i$.",
            r"Y Y^\top = \sum_i y_i y_i^\top",
        ),
        (
            r"$z \in \mathbb{R}$; $\sigma$ is the ReLU.",
            r"\sigma'(z) = \sigma(z) (1 - \sigma(z))",
        ),
        (
            r"$z \in \mathbb{R}$; $\sigma$ is an arbitrary smooth function.",
            r"\sigma'(z) = \sigma(z) (1 - \sigma(z))",
        ),
    ],
)
def test_what_holds_without_the_words_alone_fails(said: str, claim: str) -> None:
    assert words(f"{said}\n\n$$ {claim} $$\n") == ["fails"]


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        (
            r"$A$ is a square matrix and $B$ as well. Define $C := A + B$.",
            "C^2 = A^2 + 2 A B + B^2",
        ),
        (
            r"$x, y \in \mathbb{R}$. The variable $y$ depends on $x$.",
            r"\frac{\partial (x y)}{\partial x} = y",
        ),
        (
            r"$x, y \in \mathbb{R}$, where $y$ is a function of $x$.",
            r"\frac{\partial y}{\partial x} = 0",
        ),
        (
            r"$z \in \mathbb{R}$ and $\sigma$ is the GELU.",
            r"\sigma'(z) = \sigma(z) (1 - \sigma(z))",
        ),
        (r"Here $x$ is a scalar. There $x$ is a vector.", "x x = x^2"),
    ],
)
def test_what_words_make_of_a_name_and_is_not_read_is_not_understood(
    said: str, claim: str
) -> None:
    assert words(f"{said}\n\n$$ {claim} $$\n") == ["not understood"]


@pytest.mark.parametrize(
    "said",
    [
        "This is no vector $x$.",
        "The number $x$ of units is fixed.",
        r"A step $x$ is taken along the column of ones $\mathbf 1$, the matrix rests.",
        "The dot product of two vectors is a number.",
    ],
)
def test_words_that_declare_nothing_change_nothing(said: str) -> None:
    assert words(f"$x \\in \\mathbb{{R}}$\n\n{said}\n\n$$ x x = x^2 $$\n") == ["holds"]


def test_a_formula_that_declares_wins_over_words() -> None:
    text = r"""
$W \in \mathbb{R}^{m \times n}$ and $z := W x$ with $x \in \mathbb{R}^n$.

The weight matrix $W$ acts on the vector $x$; the vector $z$ depends on $x$.

$$ z_i = \sum_k W_{ik} x_k $$
"""
    assert words(text) == ["holds"]


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        ("Logarithms are to base 2.", r"\frac{d}{dx} \log x = \frac{1}{x}"),
        (r"$\log$ denotes $\log_2$.", r"\frac{d}{dx} \log x = \frac{1}{x}"),
        (r"$\|u\|$ is the $\ell_1$ norm.", r"\|u\|^2 = u^\top u"),
        (r"Here $\pi$ is a number between 0 and 1.", r"\sin(\pi) = 0"),
        ("$I$ is the input current.", "I u = u"),
        (r"$\mathbf 1$ is the first unit vector.", r"\mathbf 1^\top u = \sum_i u_i"),
        ("$T$ is the final time.", "(A^T)^T = A"),
        ("$*$ means convolution.", "(u * u)_i = u_i^2"),
        ("$[x]$ is the integer part of $x$.", "[x] = x"),
        ("$(x)_+$ means $x + 1$.", r"(x)_+ = \max(0, x)"),
        ("Angles are in degrees.", r"\frac{d}{dx} \sin x = \cos x"),
        ("All vectors are row vectors.", r"u^\top u = \sum_i u_i^2"),
        (r"$\sigma$ is a nonlinearity.", r"\sigma'(x) = \sigma(x) (1 - \sigma(x))"),
        (r"We use $\sigma$ for the ReLU.", r"\sigma'(x) = \sigma(x) (1 - \sigma(x))"),
        (r"$\sigma$ is the ReLU capped at 6.", r"\sigma(x) = \max(0, x)"),
        (r"$\sigma$ is the hard tanh.", r"\sigma(x) = \tanh(x)"),
        (r"If $\sigma$ is the ReLU, all is easy.", r"\sigma(x) = \max(0, x)"),
        ("With $y$ held constant:", r"\frac{\partial (x + y)}{\partial x} = 1 + 2x"),
    ],
)
def test_what_words_make_of_a_sign_is_not_judged_by_its_usual_meaning(
    said: str, claim: str
) -> None:
    given = (
        r"$x \in (0, \infty)$, $u \in \mathbb{R}^n$, $A \in \mathbb{R}^{n \times n}$"
    )
    assert words(f"{given}, $y := x^2$. {said}\n\n$$ {claim} $$\n") == [
        "not understood"
    ]


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        (r"$\|u\|$ is the Euclidean norm.", r"\|u\|^2 = u^\top u"),
        ("$I$ is the identity.", "I u = u"),
        (r"$\mathbf 1$ is a column of ones.", r"\mathbf 1^\top u = \sum_i u_i"),
        (r"$|x|$ is smaller than 1 or not.", r"|x|^2 = x^2"),
        (r"$\circ$ denotes the elementwise product.", r"(u \circ u)_i = u_i^2"),
        (r"$\sigma$ is the sigmoid.", r"\sigma(x) = \frac{1}{1 + e^{-x}}"),
    ],
)
def test_words_that_say_the_usual_meaning_change_nothing(said: str, claim: str) -> None:
    given = r"$x \in (0, \infty)$, $u \in \mathbb{R}^n$"
    assert words(f"{given}. {said}\n\n$$ {claim} $$\n") == ["holds"]
