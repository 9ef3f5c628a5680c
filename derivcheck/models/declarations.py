r"""Declarations and definitions -> what they give.

`x_k \in \mathbb{R}`, `p \in (0, 1)`, `t \in \Delta`, `y \in \{1, \dots, C\}`,
`i = 1, \dots, n`, `f : \mathbb{R} \to \mathbb{R}`, `a_i := …`, `f(z) := …`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..expressions import (
    REAL,
    Classes,
    Expression,
    Fault,
    Fixed,
    Key,
    Letter,
    NotUnderstood,
    Position,
    Symbol,
    errors,
    walk,
)
from ..latex import (
    Marks,
    Occurrence,
    Scripts,
    Set,
    Statement,
    counts,
    factors_of,
    index_set,
    is_index_set,
    listed,
    read_set,
    shape_of_set,
    size_marks,
    terms_of_size,
    whole,
)
from ..latex.grammar import Context, read_expression, subscripted
from .codomains import codomain_of
from .defined_parts import DefinedPart, all_of_it, define_part, whole_of
from .given import Given
from .left_sides import (
    CALLED_AS,
    at_every_value,
    mapped,
    names_given,
    one_step_back,
    parameters_of,
    quantity_given,
    slots_of_parameters,
    wants_a_name_of_its_own,
    wants_no_index,
    wants_other_letters,
)
from .model import Function
from .other_spellings import other_spellings
from .sizes import slot

DEFINED = "what is defined is declared to lie in no set; claim its bounds as relations"


@dataclass(slots=True)
class Declarations:
    """Takes in statements; the context is what they are read in."""

    given: Given
    context: Context
    early: list[tuple[str, Key, int]] = field(default_factory=list)
    """Slots of declarations whose letter a later declaration may give a range."""
    declared: set[str] = field(default_factory=set)
    unread: dict[str, Fault] = field(default_factory=dict)
    """Names that statements which were not read give, each with the reason."""
    parts: dict[str, list[DefinedPart]] = field(default_factory=dict)

    def function_name(self, marks: Marks) -> tuple[str, Marks] | None:
        """The name of the function that a left side defines, and its arguments."""
        if not marks or marks[0].kind not in {"letter", "name", "function"}:
            return None
        if marks[0].kind == "function":
            name, after = marks[0].text, 1
        else:
            occurrence, after = self.context.names.occurrence(marks, 0)
            matched = self.context.names.match(occurrence)
            name = (
                self.context.names.identity(matched[0]) if matched else occurrence.base
            )
            if matched and matched[1]:
                return None
        if after >= len(marks) or marks[after].text != "(" or marks[-1].text != ")":
            return None
        return name, marks[after + 1 : -1]

    # --- definitions ---------------------------------------------------------------

    def define(self, statement: Statement, order: int, *, again: bool = False) -> None:
        """Takes a definition in; `again` where it gives a second name to its right.

        Raises `NotUnderstood`; what was named on the left is broken then.
        """
        left, right = statement.sides[0], statement.sides[1]
        if not right:
            raise NotUnderstood("the right side of := is missing", statement.end)
        try:
            function = self.function_name(left)
            if function is not None:
                self.define_function(function, right, order)
                return
            if left[-1:] and left[-1].kind == "slice":
                value = define_part(self.parts, self.context, statement, order)
                self.note(value, order)
                return
            symbol = quantity_given(left, self.context, self.given, statement.start)
        except NotUnderstood as error:
            self.unread |= dict.fromkeys(
                names_given(self.context.names, left), error.fault
            )
            raise
        try:
            context = replace(self.context, outside=subscripted(left))
            value = read_expression(right, context, statement.start)
            symbol, value = at_every_value(symbol, value)
            wants_other_letters(symbol, value)
            symbol, value, ahead = one_step_back(symbol, value)
        except NotUnderstood as error:
            self.given.broken.setdefault(symbol.name, error.fault)
            self.given.take(symbol.name, len(symbol.indices), order)
            raise
        self.note(value, order)
        for name, number in ahead:
            self.given.start(self.given.take(name, 0, order).name, number, 0)
        numbered = self.context.names.is_numbered
        alias = isinstance(value, Symbol) and (again or numbered(value.name))
        version = self.given.define(symbol, value, order, alias=alias)
        if version in self.given.broken:
            raise NotUnderstood(self.given.broken[version], statement.start)

    def refuse(self, statement: Statement, fault: Fault, order: int) -> None:
        """Breaks what a definition gives, in the version of its place."""
        given = self.given
        for name in names_given(self.context.names, statement.sides[0]):
            versions = given.function_versions.get(name) or given.versions.get(name, ())
            known = [version for first, version in versions if first <= order]
            given.broken.setdefault(known[-1] if known else name, fault)

    def finish(self) -> None:
        """Breaks what no other statement gives than one that was not read."""
        given = self.given
        for name, (*_, last) in self.parts.items():
            if name not in self.unread:
                symbol = Symbol(name, (), last.at)
                given.define(symbol, whole_of(self.parts[name]), last.order)
        for name, fault in self.unread.items():
            quantity = given.take(name, self.context.slots.get(name, 0), 0)
            known = {*given.functions, *given.ranged, *given.labels}
            if not quantity.rows and name not in self.declared | known:
                given.broken.setdefault(name, fault)
        said = (self.declared, {*self.unread, *given.broken})
        for name, fault in other_spellings(given, self.context.names, *said):
            given.broken.setdefault(name, fault)

    def define_function(
        self, function: tuple[str, Marks], right: Marks, order: int
    ) -> None:
        """Takes `f(x) := …` in."""
        name, inside = function
        base = name.rstrip("'")
        if base != name and (base in self.context.functions or base == r"\sigma"):
            raise NotUnderstood(
                f"{name} is the derivative of {base}, which needs no definition; "
                "claim what it is with = for :=",
                right[0].start,
            )
        parameters = parameters_of(inside)
        context = replace(self.context, parameters=frozenset(parameters))
        called = CALLED_AS.get(name, name)
        own = Function(called, tuple(parameters), None, len(parameters), order=order)
        try:
            body = read_expression(right, context, right[0].start)
            wants_no_index(name, parameters, body, right[0].start)
            wants_a_name_of_its_own(name, right[0].start)
        except NotUnderstood as error:
            self.given.broken[self.given.define_function(own)] = error.fault
            raise
        self.note(body, order)
        slots = slots_of_parameters(body)
        for letter in parameters:
            names, many = self.context.names, slots.get(letter, 0)
            occurrence = Occurrence(letter, Scripts(), right[0].start, right[0].start)
            matched = names.match(occurrence)
            if many or matched is not None:
                identity = names.identity(matched[0]) if matched else letter
                self.given.widen(self.given.take(identity, many, order).name, many)
        self.given.define_function(replace(own, body=body))

    def note(self, value: Expression, order: int) -> None:
        """Makes inputs of the names that a definition reads."""
        for node in walk(value):
            if isinstance(node, Symbol):
                version = self.given.take(node.name, len(node.indices), order).name
                self.given.widen(version, self.context.slots.get(node.name, 0))

    # --- declarations --------------------------------------------------------------

    def range(self, statement: Statement) -> None:
        r"""`i = 1, \dots, n`."""
        members = listed(statement.sides[1])
        key = self.last(members, statement)
        dotted = any(mark.kind == "dots" for mark in statement.sides[1])
        for member in listed(statement.sides[0]):
            if len(member) != 1 or member[0].kind not in {"letter", "name"}:
                raise NotUnderstood("expected an index", member[0].start)
            if member[0].text in self.context.names.patterns and not dotted:
                raise NotUnderstood(
                    f"{member[0].text} is a quantity, and a list of values no claim "
                    "about it; write each value in a claim of its own",
                    member[0].start,
                )
            self.ranges(member[0].text, members[0], key)

    def last(self, members: list[Marks], statement: Statement) -> Key:
        """The size at the end of a list, noted as one that starts where it does."""
        zero = members[0][0].text == "0"
        key = self.limit(members[-1], statement, zero=zero)
        if zero:
            self.given.extents.zero.add(self.given.extents.find(key))
        return key

    def ranges(self, letter: str, first: Marks, key: Key) -> None:
        """A letter runs from the number `first` to a size."""
        self.given.ranged[letter] = key
        self.given.lows.pop(letter, None)
        if first[0].kind == "number" and (low := whole(first[0])) > 1:
            self.given.lows[letter] = low
        waiting, self.early = self.early, []
        for name, own, at in waiting:
            self.run_over(name, own, at)

    def run_over(self, letter: str, own: Key, at: int) -> None:
        """A declared slot is as long as the range of its letter, given now or later."""
        key = self.given.ranged.get(letter)
        if key is None:
            self.early.append((letter, own, at))
        else:
            self.given.extents.tie(key, own, at)

    def limit(self, marks: Marks, statement: Statement, *, zero: bool = False) -> Key:
        """The size at the end of a list, which may start at zero."""
        if len(marks) == 1 and marks[0].kind == "number":
            return self.given.extents.length(whole(marks[0]))
        found = terms_of_size(marks)
        if found is None or not self.context.names.sizes.issuperset(
            name for _, name in found[0]
        ):
            raise NotUnderstood(
                "the end of a range is a number, the name of a size, or a sum of such",
                statement.start,
            )
        names, shift = found
        extents = self.given.extents
        up, less = (
            [extents.name_size(name) for sign, name in names if sign == way]
            for way in (1, -1)
        )
        return extents.sum_of(up, shift, less, zero=zero)

    def member(self, statement: Statement, order: int) -> None:
        r"""`x, y \in S`.

        Raises `NotUnderstood`; what is said of the names is not known then.
        """
        try:
            self.lies_in(statement, order)
        except NotUnderstood as error:
            self.leave_unread(statement, error.fault)
            raise

    def leave_unread(
        self, statement: Statement, fault: Fault, *, again: bool = False
    ) -> None:
        """Notes that what is said of the names on its left is not known.

        Where it is said `again`, they are given, and yet what they are is not known.
        """
        for part in listed(statement.sides[0]):
            for name in names_given(self.context.names, part):
                self.unread[name] = errors.UnreadDeclaration(name, fault)
                if again:
                    self.declared.discard(name)

    def lies_in(self, statement: Statement, order: int) -> None:
        """Takes in what a membership says of the names on its left."""
        left, right = statement.sides[0], statement.sides[1]
        if len(statement.sides) > 2:
            raise NotUnderstood("expected one set", statement.relations[1].start)
        sizes = self.context.names.sizes
        if counts(statement) and all(size_marks(m) in sizes for m in listed(left)):
            return
        if is_index_set(right):
            self.labels(left, right, statement, order)
            return
        found = read_set(right, statement.start)
        for part in listed(left):
            self.declare(part, found, order, statement)

    def labels(
        self, left: Marks, right: Marks, statement: Statement, order: int
    ) -> None:
        r"""`a, b \in \{1, \dots, K\}`, where a or b is a class that indexes."""
        inside, above = index_set(right)
        members = listed(inside)
        key = self.limit(members[-1], statement)
        sizes = shape_of_set(above, statement.start) if above else ()
        names = self.context.names
        for member in listed(left):
            text = member[0].text
            occurrence, _ = names.occurrence(member, 0)
            found = names.match(occurrence) or names.loosely(occurrence)
            if len(member) == 1 and text in names.labels:
                self.given.labels[text] = key
                version = self.given.take(text, 0, order).name
                self.given.restrict(version, Classes(key))
            elif found is not None and found[0] in names.classes:
                name = names.identity(found[0])
                indices = tuple(map(names.position, found[1]))
                self.given.labels[name] = key
                symbol = Symbol(name, indices, member[0].start)
                self.array(symbol, Set(Classes(key), sizes), order)
            elif len(member) == 1:
                self.ranges(text, members[0], self.last(members, statement))
            else:
                raise NotUnderstood("expected an index or a label", member[0].start)

    def declare(
        self, marks: Marks, found: Set, order: int, statement: Statement
    ) -> None:
        r"""`x \in` a set: the quantity's domain, and its extents if it is an array."""
        expression = read_expression(marks, self.context, statement.start)
        expression = all_of_it(expression, found)
        if not isinstance(expression, Symbol):
            self.context.redeclared.add(marks[0].text)
            raise NotUnderstood(
                "expected a quantity before the sign of membership", statement.start
            )
        self.array(expression, found, order)

    def array(self, symbol: Symbol, found: Set, order: int) -> None:
        """A declared quantity: its domain, and its sizes where it is an array."""
        name = symbol.name
        self.declared.add(name)
        indices: tuple[Position, ...] = symbol.indices
        known = self.given.take(name, len(indices), order)
        version = known.name
        self.given.declare(version)
        self.given.widen(version, len(indices) + len(found.sizes))
        if found.domain is not None:
            if self.given.quantities[version].rows and found.domain != REAL:
                raise NotUnderstood(DEFINED, symbol.at)
            fixed = any(isinstance(position, Fixed) for position in indices)
            again = known.declared and not fixed and found.domain != known.domain
            self.given.restrict(version, found.domain, order if again else None)
        extents = self.given.extents
        for number, position in enumerate(indices):
            if isinstance(position, Fixed):
                self.given.start(version, number, position.value)
            if isinstance(position, Letter):
                self.run_over(position.name, slot(name, number), symbol.at)
        for number, length in enumerate(found.sizes):
            place = len(indices) + number
            key = slot(name, place)
            zero = (name, place) in self.context.names.from_zero
            if isinstance(length, int):
                extents.fix(key, length - zero, symbol.at)
            elif length is not None and zero:
                last = extents.sum_of([extents.name_size(length)], -1, zero=True)
                extents.tie(last, key, symbol.at)
            elif length is not None:
                named = extents.name_size(length)
                if not extents.differs_by_layer(name, place, indices, named):
                    extents.tie(named, key, symbol.at)
            if zero:
                extents.zero.add(extents.find(key))

    def mapping(self, statement: Statement) -> None:
        r"""`f : \mathbb{R} \to \mathbb{R}`, `\ell : \mathbb{R}^n \times … \to …`."""
        left = statement.sides[0]
        place = next(n for n, m in enumerate(left) if m.kind == "colon")
        arguments = [
            read_set(part, statement.start)
            for part in factors_of(left[place + 1 :])
            if part
        ]
        result = read_set(statement.sides[1], statement.start)
        try:
            codomain = codomain_of(result, statement)
        except NotUnderstood as error:
            for name in mapped(self.context, left[:place]):
                self.given.broken[name] = error.fault
            raise
        plain = not result.sizes and all(not a.sizes for a in arguments)
        extents = self.given.extents
        for name in mapped(self.context, left[:place]):
            if name in self.given.functions:
                continue
            function = Function(name, (), None, len(arguments), codomain=codomain)
            if plain:
                self.given.functions[name] = function
                continue
            if len(result.sizes) > 1 or any(len(a.sizes) > 2 for a in arguments):
                raise NotUnderstood(
                    "functions are read of numbers, vectors and matrices, to numbers "
                    "and vectors",
                    statement.start,
                )
            shapes = tuple(tuple(map(extents.length, a.sizes)) for a in arguments)
            kind = "number"
            if result.sizes:
                kind = "array"
                extents.tie(extents.length(result.sizes[0]), slot(name, 0))
            self.given.functions[name] = replace(function, kind=kind, shapes=shapes)
