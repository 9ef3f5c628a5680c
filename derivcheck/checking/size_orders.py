r"""Sizes that are compared -> their order, which all that are tried have.

"$W \in \mathbb{R}^{m \times n}$ with $m < n$" says it, and so does an assumption that
$U^\top U$ is the identity: a product has no more rank than its factors have rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..expressions import NotUnderstood
from ..expressions import nodes as n
from ..judging import Claim
from ..latex import Aside, Assuming, Names, Reason, Statement, is_membership
from ..models import Extents, Model, SizeOrder
from ..words import Passage, Setting
from .conditions import may_be_condition

MORE = {"<": 1, r"\le": 0, ">": 1, r"\ge": 0}
UPWARD = {"<", r"\le"}
GOES_ON = {"", ",", "and", ", and"}


def orders_said(
    passage: Passage, statements: Sequence[Statement], names: Names, extents: Extents
) -> Iterator[SizeOrder]:
    """The orders of sizes that a formula of the running text gives beside declarations.

    A formula that names a case gives none.
    """
    if passage.display is not None or passage.stands != "text":
        return
    given = False
    for statement in statements:
        if (given or _is_said_of_all(passage)) and _compares_sizes(statement, names):
            chain = zip(statement.relations, pairwise(statement.sides), strict=True)
            for sign, pair in chain:
                one, other = (extents.of_size(side[0].text) for side in pair)
                large, small = (other, one) if sign.text in UPWARD else (one, other)
                yield SizeOrder(large, small, MORE[sign.text])
        given = is_membership(statement)


def _is_said_of_all(passage: Passage) -> bool:
    """Whether the words before a formula add it to what their sentence declares."""
    sentence = passage.sentence
    match sentence.remark:
        case Reason(where=True) | Assuming() | Setting():
            return True
        case Aside():
            said = sentence.said.lower().strip()
            return sentence.declares and said in GOES_ON
        case _:
            return False


def _compares_sizes(statement: Statement, names: Names) -> bool:
    """Whether it compares sizes by their names, and no more."""
    return (
        may_be_condition(statement)
        and all(sign.text in MORE for sign in statement.relations)
        and all(
            len(side) == 1 and side[0].text in names.sizes for side in statement.sides
        )
    )


def orders_assumed(model: Model, claims: Iterable[Claim]) -> Iterator[SizeOrder]:
    """The orders without which no point satisfies what is assumed."""
    for claim in claims:
        match (claim.left, claim.right):
            case (n.Product() as product, n.Known("identity")) | (
                n.Known("identity"),
                n.Product() as product,
            ) if claim.sign == "=":
                yield from _of_full_rank(model, product)
            case _:
                pass


def _of_full_rank(model: Model, product: n.Product) -> Iterator[SizeOrder]:
    """What is summed over in a product of full rank is as long as it is high."""
    try:
        height = model.arrays.shape(product).height
        widths = [model.arrays.shape(factor).width for factor in product.factors]
    except NotUnderstood:
        return  # told where it is read
    for width in widths[:-1]:
        if height is not None and width is not None:
            yield SizeOrder(width, height)


def agreeing(extents: Extents, orders: Iterable[SizeOrder]) -> list[SizeOrder]:
    """Those that no other says the other way round; then they name cases."""
    found = list(dict.fromkeys(orders))
    ways = {(extents.find(o.larger), extents.find(o.smaller)) for o in found}
    return [
        order
        for order in found
        if (extents.find(order.smaller), extents.find(order.larger)) not in ways
    ]
