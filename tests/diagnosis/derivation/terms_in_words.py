"""Terms of a derivative, read from formulas and written in plain text."""

from __future__ import annotations

from derivcheck.diagnosis.derivation.term_algebra import Algebra
from derivcheck.diagnosis.derivation.terms import Factor, Sum, Term, as_expression
from derivcheck.expressions import numbered, spelled
from derivcheck.models import Model
from derivcheck.pages import check_text
from tests.expressions.written import written


def terms(tex: str, algebra: Algebra | None = None) -> Sum:
    """A formula as terms."""
    return (algebra or Algebra()).read(written(tex))


def term(tex: str) -> Term:
    """A formula that is one term."""
    (found,) = terms(tex)
    return found


def factor(tex: str) -> Factor:
    """The one factor of a formula."""
    ((found, power),) = term(tex).factors
    assert power == 1
    return found


def said(found: Sum) -> list[str]:
    """Each term in plain text, brackets in their normal form."""
    return [numbered(spelled(as_expression(one))) for one in found]


def model_of(page: str) -> Model:
    """The model of a page of definitions."""
    relation = check_text(f"{page}\n$$\n1 + 1 = 2\n$$\n").relations[-1]
    assert relation.ground is not None
    return relation.ground.assumed.model
