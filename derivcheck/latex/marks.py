"""Tokens into marks: what a reader sees, grouped as it is printed.

Fractions, scripts, roots, environments and words become one mark each; what
changes nothing in the meaning (spacing, sizes, colours, labels, braces that only
group) is gone. What a mark means is a question for `latex`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ..expressions import NotUnderstood
from .tokens import Macros, Token, read_tokens, rest_of_group, scan
from .vocabulary import (
    ARROWS,
    BARS,
    BIG,
    BRACED,
    CLOSING,
    DECORATIONS,
    DEFINING,
    DOTS,
    DROPPED_ARGUMENT,
    DROPPED_FIRST,
    FUNCTIONS,
    IGNORED,
    MATRICES,
    NAMED,
    NO_CLAIMS,
    OPENING,
    OPERATORS,
    RELATIONS,
    SPACES,
    TEXT,
    TRANSPARENT,
    UPRIGHT,
    WIDE,
)

MOST_DEPTH = 60
Kind = Literal[
    "number", "letter", "name", "frac", "sqrt", "sub", "sup", "prime", "big",
    "function", "operator", "open", "close", "bar", "relation", "comma", "colon",
    "newline", "wide", "amp", "text", "environment", "dots", "partial", "nabla",
    "unknown",
]  # fmt: skip  # a list of words


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of notation, from `start` to `end` in its text.

    `parts` holds what is printed inside: numerator and denominator, a script, the
    rows of an environment (cell by cell, each row closed by a mark "newline").
    `loose` is true for a comma with space after it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    glued: bool = False
    parts: tuple[tuple[Mark, ...], ...] = ()
    loose: bool = False


Marks = tuple[Mark, ...]


def read_marks(text: str, macros: Macros) -> Marks:
    """The marks of one piece of mathematics."""
    reader = _Reader(read_tokens(text, macros), len(text))
    found = tuple(reader.sequence(0, ""))
    depth = 0
    for mark in found:
        depth += (mark.kind == "open") - (mark.kind == "close")
        if depth > MOST_DEPTH:
            raise NotUnderstood(f"nested more than {MOST_DEPTH} deep", mark.start)
    return found


class _Reader:
    """Walks over the tokens once; `group`, `script` and `command` call each other."""

    def __init__(self, tokens: list[Token], length: int) -> None:
        self.tokens = tokens
        self.place = 0
        self.length = length

    def peek(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def next(self) -> Token:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def following(self) -> Iterator[Token]:
        """The tokens from here on, each taken as it is given."""
        while self.place < len(self.tokens):
            yield self.next()

    def sequence(self, depth: int, until: str) -> list[Mark]:
        r"""Marks up to "}", `\end` or the end of the text; `\over` splits them."""
        if depth > MOST_DEPTH:
            at = self.tokens[min(self.place, len(self.tokens) - 1)].start
            raise NotUnderstood(f"nested more than {MOST_DEPTH} deep", at)
        found: list[Mark] = []
        over: tuple[Token, list[Mark]] | None = None
        while (token := self.peek()) is not None:
            if token.text == "}" or token.text == r"\end":
                if not until:
                    what = "}" if token.text == "}" else r"\end"
                    raise NotUnderstood(f"{what} closes nothing here", token.start)
                break
            if token.text in {r"\over", r"\atop"}:
                over = (self.next(), found)
                found = []
                continue
            self.one(found, depth)
        if over is not None:
            sign, top = over
            start = top[0].start if top else sign.start
            end = found[-1].end if found else sign.end
            return [Mark("frac", "over", start, end, parts=(tuple(top), tuple(found)))]
        return found

    def group(self, depth: int) -> list[Mark]:
        """The marks of a braced group, or of the single mark that stands there."""
        token = self.peek()
        while token is not None and (token.text in IGNORED or token.text in SPACES):
            self.place += 1
            token = self.peek()
        if token is None:
            raise NotUnderstood(
                "an argument was wanted here, the text ends", self.length
            )
        if token.text == "}":
            raise NotUnderstood("an argument was wanted here, before }", token.start)
        if token.text != "{":
            if token.kind == "number" and len(token.text) > 1:
                return [self.digit(token)]
            found: list[Mark] = []
            self.one(found, depth + 1)
            return found
        return self.braced(depth)

    def digit(self, token: Token) -> Mark:
        r"""The first digit of a number: in `\frac12` and `x^23` TeX takes one."""
        if token.text[0] == ".":
            raise NotUnderstood(
                "a digit was wanted here, before the point", token.start
            )
        rest = Token("number", token.text[1:], token.start + 1, token.end)
        self.tokens[self.place] = rest
        return Mark("number", token.text[0], token.start, token.start + 1, True)

    def braced(self, depth: int) -> list[Mark]:
        opening = self.next()
        found = self.sequence(depth + 1, "}")
        closing = self.peek()
        if closing is None or closing.text != "}":
            raise NotUnderstood("the brace { is not closed", opening.start)
        self.place += 1
        return found

    def raw(self, token: Token) -> tuple[str, int]:
        """The text of a braced argument as it is written, and its end."""
        if (opening := self.peek()) is None:
            raise NotUnderstood(f"{token.text} wants an argument", token.start)
        if opening.text != "{":
            self.place += 1
            return opening.text, opening.end
        self.place += 1
        group = rest_of_group(opening, self.following())
        words = (t.text if t.glued else " " + t.text for t in group[:-1])
        return "".join(words).strip(), group[-1].end

    def one(self, found: list[Mark], depth: int) -> None:
        """Reads one mark (none, for what has no meaning) onto `found`."""
        token = self.next()
        text, start, end, glued = token.text, token.start, token.end, token.glued
        if token.kind == "command":
            self.command(token, found, depth)
        elif token.kind == "number":
            found.append(Mark("number", text, start, end, glued))
        elif token.kind == "letter":
            found.append(Mark("letter", text, start, end, glued))
        elif token.kind == "assign" or text in RELATIONS:
            found.append(Mark("relation", RELATIONS.get(text, text), start, end))
        elif token.kind == "dots":
            found.append(Mark("dots", r"\dots", start, end))
        elif text == "{":
            self.place -= 1
            found.extend(self.braced(depth))
        elif text in "_^":
            self.script(token, found, depth)
        elif text == "'":
            self.prime(token, found)
        elif text in OPERATORS:
            found.append(Mark("operator", OPERATORS[text], start, end))
        elif text in OPENING:
            found.append(Mark("open", OPENING[text], start, end, glued))
        elif text in CLOSING:
            found.append(Mark("close", CLOSING[text], start, end))
        elif text in BARS:
            found.append(Mark("bar", BARS[text], start, end))
        elif text in ",;":
            found.append(Mark("comma", text, start, end, loose=self.space_follows()))
        elif text == ":":
            found.append(Mark("colon", ":", start, end))
        elif text == "&":
            found.append(Mark("amp", "&", start, end))
        elif text in {".", "~"}:
            if text == "." and not self.at_end():
                found.append(Mark("comma", ".", start, end, loose=self.space_follows()))
        else:
            raise NotUnderstood(f"the sign {text} is not mathematics here", start)

    def at_end(self) -> bool:
        """Whether nothing but the end of the piece follows a full stop."""
        token = self.peek()
        return token is None or token.text in {"}", r"\end", r"\\", r"\tag", r"\label"}

    def space_follows(self) -> bool:
        token = self.peek()
        return (
            token is None
            or not token.glued
            or token.text in SPACES | WIDE | {r"\,", r"\\", r"\hspace", r"\text", "&"}
        )

    def script(self, token: Token, found: list[Mark], depth: int) -> None:
        kind: Kind = "sub" if token.text == "_" else "sup"
        inside = tuple(self.group(depth))
        end = inside[-1].end if inside else token.end
        if kind == "sup" and inside and all(_is_prime(m) for m in inside):
            primes = "".join("'" * max(1, m.text.count("'")) for m in inside)
            _put_prime(found, Mark("prime", primes, token.start, end, True))
            return
        count = 0
        while kind == "sup" and count < len(inside) and _is_prime(inside[-1 - count]):
            count += 1
        above: Marks = ()
        whole = inside[-1].text == r"\prime" if count else False
        if count and (whole or inside[-1 - count].kind == "close"):  # g^{[l]'}
            inside, above = inside[:-count], inside[-count:]
        found.append(Mark(kind, token.text, token.start, end, True, (inside,)))
        if above:
            text = "".join("'" * max(1, m.text.count("'")) for m in above)
            _put_prime(found, Mark("prime", text, above[0].start, end, True))

    def prime(self, token: Token, found: list[Mark]) -> None:
        primes, end = "'", token.end
        while (sign := self.peek()) is not None and sign.text == "'":
            primes, end = primes + "'", sign.end
            self.place += 1
        _put_prime(found, Mark("prime", primes, token.start, end, True))

    def command(self, token: Token, found: list[Mark], depth: int) -> None:
        text, start, end, glued = token.text, token.start, token.end, token.glued
        if text in {r"\left", r"\right"} and self.null_delimiter(token, found):
            return
        if text in IGNORED or text in SPACES:
            return
        if text in ARROWS and all(m.kind in {"amp", "newline"} for m in found[-1:]):
            return
        if text in WIDE:
            found.append(Mark("wide", text, start, end))
        elif text in DROPPED_ARGUMENT:
            self.dropped(token, found)
        elif text in DROPPED_FIRST:
            self.raw(token)
        elif text == r"\begin":
            self.environment(token, found, depth)
        elif text in {r"\\", r"\cr", r"\newline"}:
            self.newline(token, found)
        elif text in RELATIONS:
            found.append(Mark("relation", RELATIONS[text], start, end))
        elif text in OPERATORS:
            found.append(Mark("operator", OPERATORS[text], start, end))
        elif text in OPENING:
            found.append(Mark("open", OPENING[text], start, end, glued))
        elif text in CLOSING:
            found.append(Mark("close", CLOSING[text], start, end))
        elif text in BARS:
            found.append(Mark("bar", BARS[text], start, end))
        elif text in BIG:
            found.append(Mark("big", BIG[text], start, end))
        elif text in DOTS:
            found.append(Mark("dots", r"\dots", start, end))
        elif text == r"\partial":
            found.append(Mark("partial", r"\partial", start, end))
        elif text == r"\nabla":
            found.append(Mark("nabla", r"\nabla", start, end))
        elif text[1:] in FUNCTIONS and text != r"\sqrt":
            found.append(Mark("function", text[1:], start, end))
        elif text[1:] in NAMED:
            found.append(Mark("letter", text, start, end, glued))
        else:
            self.compound(token, found, depth)

    def null_delimiter(self, token: Token, found: list[Mark]) -> bool:
        r"""`\left.` and `\right.`: kept, for an evaluation bar or a one-sided brace."""
        following = self.peek()
        if following is None:
            raise NotUnderstood(f"{token.text} wants a bracket", token.start)
        if following.text in BARS:
            self.place += 1
            kind: Kind = "open" if token.text == r"\left" else "close"
            text = BARS[following.text]
            found.append(Mark(kind, text, token.start, following.end))
            return True
        if following.text != ".":
            return False
        self.place += 1
        kind = "open" if token.text == r"\left" else "close"
        found.append(Mark(kind, ".", token.start, following.end))
        return True

    def dropped(self, token: Token, found: list[Mark]) -> None:
        if token.text in {r"\hspace", r"\hspace*"}:
            found.append(Mark("wide", token.text, token.start, token.end))
        self.raw(token)

    def newline(self, token: Token, found: list[Mark]) -> None:
        following = self.peek()
        if following is not None and following.text == "[" and following.glued:
            ahead = self.place
            while ahead < len(self.tokens) and self.tokens[ahead].text != "]":
                ahead += 1
            inside = "".join(t.text for t in self.tokens[self.place + 1 : ahead])
            if inside.rstrip("emxptcin ").lstrip("-").replace(".", "").isdigit():
                self.place = min(ahead + 1, len(self.tokens))
        found.append(Mark("newline", r"\\", token.start, token.end))

    def compound(self, token: Token, found: list[Mark], depth: int) -> None:
        """Commands that take arguments and print something."""
        text, start, end = token.text, token.start, token.end
        if text in {r"\frac", r"\dfrac", r"\tfrac", r"\cfrac", r"\nicefrac", r"\sfrac"}:
            top, bottom = tuple(self.group(depth)), tuple(self.group(depth))
            end = self.tokens[self.place - 1].end
            found.append(Mark("frac", text, start, end, parts=(top, bottom)))
        elif text == r"\sqrt":
            degree = self.bracketed(depth)
            inside = tuple(self.group(depth))
            end = self.tokens[self.place - 1].end
            found.append(Mark("sqrt", text, start, end, parts=(inside, degree)))
        elif text in {r"\stackrel", r"\overset", r"\underset"}:
            self.stacked(token, found, depth)
        elif text in BRACED:
            found.extend(self.group(depth))
            following = self.peek()
            if following is not None and following.text in "_^":
                self.place += 1
                self.group(depth)
        elif text == r"\not":
            inside = tuple(self.group(depth))
            if not inside or inside[0].text != "=":
                raise NotUnderstood(r"after \not only = is read; write \ne", start)
            found.append(Mark("relation", r"\ne", start, inside[0].end))
        elif text == r"\substack":
            for mark in self.group(depth):
                found.append(
                    replace(mark, kind="comma", text=",", loose=True)
                    if mark.kind == "newline"
                    else mark
                )
        elif text in UPRIGHT:
            self.upright(token, found)
        elif text in TEXT:
            self.words(token, found)
        elif text in DECORATIONS:
            self.decorated(token, found, depth)
        else:
            found.append(Mark("unknown", text, start, end))

    def bracketed(self, depth: int) -> Marks:
        if (token := self.peek()) is None or token.text != "[":
            return ()
        self.place += 1
        found: list[Mark] = []
        while (sign := self.peek()) is not None and sign.text != "]":
            self.one(found, depth + 1)
        self.place += 1
        return tuple(found)

    def stacked(self, token: Token, found: list[Mark], depth: int) -> None:
        r"""`\stackrel{\text{def}}{=}` is a definition; over other signs, a remark."""
        above, _ = self.raw(token)
        below = self.group(depth)
        if len(below) == 1 and below[0].text == "=" and DEFINING.search(above):
            found.append(replace(below[0], text=":=", start=token.start))
        else:
            found.extend(below)

    def upright(self, token: Token, found: list[Mark]) -> None:
        word, end = self.raw(token)
        word = word.replace(r"\,", "").strip()
        letters = word.replace(" ", "").replace("-", "").replace("_", "")
        if word.isdigit():
            found.append(Mark("number", word, token.start, end, token.glued))
        elif word in {"T", "d"} or (word.isalpha() and len(word) == 1):
            found.append(Mark("letter", word, token.start, end, token.glued))
        elif word in FUNCTIONS:
            found.append(Mark("function", word, token.start, end))
        elif word.startswith("\\") and word[1:] in NAMED:
            found.append(Mark("letter", word, token.start, end))
        elif letters.isalnum() and " " not in word:
            found.append(Mark("name", word, token.start, end))
        else:
            found.append(Mark("text", word, token.start, end))

    def words(self, token: Token, found: list[Mark]) -> None:
        r"""`\text{…}`; mathematics between dollar signs inside it is read too."""
        opening = self.peek()
        text, end = self.raw(token)
        pieces = text.split("$")
        start = opening.start if opening is not None else token.start
        for number, piece in enumerate(pieces):
            if number % 2:
                inner = _Reader(
                    [replace(t, start=start, end=end) for t in read_tokens(piece, {})],
                    end,
                )
                found.extend(inner.sequence(0, ""))
            elif piece.strip():
                found.append(Mark("text", piece.strip(), token.start, end, token.glued))

    def decorated(self, token: Token, found: list[Mark], depth: int) -> None:
        inside = self.group(depth)
        sign = DECORATIONS[token.text]
        if not inside:
            raise NotUnderstood(f"{token.text} wants a letter", token.start)
        run = [m for m in inside if m.kind == "letter"]
        if len(run) == len(inside) > 2 and all(len(m.text) == 1 for m in run):
            word = "".join(m.text for m in run)
            found.append(Mark("name", f"{sign}{{{word}}}", token.start, inside[-1].end))
            return
        many = sign in {r"\mathbf", r"\mathcal", r"\mathbb"}
        for number, mark in enumerate(inside):
            plain = mark.kind in {"letter", "name", "number"}
            if (number and not many) or not plain:
                found.append(mark)
                continue
            found.append(_decorate(mark, sign, token))

    def environment(self, token: Token, found: list[Mark], depth: int) -> None:
        name, _ = self.raw(token)
        plain = name.rstrip("*")
        if plain in {"array", "alignat", "alignedat", "subarray"}:
            following = self.peek()
            if following is not None and following.text == "[":
                self.bracketed(depth)
            self.raw(token)
        elif plain not in TRANSPARENT | MATRICES:
            raise NotUnderstood(f"the environment {name} is not known", token.start)
        inside = self.sequence(depth + 1, r"\end")
        closing = self.peek()
        if closing is None or closing.text != r"\end":
            raise NotUnderstood(rf"\begin{{{name}}} is not closed", token.start)
        self.place += 1
        ended, end = self.raw(closing)
        if ended != name:
            message = rf"\begin{{{name}}} is closed by \end{{{ended}}}"
            raise NotUnderstood(message, closing.start)
        brace = found[-1] if found and found[-1].text == "{" else None
        if plain == "array" and brace is not None and brace.kind == "open":
            found.pop()
            found.append(
                Mark("environment", "cases", token.start, end, parts=(tuple(inside),))
            )
            following = self.peek()
            if following is not None and following.text == r"\right":
                self.place = min(self.place + 2, len(self.tokens))
            return
        relations = _relations(inside)
        if plain in TRANSPARENT or (plain == "array" and relations):
            found.extend(inside)
        else:
            kind = "cases" if plain.endswith("cases") else plain
            found.append(
                Mark("environment", kind, token.start, end, parts=(tuple(inside),))
            )


def _relations(marks: list[Mark]) -> bool:
    return any(m.kind == "relation" for m in marks)


def _put_prime(found: list[Mark], prime: Mark) -> None:
    """Puts a prime before the subscript that it follows: `x_j'` is set as `x'_j`."""
    below = len(found) > 1 and found[-1].kind == "sub"
    found.insert(len(found) - below, prime)


def _is_prime(mark: Mark) -> bool:
    return mark.kind == "prime" or mark.text == r"\prime"


def _decorate(mark: Mark, sign: str, token: Token) -> Mark:
    kind: Kind = "name" if len(mark.text) > 1 else "letter"
    text = f"{sign}{{{mark.text}}}"
    return Mark(kind, text, token.start, mark.end, token.glued)


def whole(mark: Mark) -> int:
    """The value of a number without a point, of at most six digits."""
    if not mark.text.isascii() or not mark.text.isdigit() or len(mark.text) > 6:
        raise NotUnderstood(
            f"a whole number was wanted here; {mark.text} stood there", mark.start
        )
    return int(mark.text)


def signs(tex: str) -> list[int]:
    """The places of the relation signs in mathematics that could not be read."""
    try:
        tokens = scan(tex)
    except NotUnderstood:
        return [m.start() for m in re.finditer(r"=|\\approx|\\leq?|\\geq?|\\neq?", tex)]
    found = []
    for token in tokens:
        sign = RELATIONS.get(token.text)
        if sign is not None and sign not in NO_CLAIMS:
            found.append(token.start)
    return found
