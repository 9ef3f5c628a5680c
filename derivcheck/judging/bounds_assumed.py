"""Assumptions that bound an input by a number -> where it lies; claims said again."""

from __future__ import annotations

from fractions import Fraction
from math import inf

from ..expressions import Domain, Interval, Letter, Symbol, constant_value
from ..models import Model
from .claim import Claim

TURNED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}


def side_of(claim: Claim) -> str:
    """To which side a bound of a name goes: `<` or `>`, or the sign as it is."""
    turned = constant_value(claim.left) is not None
    sign = TURNED.get(claim.sign, claim.sign) if turned else claim.sign
    return {r"\le": "<", r"\ge": ">"}.get(sign, sign)


def narrowed(
    model: Model, claims: list[Claim]
) -> tuple[dict[str, Interval], list[Claim]]:
    """Where the inputs lie of which bounds are assumed, and what else is."""
    domains: dict[str, Interval] = {}
    rest = []
    for claim in claims:
        bound = _bound_of(model, claim)
        if bound is None:
            rest.append(claim)
            continue
        name, interval = bound
        known = domains.get(name, model.quantities[name].domain)
        both = interval if known is None else _overlap(known, interval)
        if both is None:
            rest.append(claim)
        else:
            domains[name] = both
    return domains, rest


def _bound_of(model: Model, claim: Claim) -> tuple[str, Interval] | None:
    """The input that an assumption bounds by a number, and between which numbers."""
    left, right, sign = claim.left, claim.right, claim.sign
    if constant_value(left) is not None:
        left, right, sign = right, left, TURNED.get(sign, sign)
    value = constant_value(right)
    match left:
        case Symbol(name, indices) if (
            sign in TURNED
            and value is not None
            and claim.condition is None
            and (quantity := model.quantities.get(name)) is not None
            and not (quantity.rows or quantity.starts)
            and all(isinstance(p, Letter) and not p.shift for p in indices)
            and len({*indices}) == len(indices)
        ):
            inside = sign in {r"\le", r"\ge"}
            if sign in {">", r"\ge"}:
                return name, Interval(value, None, inside, False)
            return name, Interval(None, value, False, inside)
        case _:
            return None


def _overlap(one: Domain, other: Interval) -> Interval | None:
    """The numbers in both, where both are intervals and there are any."""
    if not isinstance(one, Interval):
        return None
    low, low_inside = max(
        (one.low, not one.low_inside), (other.low, not other.low_inside), key=_least
    )
    high, high_inside = min(
        (one.high, one.high_inside), (other.high, other.high_inside), key=_most
    )
    if low is not None and high is not None and low >= high:
        return None
    return Interval(low, high, not low_inside, high_inside)


def _least(end: tuple[Fraction | None, bool]) -> tuple[float, bool]:
    return (-inf if end[0] is None else float(end[0])), end[1]


def _most(end: tuple[Fraction | None, bool]) -> tuple[float, bool]:
    return (inf if end[0] is None else float(end[0])), end[1]


def repeats(claim: Claim, assumption: Claim) -> bool:
    """Whether a claim is an assumption said once more, in either order."""
    if claim.said is None or assumption.said is None:
        return False
    left, sign, right = claim.said
    back = (right, TURNED.get(sign, sign), left)
    return assumption.said in {claim.said, back} and (
        claim.condition == assumption.condition
    )
