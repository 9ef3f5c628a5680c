r"""Marks into expressions: a Pratt parser steered by the declared names.

Every mark is consumed or its statement is not understood. Binding, from loose to
tight: sums of terms; products, in which a big sign takes the rest; scripts.
Each method's docstring is the production that it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from .bold import thin
from .cursor import MOST_NESTING, Context
from .differentials import Differentials
from .expression import (
    DIFFERENTIAL,
    MINUS_ONE,
    ZERO,
    Call,
    Cases,
    Comparison,
    Condition,
    Entry,
    Every,
    Expression,
    Extent,
    Indicator,
    Known,
    Label,
    Letter,
    Negative,
    NotUnderstood,
    Number,
    Over,
    Plus,
    Position,
    Power,
    Product,
    Quotient,
    Rows,
    Running,
    Symbol,
    Transpose,
    Where,
    affine,
)
from .extents import falls
from .limits import Limits
from .names import Occurrence
from .notation import PARTNER, Mark, Marks
from .questions import (
    big_name,
    dotted,
    function_starts,
    letters_of,
    not_known,
    parted,
    product_of,
    relates,
    say,
    split,
    unwrapped,
)
from .scripts import Item, Scripts, is_transpose, items, terms_of
from .series import Dots, with_dots, with_product, with_series

MULTIPLICATIVE = {"*", r"\cdot", r"\times", r"\odot", r"\circ", r"\oslash", r"\otimes"}
BUILT_IN = {"exp", "ln", "log", "tanh", "sin", "cos", "tan", "sinh", "cosh", "max",
            "min", "sigmoid", "softmax", "diag", "tr", "sqrt", "relu", "ReLU",
            "arctan", "sech", "erf", "sign", "logsoftmax", "softplus",
            "det"}  # fmt: skip
SPELLED_OUT = {"log": "ln", "ReLU": "relu", "log_softmax": "logsoftmax",
               "log-softmax": "logsoftmax", "logistic": "sigmoid",
               "trace": "tr", "Tr": "tr", "Trace": "tr"}  # fmt: skip
ONES = {r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{I}", r"\mathbb{I}"}


def read_expression(marks: Marks, context: Context, at: int = 0) -> Expression:
    """The expression that all of the marks make.

    Raises `NotUnderstood` with the place of the first mark that does not fit.
    """
    parser = _Parser(marks, context, at)
    found = parser.additive()
    parser.finish()
    match found:
        case Product((Running(Extent("d")), Symbol()), ("",)):
            raise NotUnderstood(
                "d is a size on this page, so that this could be a product or a "
                r"differential; write d \cdot, or give the size another letter",
                marks[0].start,
            )
        case _:
            return found


def read_condition(marks: Marks, context: Context) -> Condition:
    """The condition that the marks make; commas mean and."""
    return _Parser(marks, context, marks[0].start if marks else 0).conditions()


class _Parser(Limits, Differentials):
    """A list of marks and how far it was read: sums, products, factors and names."""

    # --- sums and products ---------------------------------------------------------

    def additive(self) -> Expression:
        """["+" | "-"] term (("+" | "-") term)*, with dots among the terms."""
        self.depth += 1
        if self.depth > MOST_NESTING:
            raise NotUnderstood(f"nested more than {MOST_NESTING} deep", self.at())
        terms: list[Expression | Dots] = [self.signed()]
        while (mark := self.peek()) is not None and mark.kind == "operator":
            if mark.text not in "+-":
                break
            self.next()
            term = self.term_or_dots()
            if mark.text == "-" and not isinstance(term, Dots):
                term = Negative(term)
            terms.append(term)
        self.depth -= 1
        found = with_series(terms)
        return found[0] if len(found) == 1 else Plus(tuple(found))

    def term_or_dots(self) -> Expression | Dots:
        mark = self.peek()
        if mark is not None and mark.kind == "dots":
            following = self.peek(1)
            if following is None or following.text in {"+", "-"}:
                self.next()
                return Dots(mark.start)
        return (
            self.signed()
            if mark is not None and mark.text in {"+", "-"}
            else self.product()
        )

    def signed(self) -> Expression:
        """["+" | "-"] product."""
        mark = self.peek()
        if mark is not None and mark.kind == "operator" and mark.text in {"+", "-"}:
            self.next()
            term = self.signed()
            return Negative(term) if mark.text == "-" else term
        return self.product()

    def product(self, *, stops: Callable[[Mark], bool] | None = None) -> Expression:
        r"""Factor ([sign] factor)*; a slash takes the factor after it."""
        factors: list[Expression | Dots] = [self.factor()]
        signs: list[str] = []
        start = self.at()
        slashed = False
        while (mark := self.peek()) is not None:
            if stops is not None and stops(mark):
                break
            if mark.kind == "operator" and mark.text in MULTIPLICATIVE:
                self.next()
                signs.append(mark.text)
                factors.append(self.dots() or self.signed_factor())
                slashed = False
            elif mark.kind == "operator" and mark.text == "/":
                self.next()
                under = self.signed_factor()
                over = product_of(*with_product(factors, signs), start)
                factors, signs = [Quotient(over, under)], []
                slashed = not (isinstance(over, Number) and isinstance(under, Number))
            elif self.begins_factor(mark):
                if slashed:
                    raise NotUnderstood(
                        "what stands after a / and a factor could be below or beside "
                        r"the fraction; write \frac{…}{…}",
                        mark.start,
                    )
                signs.append("")
                factors.append(self.factor())
            elif mark.kind == "dots":
                signs.append("")
                factors.append(self.dots() or self.factor())
                last = self.peek()
                if last is not None and last.text in MULTIPLICATIVE:
                    signs.append(self.next().text)
                    factors.append(self.signed_factor())
            else:
                break
        return product_of(*with_product(factors, signs), start)

    def dots(self) -> Dots | None:
        """Dots among factors."""
        mark = self.peek()
        if mark is None or mark.kind != "dots":
            return None
        self.next()
        return Dots(mark.start)

    def signed_factor(self) -> Expression:
        mark = self.peek()
        if mark is not None and mark.kind == "operator" and mark.text in {"-", "+"}:
            self.next()
            inner = self.signed_factor()
            return Negative(inner) if mark.text == "-" else inner
        return self.factor()

    def begins_factor(self, mark: Mark) -> bool:
        if mark.kind == "bar":
            return not self.in_bars
        return mark.kind in {
            "number", "letter", "name", "frac", "sqrt", "big", "function", "open",
            "partial", "nabla", "environment", "unknown",
        }  # fmt: skip  # a list of words

    in_bars = False

    def factor(self) -> Expression:
        """Primary script*."""
        mark = self.peek()
        if mark is None:
            raise NotUnderstood("a quantity was wanted here; the side ends", self.end)
        found = self.primary(self.next())
        return self.scripts(found, bracketed=mark.kind == "open")

    def scripts(self, found: Expression, *, bracketed: bool) -> Expression:
        """Powers, transposes and components of what was just read."""
        while (mark := self.peek()) is not None:
            if mark.kind == "sup":
                self.next()
                found = self.superscript(found, mark)
            elif mark.kind == "sub" and (bracketed or not isinstance(found, Symbol)):
                self.next()
                found_items = self.names.merged(items(mark.parts[0]))
                indices = tuple(self.position(i) for i in found_items)
                found = Entry(found, indices, mark.start)
            elif mark.kind == "prime":
                raise NotUnderstood(
                    "a prime after brackets could be a transpose or a derivative; "
                    r"write ^\top or \frac{\partial …}{\partial …}",
                    mark.start,
                )
            else:
                break
        return found

    def superscript(self, found: Expression, mark: Mark) -> Expression:
        inside = mark.parts[0]
        if not inside:
            raise NotUnderstood("an exponent was wanted here", mark.start)
        if is_transpose(inside) and self.transposes(found, inside):
            return Transpose(found, mark.start)
        if inside[0].text == "-" and is_transpose(inside[1:]):
            return Transpose(Power(found, MINUS_ONE, mark.start), mark.start)
        return Power(found, self.whole(inside, mark.start), mark.start)

    def transposes(self, found: Expression, inside: Marks) -> bool:
        """Whether `^T` is a transpose, where T is a declared number too."""
        text = inside[0].text
        if text != "T":
            return True
        if text not in self.names.patterns and text not in self.names.sizes:
            return True
        if isinstance(found, Symbol):
            return self.context.slots.get(found.name, 0) > len(found.indices)
        raise NotUnderstood(
            f"{text} is declared, so that ^{text} could be a power or a transpose; "
            r"write ^\top for a transpose",
            inside[0].start,
        )

    # --- primaries -----------------------------------------------------------------

    def primary(self, mark: Mark) -> Expression:
        """What a factor starts with."""
        match mark.kind:
            case "number":
                return self.number(mark)
            case "unknown":
                raise NotUnderstood(not_known(mark.text), mark.start)
            case "letter" | "name":
                return self.name(mark)
            case "frac":
                return self.fraction(mark)
            case "sqrt":
                return self.root(mark)
            case "big":
                return self.big(mark)
            case "function":
                return self.function(mark, mark.text)
            case "open":
                return self.bracket(mark)
            case "bar":
                return self.bars(mark)
            case "partial":
                return self.partial(mark)
            case "nabla":
                return self.nabla(mark)
            case "environment":
                return self.environment(mark)
            case _:
                raise NotUnderstood(
                    f"a quantity was wanted here; {say(mark)} stood there", mark.start
                )

    def number(self, mark: Mark) -> Expression:
        if mark.text == "1" and (found := self.indicator(mark)) is not None:
            return found
        return Number(Fraction(mark.text), mark.text)

    def indicator(self, mark: Mark) -> Expression | None:
        r"""`1_{i=j}`, `1\{i=j\}`, `\mathbb 1(y=k)`, `\mathbf 1[u > 0]`."""
        following = self.peek()
        if following is None:
            return None
        if following.kind == "sub" and relates(following.parts[0]):
            self.next()
            return Indicator(
                self.inside(unwrapped(following.parts[0]), mark.start).conditions()
            )
        if following.kind == "open" and following.text in PARTNER:
            end = self.closing(self.place)
            marks = self.marks[self.place + 1 : end]
            if relates(marks):
                self.place = end + 1
                return Indicator(self.inside(marks, mark.start).conditions())
        return None

    def name(self, mark: Mark) -> Expression:
        """A quantity, a call, an index used as a number, or a sign of its own."""
        if mark.text in ONES and (found := self.indicator(mark)) is not None:
            return found
        if mark.text in self.context.parameters:
            if not self.scripted():
                return Symbol("@" + mark.text, (), mark.start)
            if (part := self.part_of_parameter(mark)) is not None:
                return part
        if self.opens_differential(mark):
            return Call(DIFFERENTIAL, (self.factor(),), 0, mark.start)
        self.place -= 1
        occurrence, after = self.names.occurrence(self.marks, self.place)
        called = self.callable(occurrence, after)
        if called is not None:
            return self.call(called, occurrence, after, mark)
        if (sign := self.sign(mark, occurrence)) is not None:
            return sign
        scripts = occurrence.scripts
        if scripts.primes:
            raise NotUnderstood(
                f"{mark.text}' could be a transpose or a derivative; write "
                rf"{mark.text}^\top, or a declared function with its argument, "
                f"{mark.text}'(…), or define {mark.text}' as a name of its own",
                mark.start,
            )
        self.place = after
        found = self.symbol(occurrence)
        for rest in scripts.rest:
            found = self.superscript(found, rest)
        return found

    def part_of_parameter(self, mark: Mark) -> Expression | None:
        """`x_i` in a function of x, where the page's x is an array of such entries."""
        occurrence, after = self.names.occurrence(self.marks, self.place - 1)
        matched = self.names.match(occurrence)
        if (
            matched is None
            or occurrence.scripts.primes
            or self.names.identity(matched[0]) != mark.text
        ):
            return None
        self.place = after
        indices = tuple(self.position(item) for item in matched[1])
        found: Expression = Symbol("@" + mark.text, indices, mark.start)
        for rest in occurrence.scripts.rest:
            found = self.superscript(found, rest)
        return found

    def opens_differential(self, mark: Mark) -> bool:
        """Whether a d stands here that the page gives no other meaning."""
        names, following = self.names, self.peek()
        return (
            mark.text == "d"
            and following is not None
            and following.kind in {"letter", "name", "open", "function"}
            and "d" not in names.patterns.keys() | names.sizes | names.indices
            and "d" not in names.labels.keys() | self.bound
        )

    def scripted(self) -> bool:
        following = self.peek()
        return following is not None and following.kind in {"sub", "prime"}

    def symbol(self, occurrence: Occurrence) -> Expression:
        """The quantity, index or size that a name stands for."""
        base, sub = occurrence.base, occurrence.scripts.sub
        bare = not sub and occurrence.scripts.sup is None
        if bare and base in self.bound:
            return Running(Letter(base))
        if any(item.text == ":" for item in sub):
            return self.sliced(occurrence)
        if bare and base in self.names.labels:
            return Running(Label(base))
        matched = self.names.match(occurrence)
        if matched is not None:
            pattern, slots = matched
            indices = tuple(self.position(item) for item in slots)
            name = self.names.identity(pattern)
            if pattern in self.names.classes:
                return Running(Label(name, indices))
            return Symbol(name, indices, occurrence.at)
        above = occurrence.scripts.sup if occurrence.scripts.bracketed else None
        below = sub or above or ()
        size = base + ("_" + "".join(i.written for i in below) if below else "")
        if size in self.names.sizes and occurrence.scripts.sup == above:
            return Running(Extent(size))
        if bare and base in self.names.indices:
            return Running(Letter(base))
        if (array := self.names.loosely(occurrence)) is not None:
            pattern, slots = array
            if pattern in self.names.classes:
                raise NotUnderstood(
                    f"{base} is a label for each example; write one of them, "
                    f"{dotted(pattern)}",
                    occurrence.at,
                )
            indices = tuple(self.position(item) for item in slots)
            return Symbol(self.names.identity(pattern), indices, occurrence.at)
        if base == r"\pi" and bare:
            return Call("pi", (), 0, occurrence.at)
        raise NotUnderstood(self.undeclared(occurrence), occurrence.at)

    def sliced(self, occurrence: Occurrence) -> Expression:
        r"""`W_{j:}` is a row, `x_{:,n}` a column of a matrix."""
        scripts, at = occurrence.scripts, occurrence.at
        whole = self.symbol(replace(occurrence, scripts=replace(scripts, sub=())))
        match scripts.sub:
            case (Item(text=":"), column) if column.text != ":":
                return Entry(Transpose(whole, at), (self.position(column),), at)
            case (row, Item(text=":")) if row.text != ":":
                return Transpose(Entry(whole, (self.position(row),), at), at)
            case _:
                raise NotUnderstood(
                    "one index and one colon are read here: W_{j:} is a row, "
                    "W_{:j} a column",
                    at,
                )

    def undeclared(self, occurrence: Occurrence) -> str:
        base, scripts = occurrence.base, occurrence.scripts
        spelled = base + "".join(
            f"_{{{''.join(i.text for i in scripts.sub)}}}" if scripts.sub else ""
        )
        known = self.names.patterns.get(base)
        if known:
            written = ", ".join(dotted(p) for p in known[:4])
            return f"{spelled} is not declared; {base} is declared as {written}"
        guess = self.names.nearest(base)
        hint = f"; did you mean {guess}?" if guess else ""
        return f"no definition and no declaration gives {spelled}{hint}"

    def sign(self, mark: Mark, occurrence: Occurrence) -> Expression | None:
        """Signs that mean something of their own where no page declares them."""
        if self.names.match(occurrence) is not None or mark.text in self.bound:
            return None
        scripts = occurrence.scripts
        following = self.peek(1)
        if mark.text == "e" and following is not None and following.kind == "sup":
            self.place += 2
            exponent = self.whole(following.parts[0], following.start)
            return Call("exp", (exponent,), 0, mark.start)
        if mark.text == r"\delta" and not scripts.rest and scripts.sup is None:
            wide = [i for item in scripts.sub for i in letters_of(item)]
            if len(wide) == 2:
                self.place += 2
                row, column = (Running(self.position(i)) for i in wide)
                return Indicator(Comparison(row, "=", column))
        if thin(mark.text) == "0" and not scripts.sub:
            self.place += 1
            return ZERO
        if mark.text in ONES and not scripts.sub:
            self.place += 1
            kind = "identity" if "I" in mark.text else "ones"
            return Known(kind, (), mark.start)
        if mark.text == "I" and "I" not in self.names.patterns:
            self.place += 1
            return Known("identity", (), mark.start)
        if mark.text in {r"\mathbf{e}", "e"} and len(scripts.sub) == 1:
            self.place += 2
            index = self.position(scripts.sub[0])
            return Known("unit", (index,), mark.start)
        return None

    def position(self, item: Item) -> Position:
        if item.kind == "label":
            return self.label(item)
        if item.more:
            terms = [(sign, self.position(term)) for sign, term in terms_of(item)]
            return affine(terms, item.shift)
        if item.text in self.bound:
            return Letter(item.text, item.shift)
        if item.kind == "word":
            raise NotUnderstood(f"{item.text} is no index", item.at)
        if (
            item.kind == "letter"
            and item.text not in self.names.indices
            and item.text not in self.names.labels
            and item.text not in self.names.sizes
            and item.text in self.names.singles
        ):
            raise NotUnderstood(
                f"{item.text} is a declared quantity, and no index", item.at
            )
        return self.names.position(item)

    def label(self, item: Item) -> Label:
        """The label of one example, where it stands as an index."""
        scripts = Scripts(item.below, item.above, item.above is not None)
        found = self.symbol(Occurrence(item.text, scripts, item.at, item.at))
        match found:
            case Running(Label() as label):
                return label
            case _:
                raise NotUnderstood(f"{item.text} is no index", item.at)

    # --- functions -----------------------------------------------------------------

    def callable(self, occurrence: Occurrence, after: int) -> str | None:
        """The name of the function that is called here, if it is one."""
        scripts = occurrence.scripts
        matched = self.names.match(
            replace(occurrence, scripts=replace(scripts, primes=0))
        )
        name = self.names.identity(matched[0]) if matched else occurrence.base
        if name in self.context.functions:
            if matched is None and (scripts.sub or scripts.sup):
                raise NotUnderstood(
                    f"{occurrence.base} is a function without an index here; declare "
                    f"one for each, {occurrence.base}_j : "
                    r"\mathbb{R} \to \mathbb{R}",
                    occurrence.at,
                )
            return name
        if matched is not None or scripts.sub:
            return None
        following = self.marks[after] if after < len(self.marks) else None
        opens = following is not None and following.kind == "open"
        if occurrence.base == r"\sigma" and (opens or scripts.primes):
            return "sigmoid"
        word = SPELLED_OUT.get(occurrence.base, occurrence.base)
        spelled = len(occurrence.base) > 2 or occurrence.base in SPELLED_OUT
        return word if word in BUILT_IN and spelled else None

    def call(
        self, name: str, occurrence: Occurrence, after: int, mark: Mark
    ) -> Expression:
        """Name "'"* ["^" power] "(" argument ("," argument)* ")"."""
        self.place = after
        scripts = occurrence.scripts
        arguments = self.own_arguments(name, mark)
        if arguments is None:
            arguments = self.arguments(mark, spoken=occurrence.base)
        several = len(arguments) if name in {"max", "min"} else 1
        wanted = self.context.functions.get(name, several)
        if len(arguments) != wanted:
            raise NotUnderstood(
                f"{occurrence.base} takes {wanted} argument{'s' * (wanted != 1)}; "
                f"{len(arguments)} stand here",
                mark.start,
            )
        plain = replace(occurrence, scripts=replace(scripts, primes=0))
        matched = self.names.match(plain)
        slots = () if matched is None else matched[1]
        which = tuple(map(self.position, slots))  # of a family, `g^{[l]}`
        found: Expression = Call(name, arguments, scripts.primes, mark.start, which)
        for rest in scripts.rest:
            found = self.each(self.superscript(found, rest))
        return found

    def own_arguments(self, name: str, mark: Mark) -> tuple[Expression, ...] | None:
        r"""`J` without brackets is `J(\theta)` where the page has both J and theta."""
        following = self.peek()
        if following is not None and following.kind == "open":
            return None
        letters = self.context.named.get(name, ())
        places = [Occurrence(x, Scripts(), mark.start, mark.end) for x in letters]
        found = [self.names.match(o) or self.names.loosely(o) for o in places]
        symbols = tuple(
            Symbol(self.names.identity(m[0]), (), mark.start) for m in found if m
        )
        return symbols if symbols and len(symbols) == len(letters) else None

    def arguments(self, mark: Mark, *, spoken: str) -> tuple[Expression, ...]:
        following = self.peek()
        if following is None or following.kind != "open" or following.text not in "([{":
            raise NotUnderstood(
                f"{spoken} is a function: its argument was wanted here, in brackets",
                mark.start if following is None else following.start,
            )
        end = self.closing(self.place)
        inside = self.marks[self.place + 1 : end]
        self.place = end + 1
        if not inside:
            raise NotUnderstood(
                f"the argument of {spoken} was wanted here", following.start
            )
        return tuple(self.whole(part, following.start) for part in parted(inside))

    def function(self, mark: Mark, word: str) -> Expression:
        r"""Function "'"* ["^" power] (brackets | the rest of the product)."""
        word = SPELLED_OUT.get(word, word)
        primes, power = 0, None
        while (following := self.peek()) is not None and following.kind in {
            "prime",
            "sup",
            "sub",
        }:
            if following.kind == "prime":
                primes += following.text.count("'")
            elif following.kind == "sup":
                power = following
            else:
                return self.extremum(mark, word)
            self.next()
        if (
            following is not None
            and following.kind == "open"
            and following.text in "([{"
        ):
            arguments = self.arguments(mark, spoken=word)
            beside = self.peek()
            if word == "ln" and beside is not None and beside.kind == "sup":
                raise NotUnderstood(
                    "the power could belong to the logarithm or to its argument; write "
                    r"\log^2(…) or \log((…)^2)",
                    beside.start,
                )
        else:
            if following is None or not (
                self.begins_factor(following) or following.text == "-"
            ):
                raise NotUnderstood(
                    f"the argument of {word} was wanted here", self.at()
                )
            if following.text == "-":
                self.next()
                arguments = (Negative(self.product(stops=function_starts)),)
            else:
                arguments = (self.product(stops=function_starts),)
        if len(arguments) != 1 and word not in {"max", "min"}:
            raise NotUnderstood(f"{word} takes one argument", mark.start)
        found: Expression = Call(word, arguments, primes, mark.start)
        return found if power is None else self.each(self.superscript(found, power))

    def each(self, found: Expression) -> Expression:
        """A power on a function's name is taken entry by entry."""
        return replace(found, each=True) if isinstance(found, Power) else found

    def extremum(self, mark: Mark, word: str) -> Expression:
        r"""`\max_k z_k`."""
        if word not in {"max", "min"}:
            raise NotUnderstood(f"{word} takes no subscript here", mark.start)
        return self.big(replace(mark, kind="big", text=word))

    # --- big signs -----------------------------------------------------------------

    def big(self, mark: Mark) -> Expression:
        """Sign limits body; the body is the rest of the product."""
        lower: Marks = ()
        upper: Marks = ()
        while (script := self.peek()) is not None and script.kind in {"sub", "sup"}:
            self.next()
            if script.kind == "sub":
                lower = script.parts[0]
            else:
                upper = script.parts[0]
        if not lower:
            raise NotUnderstood(
                f"this {big_name(mark)} has no index: write what it runs over, "
                rf"\{mark.text}_i",
                mark.start,
            )
        runs, conditions = self.limits(lower, upper, mark)
        for letter, _, _ in runs:
            if letter in self.names.tags:
                base = self.names.tagged(letter)
                raise NotUnderstood(
                    f"{letter} is part of names here, as in {base}_{{{letter}1}}; let "
                    rf"the sum run over another letter, \sum_j {base}_{{{letter}_j}}",
                    mark.start,
                )
        outer = self.bound
        self.bound = outer | {letter for letter, _, _ in runs}
        condition = None
        if conditions:
            found = [c for marks in conditions for c in self.comparison(marks)]
            condition = found[0] if len(found) == 1 else Every(tuple(found))
        if self.peek() is None or self.peek().text == "+":  # type: ignore[union-attr]  # not None by the first half
            raise NotUnderstood(
                f"what the {big_name(mark)} adds up was wanted here", self.at()
            )
        body = self.signed()
        self.bound = outer
        for number, (letter, low, high) in enumerate(reversed(runs)):
            limit = condition if number == 0 else None
            sign = mark.text
            if falls(low, high):
                sign = "backward" if sign == "prod" else sign
                low, high = high, low
            body = Over(sign, letter, low, high, limit, body, mark.start)
        return body

    # --- brackets ------------------------------------------------------------------

    def bracket(self, mark: Mark) -> Expression:
        """Brackets round an expression, an indicator, or an evaluation bar."""
        if mark.text == ".":
            return self.evaluated(mark)
        end = self.closing(self.place - 1)
        inside = self.marks[self.place : end]
        self.place = end + 1
        if mark.text in {"|", "||"}:
            return self.norm(inside, mark)
        if mark.text == "<":
            return self.inner(inside, mark)
        if relates(inside) and mark.text in "[{":
            return Indicator(self.inside(inside, mark.start).conditions())
        if not inside:
            raise NotUnderstood(
                "a quantity was wanted between the brackets", mark.start
            )
        parts = parted(inside)
        if len(parts) > 1 and mark.text in "[(":
            return self.listed(inside, parts, mark)
        return self.whole(inside, mark.start)

    def listed(self, inside: Marks, parts: list[Marks], mark: Mark) -> Expression:
        r"""`[a, b]`, `[a; b]`, `(x_1, \dots, x_n)^\top`: a row, a column, or blocks."""
        following = self.peek()
        turned = following is not None and following.kind == "sup"
        signs = {m.text for m in inside if m.kind == "comma"}
        if signs == {";"}:
            return self.grid([[part] for part in parts], mark)
        if turned or any(part[0].kind == "dots" for part in parts):
            return self.grid([parts], mark)
        cells = tuple(self.whole(part, mark.start) for part in parts)
        return Rows((cells,), mark.start, listed=True)

    def inner(self, inside: Marks, mark: Mark) -> Expression:
        r"""`\langle A, B \rangle`, the sum of the products of their entries."""
        parts = parted(inside)
        if len(parts) != 2:
            raise NotUnderstood(
                r"two factors are read in angle brackets, \langle u, v \rangle",
                mark.start,
            )
        one, other = (self.whole(part, mark.start) for part in parts)
        return Call("inner", (one, other), 0, mark.start)

    def norm(self, inside: Marks, mark: Mark) -> Expression:
        kind = "abs" if mark.text == "|" else "norm"
        following = self.peek()
        if kind == "norm" and following is not None and following.kind == "sub":
            if "".join(m.text for m in following.parts[0]) not in {"2", "F"}:
                raise NotUnderstood("only the Euclidean norm is read", following.start)
            self.next()
        return Call(kind, (self.whole(inside, mark.start),), 0, mark.start)

    def bars(self, mark: Mark) -> Expression:
        """Bar expression bar."""
        end = self.place
        depth = 0
        while end < len(self.marks):
            inner = self.marks[end]
            depth += (inner.kind == "open") - (inner.kind == "close")
            if inner.kind == "bar" and inner.text == mark.text and depth == 0:
                break
            end += 1
        if end == len(self.marks):
            raise NotUnderstood(f"the bar {mark.text} is not closed", mark.start)
        inside = self.marks[self.place : end]
        self.place = end + 1
        return self.norm(inside, mark)

    def evaluated(self, mark: Mark) -> Expression:
        r"""`\left. A \right|_{x = a}`."""
        depth, end = 1, self.place
        while end < len(self.marks):
            inner = self.marks[end]
            depth += (inner.kind == "open") - (inner.kind == "close")
            if depth == 0:
                break
            end += 1
        if end == len(self.marks):
            raise NotUnderstood(r"\left. is not closed by \right|", mark.start)
        of = self.whole(self.marks[self.place : end], mark.start)
        self.place = end + 1
        following = self.peek()
        if self.marks[end].text != "|" or following is None or following.kind != "sub":
            return of
        self.next()
        found = self.inside(following.parts[0], following.start).conditions()
        pairs: list[tuple[Symbol, Expression]] = []
        comparisons = (found,) if isinstance(found, Comparison) else found.conditions
        for comparison in comparisons:
            if comparison.sign != "=" or not isinstance(comparison.left, Symbol):
                raise NotUnderstood(
                    "a quantity and its value were wanted here, x = 0", following.start
                )
            pairs.append((comparison.left, comparison.right))
        return Where(of, tuple(pairs))

    def root(self, mark: Mark) -> Expression:
        of = self.whole(mark.parts[0], mark.start)
        if len(mark.parts) > 1 and mark.parts[1]:
            degree = self.whole(mark.parts[1], mark.start)
            one = Number(Fraction(1), "1")
            return Power(of, Quotient(one, degree), mark.start)
        return Call("sqrt", (of,), 0, mark.start)

    def environment(self, mark: Mark) -> Expression:
        rows = split(mark.parts[0], "newline")
        rows = [row for row in rows if row]
        if mark.text != "cases":
            return self.grid(
                [[tuple(c) for c in split(row, "amp")] for row in rows], mark
            )
        return Cases(tuple(self.row(row, mark) for row in rows), mark.start)

    def grid(self, rows: list[list[Marks]], mark: Mark) -> Expression:
        """A matrix written out, some of its entries perhaps as dots."""
        if len({len(row) for row in rows}) != 1:
            raise NotUnderstood("the rows have different lengths", mark.start)
        cells = tuple(
            tuple(
                Dots(cell[0].start)
                if len(cell) == 1 and cell[0].kind == "dots"
                else self.whole(cell, mark.start)
                for cell in row
            )
            for row in rows
        )
        return with_dots(cells, mark.start)

    def row(self, row: Marks, mark: Mark) -> tuple[Expression, Condition]:
        """Value "&" condition; the condition may be missing in words only."""
        cells = [c for c in split(row, "amp") if c]
        if len(cells) == 1:
            place = next(
                (n for n, m in enumerate(row) if m.kind in {"text", "comma"}), None
            )
            if place is None:
                raise NotUnderstood(
                    "a condition was wanted in this row, after &", row[-1].end
                )
            cells = [row[:place], row[place:]]
        value = tuple(m for m in cells[0])
        while value and value[-1].kind in {"comma", "text"}:
            value = value[:-1]
        condition = tuple(m for cell in cells[1:] for m in cell)
        words = {
            w.strip(".,;:")
            for m in condition
            if m.kind == "text"
            for w in m.text.lower().split()
        }
        condition = tuple(m for m in condition if m.kind != "text" or m.text == "and")
        while condition and condition[-1].kind == "comma":
            condition = condition[:-1]
        while condition and condition[0].kind in {"comma", "colon"}:
            condition = condition[1:]
        if not condition:
            if words & {"otherwise", "else"}:
                return self.whole(value, mark.start), Every(())
            raise NotUnderstood("a condition was wanted in this row", row[-1].end)
        found = self.inside(condition, mark.start).conditions()
        return self.whole(value, mark.start), found
