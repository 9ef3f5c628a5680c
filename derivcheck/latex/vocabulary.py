"""The signs and words of LaTeX that are read, and what each of them is."""

from __future__ import annotations

import re

RELATIONS = {
    "=": "=", ":=": ":=", r"\coloneqq": ":=", r"\triangleq": ":=", r"\ne": r"\ne",
    r"\neq": r"\ne", r"\le": r"\le", r"\leq": r"\le", r"\leqslant": r"\le",
    r"\ge": r"\ge", r"\geq": r"\ge", r"\geqslant": r"\ge", "<": "<", ">": ">",
    r"\lt": "<", r"\gt": ">", r"\approx": r"\approx", r"\propto": r"\propto",
    r"\in": r"\in", r"\leftarrow": r"\leftarrow", r"\gets": r"\leftarrow",
    r"\to": r"\to", r"\rightarrow": r"\to", r"\mapsto": r"\to", r"\coloneq": ":=",
    r"\equiv": r"\equiv", r"\colonequals": ":=", r"\defeq": ":=",
    "=:": "=:", r"\eqqcolon": "=:", r"\doteq": ":=", r"\simeq": r"\approx",
    r"\ll": r"\ll", r"\gg": r"\gg",
}  # fmt: skip  # a table
NO_CLAIMS = {":=", "=:", r"\in", r"\to", r"\leftarrow"}
DEFINING = re.compile(  # over a =, alone: "by def." is a reason
    r"[{}\s]*(?:\\(?:text|textrm|mathrm|mathit|mbox|rm|tiny|scriptsize|small)\b[{}\s]*)*"
    r"(?:def\.?|\\triangle|\\vartriangle|\\Delta)[{}\s]*"
)
SOFTLY_DEFINING = (r"\stackrel", r"\overset", r"\doteq")  # what is not defined yet
FOLLOWS = "\N{RIGHTWARDS DOUBLE ARROW}"  # what arrows between statements are read as
EQUIVALENT = "\N{LEFT RIGHT DOUBLE ARROW}"  # the same, where they lead both ways
IMPLYING = (FOLLOWS, EQUIVALENT)
ARROWS = {
    **dict.fromkeys((r"\Rightarrow", r"\Longrightarrow", r"\implies", r"\therefore",
                     r"\leadsto"), FOLLOWS),
    **dict.fromkeys((r"\Leftrightarrow", r"\iff", r"\Longleftrightarrow"), EQUIVALENT),
}  # fmt: skip  # a table
UNREAD_RELATIONS = {
    r"\sim", r"\cong", r"\lesssim", r"\gtrsim", r"\asymp",
    r"\notin", r"\ni", r"\subset", r"\subseteq", r"\supset", r"\supseteq", r"\perp",
    r"\parallel", r"\prec", r"\succ", r"\preceq", r"\succeq", r"\nleq", r"\ngeq",
    r"\nless", r"\ngtr", r"\lessgtr", r"\approxeq", r"\thickapprox", r"\thicksim",
    r"\backsim", r"\varpropto", r"\ncong", r"\nsim", r"\simneqq", r"\bumpeq",
    r"\circeq", r"\eqcirc", r"\models", r"\vdash", r"\Vdash", r"\Leftarrow",
    r"\Longleftarrow", r"\impliedby", r"\longrightarrow", r"\longleftarrow",
    r"\leftrightarrow", r"\longleftrightarrow", r"\longmapsto", r"\hookrightarrow",
    r"\rightsquigarrow", r"\xrightarrow", r"\xleftarrow", r"\xlongequal",
    r"\xleftrightarrow", r"\xRightarrow", r"\dashrightarrow", r"\rightleftharpoons",
    r"\trianglelefteq", r"\leqq", r"\geqq", r"\lneq", r"\gneq", r"\lll", r"\ggg",
    "\u2261", "\u223c", "\u2243", "\u2245", "\u226a", "\u226b", "\u21d2", "\u21d4",
    "\u21a6", "\u2209", "\u2282", "\u2286", "\u2272", "\u2273", "\u2250", "\u225f",
    "\u225d", "\u225c",
}  # fmt: skip  # relations that no statement has
SAYING = {r"\forall": "for all", r"\because": "because", r"\exists": "there exists",
          r"\nexists": "there exists no"}  # fmt: skip  # a table
OPERATORS = {
    "+": "+", "-": "-", "*": "*", "/": "/", r"\cdot": r"\cdot", r"\times": r"\times",
    r"\odot": r"\odot", r"\circ": r"\circ", r"\oslash": r"\oslash",
    r"\otimes": r"\otimes", r"\div": "/", r"\ast": "*", r"\bullet": r"\cdot",
    r"\pm": r"\pm", r"\mp": r"\mp", "!": "!",
}  # fmt: skip  # a table
FUNCTIONS = {
    "exp", "ln", "log", "tanh", "sin", "cos", "tan", "sinh", "cosh", "max", "min",
    "sqrt", "softmax", "diag", "tr", "det", "sign", "sgn", "arctan", "sech", "erf",
}  # fmt: skip  # a list of words
EXTREMAL = {"argmax", "argmin"}  # indices, and no numbers
OPENING = {"(": "(", "[": "[", r"\{": "{", r"\lbrace": "{", r"\lbrack": "[",
           r"\lVert": "||", r"\lvert": "|", r"\langle": "<"}  # fmt: skip
CLOSING = {")": ")", "]": "]", r"\}": "}", r"\rbrace": "}", r"\rbrack": "]",
           r"\rVert": "||", r"\rvert": "|", r"\rangle": ">"}  # fmt: skip
BARS = {"|": "|", r"\|": "||", r"\Vert": "||", r"\vert": "|", r"\mid": "|"}
PARTNER = {"(": ")", "[": "]", "{": "}", "|": "|", "||": "||", "<": ">"}
IGNORED = {
    r"\left", r"\right", r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigl", r"\bigr",
    r"\Bigl", r"\Bigr", r"\Bigm", r"\biggm", r"\Biggm",
    r"\biggl", r"\biggr", r"\Biggl", r"\Biggr", r"\bigm",
    r"\middle",
    r"\displaystyle", r"\textstyle", r"\scriptstyle", r"\scriptscriptstyle",
    r"\limits", r"\nolimits", r"\nonumber", r"\notag", r"\!", r"\,", r"\/",
    r"\mathstrut", r"\strut", r"\centering", r"\allowbreak", r"\relax", r"\null",
    r"\tiny", r"\footnotesize", r"\small", r"\normalsize", r"\large", r"\Large",
    r"\LARGE", r"\huge", r"\Huge", r"\hfill", r"\noindent", r"\thinspace",
    r"\negthinspace", r"\break", r"\protect", r"\mathopen", r"\mathclose",
    r"\mathrel", r"\mathbin", r"\mathord", r"\mathop", r"\mathinner", r"\ensuremath",
    r"\boxed", r"\fbox", r"\smash", r"\cancel", r"\bf", r"\it", r"\cal", r"\rm",
    r"\eqalign", r"\displaylines", r"\qedhere", r"\qed", r"\qedsymbol",
    r"\IEEEnonumber", r"\IEEEnonumber*", r"\IEEEyesnumber", r"\IEEEyesnumber*",
    r"\IEEEyessubnumber", r"\IEEEyessubnumber*", r"\IEEEnosubnumber",
    r"\IEEEeqnarraynumspace",
    r"\hline", r"\toprule", r"\vphantom*", r"\operatornamewithlimits*", r"\scriptsize",
}  # fmt: skip  # a list of words
SPACES = {r"\ ", r"\:", r"\;", r"\>", "~", r"\enspace", r"\space", r"\medspace",
          r"\thickspace", r"\nobreakspace"}  # fmt: skip
WIDE = {r"\quad", r"\qquad"}
DROPPED_ARGUMENT = {r"\label", r"\tag", r"\tag*", r"\color", r"\hspace", r"\hspace*",
                    r"\vspace", r"\vspace*", r"\phantom", r"\hphantom", r"\vphantom",
                    r"\mspace", r"\class", r"\cssId", r"\ref", r"\eqref"}  # fmt: skip
DROPPED_FIRST = {r"\textcolor", r"\colorbox", r"\href", r"\htmlClass"}
STACKED = {r"\stackrel", r"\overset", r"\underset"}  # a remark over or below a sign
COLUMNS = {r"\IEEEeqnarraymulticol", r"\multicolumn"}  # number, alignment, content
BRACED = {r"\underbrace", r"\overbrace", r"\underbracket"}
UPRIGHT = {r"\mathrm", r"\operatorname", r"\operatorname*", r"\textup", r"\mathit",
           r"\textnormal", r"\mathnormal", r"\textit", r"\mathsf", r"\textsf",
           r"\mathtt", r"\texttt", r"\textsc"}  # fmt: skip
TEXT = {r"\text", r"\mbox", r"\hbox", r"\textrm", r"\intertext", r"\shortintertext",
        r"\emph"}  # fmt: skip
DECORATIONS = {
    r"\hat": r"\hat", r"\widehat": r"\hat", r"\tilde": r"\tilde",
    r"\widetilde": r"\tilde", r"\bar": r"\bar", r"\overline": r"\bar",
    r"\underline": r"\underline", r"\vec": r"\vec", r"\overrightarrow": r"\vec",
    r"\dot": r"\dot", r"\ddot": r"\ddot", r"\check": r"\check", r"\breve": r"\breve",
    r"\mathbf": r"\mathbf", r"\boldsymbol": r"\mathbf", r"\bm": r"\mathbf",
    r"\textbf": r"\mathbf", r"\pmb": r"\mathbf", r"\bold": r"\mathbf",
    r"\symbf": r"\mathbf", r"\mathcal": r"\mathcal", r"\mathscr": r"\mathcal",
    r"\mathfrak": r"\mathfrak", r"\mathbb": r"\mathbb", r"\mathds": r"\mathbb",
    r"\Bbb": r"\mathbb",
    r"\acute": r"\acute", r"\grave": r"\grave", r"\mathring": r"\mathring",
}  # fmt: skip  # a table
NAMED = {
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta",
    "vartheta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "varrho",
    "sigma", "varsigma", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega",
    "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi",
    "Omega", "ell", "infty", "imath", "jmath", "hbar", "top", "intercal", "wp", "Re",
    "R", "dagger", "prime", "varpi",
}  # fmt: skip  # a list of words
TRANSPARENT = {"align", "aligned", "gather", "gathered", "multline", "multlined",
               "equation", "split", "eqnarray", "alignat", "alignedat", "flalign",
               "displaymath", "math", "subequations"}  # fmt: skip
MATRICES = {"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix",
            "smallmatrix", "array", "cases", "dcases", "rcases",
            "substack"}  # fmt: skip
CHANGES = {r"\Delta", r"\delta"}  # before a letter, part of its name
OF_TEX = {r"\cases", r"\matrix", r"\pmatrix"}  # environments as TeX has them
BIG = {r"\sum": "sum", r"\prod": "prod", r"\Sum": "sum"}
DOTS = {r"\dots", r"\ldots", r"\cdots", r"\dotsc", r"\dotsb", r"\dotsm", r"\vdots",
        r"\ddots", r"\hdots"}  # fmt: skip
