r"""Marks into statements: what is said, before anything is known of the names.

A piece of mathematics holds statements, parted by line ends, loose commas, "and",
or a wide space between two relations. A statement is a chain: sides, with a relation
between neighbours; the conditions and words beside it belong to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from .expression import NotUnderstood
from .notation import Kind, Mark, Marks
from .vocabulary import FUNCTIONS

WORDS = {"if", "for", "where", "when", "otherwise", "assume", "given", "suppose",
         "and", "with", "else", "whenever", "provided", "unless", "let", "since",
         "because", "thus", "hence", "so", "then", "or", "as", "by", "all", "every",
         "each", "that", "is", "are", "the"}  # fmt: skip  # a list of words
BARE_WORDS = {"if", "for", "where", "when", "otherwise", "assume", "given", "suppose",
              "and"}  # fmt: skip
CONDITION_WORDS = {"if", "when", "whenever", "for", "provided", "with", "case", "where",
                   "iff", "only", "unless"}  # fmt: skip
ASSUMING = {"assume", "given", "suppose", "assuming", "supposing"}


Stands = Literal["display", "text", "supposed", "case"]


@dataclass(slots=True)
class Statement:
    """A chain of sides with relations between neighbours, as marks.

    `goes_on` is true where the first side is the last one of the chain before;
    `words` are those of the text in front. `stands` is where: in a display, in the
    running text, there behind an "if", or as the mere name of a case.
    """

    sides: list[Marks]
    relations: list[Mark]
    words: frozenset[str] = frozenset()
    goes_on: bool = False
    opens: bool = False
    before: str = "start"
    colon: bool = False
    start: int = 0
    error: NotUnderstood | None = None
    marks: Marks = field(default=())
    stands: Stands = "display"

    @property
    def end(self) -> int:
        """Where the statement ends in its text."""
        return self.marks[-1].end if self.marks else self.start


def read_statements(
    marks: Marks, known: frozenset[str], stands: Stands = "display"
) -> list[Statement]:
    """The statements of one piece; `known` are words that name a quantity."""
    plain = with_words(marks, known)
    remarks: list[Marks] = []
    plain = _take_remarks(plain, remarks)
    found = [_statement(segment) for segment in _segments(plain)]
    for remark in remarks:
        inner = [_statement(segment) for segment in _segments(remark)]
        for statement in inner:
            statement.before = "remark"
        found.extend(inner)
    told: list[Statement] = []
    for statement in found:
        if statement.sides or statement.relations or statement.words:
            statement.stands = stands
            told += _turned(statement, told[-1].sides[-1:] if told else [])
    return told


def _turned(statement: Statement, before: list[Marks]) -> list[Statement]:
    """`A = B =: C` claims A = B and defines C by B, which may stand in the line above.

    It is left as it is where =: does not stand last, or nothing stands before it.
    """
    signs = [sign.text for sign in statement.relations]
    place = len(signs) - 1
    if "=:" not in signs or signs.index("=:") < place:
        return [statement]
    value, name = statement.sides[place] or (*before, ())[0], statement.sides[-1]
    if not value:
        return [statement]
    sign = replace(statement.relations[place], text=":=")
    defined = Statement([name, value], [sign], start=sign.start, marks=statement.marks)
    if not place:
        return [defined]
    statement.sides = statement.sides[:-1]
    statement.relations = statement.relations[:-1]
    return [statement, defined]


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
            kind: Kind = "function" if mark.text in FUNCTIONS else "name"
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
    return replace(mark, parts=tuple(with_words(part, known) for part in mark.parts))


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


def _take_remarks(marks: Marks, remarks: list[Marks]) -> Marks:
    """Takes out bracketed remarks, `[if i ≠ 1, A = 0]`, each a claim of its own."""
    found: list[Mark] = []
    place = 0
    while place < len(marks):
        mark = marks[place]
        ahead = marks[place + 1] if place + 1 < len(marks) else None
        opens = mark.kind == "open" and mark.text in "[("
        if opens and ahead is not None and ahead.kind == "text":
            words = set(ahead.text.lower().replace(",", " ").split())
            if words & CONDITION_WORDS:
                end = _closing(marks, place)
                inside = marks[place + 1 : end]
                if sum(m.kind == "relation" for m in inside) > 1 and mark.text == "[":
                    remarks.append(_parted_behind_condition(inside))
                else:
                    found.extend(inside)
                place = end + 1
                continue
        found.append(mark)
        place += 1
    return tuple(found)


def _parted_behind_condition(inside: Marks) -> Marks:
    """A remark in which a comma parts after the first relation, with no space too."""
    first = next(place for place, m in enumerate(inside) if m.kind == "relation")
    return inside[:first] + tuple(
        replace(m, loose=True) if m.kind == "comma" else m for m in inside[first:]
    )


def _closing(marks: Marks, opening: int) -> int:
    depth = 0
    for place in range(opening, len(marks)):
        depth += (marks[place].kind == "open") - (marks[place].kind == "close")
        if depth == 0:
            return place
    raise NotUnderstood(f"the bracket {marks[opening].text} is not closed",
                        marks[opening].start)  # fmt: skip


@dataclass(slots=True)
class _Segment:
    marks: list[Mark]
    before: str
    words: frozenset[str] = frozenset()


def _segments(marks: Marks) -> list[_Segment]:
    found = [_Segment([], "start")]
    depth = 0
    total = sum(_depth(m) for m in marks)
    for place, mark in enumerate(marks):
        depth += _depth(mark)
        boundary = _boundary(marks, place)
        if boundary == "newline" and total != 0:
            depth = 0
        if boundary == "newline" and depth > 0:
            continue
        if boundary is None or depth > 0:
            if mark.kind != "text" or depth > 0:
                found[-1].marks.append(mark)
                continue
            words = frozenset(
                mark.text.lower().replace(",", " ").replace(".", " ").split()
            )
            if not words & (CONDITION_WORDS | ASSUMING | {"where", "and", "otherwise"}):
                words = words & WORDS or frozenset({"remark"})
            kept = found[-1].words if not found[-1].marks else frozenset()
            found.append(
                _Segment([], "and" if words == {"and"} else "text", words | kept)
            )
        else:
            kept = found[-1].words if not found[-1].marks else frozenset()
            if found[-1].marks or boundary != "comma":
                found.append(_Segment([], boundary, kept))
    return _joined(_spread(found))


def _depth(mark: Mark) -> int:
    return (mark.kind == "open") - (mark.kind == "close")


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
    r"""Whether a comma stands in a list such as `1, 2, \dots, n`."""
    if place and marks[place - 1].kind == "dots":
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


def _spread(segments: list[_Segment]) -> list[_Segment]:
    """Parts segments at wide spaces and columns between two relations."""
    found: list[_Segment] = []
    for segment in segments:
        pieces = _pieces(segment.marks)
        first = pieces[0][1] if pieces else []
        current = _Segment(first, segment.before, segment.words)
        for number, (sign, piece) in enumerate(pieces[1:], 1):
            following = pieces[number + 1][1] if number + 1 < len(pieces) else []
            starts = piece[0].kind == "relation"
            column = (
                sign == "amp" and bool(following) and (following[0].kind == "relation")
            )
            whole = _related(current.marks) and current.marks[-1].kind != "relation"
            if whole and not starts and (_related(piece) or column):
                found.append(current)
                current = _Segment(list(piece), "wide")
            elif not _is_number_of_equation(piece):
                current.marks.extend(piece)
        found.append(current)
    return found


def _pieces(marks: list[Mark]) -> list[tuple[str, list[Mark]]]:
    """What stands between wide spaces and column marks, with the mark before it."""
    pieces: list[tuple[str, list[Mark]]] = [("", [])]
    depth = 0
    for mark in marks:
        depth += _depth(mark)
        if mark.kind in {"wide", "amp"} and depth <= 0:
            pieces.append((mark.kind, []))
        elif mark.kind != "wide":
            pieces[-1][1].append(mark)
    return [p for p in pieces if p[1]]


def _related(marks: list[Mark]) -> bool:
    """Whether a relation stands here outside brackets, or in brackets round it all."""
    depth = 0
    for mark in marks:
        depth += _depth(mark)
        if mark.kind == "relation" and (depth == 0 or _wrapped(marks)):
            return True
    return False


def _wrapped(marks: list[Mark]) -> bool:
    return (
        len(marks) > 2
        and marks[0].kind == "open"
        and marks[0].text in "(["
        and marks[-1].kind == "close"
        and _closing(tuple(marks), 0) == len(marks) - 1
    )


def _is_number_of_equation(piece: list[Mark]) -> bool:
    texts = [m.text for m in piece]
    return (
        len(texts) == 3
        and texts[0] == "("
        and texts[2] == ")"
        and (piece[1].kind == "number")
    )


def _joined(segments: list[_Segment]) -> list[_Segment]:
    """Joins lines that go on: after a relation, before an operator, in a list."""
    found: list[_Segment] = []
    for place, segment in enumerate(segments):
        if not segment.marks and not segment.words:
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
            last.marks.extend(segment.marks)
        else:
            found.append(segment)
    return found


def _is_open(last: _Segment, segment: _Segment) -> bool:
    """Whether what stands there wants more: it ends with a relation or an operator."""
    if not segment.marks:
        return False
    if last.marks[-1].kind == "operator":
        return segment.before == "newline" and not segment.words
    return last.marks[-1].kind == "relation"


def _heads(segment: _Segment, rest: list[_Segment]) -> bool:
    """Whether a line without a relation begins a chain that the next one goes on with.

    A line that opens with an operator goes on with the one before it.
    """
    if segment.before != "newline" or not segment.marks or _related(segment.marks):
        return False
    after = rest[0].marks[0] if rest and rest[0].marks else None
    opens = after is not None and after.kind == "relation"
    return opens and segment.marks[0].kind not in {"operator", "relation"}


def _goes_on(last: _Segment, segment: _Segment) -> bool:
    if not segment.marks:
        return False
    first = next((m for m in segment.marks if m.text != "."), segment.marks[0])
    if segment.words:
        return False
    if segment.before == "newline":
        if not _related(segment.marks):
            return True
        return first.kind == "operator" and first.text not in {"-", r"\pm"}
    if segment.before == "comma":
        return not _related(last.marks) and first.kind != "relation" and not last.words
    return False


def _statement(segment: _Segment) -> Statement:
    marks = [m for m in segment.marks if m.kind not in {"wide", "amp"}]
    if _wrapped(marks) and _related(marks):
        marks = marks[1:-1]
    while marks and marks[-1].kind == "comma":
        marks.pop()
    sides: list[list[Mark]] = [[]]
    relations: list[Mark] = []
    depth = 0
    for mark in marks:
        depth += _depth(mark)
        if mark.kind == "relation" and depth <= 0:
            relations.append(mark)
            sides.append([])
        else:
            sides[-1].append(mark)
    start = marks[0].start if marks else 0
    opens = bool(relations) and not sides[-1]
    return Statement(
        sides=[tuple(s) for s in sides] if marks else [],
        relations=relations,
        words=segment.words,
        goes_on=bool(relations) and not sides[0],
        opens=opens,
        before=segment.before,
        colon=segment.before == "colon",
        start=start,
        marks=tuple(marks),
    )
