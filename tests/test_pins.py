"""The pinned versions: complete, exact, and without a word on where packages come from."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]


def requirements(lines: list[str]) -> dict[str, Requirement]:
    """Requirements by the name that a registry knows."""
    return {canonicalize_name(found.name): found for found in map(Requirement, lines)}


def test_constraints_pin_versions_and_nothing_else() -> None:
    """Each line is a name, one exact version and perhaps a marker: no index, no file, no option; sorted, none twice."""
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(
        re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*( ; [a-z_]+ [=<>]+ '[a-z0-9.]+')?", line) for line in lines
    )
    names = [line.split("==")[0].lower() for line in lines]
    assert names == sorted(set(names))


def test_every_requirement_is_pinned_within_its_range() -> None:
    """Each requirement of pyproject.toml has a pin, and the pin satisfies it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = requirements([line for line in lines if not line.startswith("#")])
    wanted = requirements([*project["dependencies"], *project["optional-dependencies"]["dev"]])
    for name, requirement in wanted.items():
        (pin,) = pins[name].specifier
        assert requirement.specifier.contains(pin.version), f"{requirement} against {pins[name]}"


def test_no_address_in_what_sets_up() -> None:
    """Where packages come from is the user's own choice: no file here names an index."""
    for name in ("run", ".ci/run", "constraints.txt", "pyproject.toml", ".pre-commit-config.yaml"):
        text = (ROOT / name).read_text()
        assert not re.search(r"https?://|--index|-i |find-links", text), name
