"""A function of the page -> its body with the arguments in the parameters' places.

A function whose parameter is a vector has no closure of numbers of its own; what a
call of it means is what stands in its body. `x_i` in it is an entry of the argument
where that is an array, else the page's own x_i.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..expressions import (
    Entry,
    Expression,
    NotUnderstood,
    Over,
    Symbol,
    changed,
    free_letters,
    walk,
)


def of_numbers(value: Expression) -> Expression:
    """A body whose parameters are numbers, so that `x_i` in it is the page's own."""

    def own(node: Expression) -> Expression | None:
        if isinstance(node, Symbol) and node.name.startswith("@") and node.indices:
            return replace(node, name=node.name.removeprefix("@"))
        return None

    return changed(value, own)


@dataclass(frozen=True, slots=True)
class Body:
    """What a function does with its parameters, which stand in it as `@x`.

    `numbers` is the same where they are numbers.
    """

    name: str
    parameters: tuple[str, ...]
    value: Expression
    numbers: Expression

    def of(
        self, arguments: tuple[Expression, ...], at: int, *, arrays: bool
    ) -> Expression:
        """The body for these arguments, with `arrays` among them or numbers alone.

        Raises `NotUnderstood` where an index of an argument runs inside the body.
        """
        given = dict(zip(("@" + p for p in self.parameters), arguments, strict=True))
        running = {n.letter for n in walk(self.value) if isinstance(n, Over)}
        for argument in arguments:
            for letter in free_letters(argument):
                if letter in running:
                    raise NotUnderstood(
                        f"{letter} runs inside {self.name} and stands in its argument; "
                        "give one of them another letter",
                        at,
                    )

        def put(node: Expression) -> Expression | None:
            if not isinstance(node, Symbol) or node.name not in given:
                return None
            argument = given[node.name]
            return Entry(argument, node.indices, node.at) if node.indices else argument

        return changed(self.value if arrays else self.numbers, put)
