"""A function of the page -> its body with the arguments in the parameters' places.

A function whose parameter is a vector has no closure of numbers of its own; what a
call of it means is what is in its body. `x_i` in it is an entry of the argument.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..expressions import (
    Entry,
    Expression,
    NotUnderstood,
    Over,
    Parameter,
    changed,
    free_letters,
    walk,
)


@dataclass(frozen=True, slots=True)
class Body:
    """What a function does with its parameters.

    `own` are the quantities of the page that have the parameters' names, and `through`
    those of them on which something else in the body depends.
    """

    name: str
    parameters: tuple[str, ...]
    value: Expression
    own: tuple[str, ...] = ()
    through: frozenset[str] = frozenset()

    @property
    def by_components(self) -> frozenset[str]:
        """The parameters of which the body reads components."""
        return frozenset(
            node.name
            for node in walk(self.value)
            if isinstance(node, Parameter) and node.indices
        )

    def of(self, arguments: tuple[Expression, ...], at: int) -> Expression:
        """The body for these arguments.

        Raises `NotUnderstood` where an index of an argument runs inside the body.
        """
        given = dict(zip(self.parameters, arguments, strict=True))
        running = {n.letter for n in walk(self.value) if isinstance(n, Over)}
        for argument in arguments:
            for letter in free_letters(argument):
                if letter in running:
                    raise NotUnderstood(
                        f"{letter} runs inside {self.name} and is in its argument; "
                        "give one of them another letter",
                        at,
                    )

        def put(node: Expression) -> Expression | None:
            if not isinstance(node, Parameter) or node.name not in given:
                return None
            argument = given[node.name]
            return Entry(argument, node.indices, node.at) if node.indices else argument

        return changed(self.value, put)
