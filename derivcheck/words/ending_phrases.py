r"""Phrases that end what was said before, as data: words in an order.

"We drop this assumption", "for arbitrary $x$", "from now on $y$ denotes": what a phrase
ends, of which names, and how far behind it that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .clauses import FORMULA
from .scope import Reach

SETS = {
    "LIMIT": "assumption assumptions restriction restrictions condition conditions "
    "constraint constraints hypothesis hypotheses requirement requirements limitation "
    "limitations premise premises positivity symmetry normalization normalisation "
    "bound bounds supposition",
    "LIFT": "drop drops dropped dropping lift lifts lifted lifting relax relaxes "
    "relaxed relaxing remove removes removed removing abandon abandoned abandoning "
    "discard discarded discarding omit omitted omitting waive waived waiving weaken "
    "weakened weakening release released releasing forget suspend suspended reject "
    "rejected violate violated ignore ignored ignoring undo withdraw retract revoke "
    "give_up given_up giving_up do_away_with doing_away_with get_rid_of getting_rid_of "
    "let_go_of letting_go_of dispense_with dispensing_with do_without doing_without",
    "ASSUMING": "assuming supposing requiring imposing restricting demanding",
    "ASSUMED": "assume assumed suppose supposed require required impose imposed "
    "necessarily restricted demand demanded insist",
    "NOT": "not never cannot no_longer don't doesn't needn't isn't",
    "BE": "be is are being become becomes has have gets",
    "CAN": "may can might could",
    "FREE": "any arbitrary either both negative zero positive anything unrestricted "
    "whatever all general non-symmetric nonsymmetric nonzero non-zero complex every "
    "free vanish nonpositive non-positive nonnegative non-negative larger smaller "
    "outside",
    "WIDE": "arbitrary unrestricted unconstrained general generic",
    "KIND": "positive negative symmetric normalized normalised orthogonal unit one-hot "
    "diagonal nonnegative non-negative zero invertible definite stochastic",
    "CONTRARY": "asymmetric nonsymmetric non-symmetric unnormalized unnormalised "
    "non-normalized non-normalised nonpositive non-positive",
    "OPPOSITE": "negative opposite other remaining nonzero non-zero",
    "CASE": "case cases part situation setting scenario",
    "TOPIC": "number numbers reals real line sign signs argument arguments value "
    "values input inputs axis rule",
    "NEEDLESS": "superfluous unnecessary inessential redundant irrelevant needless",
    "OVER": "on over outside extending extended beyond",
    "OVERALL": "any whatever whichever all every each either both",
    "FUNCTION": "relu sigmoid logistic tanh identity softplus softmax hyperbolic step",
    "PART": "section subsection chapter part paragraph example exercise case proof "
    "lemma calculation computation",
    "TEMPORARILY": "temporarily momentarily provisionally initially",
    "ADVERB": "now also then again completely entirely quite really still even fully "
    "once more in principle here",
    "ARTICLE": "a an the any some our this that these those such all its",
    "NOUN": "real number numbers reals vector vectors matrix matrices square scalar "
    "scalars value values function functions variable variables parameter parameters "
    "input inputs point points",
    "ALLOW": "allow allows allowed allowing permit permits permitted permitting admit "
    "admits admitted admitting possible admissible",
    "ANEW": "redefine redefines redefined redefining rename renamed renaming reuse "
    "reused reusing reinterpret reinterpreted",
    "HENCEFORTH": "from_now_on from_here_on from_this_point_on henceforth hereafter "
    "this_time instead",
    "NEWLY": "now henceforth hereafter instead again next from_now_on from_here_on "
    "from_this_point_on this_time in_what_follows below afterwards later",
    "MEAN": "denote denotes mean means represent represents stand_for stands_for",
}
"""Words of one part of a phrase, by the name of the part; `_` is a space in them."""
NAMES = rf"{FORMULA}(?:\s*(?:,\s*(?:and|or)?|and|or)\s*{FORMULA})*"
WORD = re.compile(r"[a-z][a-z'-]*")


@dataclass(frozen=True)
class Phrase:
    """Words in an order, and what they end; of `every` name, whatever they name.

    What is said with `scoped` words, "in this section", is ended by its end. Words that
    lead on to a claim, "on the whole line", count for what is `near`; words about
    `signs` end no equation.

    Each part is a word, `|` between several; in capitals one of a set, or names. `?`
    stands behind a part that may be missing, `..` for a few words of any kind, and `^`
    for the beginning of a sentence.
    """

    parts: str
    reach: Reach = "declared"
    every: bool = False
    scoped: bool = False
    near: bool = False
    signs: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrase as a pattern of text."""
        found = ""
        for part in self.parts.split():
            if part == "..":
                found += r"(?:[^\s.;:()]+\s+){0,5}?"
            elif part == "^":
                found += rf"^[\s*_#>{FORMULA}-]*"
            else:
                words = "|".join(map(re.escape, _words_of(part.rstrip("?"))))
                words = words.replace("_", r"\s+").replace("NAMES", NAMES)
                one = rf"(?:{words})(?![\w-])[\s,*_]*"
                found += f"(?:{one})?" if part.endswith("?") else one
        found = found.replace(NAMES, f"(?P<names>{NAMES})", 1)
        return re.compile(rf"(?<![\w-]){found}", re.I)

    @cached_property
    def needed(self) -> tuple[frozenset[str], ...]:
        """Of which words, set by set, one is in each sentence with it."""
        wanted = (part for part in self.parts.split() if part not in {"..", "^"})
        sets = (_words_of(part) for part in wanted if not part.endswith("?"))
        return tuple(
            frozenset(word.partition("_")[0] for word in words)
            for words in sets
            if "NAMES" not in words
        )


def _words_of(part: str) -> list[str]:
    """The words of one part of a phrase."""
    return [word for one in part.split("|") for word in SETS.get(one, one).split()]


PHRASES = (
    Phrase("without ARTICLE? .. LIMIT", every=True),
    Phrase("without ASSUMING"),
    Phrase("LIFT .. LIMIT"),
    Phrase("LIMIT .. BE ADVERB? LIFT"),
    Phrase("LIMIT .. NOT ADVERB? used|need|needed|ASSUMED"),
    Phrase("no longer"),
    Phrase("not any_more|anymore"),
    Phrase("NOT ADVERB? ASSUMED"),
    Phrase("NAMES .. NOT ADVERB? need|needed|used"),
    Phrase("NAMES .. NOT ARTICLE? KIND"),
    Phrase("OPPOSITE|CONTRARY NOUN? NAMES"),
    Phrase("NAMES .. CONTRARY"),
    Phrase("sign|signs of NAMES"),
    Phrase("any|either|both|arbitrary sign|signs", every=True, signs=True),
    Phrase(
        "second|other|remaining|opposite|last|next CASE|half", "assumed", every=True
    ),
    Phrase("^ otherwise", "assumed", every=True),
    Phrase("^ generally", "assumed", every=True),
    Phrase("more generally", "assumed", every=True),
    Phrase("in ADVERB? general", "assumed", every=True),
    Phrase("in full generality", every=True),
    Phrase("general CASE", "assumed", every=True),
    Phrase("NAMES need not"),
    Phrase("it need not be"),
    Phrase("NAMES do|does not ADVERB? need|have to"),
    Phrase("NAMES CAN ADVERB? be|have|take|become|vanish|lie .. FREE"),
    Phrase("NAMES ADVERB? has|have|take|takes|with|of any|arbitrary|either"),
    Phrase("NAMES ADVERB? BE ADVERB? any|free|allowed|permitted"),
    Phrase("let|take|with|for NAMES ADVERB? be ADVERB? ARTICLE? real"),
    Phrase("NAMES BE ADVERB? ARTICLE? real ADVERB? again"),
    Phrase("all|any|every|each NOUN? NOUN? NAMES", "assumed"),
    Phrase("real NOUN? NAMES"),
    Phrase("NAMES .. ALLOW"),
    Phrase("ALLOW .. NAMES"),
    Phrase("NAMES run|runs|range|ranges|vary|varies ADVERB? over|in|through"),
    Phrase("NEWLY .. NAMES BE"),
    Phrase("NAMES ADVERB? BE NEWLY"),
    Phrase("NAMES ADVERB? BE? ADVERB? ARTICLE? ADVERB? WIDE", "meant"),
    Phrase("WIDE NOUN? NOUN? NAMES", "meant"),
    Phrase("let NAMES ADVERB? be|MEAN ARTICLE|NAMES", "meant"),
    Phrase("NAMES ADVERB? stands_for|stand_for", "meant"),
    Phrase("write|use|reuse ADVERB? NAMES ADVERB? for", "meant"),
    Phrase("by NAMES we ADVERB? mean|denote", "meant"),
    Phrase("NEWLY .. NAMES MEAN", "meant"),
    Phrase("HENCEFORTH .. NAMES is|are", "meant"),
    Phrase("NAMES is|are HENCEFORTH", "meant"),
    Phrase("NAMES is|are now ARTICLE", "meant"),
    Phrase("NEWLY NAMES is|are ARTICLE? NAMES|FUNCTION", "meant"),
    Phrase("now|next .. any|arbitrary .. NAMES", "meant"),
    Phrase("now|next .. NAMES .. any|arbitrary", "meant"),
    Phrase("ANEW NAMES", "meant"),
    Phrase("NAMES BE ADVERB? ANEW", "meant"),
    Phrase("NAMES .. independent|free NOUN", "meant"),
    Phrase("LIFT that|this|it", every=True, near=True),
    Phrase("with|under|without no|any LIMIT", every=True, near=True),
    Phrase("no|any LIMIT on|about NAMES"),
    Phrase("nothing about|on NAMES"),
    Phrase("LIMIT .. no role", every=True, near=True),
    Phrase("LIMIT .. only", every=True, near=True),
    Phrase("only to simplify", every=True, near=True),
    Phrase("assume|suppose only|instead", every=True, near=True),
    Phrase("NAMES .. instead", near=True),
    Phrase("even .. TOPIC", every=True, near=True),
    Phrase("OVER .. TOPIC", every=True, near=True),
    Phrase("OVER .. NAMES", near=True),
    Phrase("OVER all of NAMES", every=True, near=True),
    Phrase("for OVERALL .. TOPIC|NAMES", "assumed", near=True),
    Phrase(
        "independent|independently|regardless|irrespective of .. sign|signs",
        every=True,
        near=True,
        signs=True,
    ),
    Phrase("CONTRARY|OPPOSITE half? TOPIC", every=True, near=True, signs=True),
    Phrase("^ always|globally|everywhere|throughout", every=True, near=True),
    Phrase("in every|all|any|each CASE", every=True, near=True),
    Phrase("no matter .. NAMES|sign", every=True, near=True, signs=True),
    Phrase("other half|side|branch", every=True, near=True),
    Phrase("NAMES differ|differs|vary|varies", near=True),
    Phrase("distinct|different NOUN? NAMES", near=True),
    Phrase("NAMES BE merely|only|just", near=True),
    Phrase("NAMES .. fail|fails to", near=True),
    Phrase("NAMES NOT .. KIND|sum", near=True),
    Phrase("NAMES do|does|did not .. sum|have|lie", near=True),
    Phrase("WIDE real? TOPIC|CASE", every=True, near=True),
    Phrase("ALLOW .. TOPIC", every=True, near=True),
    Phrase("LIMIT BE ADVERB? NOT|NEEDLESS", every=True, near=True),
    Phrase("NOT depend on LIMIT|sign", every=True, near=True),
    Phrase("whole|full|entire real? line|axis", every=True, near=True),
    Phrase("let|take NAMES ADVERB? be ADVERB? OPPOSITE|CONTRARY"),
    Phrase("set|overload NAMES to", "meant"),
    Phrase("think of NAMES as", "meant"),
    Phrase("after this|the|that PART", "assumed", every=True),
    Phrase("as an|one example", scoped=True),
    Phrase("for example|instance|illustration", scoped=True),
    Phrase("in|for|of|throughout|within|during this PART", scoped=True),
    Phrase("until the end", scoped=True),
    Phrase("rest|remainder of the|this PART", scoped=True),
    Phrase("for now", scoped=True),
    Phrase("for a|the moment|while", scoped=True),
    Phrase("for the time being", scoped=True),
    Phrase("TEMPORARILY", scoped=True),
    Phrase("at first", scoped=True),
    Phrase("to begin|start with", scoped=True),
    Phrase("first assume|suppose", scoped=True),
    Phrase("assume|suppose first", scoped=True),
)
BY_WORD: dict[str, list[Phrase]] = {}
"""Phrases by the words of which one stands in each."""
for _phrase in PHRASES:
    for _word in min(_phrase.needed, key=len):
        BY_WORD.setdefault(_word, []).append(_phrase)


def phrases_in(sentence: str) -> Iterator[tuple[Phrase, re.Match[str]]]:
    """The phrases of a sentence, and where they stand."""
    said = {*WORD.findall(sentence.lower())}
    for phrase in {p for word in said & BY_WORD.keys() for p in BY_WORD[word]}:
        if not any(map(said.isdisjoint, phrase.needed)):
            for match in phrase.pattern.finditer(sentence):
                yield phrase, match
