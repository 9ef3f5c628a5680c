"""A model -> the sizes to try it with: small ones, each different from the others."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping

from ..expressions import Extent, Fixed, Key, Position
from ..models import Extents, Model, slot

SHORTEST = ((3, 2, 4, 5, 6, 7, 8), (2, 4, 3, 6, 5, 7, 8))
LONGER = (5, 6, 7, 8)
LONG = 2  # the first of the assignments in which some sizes are at least five


def free_sizes(model: Model) -> list[Key]:
    """The sizes that nothing gives: no number, no others, and no layer's width."""
    extents = model.extents
    known = {*extents.number, *map(extents.find, (*extents.sums, *extents.widths))}
    known |= extents.layered.keys()
    return sorted((k for k in sizes_in(model) if k not in known), key=repr)


def sizes_in(model: Model) -> list[Key]:
    """The sizes of all arrays, and those that the page names."""
    extents = model.extents
    slots = [slot(q.name, n) for q in model.quantities.values() for n in range(q.slots)]
    keys = (*slots, *extents.parent, *extents.named, *model.labels.values())
    return list(dict.fromkeys(map(extents.find, keys)))


def sizes_of(
    model: Model,
    assignment: int,
    before: dict[Key, int],
    long: Collection[Key] = (),
    at_least: int = 0,
) -> dict[Key, int]:
    """A number for every size, all that are free pairwise different.

    Assignments 0 and 1 differ in all free sizes that they can; `before` are the sizes
    of the other one. The `long` ones are at least five, or `at_least`, and
    then layers are narrow.
    """
    extents = model.extents
    keys, free = sizes_in(model), free_sizes(model)
    found = {k: extents.number[k] for k in keys if k in extents.number}
    layered = {k: extents.layered[k] for k in keys if k in extents.layered}
    used = set(found.values())
    for number, key in enumerate(free):
        least = max(2, extents.least.get(key, 1))
        shortest: tuple[int, ...] = SHORTEST[assignment]
        if key in long:
            first = max(LONGER[0], at_least)
            shortest = tuple(range(first, first + len(LONGER)))
        wanted = [w for w in shortest if w >= least]
        if number + len(used) > 14:
            found[key] = max(least, shortest[number % 2])
            continue
        fresh = [w for w in wanted if w not in used]
        value = fresh[0] if fresh else max([least - 1, *used]) + 1
        used.add(value)
        found[key] = value
    for family in extents.families:
        _widen(extents, family, found, layered, before, narrow=bool(long))
    _put_in_order(extents, found, free)
    _widen_enough(extents, found, free)
    for key, fixed in extents.number.items():
        found.setdefault(key, fixed)  # a range of numbers that fills no slot
    return with_totals(extents, found)


def sizes_in_order(extents: Extents, sizes: Mapping[Key, int]) -> bool:
    """Whether sizes are as the page compares them."""
    return all(
        sizes[larger] >= sizes[smaller] + order.more
        for order in extents.orders
        for larger, smaller in [
            (extents.find(order.larger), extents.find(order.smaller))
        ]
        if larger in sizes and smaller in sizes
    )


def _put_in_order(extents: Extents, found: dict[Key, int], free: list[Key]) -> None:
    """Exchanges free sizes until they are as the page compares them.

    Where an exchange would make one too small the larger one grows.
    """
    for _ in extents.orders:
        for order in extents.orders:
            larger, smaller = map(extents.find, (order.larger, order.smaller))
            if (
                larger not in free
                or found[larger] >= found.get(smaller, 0) + order.more
            ):
                continue
            fits = found[larger] >= extents.least.get(smaller, 1)
            if smaller in free and fits:
                found[larger], found[smaller] = found[smaller], found[larger]
            else:
                found[larger] = max(found.values()) + 1


def with_totals(extents: Extents, sizes: dict[Key, int]) -> dict[Key, int]:
    """The sizes, with those that are made of others worked out again."""
    found = _with_no_totals(extents, sizes)
    for root in dict.fromkeys(map(extents.find, extents.sums)):
        _together(extents, root, found)
    return found


def _with_no_totals(extents: Extents, sizes: dict[Key, int]) -> dict[Key, int]:
    """The sizes that are made of no others."""
    totals = {extents.find(key) for key in extents.sums}
    return {key: size for key, size in sizes.items() if key not in totals}


def _together(extents: Extents, root: Key, found: dict[Key, int]) -> int:
    """The number of a size that is made of others, noted with theirs."""
    total = extents.together(root)
    if root not in found and total is not None:
        one, other = (
            sum(_together(extents, extents.find(key), found) for key in keys)
            for keys in (total.lengths, total.less)
        )
        found[root] = one - other + total.ones
    return found.get(root, 0)


def _widen_enough(extents: Extents, found: dict[Key, int], free: list[Key]) -> None:
    """Makes a size longer where what is made of it would be none or one."""
    for key, total in extents.sums.items():
        root = extents.find(key)
        wide = _longest(extents, root)
        if wide not in free or not (total.less or total.ones < 0):
            continue
        left = _together(extents, root, _with_no_totals(extents, found))
        if left < 2:
            found[wide] = max(found[wide] + 2 - left, *found.values()) + 1


def _longest(extents: Extents, root: Key) -> Key:
    """The first of the sizes that a size is made of, where it is made of some."""
    total = extents.together(root)
    return root if total is None else _longest(extents, extents.find(total.lengths[0]))


def _widen(
    extents: Extents,
    family: str,
    found: dict[Key, int],
    layered: dict[Key, tuple[str, Position]],
    before: dict[Key, int],
    *,
    narrow: bool,
) -> None:
    """Gives each layer of a family its width, all different where they are free.

    The narrow ones are inside, where a matrix is on either side. Where all are to
    be `narrow`, only neighbours differ.
    """
    last = max(
        (
            found.get(extents.find(slot(str(key[1]), wide.driver)), 0)
            for key, wide in extents.widths.items()
            if wide.family == family
        ),
        default=0,
    )
    at: dict[Key, int] = {}
    for root, (name, position) in layered.items():
        match position:
            case Fixed(layer) if name == family:
                at[root] = layer
            case Extent(limit, shift) if name == family:
                at[root] = found.get(extents.find(extents.of_size(limit)), 0) + shift
            case _:
                pass
    widths = {at[root]: found[root] for root in at if root in found}
    least = {layer: extents.least.get(root, 1) for root, layer in at.items()}
    taken = {*found.values(), *widths.values()}
    free = (layer for layer in range(last + 1) if layer not in widths)
    for layer in sorted(free, key=lambda layer: -min(layer, last - layer)):
        other = before.get(("width", family, Fixed(layer)))
        fits = itertools.count(max(2, least.get(layer, 1)))
        if narrow:
            taken = {widths.get(layer - 1, 0), widths.get(layer + 1, 0)}
        widths[layer] = next(w for w in fits if w not in taken and w != other)
        taken.add(widths[layer])
    found.update({("width", family, Fixed(n)): w for n, w in widths.items()})
    found.update({root: widths[layer] for root, layer in at.items() if layer in widths})
