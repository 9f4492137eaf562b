"""Captions as they are said: "w_(t+1)" is read by eyes, "w sub t plus 1" is heard."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from unicodedata import name

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

LETTERS = {letter: name(letter).split()[-1].lower() for letter in "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"}
SIGNS = {
    "=": "equals", "≈": "is about", "≠": "is not", "≤": "is at most", "≥": "is at least", "<": "is less than",
    ">": "is more than", "+": "plus", "×": "times", "·": "times", "*": "times", "÷": "divided by",
    "±": "plus or minus", "→": "to", "∈": "in", "∘": "after", "∞": "infinity", "√": "the square root of",
    "∂": "partial", "∇": "the gradient of", "∑": "the sum of", "∫": "the integral of", "%": "percent",
    "°": "degrees", "∝": "is proportional to", "⊥": "is perpendicular to", "ℝ": "R", "&": "and",
}  # fmt: skip
FUNCTIONS = {
    "sqrt": "the square root of", "log": "log of", "ln": "log of", "exp": "e to the", "sin": "sine of",
    "cos": "cosine of", "tan": "tangent of", "max": "the maximum of", "min": "the minimum of",
    "det": "the determinant of", "var": "the variance of", "sum": "the sum of", "mean": "the mean of",
}  # fmt: skip
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵀⁿᵏᵗ", "0123456789+-Tnkt")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₙₖₜᵢⱼ", "0123456789+-nktij")

LETTER = rf"[A-Za-z{''.join(LETTERS)}]"
ACTS = "is|was|has|takes|took|turns|acts|moves|sends|maps|does|times|inverse|transposed|squared|sub|plus|minus|equals"
"""What follows the name of a matrix at the start of a sentence, and not an article."""


def spoken_text(words: str, pronunciation: Mapping[str, str] | None = None) -> str:
    """Write words as a voice should read them.

    Parameters
    ----------
    pronunciation
        Words, each with how it is said. It goes before every rule, and what it says is left as it is. A word without
        capitals is found with capitals, too.
    """
    found = _asked(pronunciation or {})
    if found is None:
        return _tidied(_by_rule(words))
    given = pronunciation or {}
    pieces = []
    for piece in found.split(words):
        own = given.get(piece) or given.get(piece.lower())
        pieces.append(own if own is not None else _by_rule(piece))
    return _tidied("".join(pieces))


def _asked(pronunciation: Mapping[str, str]) -> re.Pattern[str] | None:
    """Find the words of a table, the longest first; as a group, so that splitting keeps them."""
    words = sorted((word for word in pronunciation if word.strip()), key=len, reverse=True)
    if not words:
        return None
    either = "|".join(re.escape(word) if word != word.lower() else f"(?i:{re.escape(word)})" for word in words)
    return re.compile(rf"(?<!\w)({either})(?!\w)")


def _by_rule(text: str) -> str:
    for pattern, said in RULES:
        text = pattern.sub(said, text)
    return text


def _tidied(text: str) -> str:
    """One space between words, none before a comma, and no comma twice."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r",+(?=[,.;:!?])", "", text)
    return re.sub(r"([.:;!?]),", r"\1", text).strip().lstrip(", ")


def _raised(match: re.Match[str]) -> str:
    """Say an exponent by its base: an inverse only matrices have."""
    base, exponent = match[1], _inside(match[2])
    if exponent in {"T", "⊤"}:
        return f"{base} transposed "
    if exponent == "-1" and base.isupper():
        return f"{base} inverse "
    return base + {"2": " squared ", "3": " cubed "}.get(exponent, f" to the power {exponent} ")


def _inside(text: str) -> str:
    """Leave brackets and braces away, and set its minus apart, which is no hyphen here."""
    inner = text[1:-1] if text[:1] in "({" else text
    return re.sub(r"(?<=\w)-(?=\w)", " - ", inner)


def _pair(match: re.Match[str]) -> str:
    """Say coordinates: "2 and 1", or "1, 2 and 3"."""
    *first, last = [part.strip() for part in match[1].split(",")]
    return f" {', '.join(first)} and {last} "


def _decimal(match: re.Match[str]) -> str:
    return f"{match[1] or 0} point {' '.join(match[2])}"


def _scientific(match: re.Match[str]) -> str:
    sign = "minus " if match[2] == "-" else ""
    return f"{match[1]} times 10 to the power {sign}{int(match[3])}"


def _rule(pattern: str, said: str | Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), said


_GROUP = r"\([^()]*\)|\{[^{}]*\}|-?\w+"
_ENTRY = rf"\s*(?:minus |[-−])?(?:\d+(?:\.\d+)?|{LETTER})\s*"
_NAME = rf"(?<![^\W_]){LETTER}"
"""A letter that stands for something, and not in a word."""

RULES: tuple[Rule, ...] = (
    _rule("[−‒]", "-"),
    _rule("[\u00a0\u2009\u202f]", " "),
    _rule("’", "'"),
    _rule(r"\be\.g\.", "for example"),
    _rule(r"\bi\.e\.", "that is"),
    _rule(r"\bvs\.", "versus"),
    _rule(r"\bw\.r\.t\.", "with respect to"),
    # Raised and lowered characters are marked as in ASCII, and said like that.
    _rule(r"[⁰¹²³⁴-⁹⁺⁻ᵀⁿᵏᵗ]+", lambda match: f"^({match[0].translate(SUPERSCRIPTS)})"),
    _rule(r"[₀-₉₊₋ₙₖₜᵢⱼ]+", lambda match: f"_({match[0].translate(SUBSCRIPTS)})"),
    _rule(r"\*\*", "^"),
    # Numbers, before their points and commas can be taken for others.
    _rule(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+)(?![\d,])", lambda match: match[1].replace(",", "")),
    _rule(r"\b(\d+(?:\.\d+)?)[eE]([+-]?)(\d+)\b", _scientific),
    _rule(rf"\(({_ENTRY}(?:,{_ENTRY})+)\)", lambda match: match[0] if _called(match) else _pair(match)),
    _rule(rf"\[({_ENTRY}(?:,{_ENTRY})+)\]", _pair),
    _rule(r"(?<![\d.])(\d*)\.(\d+)(?![\d.]*\d)", _decimal),
    _rule(r"(\d)x(?=\d)", r"\1 by "),
    _rule(r"(\d)×(?=\d)", r"\1 by "),
    _rule(r"(\d)\s*[-–](?=\d)", r"\1 to "),
    # Formulas.
    _rule(rf"({_NAME}|\)|\d)_({_GROUP})", lambda match: f"{match[1]} sub {_inside(match[2])} "),
    _rule(r"(?<=[^\W\d_])_(?=\w)", " "),
    _rule(rf"({_NAME}|\)|\d|\w )\^({_GROUP})", _raised),
    _rule(r"\bP\(([^()|]*)\|([^()|]*)\)", r"P of \1 given \2"),
    _rule(rf"\b({'|'.join(FUNCTIONS)})\(([^()]*)\)", lambda match: f"{FUNCTIONS[match[1]]} {match[2]}"),
    _rule(r"\(s\)", "s"),
    _rule(rf"({_NAME}|\b[a-z]+)\(([^()]*)\)", r"\1 of \2"),
    _rule(r"\|([^|]{1,30})\|", r"the size of \1"),
    _rule(rf"({_NAME})'(?!\w)", r"\1 prime"),
    _rule(rf"({_NAME}(?!\w)|\d)\s?/\s?(?=∂?(?:{LETTER}|\d+)\b)", r"\1 over "),
    _rule(rf"((?:^|[\s(,=+*/<>≤≥≈])-)(?=\d|{LETTER}\b)", lambda match: match[1][:-1] + "minus "),
    _rule(rf"((?:\b{LETTER}|\d|\))\s+)-(?=\s+(?:{LETTER}\b|\d|\())", r"\1minus"),
    _rule(rf"(\b{LETTER})-(?=\d)", r"\1 minus "),
    _rule(r"\s+[-–—]+\s+|—", ", "),
    _rule("[" + "".join(map(re.escape, SIGNS)) + "]", lambda match: f" {SIGNS[match[0]]} "),
    _rule("[" + "".join(LETTERS) + "]", lambda match: f" {LETTERS[match[0]]} "),
    # What is left of brackets: an aside, or what belongs together.
    _rule(r"(?<=\w) \(([^()]{3,})\)", r", \1,"),
    _rule(r"[()\[\]{}]", " "),
    # Words that voices get wrong: the German of eigen, and letters that are spelled.
    _rule(r"\b[Ee]igen-?(?=[a-z])", "eyeguen"),
    _rule(r"\b[Ee]igen\b", "eyeguen"),
    _rule(r"\bRMSProp\b", "R M S prop"),
    # A is a matrix in the middle of a sentence, and mostly an article at its start.
    _rule(r"(?<![.!?:\"'] )(?<!^)\bA\b(?!')", "eigh"),
    _rule(rf"\bA(?= (?:{ACTS}|[A-Za-z])\b)", "eigh"),
    _rule(r"(?<!\w)A(?=[,.'])", "eigh"),
    _rule(r"\ba(?= (?:sub|squared|plus|minus|times|over|equals)\b)", "eigh"),
)
"""In this order: each finds the text as those before it have left it."""


def _called(match: re.Match[str]) -> bool:
    """Whether brackets hold what a function is called with: they follow its name without a space."""
    return bool(re.search(r"\w$", match.string[: match.start()]))
