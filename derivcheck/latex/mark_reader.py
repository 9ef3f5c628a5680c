"""Tokens -> marks, grouped as they are printed.

What changes nothing in the meaning (spacing, sizes, colours, labels, braces that only
group) is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from ..expressions import NotUnderstood
from .atoms import decorated, is_prime, primes_in, put_prime, sign_mark, word_mark
from .macros import Macros, read_tokens
from .marks import Mark, MarkKind, Marks
from .nesting import depths
from .normal_form import normal_form
from .tokens import Token, rest_of_group
from .vocabulary import (
    ARROWS,
    BARS,
    BRACED,
    COLUMNS,
    DECORATIONS,
    DEFINING,
    DROPPED_ARGUMENT,
    DROPPED_FIRST,
    IGNORED,
    MATRICES,
    OF_TEX,
    SAYING,
    SPACES,
    STACKED,
    TEXT,
    TRANSPARENT,
    UPRIGHT,
    WIDE,
)

MOST_DEPTH = 60
ENTITY = re.compile(r"&(?:lt|gt|le|ge|ne|equals|amp);")


def read_marks(text: str, macros: Macros) -> Marks:
    """The marks of one piece of mathematics."""
    if (entity := ENTITY.search(text)) is not None:
        message = f"{entity[0]} is a sign of HTML; write the sign itself, or \\lt, \\gt"
        raise NotUnderstood(message, entity.start())
    return _marks(tuple(read_tokens(text, macros)), len(text))


@lru_cache(maxsize=2048)
def _marks(tokens: tuple[Token, ...], length: int) -> Marks:
    reader = _Reader([*tokens], length)
    found = normal_form(tuple(reader.sequence(0, "")))
    for mark, depth in zip(found, depths(found), strict=True):
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
        """The marks of a braced group, or of the single mark that is there."""
        token = self.peek()
        while token is not None and (token.text in IGNORED or token.text in SPACES):
            self.place += 1
            token = self.peek()
        if token is None:
            raise NotUnderstood("expected an argument, but the text ends", self.length)
        if token.text == "}":
            raise NotUnderstood("expected an argument before }", token.start)
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
            raise NotUnderstood("expected a digit before the point", token.start)
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
            raise NotUnderstood(f"{token.text} needs an argument", token.start)
        if opening.text != "{":
            self.place += 1
            return opening.text, opening.end
        self.place += 1
        group = rest_of_group(opening, self.following())
        return _written(group[:-1]), group[-1].end

    def one(self, found: list[Mark], depth: int) -> None:
        """Reads one mark (none, for what has no meaning) onto `found`."""
        token = self.next()
        text, start, end = token.text, token.start, token.end
        if (mark := sign_mark(token)) is not None:
            found.append(mark)
        elif token.kind == "command":
            self.command(token, found, depth)
        elif text == "{" and self.decimal(token, found):
            return
        elif text == "{" and self.turns_upright():
            self.one(found, depth)
        elif text == "{":
            self.place -= 1
            found.extend(self.braced(depth))
        elif text in "_^":
            self.script(token, found, depth)
        elif text == "'":
            self.prime(token, found)
        elif text in ",;":
            found.append(Mark("comma", text, start, end, loose=self.space_follows()))
        elif text in {".", "~"}:
            if text == "." and not self.at_end():
                found.append(Mark("comma", ".", start, end, loose=self.space_follows()))
        else:
            raise NotUnderstood(f"the sign {text} is not mathematics here", start)

    def turns_upright(self) -> bool:
        r"""Whether it is `{\rm Tr}`, which is read on as `\mathrm{Tr}`."""
        opening, switch = self.tokens[self.place - 1], self.peek()
        if switch is None or switch.text != r"\rm":
            return False
        upright = Token("command", r"\mathrm", opening.start, switch.end)
        self.tokens[self.place - 1 : self.place + 1] = [upright, opening]
        self.place -= 1
        return True

    def decimal(self, opening: Token, found: list[Mark]) -> bool:
        """Whether it is the comma of `0{,}5`, which is read onto the number before."""
        ahead = self.tokens[self.place : self.place + 3]
        glued = bool(found) and found[-1].kind == "number" and found[-1].text.isdigit()
        if [t.text for t in ahead[:2]] != [",", "}"] or len(ahead) < 3 or not glued:
            return False
        digits = ahead[2]
        if not digits.text.isdigit() or not (opening.glued and digits.glued):
            return False
        whole = found[-1]
        if len(digits.text) == 3 and whole.text != "0":
            raise NotUnderstood(
                f"{whole.text}{{,}}{digits.text} could be a decimal or thousands; "
                f"write {whole.text}.{digits.text} or {whole.text}{digits.text}",
                whole.start,
            )
        self.place += 3
        text = f"{whole.text}.{digits.text}"
        found[-1] = replace(whole, text=text, end=digits.end)
        return True

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
        kind: MarkKind = "sub" if token.text == "_" else "sup"
        inside = tuple(self.group(depth))
        end = inside[-1].end if inside else token.end
        if kind == "sup" and inside and all(is_prime(m) for m in inside):
            put_prime(found, Mark("prime", primes_in(inside), token.start, end, True))
            return
        count = 0
        while kind == "sup" and count < len(inside) and is_prime(inside[-1 - count]):
            count += 1
        above: Marks = ()
        whole = inside[-1].text == r"\prime" if count else False
        if count and (whole or inside[-1 - count].kind == "close"):  # g^{[l]'}
            inside, above = inside[:-count], inside[-count:]
        found.append(Mark(kind, token.text, token.start, end, True, (inside,)))
        if above:
            start = above[0].start
            put_prime(found, Mark("prime", primes_in(above), start, end, True))

    def prime(self, token: Token, found: list[Mark]) -> None:
        primes, end = "'", token.end
        while (sign := self.peek()) is not None and sign.text == "'":
            primes, end = primes + "'", sign.end
            self.place += 1
        put_prime(found, Mark("prime", primes, token.start, end, True))

    def command(self, token: Token, found: list[Mark], depth: int) -> None:
        text = token.text
        if text in {r"\left", r"\right"} and self.null_delimiter(token, found):
            return
        if text in IGNORED:
            return
        if text in SPACES:
            found[-1:] = [replace(mark, loose=True) for mark in found[-1:]]
            return
        if text in ARROWS:
            found.append(Mark("text", ARROWS[text], token.start, token.end))
            return
        if text in SAYING:
            found.append(Mark("text", SAYING[text], token.start, token.end))
            return
        if text in DROPPED_ARGUMENT:
            self.dropped(token, found)
        elif text in DROPPED_FIRST:
            self.raw(token)
        elif text == r"\begin":
            self.environment(token, found, depth)
        elif text in {r"\\", r"\cr", r"\newline"}:
            self.newline(token, found)
        else:
            self.compound(token, found, depth)

    def null_delimiter(self, token: Token, found: list[Mark]) -> bool:
        r"""`\left.` and `\right.`: kept, for an evaluation bar or a one-sided brace."""
        following = self.peek()
        if following is None:
            raise NotUnderstood(f"{token.text} needs a bracket", token.start)
        if following.text in BARS:
            self.place += 1
            kind: MarkKind = "open" if token.text == r"\left" else "close"
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
        elif text in STACKED:
            self.stacked(token, found, depth)
        elif text in BRACED:
            found.extend(self.group(depth))
            following = self.peek()
            if following is not None and following.text in "_^":
                self.place += 1
                self.group(depth)
        elif text in COLUMNS:
            self.raw(token)
            self.raw(token)
            found.extend(self.group(depth))
        elif text in OF_TEX:
            inside = tuple(self.group(depth))
            end = self.tokens[self.place - 1].end
            found.append(Mark("environment", text[1:], start, end, parts=(inside,)))
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
            word, end = self.raw(token)
            found.append(word_mark(word, token, end))
        elif text in TEXT:
            self.words(token, found)
        elif text in DECORATIONS:
            found.extend(decorated(token, self.group(depth)))
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
        if len(below) == 1 and below[0].text == "=" and DEFINING.fullmatch(above):
            found.append(replace(below[0], text=":=", start=token.start))
        else:
            found.extend(below)

    def words(self, token: Token, found: list[Mark]) -> None:
        r"""`\text{…}`; mathematics between dollar signs inside it is read too."""
        first = self.place
        _, end = self.raw(token)
        inside = self.tokens[first : self.place]
        if inside[0].text == "{":
            inside = inside[1:-1]
        piece: list[Token] = []
        mathematics = False
        for sign in [*inside, Token("other", "$", end, end)]:
            if sign.text != "$":
                piece.append(sign)
                continue
            if mathematics:
                found.extend(_Reader(piece, end).sequence(0, ""))
                found.append(Mark("wide", r"\quad", end, end))
            elif text := _written(piece):
                found.append(Mark("text", text, token.start, end, token.glued))
            piece, mathematics = [], not mathematics

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
        relations = any(m.kind == "relation" for m in inside)
        if plain in TRANSPARENT or (plain == "array" and relations):
            found.extend(inside)
        else:
            kind = "cases" if plain.endswith("cases") else plain
            found.append(
                Mark("environment", kind, token.start, end, parts=(tuple(inside),))
            )


def _written(tokens: Iterable[Token]) -> str:
    """Tokens as one text, a space where one is between them."""
    return "".join(t.text if t.glued else " " + t.text for t in tokens).strip()
