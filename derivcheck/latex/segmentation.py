"""Marks parted into what each statement takes up, and the words that are names.

The parts end at line ends, loose commas, "and", and wide spaces between relations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from .marks import Mark, MarkKind, Marks
from .nesting import closing, depths, outside, partition, reach, relations_in, split_at
from .vocabulary import FUNCTIONS

WORDS = {"if", "for", "where", "when", "otherwise", "assume", "given", "suppose",
         "and", "with", "else", "whenever", "provided", "unless", "let", "since",
         "because", "thus", "hence", "so", "then", "or", "as", "by", "all", "every",
         "each", "that", "is", "are", "the"}  # fmt: skip  # a list of words
BARE_WORDS = {"if", "for", "where", "when", "otherwise", "assume", "given", "suppose",
              "and"}  # fmt: skip


COLUMNS: set[MarkKind] = {"wide", "amp"}  # what parts two relations of one line


def with_words(marks: Marks, known: frozenset[str]) -> Marks:
    r"""Single words of `\text` become names where they are used as one.

    Bare `if`, `for`, `where` become text.
    """
    found: list[Mark] = []
    place = 0
    while place < len(marks):
        mark = marks[place]
        after = next((m for m in marks[place + 1 : place + 3] if m.kind != "amp"), None)
        if mark.kind == "text" and _names(mark, found[-1:], after, known):
            kind: MarkKind = "function" if mark.text in FUNCTIONS else "name"
            found.append(replace(mark, kind=kind))
            place += 1
            continue
        run = _run(marks, place)
        word = "".join(m.text for m in run)
        if word in BARE_WORDS and word not in known:
            following = (
                marks[place + len(run)] if place + len(run) < len(marks) else None
            )
            if following is None or following.kind not in {"sub", "sup", "relation"}:
                end = run[-1].end
                found.append(Mark("text", word, mark.start, end))
                place += len(run)
                continue
        if run:
            found.extend(_inside(m, known) for m in run)
            place += len(run)
        else:
            found.append(_inside(mark, known))
            place += 1
    return tuple(found)


def _inside(mark: Mark, known: frozenset[str]) -> Mark:
    if not mark.parts:
        return mark
    return mark.with_parts(tuple(with_words(part, known) for part in mark.parts))


def _run(marks: Marks, place: int) -> Marks:
    """The letters that stand glued together from here on."""
    end = place
    while (
        end < len(marks) and marks[end].kind == "letter" and len(marks[end].text) == 1
    ):
        if end > place and not marks[end].glued:
            break
        end += 1
    return marks[place:end]


def _names(
    mark: Mark, before: list[Mark], after: Mark | None, known: frozenset[str]
) -> bool:
    r"""Whether a `\text{word}` is the name of a quantity or function."""
    word = mark.text.strip()
    if not word.replace("-", "").replace("_", "").isalnum() or word in WORDS:
        return False
    if word in known or word in FUNCTIONS or word in {"T"}:
        return True
    if after is not None and after.kind in {"sub", "sup", "prime"}:
        return True
    if (
        after is not None
        and after.kind == "open"
        and after.text == "("
        and not after.glued
    ):
        return len(word) > 1 and word.islower() and word in FUNCTIONS
    if after is not None and after.kind == "open":
        return True
    if after is not None and after.kind == "relation":
        return not before or before[0].kind in {"newline", "amp", "comma", "wide"}
    joined = {"operator", "partial", "frac"}
    return bool(before and before[0].kind in joined) or (
        after is not None and after.kind in {"operator"}
    )


def without_braces(marks: Marks) -> Marks:
    r"""The marks without the brace beside a system, whose rows are statements.

    A brace that nothing closes, or `cases`, is one where no relation is before it
    on its line: `f = \left\{ …` is by cases.
    """
    found: list[Mark] = []
    place, related_before = 0, False
    while place < len(marks):
        mark = marks[place]
        if mark.kind == "newline":
            related_before = False
        related_before = related_before or mark.kind == "relation"
        if mark.kind == "open" and mark.text in {"{", "."} and not related_before:
            end = reach(marks, place + 1)
            inside = marks[place + 1 : end]
            ends = {mark.text, *(m.text for m in marks[end : end + 1])}
            system = "." in ends and len(ends) == 2 and "|" not in ends
            if system and relations_in(inside):
                found += without_braces(inside)
                place = end + 1
                continue
        if mark.kind == "environment" and mark.text == "cases" and not related_before:
            rows = tuple(inner for part in mark.parts for inner in part)
            if all(map(relations_in, _rows(rows))):
                found += without_braces(rows)
                place += 1
                continue
        found.append(mark)
        place += 1
    return tuple(found)


def _rows(marks: Marks) -> Iterator[Marks]:
    """The first column of each row that has something."""
    for row in split_at(marks, {"newline"}):
        first = split_at(row, {"amp"})[0]
        if row:
            yield first


@dataclass(slots=True)
class Segment:
    """The marks of one statement, what parted them from those before, and its words.

    `words` are those in front of it, `row` the number of its line, and `stop` the comma
    or point before it and its words, `spaced` where a wide space is; `inside` are words
    right behind its signs.
    """

    marks: list[Mark]
    before: str
    words: Marks = ()
    row: int = 0
    stop: str = ""
    spaced: bool = False
    inside: Marks = ()

    @property
    def said(self) -> str:
        """The words as one text."""
        return " ".join(mark.text for mark in self.words).strip()


def segments_of(marks: Marks) -> list[Segment]:
    """What each statement of a piece takes up."""
    found = [Segment([], "start")]
    free = _outside(marks)
    row = 0
    for place, mark in enumerate(marks):
        boundary = _boundary(marks, place)
        if boundary == "newline" and place not in free:
            continue
        kept = found[-1].words if not found[-1].marks else ()
        empty = all(m.kind == "wide" for m in found[-1].marks)
        stop = found[-1].stop if empty else ""
        if boundary is None or place not in free:
            if mark.kind != "text" or place not in free:
                found[-1].marks.append(mark)
                continue
            spaced = marks[place - 1].kind in COLUMNS if place else False
            found.append(Segment([], "text", (*kept, mark), row, stop, spaced))
        else:
            row += boundary == "newline"
            stop = mark.text if boundary == "comma" and not kept else stop
            if found[-1].marks or boundary != "comma":
                found.append(Segment([], boundary, kept, row, stop))
    return _joined(_spread(found))


def _outside(marks: Marks) -> set[int]:
    """The places outside brackets; those of each line where brackets do not close."""
    starts = [place for place, mark in enumerate(marks) if mark.kind == "newline"]
    if not starts or list(depths(marks))[-1] == 0:
        return {place for place, _ in outside(marks)}
    lines = pairwise([0, *starts, len(marks)])
    return {
        start + place for start, end in lines for place, _ in outside(marks[start:end])
    }


def _boundary(marks: Marks, place: int) -> str | None:
    mark = marks[place]
    if mark.kind == "newline":
        return "newline"
    if mark.kind in {"wide", "amp"}:
        return None
    if mark.kind == "colon":
        rest = marks[place + 1 :]
        maps = any(m.text == r"\to" for m in rest[:12] if m.kind == "relation")
        return None if maps else "colon"
    if mark.kind != "comma" or not mark.loose or _in_list(marks, place):
        return None
    return "comma"


def _in_list(marks: Marks, place: int) -> bool:
    r"""Whether a comma is in a list such as `1, 2, \dots, n`."""
    if place and marks[place - 1].kind == "dots":
        return True
    if _counts(marks, place):
        return True
    ahead = place + 1
    while ahead + 1 < len(marks) and marks[ahead].kind == "number":
        if marks[ahead + 1].kind != "comma":
            return False
        ahead += 2
    if ahead < len(marks) and marks[ahead].kind == "dots":
        return True
    # `x_1, x_2, \dots, x_n`
    while ahead + 2 < len(marks) and marks[ahead].kind in {"letter", "name"}:
        ahead += 1
        while ahead < len(marks) and marks[ahead].kind in {"sub", "sup"}:
            ahead += 1
        if ahead >= len(marks) or marks[ahead].kind != "comma":
            return False
        ahead += 1
    return ahead < len(marks) and marks[ahead].kind == "dots" and ahead > place + 1


def _counts(marks: Marks, place: int) -> bool:
    r"""Whether a comma is in `k = 1, 2, 3`, with nothing behind the last number."""
    start, end = place, place
    while start and marks[start - 1].kind in {"number", "comma"}:
        start -= 1
    while end < len(marks) and marks[end].kind in {"number", "comma"}:
        end += 1
    end -= marks[end - 1].kind == "comma"
    behind = marks[end].kind if end < len(marks) else "close"
    ends = behind in {"comma", "newline", "wide", "text", "close"}
    opens = start > 0 and marks[start - 1].text == "="
    return opens and ends and place < end and counts_up(marks[start:end])


def counts_up(marks: Marks) -> bool:
    """Whether it is a list of two or more numbers that counts up from 0 or 1."""
    members = split_at(marks, {"comma"})
    if len(members) < 2 or any([m.kind for m in x] != ["number"] for x in members):
        return False
    written = [member[0].text for member in members]
    first = int(written[0] == "1")
    return written == [str(number) for number in range(first, first + len(written))]


def _spread(segments: list[Segment]) -> list[Segment]:
    """Parts segments at wide spaces and columns between two relations."""
    found: list[Segment] = []
    for segment in segments:
        pieces = _pieces(segment.marks)
        first = pieces[0][1] if pieces else []
        current = replace(segment, marks=first)
        for number, (sign, piece) in enumerate(pieces[1:], 1):
            next_sign, following = (
                ("", []) if number + 1 == len(pieces) else pieces[number + 1]
            )
            starts = piece[0].kind == "relation"
            goes_on = bool(following) and following[0].kind == "relation"
            column = goes_on and "amp" in {sign, next_sign}
            whole = related(current.marks) and current.marks[-1].kind != "relation"
            if whole and not starts and (related(piece) or column):
                found.append(current)
                current = Segment(list(piece), "wide", row=segment.row)
            elif not _is_number_of_equation(piece):
                current.marks.extend(piece)
        found.append(current)
    return found


def _pieces(marks: list[Mark]) -> list[tuple[str, list[Mark]]]:
    """What is between wide spaces and column marks, with the mark before it."""
    parts, signs = partition(tuple(marks), COLUMNS)
    pieces = [
        (sign, [mark for mark in part if mark.kind != "wide"])
        for sign, part in zip(["", *(m.kind for m in signs)], parts, strict=True)
    ]
    return [piece for piece in pieces if piece[1]]


def related(marks: list[Mark]) -> bool:
    """Whether a relation is here outside brackets, or in brackets round it all."""
    return any(
        mark.kind == "relation" and (depth == 0 or wrapped(marks))
        for mark, depth in zip(marks, depths(marks), strict=True)
    )


def wrapped(marks: list[Mark]) -> bool:
    """Whether one pair of brackets stands round all of it."""
    return (
        len(marks) > 2
        and marks[0].kind == "open"
        and marks[0].text in "(["
        and marks[-1].kind == "close"
        and closing(tuple(marks), 0) == len(marks) - 1
    )


def _is_number_of_equation(piece: list[Mark]) -> bool:
    texts = [m.text for m in piece]
    return (
        len(texts) == 3
        and texts[0] == "("
        and texts[2] == ")"
        and (piece[1].kind == "number")
    )


def _joined(segments: list[Segment]) -> list[Segment]:
    """Joins lines that go on: after a relation, before an operator, in a list."""
    found: list[Segment] = []
    for place, segment in enumerate(segments):
        if not segment.marks and not segment.said:
            if found and segment.before == "colon":
                found.append(segment)
            continue
        last = found[-1] if found else None
        heads = _heads(segment, segments[place + 1 :])
        if last is None or not last.marks:
            found.append(segment)
        elif _is_open(last, segment) or (not heads and _goes_on(last, segment)):
            if segment.before == "comma":
                comma = Mark(
                    "comma", ",", segment.marks[0].start, segment.marks[0].start
                )
                last.marks.append(comma)
            last.inside += segment.words
            last.marks.extend(segment.marks)
        else:
            found.append(segment)
    return found


def _is_open(last: Segment, segment: Segment) -> bool:
    """Whether what is there wants more: it ends with a relation or an operator."""
    if not segment.marks:
        return False
    if last.marks[-1].kind == "operator":
        return segment.before == "newline" and not segment.said
    return last.marks[-1].kind == "relation"


def _heads(segment: Segment, rest: list[Segment]) -> bool:
    """Whether a line without a relation begins a chain that the next one goes on with.

    A line that opens with an operator goes on with the one before it.
    """
    if segment.before != "newline" or not segment.marks or related(segment.marks):
        return False
    after = rest[0].marks[0] if rest and rest[0].marks else None
    opens = after is not None and after.kind == "relation"
    return opens and segment.marks[0].kind not in {"operator", "relation"}


def _goes_on(last: Segment, segment: Segment) -> bool:
    if not segment.marks:
        return False
    first = next((m for m in segment.marks if m.text != "."), segment.marks[0])
    if segment.said:
        return False
    if segment.before == "newline":
        if not related(segment.marks):
            return True
        return first.kind == "operator" and first.text not in {"-", r"\pm"}
    if segment.before == "comma":
        return not related(last.marks) and first.kind != "relation" and not last.said
    return False
