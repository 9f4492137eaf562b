"""What scenes are written with."""

from explainers.spec.params import (
    DataFile,
    Expression1D,
    LossText,
    Matrix2x2,
    NumberList,
    SceneParams,
    Vector2,
)
from explainers.spec.script import Beat, Question
from explainers.stage.explainer_scene import BeatClock, ExplainerScene
from explainers.stage.handle import Handle
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Paragraph, Text
from explainers.stage.zones import Frame, Zone

__all__ = [
    "Beat",
    "BeatClock",
    "DataFile",
    "ExplainerScene",
    "Expression1D",
    "Formula",
    "Frame",
    "Handle",
    "LossText",
    "Matrix2x2",
    "NumberList",
    "Paragraph",
    "Question",
    "SceneParams",
    "Text",
    "Theme",
    "Vector2",
    "Zone",
]
