"""However many clicks a frame has, its mask is a few queries: a person waits for it."""

import pytest

from app.engine.inference import prompt_points
from app.engine.inference.model import Sam2Model
from app.engine.predictor import Context
from app.masks.mask import Mask
from app.project.model import Click, FrameIndex, Prompts
from tests.engine.networks import clip, predictor

FRAME = FrameIndex(0)


def clicked(count: int) -> Prompts:
    return Prompts(clicks=tuple(Click(20 + at % 40, 30 + at % 25, at % 3 != 2) for at in range(count)))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The points of each query."""
    counts: list[int] = []
    decode = Sam2Model.decode

    def noted(self: Sam2Model, *args: object, **named: object) -> object:
        counts.append(named["points"].labels.shape[1])  # type: ignore[attr-defined]
        return decode(self, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Sam2Model, "decode", noted)
    return counts


def test_many_clicks_of_an_earlier_session_are_few_queries_and_the_next_is_one(asked: list[int]) -> None:
    source = clip(4)
    engine = predictor()
    engine.segment("v", source, FRAME, clicked(400), Context(), None)
    assert len(asked) <= prompt_points.LONGEST
    assert asked[0] == 1
    assert asked[-2:] == [399, 400], "no click is left out"
    del asked[:]
    engine.preview("v", source, FRAME, clicked(401))
    assert asked == [401]
    del asked[:]
    predictor().segment("v", source, FRAME, clicked(400), Context(), Mask.empty(96, 160))
    assert asked == [400], "the mask so far answers the others"


def test_a_few_clicks_are_asked_one_by_one(asked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    source = clip(4)
    few = clicked(prompt_points.LONGEST)
    usual = predictor().segment("v", source, FRAME, few, Context(), None)
    assert asked == list(range(1, prompt_points.LONGEST + 1))
    monkeypatch.setattr(prompt_points, "LONGEST", 10_000)
    assert predictor().segment("v", source, FRAME, few, Context(), None) == usual
