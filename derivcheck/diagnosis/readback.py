"""What is reported about a relation, read back where it is: only what says it is told.

A claim is judged as a tree and told as text. What a page would read in that text, put
behind the relation, must be that tree: then it has the verdict that is told with it.
"""

from __future__ import annotations

from ..checking import read_behind
from ..judging import Claim
from ..models import Writer
from .canonical import meaning
from .failing_claim import ERRORS, Bench


def written(bench: Bench, writer: Writer, claim: Claim) -> str | None:
    """A claim with its condition as LaTeX; None where a page would not read it so."""
    left, sign, right = claim.said or (claim.left, claim.sign, claim.right)
    text = f"{writer.text(left)} {sign} {writer.text(right)}"
    if claim.condition is not None:
        text += rf" \quad \text{{if }} {writer.condition(claim.condition)}"
    return text if _reads_as(bench, text, claim) else None


def _reads_as(bench: Bench, text: str, claim: Claim) -> bool:
    """Whether a text, put behind the relation on the bench, says a claim."""
    ground = bench.ground
    try:
        read = read_behind(
            ground.reading, ground.passage, ground.order, claim.motion, text
        )
    except ERRORS:
        return False
    return isinstance(read, Claim) and meaning(read) == meaning(claim)
