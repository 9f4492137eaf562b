"""Bayes' rule as a formula, its parts in the colours of the curves or bars that they name."""

from __future__ import annotations

from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula


def bayes_rule(symbol: str, theme: Theme, layout: str) -> Formula:
    """Set the rule for an unknown.

    Parameters
    ----------
    symbol
        The unknown, in Typst mathematics.
    layout
        The rule, in Typst mathematics, with POSTERIOR, LIKELIHOOD and PRIOR where they stand.
    """
    parts = (
        ("posterior", f"p({symbol} | x)", theme.posterior),
        ("likelihood", f"p(x | {symbol})", theme.likelihood),
        ("prior", f"p({symbol})", theme.prior),
    )
    for name, mathematics, _ in parts:
        layout = layout.replace(name.upper(), f"{{{{ {mathematics} : {name} }}}}")
    rule = Formula(layout, font_size=theme.sizes.body, color=theme.text)
    for name, _, color in parts:
        rule.select(name).set_color(color)
    return rule
