r"""Left sides of definitions as people spell them -> a name with what is below it.

`(k_*)_i := …` gives the entries of `k_*`, `w_j^\top := W_{j:}` a row that is turned.
"""

from __future__ import annotations

from .marks import Mark, Marks
from .nesting import closing
from .scripts import is_transpose


def plain_sides(left: Marks, right: Marks) -> tuple[Marks, Marks]:
    """Both sides of a definition with a plain name on the left."""
    name = _turned_name(left)
    if name is not None and _is_row(right):
        return name, _turn(right)
    return _without_brackets(left), right


def _without_brackets(left: Marks) -> Marks:
    """`k_{*,i}` for `(k_*)_i`, where nothing but a name is in the brackets."""
    if len(left) < 4 or left[0].text != "(" or left[0].kind != "open":
        return left
    end = closing(left, 0)
    inside, behind = left[1:end], left[end + 1 :]
    named = inside[:1] != () and inside[0].kind in {"letter", "name"}
    if not named or [m.kind for m in behind] != ["sub"]:
        return left
    match [m.kind for m in inside[1:]]:
        case []:
            return (inside[0], *behind)
        case ["sub"]:
            own, more = inside[1].parts[0], behind[0].parts[0]
            at = behind[0].start
            below = (*own, Mark("comma", ",", at, at), *more)
            return inside[0], behind[0].with_parts((below,))
        case _:
            return left


def _is_row(marks: Marks) -> bool:
    """Whether it is the row of a matrix, `W_{j:}`."""
    match marks:
        case (_, Mark("sub", parts=((*_, Mark(text=":")),))):
            return True
        case _:
            return False


def _turned_name(left: Marks) -> Marks | None:
    """The name without its sign of transposition."""
    if len(left) < 2 or left[-1].kind != "sup" or not is_transpose(left[-1].parts[0]):
        return None
    return left[:-1]


def _turn(right: Marks) -> Marks:
    """A side, transposed."""
    at = right[-1].end
    sign = Mark("letter", r"\top", at, at)
    return (*right, Mark("sup", "^", at, at, True, ((sign,),)))
