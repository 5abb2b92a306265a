"""A tracked mask shows the object that a person showed, or nothing; one that was away is found where it comes back."""

from dataclasses import dataclass, field, replace
from typing import Any, cast

import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.inference.appearance import appearance_of, coverage
from app.engine.inference.features import Features
from app.engine.inference.memory_bank import ABSENT_FRAMES, ObjectMemory, Output, Reach
from app.engine.inference.model import Sam2Model
from app.engine.inference.reidentification import Reidentifier
from app.engine.network.constants import ABSENT
from app.engine.predictor import PassDirection
from app.project.model import FrameIndex

SIDE = 8
SIZE = 16 * SIDE
WATER, FISH, BALL, NEW = torch.eye(4)


def painting(**things: tuple[slice, slice]) -> Tensor:
    """Return the embeddings of a picture of water with things in some of its cells, SIDE² x 4."""
    picture = WATER.repeat(SIDE, SIDE, 1)
    for name, (rows, columns) in things.items():
        picture[rows, columns] = {"fish": FISH, "ball": BALL, "new": NEW}[name]
    return picture.view(SIDE * SIDE, -1)


def logits(*places: tuple[slice, slice]) -> Tensor:
    """Return 1 x 1 x S/4 x S/4 logits of a mask of some cells."""
    cells = torch.full((1, 1, SIDE, SIDE), -8.0)
    for rows, columns in places:
        cells[..., rows, columns] = 8.0
    return F.interpolate(cells, (SIZE // 4, SIZE // 4), mode="nearest")


def output_of(mask: Tensor, score: float = 0.8) -> Output:
    there = bool((mask > 0).any())
    return Output(mask, torch.ones(1, 4), torch.full((1, 1), 5.0 if there else -5.0), score)


@dataclass
class Painter:
    """A stand-in for a Sam2Model that decodes a prior to itself."""

    has_appearance: bool = True
    score: float = 0.8
    seen: Tensor = field(default_factory=painting)
    priors: list[Tensor] = field(default_factory=list)
    size: int = SIZE

    def appearance(self, _features: Features) -> Tensor:
        return self.seen

    def without_memory(self, features: Features) -> Tensor:
        return features.levels[-1]

    def decode(self, _features: Features, _fused: Tensor, *, prior: Tensor, **_: Any) -> tuple[list[Output], Tensor]:
        self.priors.append(prior)
        return [output_of(prior, self.score)], F.interpolate(prior, (SIZE, SIZE))

    def absent(self, output: Output) -> Output:
        return output_of(torch.full_like(output.logits, ABSENT), 0.0)


RIGHT, LEFT = (slice(2, 6), slice(4, 7)), (slice(2, 6), slice(1, 4))
FAR = (slice(0, 2), slice(0, 3))
FEATURES = Features((torch.zeros(1, 4, SIDE, SIDE),))
NOW = FrameIndex(9)


def memory(shown: Tensor, where: tuple[slice, slice], away: int = 0) -> ObjectMemory:
    """Return the memory of an object a person showed, absent on the last `away` frames of ten."""
    mask = F.interpolate((logits(where) > 0).float(), (SIZE, SIZE))
    past = ObjectMemory(Reach(6, 6, 4), PassDirection.FORWARD)
    person = output_of(logits(where))
    past.conditioning[FrameIndex(0)] = Output(
        person.logits, person.pointer, person.presence, 1.0, appearance=appearance_of(shown, mask)
    )
    for at in range(1, NOW):
        past.add(FrameIndex(at), output_of(logits(*() if NOW - at <= away else (where,))))
    return past


FIRST = painting(fish=RIGHT, ball=LEFT)


def checked(painter: Painter, output: Output, past: ObjectMemory, shift: torch.Tensor | None = None) -> Output:
    high = F.interpolate(output.logits, (SIZE, SIZE))
    reidentifier = Reidentifier(cast(Sam2Model, painter))
    (held,), fine = reidentifier.check(FEATURES, NOW, [past], [output], high, shift)
    assert fine.shape == high.shape
    assert bool((F.interpolate(held.logits, (SIZE, SIZE)) > 0).eq(fine > 0).all())
    return output if same(held, output) else held


def same(held: Output, output: Output) -> bool:
    """Return whether an output was kept; what is noted against it does not count."""
    return held.logits is output.logits and held.pointer is output.pointer and held.presence is output.presence


def test_a_mask_of_the_object_stays_as_it_is() -> None:
    painter = Painter(seen=painting(fish=LEFT, ball=FAR))
    output = output_of(logits(LEFT))
    assert checked(painter, output, memory(FIRST, RIGHT)) is output
    assert not painter.priors


def test_a_mask_of_something_that_nobody_showed_stays() -> None:
    output = output_of(logits(LEFT))
    assert checked(Painter(seen=painting(new=LEFT)), output, memory(FIRST, RIGHT)) is output


def test_an_object_whose_appearance_changes_is_not_taken_for_something_else() -> None:
    changed = F.normalize(0.3 * WATER + NEW, dim=0)
    seen = torch.where((painting(new=LEFT) == NEW).all(1, keepdim=True), changed, painting())
    output = output_of(logits(LEFT))
    assert checked(Painter(seen=seen), output, memory(FIRST, RIGHT)) is output


def test_a_mask_that_crossed_to_another_thing_is_none() -> None:
    painter = Painter(seen=painting(ball=RIGHT))
    held = checked(painter, output_of(logits(RIGHT)), memory(FIRST, RIGHT))
    assert not (held.logits > 0).any()
    assert float(held.presence) < 0


def test_a_mask_that_crossed_to_another_thing_is_none_however_its_cells_lie() -> None:
    strange = F.normalize(0.2 * FISH + 0.35 * BALL + 0.9 * NEW, dim=0)
    seen = torch.where((painting(new=LEFT) == NEW).all(1, keepdim=True), strange, painting()).view(SIDE, SIDE, -1)
    output = output_of(logits(LEFT))
    assert checked(Painter(seen=seen.flatten(0, 1)), output, memory(FIRST, RIGHT)) is output
    for row in (2, 4):
        seen[row, 1] = seen[row, 3] = BALL
    painter = Painter(seen=seen.flatten(0, 1))
    assert not (checked(painter, output, memory(FIRST, RIGHT)).logits > 0).any()
    assert not painter.priors, "no part of it is large enough to be cut out"


def test_a_mask_that_took_in_another_thing_is_asked_for_without_it() -> None:
    painter = Painter(seen=painting(fish=LEFT, ball=RIGHT))
    held = checked(painter, output_of(logits(LEFT, RIGHT)), memory(FIRST, RIGHT))
    assert torch.equal(held.logits > 0, logits(LEFT) > 0)
    assert len(painter.priors) == 1


def test_a_thing_that_covers_little_of_the_mask_is_left_alone() -> None:
    corner = (slice(2, 3), slice(1, 3))
    output = output_of(logits(LEFT))
    painter = Painter(seen=painting(fish=LEFT, ball=corner))
    assert checked(painter, output, memory(FIRST, RIGHT)) is output


def test_an_object_that_was_away_is_found_wherever_it_comes_back() -> None:
    painter = Painter(seen=painting(fish=FAR, ball=LEFT))
    held = checked(painter, output_of(logits()), memory(FIRST, RIGHT, away=ABSENT_FRAMES))
    assert torch.equal(coverage(held.logits > 0, SIDE**2) > 0.5, coverage(logits(FAR) > 0, SIDE**2) > 0.5)
    assert float(held.presence) > 0


def test_after_an_absence_a_much_surer_mask_elsewhere_is_taken_instead_of_a_tracked_one() -> None:
    painter = Painter(seen=painting(fish=FAR, new=LEFT))
    weak, past = output_of(logits(LEFT), score=0.4), memory(FIRST, RIGHT, away=ABSENT_FRAMES)
    relative = torch.zeros(1, 1)
    held = checked(painter, weak, past, relative)
    assert torch.equal(coverage(held.logits > 0, SIDE**2) > 0.5, coverage(logits(FAR) > 0, SIDE**2) > 0.5)
    sure = output_of(logits(LEFT), score=0.6)
    assert checked(painter, sure, past, relative) is sure
    assert checked(painter, weak, memory(FIRST, RIGHT, away=ABSENT_FRAMES - 1), relative) is weak
    assert checked(painter, weak, past) is weak, "where presence is absolute, only an absent object is searched for"


def test_one_that_was_there_a_moment_ago_is_not_looked_for_elsewhere() -> None:
    painter, output = Painter(seen=painting(fish=FAR, ball=LEFT)), output_of(logits())
    assert checked(painter, output, memory(FIRST, RIGHT, away=ABSENT_FRAMES - 1)) is output
    assert not painter.priors


def test_what_appears_after_the_object_was_away_has_to_look_like_it() -> None:
    painter = Painter(seen=painting(ball=LEFT))
    held = checked(painter, output_of(logits(LEFT)), memory(FIRST, RIGHT, away=ABSENT_FRAMES))
    assert not (held.logits > 0).any()
    between = F.normalize(0.55 * FISH + 0.6 * BALL + 0.5 * NEW, dim=0)
    painter = Painter(seen=torch.where((painting(new=LEFT) == NEW).all(1, keepdim=True), between, painting()))
    output = output_of(logits(LEFT))
    assert not (checked(painter, output, memory(FIRST, RIGHT, away=ABSENT_FRAMES)).logits > 0).any()
    assert checked(painter, output, memory(FIRST, RIGHT, away=ABSENT_FRAMES - 1)) is output
    first = memory(FIRST, RIGHT)
    first.clear_tracked()
    assert checked(painter, output, first) is output, "on the first frame after a person's, nothing was away"


def test_a_mask_after_an_absence_may_look_strange_if_it_is_as_sure_as_the_persons_frame() -> None:
    strange = F.normalize(0.2 * FISH + 0.35 * BALL + 0.9 * NEW, dim=0)
    painter = Painter(seen=torch.where((painting(new=LEFT) == NEW).all(1, keepdim=True), strange, painting()))
    past, relative = memory(FIRST, RIGHT, away=ABSENT_FRAMES), torch.zeros(1, 1)
    past.conditioning[FrameIndex(0)] = replace(past.conditioning[FrameIndex(0)], own_score=0.7)
    doubtful, sure = output_of(logits(LEFT), score=0.65), output_of(logits(LEFT), score=0.75)
    assert not (checked(painter, doubtful, past, relative).logits > 0).any()
    assert checked(painter, sure, past, relative) is sure


def test_what_is_found_needs_a_good_score_and_size() -> None:
    speck = (slice(0, 1), slice(0, 1))
    for painter in (
        Painter(seen=painting(fish=FAR, ball=LEFT), score=0.3),
        Painter(seen=painting(ball=LEFT, new=FAR)),
        Painter(seen=painting(fish=speck, ball=LEFT)),
    ):
        output = output_of(logits())
        assert checked(painter, output, memory(FIRST, RIGHT, away=ABSENT_FRAMES)) is output


def test_frames_marked_absent_say_nothing_about_the_size() -> None:
    large, piece = (slice(0, 8), slice(4, 8)), (slice(0, 1), slice(0, 3))
    past = memory(painting(fish=large), large, away=ABSENT_FRAMES)
    for at in (100, 101, 102):
        empty = output_of(logits())
        absent = appearance_of(painting(), torch.zeros(1, 1, SIZE, SIZE))
        past.conditioning[FrameIndex(at)] = Output(empty.logits, empty.pointer, empty.presence, 1.0, appearance=absent)
    painter, output = Painter(seen=painting(fish=piece)), output_of(logits())
    assert checked(painter, output, past) is output
    assert not painter.priors, "three cells of thirty-two are too few"


def test_nothing_is_judged_without_weights_or_without_an_appearance() -> None:
    output = output_of(logits(RIGHT))
    seen = painting(ball=RIGHT)
    assert checked(Painter(has_appearance=False, seen=seen), output, memory(FIRST, RIGHT)) is output
    assert checked(Painter(seen=seen), output, ObjectMemory(Reach(6, 6, 4), PassDirection.FORWARD)) is output


def test_each_object_of_a_batch_is_judged_by_itself() -> None:
    painter = Painter(seen=painting(ball=RIGHT, fish=LEFT))
    fish, ball = output_of(logits(RIGHT)), output_of(logits(RIGHT))
    pasts = [memory(FIRST, RIGHT), memory(FIRST, LEFT)]
    high = torch.cat([F.interpolate(output.logits, (SIZE, SIZE)) for output in (fish, ball)])
    held, fine = Reidentifier(cast(Sam2Model, painter)).check(FEATURES, NOW, pasts, [fish, ball], high)
    assert not (held[0].logits > 0).any()
    assert same(held[1], ball)
    assert [bool((part > 0).any()) for part in fine] == [False, True]


def test_cells_outside_the_mask_that_look_like_the_object_are_counted_by_its_size() -> None:
    painter = Painter(seen=painting(fish=RIGHT, new=(slice(0, 2), slice(0, 2))))
    again = painting(fish=RIGHT)
    again.view(SIDE, SIDE, -1)[2:6, 1:4] = FISH
    for seen, share in ((painter.seen, 0.0), (again, 1.0)):
        (held,), _fine = Reidentifier(cast(Sam2Model, Painter(seen=seen))).check(
            FEATURES,
            NOW,
            [memory(FIRST, RIGHT)],
            [output_of(logits(RIGHT))],
            F.interpolate(logits(RIGHT), (SIZE, SIZE)),
        )
        assert held.doubts.lookalikes == share
