"""Expressions -> LaTeX, in the names of the page and with no bracket too many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import assert_never

from ..expressions import Condition, Expression, Position, added, comparisons
from ..expressions import nodes as n
from ..latex import Names, Pattern
from ..readings import AGAIN, HOLE, family_of
from .model import Model

SUM, PRODUCT, FACTOR, TIGHT = range(4)
COMMANDS = {"ln", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan"}  # of LaTeX
WORDS = {"diag", "tr", "softmax", "logsoftmax", "softplus", "relu", "sign", "sech",
         "erf"}  # fmt: skip  # upright, as operators
KNOWN = {"ones": r"\mathbf 1", "zeros": r"\mathbf 0", "identity": "I",
         "unit": r"\mathbf e"}  # fmt: skip  # a table
Large = n.Power | n.Call | n.Over | n.Partial | n.Indicator | n.Cases | n.Where | n.Rows
ScriptPart = tuple[str, bool]  # what is in a script, and whether it is an index


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes expressions; `beside` is a stretch of the page whose spelling it keeps."""

    model: Model
    names: Names
    beside: str = ""

    def text(self, node: Expression, around: int = SUM) -> str:
        """The LaTeX of an expression, in brackets where what is `around` binds more."""
        found, own = self._written(node)
        return f"({found})" if own < around else found

    def _written(self, node: Expression) -> tuple[str, int]:
        """The LaTeX, and how tightly its outermost sign binds."""
        match node:
            case n.Number(value, text):
                if value.denominator != 1 and not text.replace(".", "").isdigit():
                    return rf"\frac{{{value.numerator}}}{{{value.denominator}}}", TIGHT
                return text or str(value), TIGHT
            case n.Symbol(name, indices) | n.Parameter(name, indices):
                return self.symbol(name, indices), TIGHT
            case n.Known(kind, ()):
                return KNOWN[kind], TIGHT
            case n.Known(kind, indices):
                below = r" \times ".join(map(self.position, indices))
                return f"{KNOWN[kind]}_{_braced(below)}", TIGHT
            case n.Running(position):
                return self.position(position), TIGHT
            case n.Plus(terms):
                return self._sum(terms), SUM
            case n.Negative(term):
                return "-" + self.text(term, PRODUCT), SUM
            case n.Product(factors, signs):
                return self._product(factors, signs), PRODUCT
            case n.Quotient(over, under):
                return rf"\frac{{{self.text(over)}}}{{{self.text(under)}}}", FACTOR
            case n.Transpose(of):
                return self._raised(of) + r"^\top", FACTOR
            case n.Entry(of, indices):
                return f"({self.text(of)}){self._below(indices)}", TIGHT
            case n.Slice(of, low, high):
                ends = f"{self.position(low)}:{self.position(high)}"
                bare = isinstance(of, n.Symbol) and not of.indices
                name = self.text(of) if bare else f"({self.text(of)})"
                return f"{name}_{{{ends}}}", TIGHT
            case _:
                return self._large(node)

    def _large(self, node: Large) -> tuple[str, int]:
        match node:
            case n.Power(n.Call(function, (of,), 0), exponent) if function in COMMANDS:
                power = _braced(self.text(exponent))
                return f"\\{function}^{power}({self.text(of)})", FACTOR
            case n.Power(base, exponent):
                return self._raised(base) + f"^{_braced(self.text(exponent))}", FACTOR
            case n.Call(function, (of,)) if function == n.DIFFERENTIAL:
                return rf"d{self.text(of, TIGHT)}", FACTOR
            case n.Call():
                return self._call(node)
            case n.Over(sign, body=body):
                if sign == "list":
                    return self.text(body), SUM
                return rf"{self.big(node)} {self.text(body, PRODUCT)}", PRODUCT
            case n.Partial():
                return self._partial(node), FACTOR
            case n.Indicator(condition):
                return rf"1_{{{self.condition(condition)}}}", TIGHT
            case n.Cases(rows):
                inside = r" \\ ".join(
                    rf"{self.text(v)} & \text{{if }} {self.condition(c)}"
                    for v, c in rows
                )
                return rf"\begin{{cases}} {inside} \end{{cases}}", TIGHT
            case n.Where(of, values):
                given = ", ".join(f"{self.text(s)} = {self.text(e)}" for s, e in values)
                return rf"\left. {self.text(of)} \right|_{{{given}}}", FACTOR
            case n.Rows(rows):
                inside = r" \\ ".join(" & ".join(map(self.text, row)) for row in rows)
                return rf"\begin{{pmatrix}} {inside} \end{{pmatrix}}", TIGHT
            case _:
                assert_never(node)

    def _raised(self, node: Expression) -> str:
        """What a superscript is put on: a name that has one, or a prime, is braced."""
        text = self.text(node, TIGHT)
        named = isinstance(node, n.Symbol | n.Parameter)
        return f"{{{text}}}" if named and {"^", "'"} & {*text} else text

    def _sum(self, terms: tuple[Expression, ...]) -> str:
        text = self.text(terms[0])
        for term in terms[1:]:
            if isinstance(term, n.Negative):
                text += f" - {self.text(term.term, PRODUCT)}"
            else:
                text += f" + {self.text(term, PRODUCT)}"
        return text

    def _product(self, factors: tuple[Expression, ...], signs: tuple[str, ...]) -> str:
        last = len(factors) - 1
        text = ""
        for k, factor in enumerate(factors):
            inner = isinstance(factor, n.Over) and k < last
            apart = isinstance(factor, n.Product) and any((*signs, *factor.signs))
            part = self.text(factor, TIGHT if inner or apart else PRODUCT)
            sign = signs[k - 1] if k else ""
            if k and not sign and isinstance(factor, n.Number):
                sign = r"\cdot"  # else the digits would run into what is before
            text += (f" {sign} " if sign else " " * bool(k)) + part
        return text

    def _call(self, node: n.Call) -> tuple[str, int]:
        inside = ", ".join(self.text(a) for a in node.arguments)
        match node.function if not node.order else "":
            case "exp":
                return f"e^{_braced(inside)}", FACTOR
            case "abs":
                return f"|{inside}|", TIGHT
            case "sqrt":
                return rf"\sqrt{{{inside}}}", FACTOR
            case "norm":
                return rf"\lVert {inside} \rVert", TIGHT
            case "norm_1" | "norm_2" as norm:
                return rf"\lVert {inside} \rVert_{norm[-1]}", TIGHT
            case "inner":
                return rf"\langle {inside} \rangle", TIGHT
            case "pi":
                return r"\pi", TIGHT
        name = self._function(node)
        if node.order and "^" in name:
            name = f"{{{name}}}"
        return name + "'" * node.order + f"({inside})", FACTOR

    def _function(self, node: n.Call) -> str:
        """The name of a function; which one of a family is in its scripts."""
        name = node.function
        if name in self.model.functions:
            return self.symbol(self.model.spelled(name), node.indices)
        if name in COMMANDS | {"exp", "max", "min"}:
            return "\\" + name
        if name in WORDS:
            return rf"\operatorname{{{name}}}"
        return r"\sigma" if name == "sigmoid" else name

    def _partial(self, node: n.Partial) -> str:
        if node.sign == "nabla":
            below = ", ".join(map(self.text, node.by))
            return rf"\nabla_{{{below}}} {self.text(node.of, TIGHT)}"
        many = f"^{len(node.by)}" if len(node.by) > 1 else "^{+}" * node.immediate
        below = r"\, ".join(rf"\partial {self.text(b)}" for b in node.by)
        if len(node.by) > 1 and len(set(node.by)) == 1:
            below = rf"\partial {self._raised(node.by[0])}^{len(node.by)}"
        return rf"\frac{{\partial{many} {self.text(node.of, FACTOR)}}}{{{below}}}"

    def big(self, node: n.Over) -> str:
        """The sign of a sum or product with what runs below and above it."""
        said = (
            [] if node.lower is None else [f"{node.letter}={self.position(node.lower)}"]
        )
        if node.condition is not None:
            said.append(self.condition(node.condition))
        runs = ", ".join(said) or node.letter
        above = "" if node.upper is None else f"^{_braced(self.position(node.upper))}"
        return rf"\{node.sign}_{_braced(runs)}{above}"

    def condition(self, condition: Condition) -> str:
        """Comparisons, parted by commas."""
        return ", ".join(map(self._comparison, comparisons(condition)))

    def _comparison(self, found: n.Comparison) -> str:
        space = " " if found.sign.startswith("\\") else ""
        return (
            f"{self.text(found.left)}{space}{found.sign}{space}{self.text(found.right)}"
        )

    # --- names ---------------------------------------------------------------------

    def symbol(self, name: str, indices: tuple[Position, ...]) -> str:
        """A quantity at its positions, its scripts filled as the page fills them."""
        quantity = self.model.quantities.get(name)
        spelled = name if quantity is None else quantity.spelled or name
        pattern = self._pattern(spelled)
        found = [self.position(p) for p in indices]
        many = 0 if pattern.sup is None else pattern.sup.count(None)
        holes = pattern.base.count(HOLE)
        text = _woven(pattern.base, found[many : many + holes])
        below = _filled(pattern.sub[holes:], found[many + holes :])
        above = _filled(pattern.sup or (), found[:many])
        if above:
            inside = ",".join(t for t, _ in above)
            inside = self._bracketed(text, inside)
            text += f"^{_braced(inside)}"
        if (family := family_of(pattern.base)) is not None and below:
            name, letters = family
            inside = "".join(index for index, _ in below)
            tag = "" if inside == letters else rf"\text{{{letters}}}_"
            return rf"{name}_{{{tag}{_braced(inside) if tag else inside}}}"
        return text + self._script(pattern.base, below)

    def _bracketed(self, base: str, inside: str) -> str:
        """A superscript in the brackets that the page puts around it, if any."""
        below = r"\s*(?:_\s*(?:\{[^{}]*\}|\w))?\s*\^\s*\{?\s*([(\[]|\w)"
        found = re.search(re.escape(base) + below, self.beside)
        if found is None:
            found = re.search(r"\^\s*\{?\s*([(\[])", self.beside)
        match "" if found is None else found[1]:
            case "(":
                return f"({inside})"
            case "[":
                return f"[{inside}]"
        return inside

    def _pattern(self, spelled: str) -> Pattern:
        for patterns in self.names.patterns.values():
            for pattern, identity in patterns.identities.items():
                if identity == spelled:
                    return pattern
        return Pattern(spelled)

    def _script(self, base: str, items: list[ScriptPart]) -> str:
        if not items:
            return ""
        if len(items) == 2 and not items[0][1] and items[1][1]:
            tag, index = items[0][0], items[1][0]
            nested = re.escape(base) + r"\s*_\s*\{\s*" + re.escape(tag) + r"\s*_"
            if re.search(nested, self.beside):
                return f"_{{{tag}_{_braced(index)}}}"
        texts = [text for text, _ in items]
        parted = self._commas(base)
        if parted and parted == len(items):
            return f"_{{{','.join(texts)}}}"
        if parted == 2 < len(items) and not items[0][1]:
            return f"_{{{texts[0]},{''.join(texts[1:])}}}"
        short = all(len(t) == 1 or t.startswith("\\") or t.isdigit() for t in texts)
        text = (" " if "\\" in "".join(texts[:-1]) else "").join(texts)
        return f"_{_braced(text if short else ','.join(texts))}"

    def _commas(self, base: str) -> int:
        """How many parts the page's subscripts of a name have, with commas between."""
        if not base:
            return 0
        scripts = re.escape(base) + r"\s*_\s*\{([^{},]+(?:,[^{},]+)+)\}"
        found = re.search(scripts, self.beside)
        return 0 if found is None else len(found[1].split(","))

    def _below(self, indices: tuple[Position, ...]) -> str:
        return self._script("", [(self.position(p), True) for p in indices])

    def position(self, position: Position) -> str:
        """What is in a slot."""
        match position:
            case n.Fixed(value):
                return str(value)
            case n.Label(name, indices):
                many, _ = self.names.labelled.get(name, (None, 0))
                above = ",".join(map(self.position, indices[: many or 0]))
                raised = f"^{{({above})}}" if above else ""
                return name + raised + self._below(indices[many or 0 :])
            case n.Letter(name, shift):
                if len(name) > 1 and name.isalpha():
                    name = rf"\mathrm{{{name}}}"
                return name + (f"{shift:+d}" if shift else "")
            case n.Extent():
                return position.written
            case n.Affine(terms, shift):
                return added(terms, shift)
            case _:
                assert_never(position)


def _woven(base: str, between: list[str]) -> str:
    """A name with its indices in the holes of its brackets."""
    for index in between:
        base = base.replace(HOLE, index, 1).replace(AGAIN, index)
    return base


def _filled(tags: tuple[str | None, ...], found: list[str]) -> list[ScriptPart]:
    """Tags and indices in the order in which they are written."""
    rest = list(found)
    items = []
    for tag in tags:
        if tag is not None:
            items.append((tag, False))
        elif rest:
            items.append((rest.pop(0), True))
    return items + [(text, True) for text in rest]


def _braced(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"
