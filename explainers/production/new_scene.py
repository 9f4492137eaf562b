"""A new scene: one file that already renders, and its test."""

from __future__ import annotations

import ast
import keyword
import re
import sys
from pathlib import Path
from string import Template

from explainers.production.catalogue import PROJECT, SCENES
from explainers.production.media import disk_errors_named, require_writable
from explainers.spec.errors import BadInput
from explainers.spec.nearest import unknown

_SCENE = Template('''"""$heading: say the one idea of the scene here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from manim import RIGHT, Axes, Create, FadeIn
from pydantic import Field

from explainers.stage import Beat, ExplainerScene, Formula, Question, SceneParams


class ${name}Params(SceneParams):
    """What a lesson, a flag or a slider may change."""

    slope: float = Field(0.5, ge=-1, le=1, description="How steeply the line rises")


@dataclass(frozen=True)
class ${name}Numbers:
    """All that is seen or said."""

    slope: float
    height_at_two: float


class $name(ExplainerScene[${name}Params]):
    """Say here what the viewer understands at the end."""

    title = "$heading"
    beats: ClassVar = {
        "question": "How high does a line stand at two, if it rises by {numbers.slope:g} for each step?",
        "answer": Beat(
            "Two steps of {numbers.slope:g} make {numbers.height_at_two:g}.",
            alt="A line through the origin is drawn; at two its height is {numbers.height_at_two:g}.",
        ),
    }
    practice: ClassVar = [Question("How high does the line stand at two?", lambda numbers: numbers.height_at_two)]

    @staticmethod
    def solve(params: ${name}Params) -> ${name}Numbers:
        return ${name}Numbers(slope=params.slope, height_at_two=2 * params.slope)

    def construct(self) -> None:
        theme, stage = self.theme, self.frame.stage
        axes = Axes((-3, 3), (-3, 3), x_length=stage.width * 0.6, y_length=stage.height, tips=False)
        axes.set_color(theme.axis).move_to(stage.center)
        line = axes.plot(lambda x: self.numbers.slope * x, color=theme.curve)
        formula = Formula(f"y = {self.numbers.slope:g} x", color=theme.curve).next_to(line.get_end(), RIGHT)
        with self.beat("question"):
            self.play(Create(axes))
        with self.beat("answer") as beat:
            self.play(Create(line), run_time=beat.share(0.5))
            self.play(FadeIn(formula))
''')

_TEST = Template('''"""$heading: its numbers against an oracle."""

from $module import $name, ${name}Params


def test_the_height_is_two_slopes() -> None:
    """A line through the origin stands at twice its slope over two."""
    numbers = $name.solve(${name}Params(slope=0.25))
    assert numbers.height_at_two == 0.5
''')


_USED = {
    alias.name
    for node in ast.walk(ast.parse(_SCENE.substitute(name="Name", heading="", module="")))
    if isinstance(node, ast.ImportFrom)
    for alias in node.names
}
"""The names that a new file imports: a class of such a name would hide what it is made with."""


def write_new_scene(name: str, topic: str) -> tuple[Path, ...]:
    """Write a scene file and its test: into the project's `topic`, or here if none is given.

    Raises
    ------
    BadInput
        If the name cannot be a file's, the topic is not known, or a file stands there already.
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name.removesuffix(".py")).lower().replace("_", "-")
    stem = words.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", words) or keyword.iskeyword(stem):
        raise BadInput(f"'{name}' cannot be a scene's name. Use letters, digits and hyphens, such as 'chain-rule'.")
    class_name = "".join(word.capitalize() for word in words.split("-"))
    if class_name in _USED or f"{class_name}Params" in _USED or (not topic and stem in sys.stdlib_module_names):
        raise BadInput(f"'{name}' is a name that the file itself uses. Take another, such as '{words}-explained'.")
    topics = [folder.name for folder in SCENES.iterdir() if (folder / "__init__.py").is_file()]
    topic = topic.replace("-", "_")
    if topic and topic not in topics:
        raise BadInput(unknown("Topic", topic, topics))
    scene = (SCENES / topic if topic else Path.cwd()) / f"{stem}.py"
    test = (PROJECT / "tests" / "scenes" if topic else Path.cwd()) / f"test_{stem}.py"
    module = f"scenes.{topic}.{stem}" if topic else stem
    for path in (scene, test):
        if path.exists():
            raise BadInput(f"{path} is there already. Choose another name.")
    values = {
        "name": class_name,
        "heading": words.replace("-", " ").capitalize(),
        "module": module,
    }
    for path, template in ((scene, _SCENE), (test, _TEST)):
        require_writable(path.parent)
        with disk_errors_named(str(path)):
            path.write_text(template.substitute(values), encoding="utf-8")
    return scene, test
