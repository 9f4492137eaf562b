"""What is said about eigenvectors: sentences that are true of the matrix at hand, whatever it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy.typing as npt

from explainers.maths.eigenvectors import PowerIteration, Spectrum, Sweep, range_across
from explainers.maths.linear_maps import classify
from explainers.maths.shown import said_point
from explainers.maths.spoken import counted, spoken


@dataclass(frozen=True)
class EigenvectorSayings:
    """The sentences that depend on the case."""

    search: str
    found: str
    other: str
    equation: str
    first_step: str
    settle: str
    answer: str
    alt_found: str
    alt_other: str
    alt_equation: str
    alt_settle: str


def eigenvector_sayings(
    matrix: npt.ArrayLike, found: Spectrum, sweep: Sweep, powers: PowerIteration
) -> EigenvectorSayings:
    """Return every sentence of the scene that depends on the matrix."""
    return EigenvectorSayings(
        search="Does the part across ever vanish?" if found.kind == "no line" else "Watch the part across.",
        found=_found_words(matrix, found),
        other=_other_words(found),
        equation=_equation_words(found),
        first_step=_first_step_words(powers),
        settle=_settle_words(found, powers),
        answer=_answer_words(found, powers),
        alt_found=_found_alt(found),
        alt_other=_other_alt(found, sweep),
        alt_equation=_equation_alt(matrix, found),
        alt_settle=_settle_alt(powers),
    )


def angle_between_lines(found: Spectrum) -> float:
    """Return the angle between two kept lines in degrees, from 0 to 90; 0 if there are not two."""
    if found.kind != "two lines":
        return 0.0
    (x, y), (u, v) = (line.direction for line in found.lines)
    return math.degrees(math.atan2(abs(x * v - y * u), abs(x * u + y * v)))


def are_perpendicular(found: Spectrum) -> bool:
    """Whether two kept lines meet at a right angle: exactly the symmetric matrices have such lines."""
    return found.kind == "two lines" and abs(angle_between_lines(found) - 90) < 1e-6


def _found_words(matrix: npt.ArrayLike, found: Spectrum) -> str:
    if found.kind == "every line":
        factor = found.lines[0].eigenvalue
        image = "zero" if factor == 0 else "v itself" if factor == 1 else f"{spoken(factor)} times v"
        return (
            f"There is no part across, in any direction. A v is always {image}: "
            f"every arrow is an eigenvector, with the eigenvalue {spoken(factor)}."
        )
    if found.kind == "no line":
        low, high = range_across(matrix)
        if math.isclose(low, high, rel_tol=1e-9):
            return (
                f"Not once so far. The part across is {spoken(low)} in every direction. "
                "Will any arrow stay on its own line?"
            )
        return (
            f"Not once so far. The part across only goes between {spoken(low)} and {spoken(high)}. "
            "Will any arrow stay on its own line?"
        )
    line = found.lines[0]
    value, where = spoken(line.eigenvalue), f"along {said_point(line.name)}"
    if line.eigenvalue == 0:
        start = "Here the part across is zero, and so is all of A v."
        return f"{start} v, {where}, is an eigenvector; its eigenvalue is zero."
    backwards = ", and points backwards" if line.eigenvalue < 0 else ""
    return (
        f"Here the part across is zero: A v lies on v's own line, {where}{backwards}. A v is {value} times v. "
        f"v is an eigenvector; its eigenvalue, {value}, is that factor."
    )


def _other_words(found: Spectrum) -> str:
    no_more = "After half a turn nothing new comes: minus v has the same line."
    if found.kind == "every line":
        return f"Is there an exception? Not one. {no_more}"
    if found.kind == "no line":
        return f"{no_more} So no real arrow stays on its line: this matrix turns every one."
    if found.kind == "one line":
        return f"Is there another? {no_more} This matrix keeps one line only."
    line = found.lines[1]
    return f"Is there another? Yes, along {said_point(line.name)}, with eigenvalue {spoken(line.eigenvalue)}. {no_more}"


def _equation_words(found: Spectrum) -> str:
    search = "There is no need to search: eigenvalues solve an equation, made of trace and determinant."
    if found.kind == "no line":
        value = found.eigenvalues[0]
        real = "" if abs(value.real) < 1e-9 * abs(value) else f"{spoken(value.real)} "
        return (
            f"{search} Its solutions are complex: {real or 'zero '}plus and minus {spoken(value.imag)} times i. "
            "Eigenvalues are not always real."
        )
    first = found.lines[0].eigenvalue
    if found.kind == "two lines":
        solutions = f"Here they are {spoken(first)} and {spoken(found.lines[1].eigenvalue)}."
        degrees = angle_between_lines(found)
        if are_perpendicular(found):
            return f"{search} {solutions} The two lines are perpendicular, as A is symmetric. In general they are not."
        return (
            f"{search} {solutions} And the two lines meet at {spoken(degrees)} degrees: they need not be perpendicular."
        )
    counted_twice = f"It has one solution, {spoken(first)}, counted twice."
    lines = "every line is kept" if found.kind == "every line" else "only one line is kept"
    return f"{search} {counted_twice} Here {lines}: an eigenvalue alone does not tell how many."


def _first_step_words(powers: PowerIteration) -> str:
    growth = float(powers.growths[0])
    if growth == 0:
        return "A w is zero: nothing is left of it."
    if abs(growth - 1) < 5e-4:
        return "A w is just as long. Were it not, we would scale it back to length one. And repeat."
    return f"A w is {spoken(growth)} times as long. Note the factor, scale back to length one, and repeat."


def _settle_words(found: Spectrum, powers: PowerIteration) -> str:
    after = f"After {counted(len(powers.growths), 'step')}"
    last = f"the factor is {spoken(float(powers.growths[-1]))}"
    match powers.outcome:
        case "vanishes":
            return "There is nothing to multiply any more: zero stays zero. Every arrow that begins like this is lost."
        case "wanders":
            return f"w turns on and on. {after} {last}, and w will never settle on a line: there is none to settle on."
        case "alternates":
            return (
                f"w jumps to and fro between two lines. {after} {last}. Two eigenvalues are equally large, one "
                "positive and one negative: neither wins."
            )
    line = powers.line
    assert line is not None
    flips = " Each step also turns it round, as the eigenvalue is negative." if line.eigenvalue < 0 else ""
    if powers.outcome == "stays":
        factor = spoken(abs(line.eigenvalue))
        return f"w began on a line that A keeps, so there it stays. The factor is {factor} at every step.{flips}"
    left = math.degrees(powers.angle_left)
    where = f"the line along {said_point(line.name)}"
    if found.kind == "one line":
        return f"w turns towards {where}, but slowly. {after} it is {spoken(left)} degrees away, and {last}.{flips}"
    reached = "it lies on it" if left < 1e-6 else f"it is {spoken(left)} degrees away"
    return f"w turns towards {where}: the eigenvalue of the largest size wins. {after} {reached}, and {last}.{flips}"


def _answer_words(found: Spectrum, powers: PowerIteration) -> str:
    if powers.outcome == "vanishes":
        return "So the state of such a network is gone after a step or two. It forgets everything that began like this."
    if powers.line is not None:
        size = abs(powers.line.eigenvalue)
        begin = f"So the state follows that line, and in the end each step multiplies its length by {spoken(size)}."
    else:
        size = found.radius
        begin = (
            f"So the state takes no direction for good. On average, each step multiplies its length by {spoken(size)}."
        )
    return f"{begin} {_fate_words(found, powers, size)}"


def _fate_words(found: Spectrum, powers: PowerIteration, size: float) -> str:
    if math.isclose(size, 1, rel_tol=1e-9):
        if found.kind == "one line" and powers.outcome == "settles":
            return "With exactly one, this state grows, but only by equal amounts: neither exploding nor fading."
        return "With exactly one, the state neither explodes nor fades."
    if size > 1:
        return "Above one, it explodes; below one, it would fade."
    return "Below one, it fades; above one, it would explode."


def _found_alt(found: Spectrum) -> str:
    if found.kind == "every line":
        return "The part across reads 0, whichever way v points."
    if found.kind == "no line":
        return "The part across has not been 0; no line lights up."
    line = found.lines[0]
    return f"The line along {said_point(line.name)} lights up; the eigenvalue is {spoken(line.eigenvalue)}."


def _other_alt(found: Spectrum, sweep: Sweep) -> str:
    way = "clockwise" if sweep.extent < 0 else "counter-clockwise"
    gone = f"v has gone {spoken(abs(math.degrees(sweep.extent)))} degrees {way} in all"
    if found.kind == "two lines":
        line = found.lines[1]
        return f"v goes on to the line along {said_point(line.name)}, eigenvalue {spoken(line.eigenvalue)}; {gone}."
    return f"v goes on; {gone}, and no {'exception' if found.kind == 'every line' else 'other line'} was met."


def _equation_alt(matrix: npt.ArrayLike, found: Spectrum) -> str:
    facts = classify(matrix)
    values = found.eigenvalues
    if found.kind == "no line":
        solved = f"{spoken(values[0].real)} plus and minus {spoken(values[0].imag)} i"
    else:
        solved = f"{spoken(values[0].real)} and {spoken(values[1].real)}"
    return (
        f"The equation with trace {spoken(facts.trace)} and determinant "
        f"{spoken(facts.determinant if facts.rank == 2 else 0.0)} appears; its solutions are {solved}."
    )


def _settle_alt(powers: PowerIteration) -> str:
    ends = {
        "settles": f"and ends {spoken(math.degrees(powers.angle_left))} degrees from the line that lights up",
        "stays": "and never leaves its line",
        "alternates": "and jumps between two lines",
        "wanders": "and settles nowhere",
        "vanishes": "and has vanished",
    }
    last = spoken(float(powers.growths[-1]))
    return f"w takes {counted(len(powers.growths), 'step')} in all, {ends[powers.outcome]}; the last factor is {last}."
