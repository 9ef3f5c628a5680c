r"""Calls of functions, with their slopes and powers."""

from __future__ import annotations

from dataclasses import replace

from ...expressions import Call, Expression, Negative, NotUnderstood, Power, Symbol
from .. import Mark, Occurrence, Scripts
from .cursor import Cursor
from .mark_queries import function_starts, parted

BUILT_IN = {"exp", "ln", "log", "tanh", "sin", "cos", "tan", "sinh", "cosh", "max",
            "min", "sigmoid", "softmax", "diag", "tr", "sqrt", "relu", "ReLU",
            "arctan", "sech", "erf", "sign", "logsoftmax", "softplus",
            "det", "logsumexp"}  # fmt: skip
SPELLED_OUT = {"log": "ln", "ReLU": "relu", "log_softmax": "logsoftmax",
               "log-softmax": "logsoftmax", "logistic": "sigmoid",
               "trace": "tr", "Tr": "tr", "Trace": "tr", "sgn": "sign",
               "LSE": "logsumexp", "lse": "logsumexp",
               "LogSumExp": "logsumexp"}  # fmt: skip


class Functional(Cursor):
    """The part of the grammar that reads calls of functions."""

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
            self.no_inverse(occurrence.base, rest)
            found = self.each(self.superscript(found, rest))
        return found

    def no_inverse(self, spoken: str, power: Mark) -> None:
        r"""Refuses `\sigma^{-1}(x)`."""
        if [m.text for m in power.parts[0]] == ["-", "1"]:
            raise NotUnderstood(
                f"{spoken}^{{-1}} could be the inverse function or one over its value; "
                rf"write \frac{{1}}{{{spoken}(…)}}, or a function of another name",
                power.start,
            )

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
        """Brackets with expressions in them, parted at commas."""
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
                self.no_inverse(word, following)
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
