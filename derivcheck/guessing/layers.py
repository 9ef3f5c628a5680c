r"""A text with layers, `z^l = w^l a^{l-1} + b^l` -> how many there are, and of what.

Where a definition goes back one layer, the letter above runs, each layer has a size of
its own, and what the text gives no start begins at layer 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..readings import Alternative, NameKey, NameUse

WEIGHTS = {"w", "W", r"\theta", r"\Theta", r"\omega", r"\mathbf{W}", "U", r"\Omega"}
LASTS = ("L", "N", "K", "M", "D")
SAID = "a definition goes back one layer"


@dataclass(frozen=True, slots=True)
class Layers:
    """The letter that runs over the layers, the last of them, and what carries it.

    `last_made` is the name that goes from layer to layer, `brackets` whether the
    letter is in brackets.
    """

    letter: str
    last: str
    last_made: NameKey
    brackets: bool

    def written(self, base: str, layer: str) -> str:
        """A name at a layer."""
        return f"{base}^{{({layer})}}" if self.brackets else f"{base}^{{{layer}}}"

    def covers(self, key: NameKey) -> bool:
        """Whether a name is at this layer, or at one beside it, or the last."""
        above = key[2]
        return len(above) == 1 and above[0] in {
            self.letter, f"{self.letter}-1", f"{self.letter}+1", self.last, "0",
        }  # fmt: skip


def layers_of(
    seen: Mapping[NameKey, NameUse], given: Collection[NameKey]
) -> Layers | None:
    """The layers of a text, if a name that it defines goes back one."""
    for base, below, above in sorted(seen):
        letter = above[0].removesuffix("-1") if len(above) == 1 else ""
        if not letter or above[0] == letter or (base, below, (letter,)) not in given:
            continue
        made = base, below, (letter,)
        taken = {key[0] for key in seen if not key[2]}
        last = letter.removeprefix("\\").upper()[-1]
        if last in taken:
            last = next(sign for sign in LASTS if sign not in taken)
        brackets = "(" in seen[made].shortest or "[" in seen[made].shortest
        return Layers(letter, last, made, brackets)
    return None


def layered(
    layers: Layers,
    seen: Mapping[NameKey, NameUse],
    given: Collection[NameKey],
    losses: Collection[NameKey],
) -> dict[NameKey, list[Alternative]]:
    """What the names with a layer above them are, and the losses of the last."""
    letter, last = layers.letter, layers.last
    found: dict[NameKey, list[Alternative]] = {}
    bare = (letter, (), ())
    runs = rf"{letter} = 1, \dots, {last}"
    found[bare] = [Alternative((), SAID, 1, (runs,), letter, f"a layer, 1 to {last}")]
    for key, one in sorted(seen.items()):
        base, below, above = key
        if above != (letter,) or key in given or below:
            continue
        name = layers.written(base, letter)
        matrix = 2 in one.levels or (base in WEIGHTS and 1 not in one.levels)
        sizes = rf"n_{{{letter}}}" + (rf" \times n_{{{letter}-1}}" if matrix else "")
        role = f"a {'matrix' if matrix else 'vector'} at each layer"
        line = rf"{name} \in \mathbb{{R}}^{{{sizes}}}"
        found[key] = [Alternative((), SAID, 1, (line,), name, role)]
    start = layers.written(layers.last_made[0], "0")
    zero = (layers.last_made[0], layers.last_made[1], ("0",))
    if zero not in given:
        line = rf"{start} \in \mathbb{{R}}^{{n_{{0}}}}"
        found[zero] = [Alternative((), SAID, 1, (line,), start, "the input, a vector")]
    end = layers.written(layers.last_made[0], last)
    for loss in losses:
        if loss not in given and seen[loss].levels == {0} and not loss[2]:
            name = seen[loss].shortest
            lines = (
                r"\varphi : \mathbb{R}^{*} \to \mathbb{R}",
                rf"{name} := \varphi({end})",
            )
            role = f"any smooth function of {end}, a vector"
            said = f"the text differentiates {name}, and {end} comes last"
            found[loss] = [Alternative((), said, 1, lines, name, role)]
    return found
