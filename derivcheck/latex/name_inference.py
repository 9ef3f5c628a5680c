"""Statements into names: the spelling of every quantity, from a page as a whole."""

from __future__ import annotations

from .bold_names import embolden
from .bound_entries import with_bound_entries
from .function_values import with_function_values
from .letter_runs import fuse, long_runs
from .letter_usage import (
    Evidence,
    condition_letters,
    gather,
    labels_alone,
    learn_layers,
    learn_sizes,
    members_of,
    numbered_tags,
    run_alone,
)
from .named_sets import write_out_sets
from .names import Names, Occurrence
from .patterns import Pattern, Spellings
from .range_statements import write_as_declared
from .script_order import order_scripts
from .scripts import Item, bracketed
from .set_notation import axes_of, factors_of
from .sized_constants import with_sized_constants
from .statement_kinds import (
    bound_letters,
    given_names,
    index_set,
    introduced_words,
    is_definition,
    is_index_set,
    is_membership,
    is_range,
    listed,
    opens_word,
)
from .statements import Statement
from .tag_letters import tag_letters, with_tags
from .zero_counts import counted_from_zero


def learn(statements: list[Statement]) -> Names:
    """The names of a part of a page; the statements' marks are fused in place."""
    names = Names()
    write_out_sets(statements)
    with_bound_entries(statements)
    with_function_values(statements)
    names.introduced = introduced_words(statements)
    names.words |= names.introduced
    write_as_declared(statements, names.words)
    for given in given_names(statements):
        if not opens_word(given, names.words):
            names.singles.add(given[0].text)
        if len(given) == 1:
            names.bare.add(given[0].text)
        above = (m.parts[0] for m in given[1:] if m.kind == "sup")
        if any(bracketed(script) is not None for script in above):
            names.numbered.add(given[0].text)
    for statement in statements:
        if is_definition(statement):
            for side in statement.sides[1:2]:
                names.words |= set(long_runs(names, side))
    for statement in statements:
        statement.sides = [fuse(names, side) for side in statement.sides]
        statement.marks = fuse(names, statement.marks)
    order_scripts(statements)
    _tell_tags(names, statements)
    embolden(statements)
    learn_sizes(names, statements)
    with_sized_constants(names, statements)
    learn_layers(names, statements)
    evidence = gather(names, statements)
    _learn_indices(names, statements, evidence)
    _learn_patterns(names, statements, evidence)
    occurrences = (*evidence.defining, *evidence.claiming)
    names.from_zero = counted_from_zero(names, statements, occurrences)
    return names


def _tell_tags(names: Names, statements: list[Statement]) -> None:
    """Makes words of the letters that tell quantities apart and that nothing runs."""
    running = {
        letter
        for statement in statements
        for side in statement.sides
        for letter in bound_letters(side)
    }
    for statement in statements:
        if is_range(statement):
            running |= {marks[0].text for marks in listed(statement.sides[0])}
        running.update(condition_letters(names, statement))
    tags = tag_letters(statements, running)
    if tags:
        for statement in statements:
            statement.sides = [with_tags(side, tags) for side in statement.sides]
            statement.marks = with_tags(statement.marks, tags)


def _learn_indices(
    names: Names, statements: list[Statement], evidence: Evidence
) -> None:
    for statement in statements:
        for side in statement.sides:
            names.indices.update(bound_letters(side))
        names.indices.update(condition_letters(names, statement))
    for occurrence in (*evidence.defining, *evidence.declaring, *evidence.claiming):
        for item in occurrence.scripts.sub:
            if item.kind == "letter" and (item.shift or item.more):
                names.indices |= {*item.letters} - names.sizes
    names.indices |= _of_declared_arrays(names, statements, evidence)
    bound = {c for s in statements for side in s.sides for c in bound_letters(side)}
    summed = run_alone(statements)
    alone = labels_alone(names, evidence, bound, summed)
    names.indices -= set(names.labels) & alone
    numbered = numbered_tags(statements, evidence)
    names.indices -= numbered
    names.tags |= numbered
    names.indices -= set(names.labelled) - summed
    strong = set(names.indices)
    for label in list(names.labels):
        if label in names.indices:
            del names.labels[label]
    letters = {*evidence.left, *evidence.right} - numbered
    for letter in letters - strong - set(names.labels) - names.sizes:
        if _is_index(letter, names, evidence, strong):
            names.indices.add(letter)
        else:
            names.tags.add(letter)


def _of_declared_arrays(
    names: Names, statements: list[Statement], evidence: Evidence
) -> set[str]:
    """The letters that fill slots of arrays which are declared as a whole.

    Not where the page gives the name with such a letter, `w_i` beside `w`, too.
    """
    whole = {(o.base, o.at) for o in evidence.declaring if not o.scripts.sub}
    declared = _declared_axes(names, statements).items()
    axes = {base: many for (base, at, _), many in declared if (base, at) in whole}
    given = {o.base for o in (*evidence.declaring, *evidence.lefts) if o.scripts.sub}
    return {
        item.text
        for o in (*evidence.defining, *evidence.claiming)
        if o.base not in given and len(o.scripts.sub) <= axes.get(o.base, 0)
        for item in o.scripts.sub
        if item.kind == "letter" and not item.tag and item.text not in names.sizes
    }


def _is_index(letter: str, names: Names, evidence: Evidence, strong: set[str]) -> bool:
    left = evidence.left.get(letter, set())
    right = evidence.right.get(letter, set())
    both, left_only, right_only = left & right, left - right, right - left
    if letter in names.singles and not both:
        return False
    if letter.isupper() and left_only and right_only:
        return False  # of a batch, `\mu_B`: free here and missing there as an index
    if left_only and not both:
        return _beside(letter, evidence, strong) and not evidence.first_only[letter]
    if evidence.first_only.get(letter, False) and (left_only or right_only):
        return _beside(letter, evidence, strong)
    if both:
        return True
    if not left and _is_one_of(letter, evidence):
        return False
    return _beside(letter, evidence, strong)


def _is_one_of(letter: str, evidence: Evidence) -> bool:
    r"""Whether `u_o` is declared beside `u_1, \dots, u_K`: a name of its own."""
    bases = {
        o.base
        for o in evidence.declaring
        if [i.text for i in o.scripts.sub] == [letter]
    }
    return any(
        o.base in bases and o.scripts.sub and o.scripts.sub[0].text != letter
        for o in evidence.declaring
    )


def _beside(letter: str, evidence: Evidence, strong: set[str]) -> bool:
    """Whether numbers or known indices stand where this letter stands."""
    return any(
        letter in texts and any(t.isdigit() or t in strong for t in texts)
        for texts in evidence.slots.values()
    )


def _learn_patterns(
    names: Names, statements: list[Statement], evidence: Evidence
) -> None:
    lettered = _lettered(names, evidence)
    numbered: list[tuple[Occurrence, str]] = []
    axes = _declared_axes(names, statements)
    below = {*evidence.left, *evidence.right} & names.indices
    rights = sorted(evidence.rights, key=lambda o: -len(o.scripts.sub))
    for occurrence, given in (
        *((o, "declared") for o in evidence.declaring),
        *((o, "defined") for o in evidence.lefts),
        *((o, "read") for o in rights),
    ):
        if _is_size(names, occurrence):
            continue
        sub = tuple(
            _tag(names, occurrence, item, "sub", lettered)
            for item in _wide(names, occurrence.scripts.sub)
        )
        sup = occurrence.scripts.sup
        above = None
        if sup is not None:
            above = tuple(
                _tag(names, occurrence, item, "sup", lettered) for item in sup
            )
        extra = axes.get((occurrence.base, occurrence.at, occurrence.end), 0)
        if extra:
            array = Pattern(occurrence.base, sub + (None,) * extra, above)
            names.arrays.setdefault(array.base, {})[array] = len(sub)
            add_pattern(names, array)
            continue
        pattern = Pattern(occurrence.base, sub, above)
        if _partial(names, pattern, given == "defined"):
            continue
        if given == "defined" and _starts_layers(occurrence, evidence.lefts):
            continue
        if given == "read":
            bare = not sub and above is None
            if bare and (occurrence.base in below or occurrence.base in names.labels):
                continue
            if names.match(occurrence) is None:
                whole = names.loosely(occurrence)
                if whole is not None and len(whole[0].sub) > len(sub):
                    continue
        if any(tag is not None and tag.isdigit() for tag in sub) and not above:
            numbered.append((occurrence, given))
            continue
        add_pattern(names, pattern)
    _learn_numbered(names, statements, evidence, numbered, lettered)
    for letter in evidence.parameters:
        if not any(
            letter in known
            for known in (names.patterns, names.sizes, names.indices, names.labels)
        ):
            add_pattern(names, Pattern(letter))
    for occurrence in evidence.labelling:
        matched = names.match(occurrence) or names.loosely(occurrence)
        if matched is not None:
            names.classes.add(matched[0])
    _learn_parts(names, evidence)
    for occurrence in evidence.claiming:
        matched = names.match(occurrence) or names.loosely(occurrence)
        for item in matched[1] if matched else ():
            plain = item.kind == "letter" and item.text not in names.labels
            if plain and item.text not in names.singles | names.sizes:
                names.indices.add(item.text)


def _learn_numbered(
    names: Names,
    statements: list[Statement],
    evidence: Evidence,
    numbered: list[tuple[Occurrence, str]],
    lettered: set[tuple[str, str, int, int]],
) -> None:
    """Names with numbers below: of their own where given, or where no whole is."""

    def add(occurrence: Occurrence) -> None:
        if names.match(occurrence) is None:
            below = occurrence.scripts.sub
            sub = (_tag(names, occurrence, item, "sub", lettered) for item in below)
            add_pattern(names, Pattern(occurrence.base, tuple(sub), None))

    for occurrence, given in numbered:
        if given != "read":
            add(occurrence)
    for occurrence in evidence.lefts:
        matched = names.match(occurrence)
        if matched is not None:
            names.wholes.add(matched[0])
    made = _made_of_entries(names, statements)
    for occurrence, given in numbered:
        alone = occurrence.base in made or names.loosely(occurrence) is None
        if given == "read" and alone:
            add(occurrence)


def _made_of_entries(names: Names, statements: list[Statement]) -> set[str]:
    r"""The names defined by others of their letters: `\xi := \xi_1 + \xi_2`."""
    made: set[str] = set()
    for statement in statements:
        if is_definition(statement):
            left = {o.base for o in names.occurrences(statement.sides[0])}
            made |= left & {o.base for o in names.occurrences(statement.sides[1])}
    return made


def _learn_parts(names: Names, evidence: Evidence) -> None:
    """Names read with more indices than a definition gives them: maybe components."""
    given = names.wholes.union(*names.arrays.values())
    for occurrence in evidence.declaring:
        matched = names.match(occurrence)
        if matched is not None:
            given.add(matched[0])
    for patterns in names.patterns.values():
        for pattern in patterns:
            if pattern in given:
                continue
            for whole in patterns:
                extra = len(pattern.sub) - len(whole.sub)
                longer = whole.sub + (None,) * max(extra, 0)
                if (
                    whole in names.wholes
                    and 0 < extra < 3
                    and (longer == pattern.sub and whole.sup == pattern.sup)
                ):
                    names.parts[names.identity(pattern)] = (
                        names.identity(whole),
                        extra,
                    )


def _is_size(names: Names, occurrence: Occurrence) -> bool:
    """Whether it is a size used as a number: the m of $1/m$, no $m^{(t)}$."""
    sub = "".join(item.text for item in occurrence.scripts.sub)
    size = occurrence.base + (f"_{sub}" if sub else "")
    return size in names.sizes and occurrence.scripts.sup is None


def _declared_axes(
    names: Names, statements: list[Statement]
) -> dict[tuple[str, int, int], int]:
    """How many slots each declaration adds, by the place of the name."""
    found: dict[tuple[str, int, int], int] = {}
    for statement in statements:
        if is_membership(statement):
            right = statement.sides[1]
            above = index_set(right)[1] if is_index_set(right) else ()
            extra = len(factors_of(above)) if above else axes_of(right)
            for occurrence in members_of(names, statement.sides[0]):
                found[occurrence.base, occurrence.at, occurrence.end] = extra
    return found


def _partial(names: Names, pattern: Pattern, left: bool) -> bool:
    """Whether it is a declared array without all of its slots.

    On the left of a definition it must be written with as many as it was declared
    with: `W_t := W` makes copies of a matrix, and defines no row of it.
    """
    if pattern in names.patterns.get(pattern.base, Spellings()):
        return True
    return any(
        (not left or written == len(pattern.sub))
        and array.sup == pattern.sup
        and array.sub[: len(pattern.sub)] == pattern.sub
        for array, written in names.arrays.get(pattern.base, {}).items()
    )


def _starts_layers(start: Occurrence, lefts: list[Occurrence]) -> bool:
    """Whether it is a first layer as a whole, `a^0`, where others are by components."""
    above = start.scripts.sup
    if not above or not all(item.kind == "number" for item in above):
        return False
    return any(
        other.base == start.base
        and other.scripts.sup is not None
        and len(other.scripts.sup) == len(above)
        and any(item.kind == "letter" for item in other.scripts.sup)
        and len(other.scripts.sub) > len(start.scripts.sub)
        for other in lefts
    )


def add_pattern(names: Names, pattern: Pattern) -> None:
    """Takes a pattern in, once."""
    names.patterns.setdefault(pattern.base, Spellings()).add(pattern)


def _wide(names: Names, found: tuple[Item, ...]) -> list[Item]:
    """Runs of letters that are all indices, letter by letter."""
    wide: list[Item] = []
    for item in found:
        word = item.kind == "word" and not item.tag and item.text not in names.indices
        if word and all(c in names.indices or c in names.lasts for c in item.text):
            wide += [Item("letter", c, item.at) for c in item.text]
        else:
            wide.append(item)
    return wide


def _lettered(names: Names, evidence: Evidence) -> set[tuple[str, str, int, int]]:
    """The places below and above names at which an index letter stands."""
    found: set[tuple[str, str, int, int]] = set()
    indices = names.indices | {*names.labels} | names.lasts
    for occurrence in (*evidence.defining, *evidence.declaring, *evidence.claiming):
        for where, script in (
            ("sub", occurrence.scripts.sub),
            ("sup", occurrence.scripts.sup or ()),
        ):
            wide = _wide(names, script)
            for place, item in enumerate(wide):
                index = (
                    (
                        item.kind in {"letter", "word"}
                        and not item.tag
                        and item.text in indices
                    )
                    or item.kind == "label"
                    or bool(item.more)
                )
                if index:
                    found.add((occurrence.base, where, len(wide), place))
    return found


def _tag(
    names: Names,
    occurrence: Occurrence,
    item: Item,
    where: str,
    lettered: set[tuple[str, str, int, int]],
) -> str | None:
    """None for a slot, else the tag."""
    script = occurrence.scripts.sub if where == "sub" else occurrence.scripts.sup or ()
    wide = _wide(names, script)
    place = wide.index(item) if item in wide else 0
    if item.kind == "label" or names.indices & {c for _, c in item.more}:
        return None
    slot = (occurrence.base, where, len(wide), place) in lettered
    size = item.text in names.sizes and item.text not in names.indices
    if item.kind == "number" or size:
        return None if slot else item.written
    if item.tag or (item.kind == "word" and item.text not in names.indices):
        return item.written
    if item.text in names.indices | names.labels.keys() | names.labelled.keys():
        return None
    return item.written
