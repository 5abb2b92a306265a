"""Any verbs in any order: undo takes all of them back, redo makes them again, and the project's file says the same."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEventLoop, QTimer

from app.generators import result_of
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.fitting import Incoming
from app.interchange.questions import Choices, Clash
from app.masks.mask import Mask
from app.project.annotation_rate import AnnotationRate
from app.project.category_checks import CategoryAnswer
from app.project.edit import Delta, Edit
from app.project.edit_builder import EditBuilder
from app.project.history import StepId
from app.project.model import (
    Box,
    Cell,
    CellMask,
    Click,
    Color,
    Direction,
    Event,
    FrameIndex,
    IssueId,
    Judgement,
    MaskSource,
    ObjectId,
    Policy,
    RunId,
    Span,
    VideoId,
)
from app.project.storage.salvage import everything
from app.project.storage.step_reader import UnfinishedRun
from app.project.storage.store import Store
from app.review.auto_accept import AutoAccept
from app.review.shared_log import ProjectCopy
from app.settings import Settings
from app.workspace.editing import bulk_edits
from app.workspace.edits.merge_plan import MergePlan, Side, planned
from app.workspace.edits.recount import Recount
from app.workspace.interchange.imports import Found, ImportPreview
from app.workspace.tracking.plan import Wish
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, make_clip

LENGTH = 8
NOT_CHANGING = {
    "exports.start",
    "exports.check",
    "exports.publish",
    "imports.look",
    "imports.read",
    "merging.look",
    "metrics.compare",
    "metrics.write",
    "model.fetch",
    "improving.start",
    "improving.pause",
    "improving.finish",
    "improving.resume",
    "improving.use",
    "improving.leave",
}
OF_THE_PROJECT = {
    "verification.set_reasons",
    "verification.set_phase",
    "verification.set_annotation_rate",
    "verification.set_others_only",
    "category_questions.answer",
    "auto_accepting.switch_on",
    "auto_accepting.switch_off",
}
DIRECTIONS = tuple(Direction)
JUDGEMENTS = tuple(Judgement)


class Bench:
    """A workspace, and numbers from outside that choose among what there is in it."""

    def __init__(self, workspace: Workspace, clip: Path) -> None:
        self.workspace = workspace
        self.clip = clip

    def object(self, number: int) -> ObjectId:
        """One of the current video's objects, or one that does not exist when there is none."""
        video = self.workspace.view.video
        objects = self.workspace.document.objects(video.id) if video is not None else ()
        return objects[number % len(objects)].id if objects else ObjectId(10_000)

    def candidate(self, number: int) -> ObjectId:
        """One of the current video's candidates, or an object when there is none."""
        video = self.workspace.view.video
        found = self.workspace.document.candidates(video.id) if video is not None else ()
        return found[number % len(found)].id if found else self.object(number)

    def cell(self, number: int, frame: int) -> Cell:
        return Cell(self.object(number), FrameIndex(frame % LENGTH))

    def video(self, number: int) -> VideoId:
        """One of the videos, or one that does not exist when there is none."""
        videos = self.workspace.document.videos()
        return videos[number % len(videos)].id if videos else VideoId(10_000)

    def issue(self, number: int) -> IssueId:
        """One of the issues, or one that does not exist when there is none."""
        issues = sorted(self.workspace.document.issues())
        return issues[number % len(issues)] if issues else IssueId(10_000)

    def masks(self, number: int, first: int, length: int) -> ImportPreview:
        """Masks of another tool for one of the videos, or for a new one."""
        frames = ((first + frame) % LENGTH for frame in range(length % 5))  # readers give none beyond a clip's own
        found = {frame: CellMask(disc(frame), MaskSource.IMPORTED) for frame in frames}
        clip = AnnotatedClip("clip", CLIP_WIDTH, CLIP_HEIGHT, LENGTH, (Masklet(1, "Object 1", found),))
        choices = Choices({0: self.video(number) if number % 5 else None}, tuple(Clash)[length % 3])
        incoming = (Incoming("sav", self.clip, (clip,)),)
        return self.workspace.imports.preview(Found(incoming, {}), choices)

    def settle(self) -> None:
        """Let everything come that is on its way."""
        loop, timer = QEventLoop(), QTimer(interval=1)
        timer.timeout.connect(lambda: None if self.workspace.busy else loop.quit())
        timer.start()
        loop.exec()
        timer.stop()


def disc(number: int) -> Mask:
    pixels = np.zeros((CLIP_HEIGHT, CLIP_WIDTH), bool)
    pixels[number % 3 * 15 :, number % 5 * 15 :][:12, :20] = True
    return Mask.from_array(pixels)


def span(a: int, b: int) -> Span:
    first, last = sorted((a % LENGTH, b % LENGTH))
    return FrameIndex(first), FrameIndex(last)


def recount(bench: Bench, id: VideoId, more: int, later: int) -> None:
    """Let a video have more frames, and what is on one go to a later one, if there is any."""
    video = bench.workspace.document.video(id)
    if video is not None:
        now = replace(video, frame_count=LENGTH + more)
        places = np.arange(video.frame_count) + later
        bench.workspace.videos.take_counting(Recount(video, now, np.where(places < now.frame_count, places, -1)))


def another_copy(bench: Bench, number: int, frame: int) -> MergePlan:
    """A copy in which one object has another mask and a new one was made, which this project may have changed, too."""
    here = bench.workspace.document.frozen()
    there, log = here.frozen(), list[Event]()
    record = here.object(bench.object(number))
    if record is not None:
        new, draft = ObjectId(5_000), EditBuilder(there)
        draft.mask(bench.cell(number, frame), CellMask(disc(frame + 1), MaskSource.PAINTED))
        draft.object(new, replace(record, id=new, stale=()))
        draft.mask(Cell(new, FrameIndex(frame % LENGTH)), CellMask(disc(frame), MaskSource.PAINTED))
        there.apply(draft.edit())
        log.append(Event(datetime.now(UTC), "Grace", "paint", record.video, record.id, None, {"also": str(new)}))
    mine = [msgspec.structs.replace(line, annotator="Ada") for line in log if number % 2]
    return result_of(planned(ProjectCopy(here, mine), ProjectCopy(there, log), bench.workspace.folder))


def answer_question(bench: Bench, number: int, answer: int) -> None:
    """Answer one of the questions that wait, if there are any."""
    questions = bench.workspace.category_questions
    if questions.waiting:
        questions.show(questions.waiting[number % len(questions.waiting)])
        questions.answer(tuple(CategoryAnswer)[answer % 3])


Verb = Callable[[Bench, int, int, int], object]
VERBS: dict[str, Verb] = {
    "editor.undo": lambda d, _a, _b, _c: d.workspace.editor.undo(),
    "editor.redo": lambda d, _a, _b, _c: d.workspace.editor.redo(),
    "objects.add": lambda d, a, b, _c: d.workspace.objects.add(f"object {a % 4}" if b % 2 else "", f"kind {b % 3}"),
    "objects.rename": lambda d, a, b, _c: d.workspace.objects.rename(d.object(a), f"object {b % 4}"),
    "objects.recolor": lambda d, a, b, c: d.workspace.objects.recolor(d.object(a), Color(b % 256, c % 256, 7)),
    "objects.set_category": lambda d, a, b, _c: d.workspace.objects.set_category(
        (d.object(a), d.object(b)), f"kind {b % 3}"
    ),
    "objects.set_visible": lambda d, a, b, _c: d.workspace.objects.set_visible((d.object(a),), b % 2 == 0),
    "objects.set_locked": lambda d, a, b, _c: d.workspace.objects.set_locked((d.object(a),), b % 3 == 0),
    "objects.set_policy": lambda d, a, b, c: d.workspace.objects.set_policy(
        (d.object(a), d.object(b)), (None, *Policy)[c % 4]
    ),
    "objects.set_exclusive": lambda d, a, b, c: d.workspace.objects.set_exclusive((d.object(a), d.object(b)), c > 9),
    "prompts.mark_lost_absent": lambda d, a, b, _c: d.workspace.prompts.mark_lost_absent(d.cell(a, b)),
    "objects.reorder": lambda d, a, b, _c: d.workspace.objects.reorder((d.object(a),), b % 4),
    "objects.delete": lambda d, a, b, _c: d.workspace.objects.delete({d.object(a), d.object(b)}),
    "objects.duplicate": lambda d, a, _b, _c: d.workspace.objects.duplicate(d.object(a)),
    "objects.merge": lambda d, a, b, _c: d.workspace.objects.merge(tuple(dict.fromkeys((d.object(a), d.object(b))))),
    "objects.split": lambda d, a, b, _c: d.workspace.objects.split(d.object(a), b % LENGTH),
    "objects.swap": lambda d, a, b, c: d.workspace.objects.swap(d.object(a), d.object(b), *span(b, c)),
    "objects.reassign": lambda d, a, b, c: d.workspace.objects.reassign(d.object(a), d.object(b), *span(b, c)),
    "prompts.add_click": lambda d, a, b, c: d.workspace.prompts.add_click(
        d.cell(a, b), Click(c % 90, c % 60, c % 4 != 0)
    ),
    "prompts.set_box": lambda d, a, b, c: d.workspace.prompts.set_box(d.cell(a, b), Box(c % 40, 5, c % 40 + 30, 50)),
    "prompts.paint": lambda d, a, b, c: d.workspace.prompts.paint(d.cell(a, b), disc(c)),
    "prompts.mark_absent": lambda d, a, b, _c: d.workspace.prompts.mark_absent(d.cell(a, b)),
    "masks.replace": lambda d, a, b, c: d.workspace.masks.replace(d.cell(a, b), disc(c), "Grow"),
    "prompts.remove_click": lambda d, a, b, c: d.workspace.prompts.remove_click(d.cell(a, b), c % 2),
    "prompts.move_click": lambda d, a, b, c: d.workspace.prompts.move_click(d.cell(a, b), 0, c % 90, c % 60),
    "prompts.delete_last": lambda d, a, b, _c: d.workspace.prompts.delete_last(d.cell(a, b)),
    "masks.clear_cell": lambda d, a, b, _c: d.workspace.masks.clear_cell(d.cell(a, b)),
    "masks.clear_object": lambda d, a, _b, _c: d.workspace.masks.clear_object(d.object(a)),
    "masks.set_locked": lambda d, a, b, c: d.workspace.masks.set_locked((d.object(a),), *span(b, c), c % 3 != 0),
    "masks.toggle_lock": lambda d, _a, b, _c: (d.workspace.view.go_to(b % LENGTH), d.workspace.masks.toggle_lock()),
    "masks.apply": lambda d, a, b, c: d.workspace.masks.apply(
        (d.object(a), d.object(b)), *span(b, c), lambda mask: mask.union(disc(c)), "Grow"
    ),
    "runs.track": lambda d, a, b, c: d.workspace.runs.track(
        DIRECTIONS[a % 3], (d.object(b),), span(b, c) if c % 3 == 0 else None, c % 3 == 1
    ),
    "new_objects.begin": lambda d, _a, _b, _c: d.workspace.new_objects.begin(),
    "new_objects.add_click": lambda d, a, b, c: d.workspace.new_objects.add_click(
        d.cell(a, b), Click(c * 3 % 90, c % 60), d.object(c)
    ),
    "carrier.paste": lambda d, a, _b, _c: d.workspace.carrier.paste(disc(a)),
    "carrier.carry": lambda d, a, b, _c: d.workspace.carrier.carry(a % 9, DIRECTIONS[b % 3]),
    "carrier.interpolate": lambda d, _a, _b, _c: d.workspace.carrier.interpolate(),
    "new_objects.give_to_other": lambda d, _a, _b, _c: d.workspace.new_objects.give_to_other(),
    "runs.track_on": lambda d, a, _b, _c: d.workspace.runs.track_on(UnfinishedRun(StepId(a % 6), RunId(a % 4))),
    "runs.take": lambda d, a, b, c: d.workspace.runs.take(
        d.workspace.runs.next_step(DIRECTIONS[a % 3], (d.object(b),), span(b, c) if c % 2 else None)
    ),
    "second_opinion.ask": lambda d, a, b, c: d.workspace.second_opinion.ask(d.object(a), span(b, c)),
    "second_opinion.take": lambda d, _a, _b, _c: d.workspace.second_opinion.take(),
    "lessons.reset": lambda d, a, _b, _c: d.workspace.lessons.reset((d.object(a),)),
    "offers.take": lambda d, _a, _b, _c: d.workspace.offers.take(),
    "candidates.find": lambda d, _a, b, _c: d.workspace.candidates.find(b % LENGTH),
    "candidates.find_in_video": lambda d, a, _b, _c: d.workspace.candidates.find_in_video(1 + a % LENGTH),
    "candidates.find_in_all": lambda d, _a, _b, _c: d.workspace.candidates.find_in_all(),
    "candidates.track_accepted": lambda d, _a, _b, _c: d.workspace.candidates.track_accepted(),
    "candidates.hand_in_tracked": lambda d, _a, _b, _c: d.workspace.candidates.hand_in_tracked(),
    "runs.track_in": lambda d, a, b, _c: d.workspace.runs.track_in(d.video(a), (d.object(b),)),
    "runs.track_past": lambda d, a, b, c: d.workspace.runs.track_past(
        Wish((d.object(b),), DIRECTIONS[a % 3], FrameIndex(c % LENGTH))
    ),
    "tags.toggle": lambda d, a, b, c: d.workspace.tags.toggle((d.object(a), d.object(b)), f"tag {c % 3}"),
    "tags.add": lambda d, a, b, _c: d.workspace.tags.add(f"tag {b % 3}", (d.object(a),)),
    "tags.remove": lambda d, _a, b, _c: d.workspace.tags.remove(f"tag {b % 3}"),
    "suggestions.call_fine": lambda d, a, b, _c: d.workspace.suggestions.call_fine(d.cell(a, b)),
    "verification.accept": lambda d, a, b, _c: d.workspace.verification.accept({d.object(a), d.object(b)}),
    "verification.accept_as": lambda d, a, b, c: d.workspace.verification.accept_as(
        d.candidate(a), f"object {b % 4}" if b % 2 else "", f"kind {c % 3}" if c % 2 else ""
    ),
    "verification.join": lambda d, a, b, _c: d.workspace.verification.join(d.candidate(a), d.candidate(b)),
    "verification.hand_in": lambda d, a, b, _c: d.workspace.verification.hand_in({d.object(a), d.object(b)}),
    "verification.judge": lambda d, a, b, c: d.workspace.verification.judge(
        d.object(a), JUDGEMENTS[b % 3], f"reason {c % 2}", (span(b, c)) if c % 3 else None
    ),
    "verification.judge_again": lambda d, a, _b, _c: d.workspace.verification.judge_again(d.object(a)),
    "verification.raise_issue": lambda d, a, b, c: d.workspace.verification.raise_issue(
        d.object(a), "Leaks", span(b, c), Box(c % 40, 5, c % 40 + 30, 50)
    ),
    "verification.resolve": lambda d, a, _b, _c: d.workspace.verification.resolve((d.issue(a),)),
    "verification.describe": lambda d, a, b, _c: d.workspace.verification.describe(d.issue(a), f"Leaks {b % 2}"),
    "verification.open_again": lambda d, a, _b, _c: d.workspace.verification.open_again((d.issue(a),)),
    "verification.remove_issues": lambda d, a, _b, _c: d.workspace.verification.remove_issues((d.issue(a),)),
    "verification.set_reasons": lambda d, a, b, _c: d.workspace.verification.set_reasons([f"r {a % 3}", "s"] * (b % 2)),
    "verification.set_phase": lambda d, a, _b, _c: d.workspace.verification.set_phase(a % 4),
    "verification.set_annotation_rate": lambda d, a, b, _c: d.workspace.verification.set_annotation_rate(
        AnnotationRate(1 + a % 4, b % 3)
    ),
    "verification.set_others_only": lambda d, a, _b, _c: d.workspace.verification.set_others_only(a % 2 == 0),
    "category_questions.answer": lambda d, a, b, _c: answer_question(d, a, b),
    "auto_accepting.switch_on": lambda d, a, _b, _c: d.workspace.auto_accepting.switch_on(
        AutoAccept(a % 10 / 10, 60, 0, 0.0487)
    ),
    "auto_accepting.switch_off": lambda d, _a, _b, _c: d.workspace.auto_accepting.switch_off(),
    "imports.take": lambda d, a, b, c: d.workspace.imports.take(d.masks(a, b, c)),
    "merging.take": lambda d, a, b, c: d.workspace.merging.take(
        another_copy(d, a, b), {d.object(a): tuple(Side)[c % 3]}
    ),
    "videos.add": lambda d, _a, _b, _c: d.workspace.videos.add((d.clip,)),
    "videos.rename": lambda d, a, b, _c: d.workspace.videos.rename(d.video(a), f"video {b % 3}"),
    "videos.reorder": lambda d, a, b, _c: d.workspace.videos.reorder((d.video(a),), b % 3),
    "videos.remove": lambda d, a, _b, _c: d.workspace.videos.remove((d.video(a),)),
    "videos.relink": lambda d, a, _b, _c: d.workspace.videos.relink(d.video(a), d.clip),
    "videos.keep_media": lambda d, a, _b, _c: d.workspace.videos.keep_media(d.video(a)),
    "videos.set_values": lambda d, a, b, c: d.workspace.videos.set_values(d.video(a), b, b + 1 + c),
    "videos.take_counting": lambda d, a, b, c: recount(d, d.video(a), b % 3, c % 3),
}


class Step(NamedTuple):
    """A verb with three numbers, and whether one waits then for what it sets going."""

    verb: str
    numbers: tuple[int, int, int]
    waits: bool


def steps(waits: st.SearchStrategy[bool]) -> st.SearchStrategy[list[Step]]:
    number = st.integers(0, 30)
    verb = st.sampled_from(sorted(VERBS))
    return st.lists(st.builds(Step, verb, st.tuples(number, number, number), waits), max_size=12)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Path:
    """A folder with a clip and a project in which two objects are clicked and tracked."""
    root = tmp_path_factory.mktemp("any")
    make_clip(root / "clip.mp4", LENGTH)
    workspace = Workspace.create(root / "project", Settings(), lambda _choice: DiscPredictor())
    bench = Bench(workspace, root / "clip.mp4")
    workspace.videos.add((root / "clip.mp4",))
    bench.settle()
    for number, frame in ((0, 1), (1, 6)):
        workspace.objects.add()
        workspace.prompts.add_click(bench.cell(number, frame), Click(20 + 40 * number, 30))
    workspace.runs.track(Direction.BOTH, (bench.object(0),))
    workspace.masks.set_locked((bench.object(0),), 0, 1, True)
    bench.settle()
    workspace.close(wait_ms=5000)
    with Store.open(root / "project") as store:  # without steps: these begin the history of each copy
        store.commit(Edit(locks={bench.cell(0, 2): Delta(None, True)}))
    return root


@pytest.fixture(scope="module", autouse=True)
def many_masks_are_more_than_ten() -> Iterator[None]:
    """So that steps are made in the background, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_edits, "MANY", 10)
        yield


places = count()


@contextmanager
def bench_on(started: Path, again: Path | None = None) -> Iterator[Bench]:
    """Open a copy of the project, or one `again`; a bug in a job fails the test, an expected failure does not."""
    folder = again or started / f"copy {next(places)}"
    if again is None:
        shutil.copytree(started / "project", folder)
    workspace = Workspace.open(folder, Settings(), lambda _choice: DiscPredictor(shift=(1, 0)))
    bugs: list[Exception] = []
    workspace.messages.crashed.connect(bugs.append)
    try:
        yield Bench(workspace, started / "clip.mp4")
    finally:
        workspace.close(wait_ms=5000)
    assert bugs == []


def in_the_file(folder: Path) -> Edit:
    with Store.open_copy(folder) as store:
        assert store.check() == []
        return everything(store.load())


def test_the_table_has_every_verb_that_changes_something(started: Path) -> None:
    with bench_on(started) as bench:
        nouns = {name: type(noun) for name, noun in vars(bench.workspace).items() if not name.startswith("_")}
    verbs = {
        f"{noun}.{verb}"
        for noun, kind in nouns.items()
        for verb in dir(kind)
        if not verb.startswith("_") and hasattr(getattr(kind, verb), "__wrapped__")
    }
    assert verbs - NOT_CHANGING == VERBS.keys() - {"editor.undo", "editor.redo"}


def there_and_back(started: Path, steps: list[Step]) -> None:
    """Do the steps; undo gives the beginning, redo the end, and the file the same; so it is in the next session."""
    with bench_on(started) as bench:
        workspace = bench.workspace
        beginning = everything(workspace.document)
        for step in steps:
            VERBS[step.verb](bench, *step.numbers)
            if step.waits:
                bench.settle()
        bench.settle()
        while workspace.history.can_redo:
            workspace.editor.redo()
        bench.settle()
        end = everything(workspace.document)
        while workspace.history.can_undo:
            workspace.editor.undo()
        bench.settle()
        assert everything(workspace.document) == beginning
        while workspace.history.can_redo:
            workspace.editor.redo()
        bench.settle()
        last = everything(workspace.document)
        assert last == end
    assert in_the_file(workspace.folder) == last
    titles = [line.title for line in workspace.history.titles()]
    with bench_on(started, again=workspace.folder) as bench:
        workspace = bench.workspace
        assert [line.title for line in workspace.history.titles()] == titles
        while workspace.history.can_undo:
            workspace.editor.undo()
        bench.settle()
        assert everything(workspace.document) == beginning
    with bench_on(started, again=workspace.folder) as bench:
        workspace = bench.workspace
        while workspace.history.can_redo:
            workspace.editor.redo()
        bench.settle()
        assert everything(workspace.document) == last


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps(st.just(True)))
def test_undo_gives_the_beginning_and_redo_the_end(started: Path, steps: list[Step]) -> None:
    there_and_back(started, steps)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps(st.booleans()))
def test_so_they_do_when_answers_and_runs_are_still_on_their_way(started: Path, steps: list[Step]) -> None:
    there_and_back(started, steps)


def test_a_click_that_went_to_a_new_object_leaves_no_step_that_hides_the_ones_before_it(started: Path) -> None:
    verbs = (("auto_accepting.switch_on", 0), ("new_objects.add_click", 3), ("new_objects.begin", 0))
    there_and_back(started, [Step(verb, (0, number, 0), False) for verb, number in verbs])


def clicked_masks(started: Path, steps: list[Step], frame: int) -> list[CellMask | None]:
    """Return the mask of each cell with prompts on a frame, after steps and all that follows from them."""
    there_and_back(started, steps)
    with bench_on(started) as bench:
        for step in steps:
            VERBS[step.verb](bench, *step.numbers)
        bench.settle()
        document, at = bench.workspace.document, FrameIndex(frame)
        return [document.mask(Cell(id, at)) for id in bench.workspace.view.objects() if document.prompts(Cell(id, at))]


def test_a_click_of_another_copy_that_had_no_mask_there_yet_gets_one_here(started: Path) -> None:
    steps = [Step("new_objects.add_click", (1, 0, 0), False), Step("merging.take", (1, 1, 20), False)]
    masks = clicked_masks(started, steps, 0)
    assert len(masks) > 1, "it is in the copy, too"
    assert None not in masks


def test_a_click_whose_frame_gets_another_number_before_the_answer_has_its_mask_there(started: Path) -> None:
    steps = [Step("new_objects.add_click", (1, 0, 0), False), Step("videos.take_counting", (0, 0, 1), False)]
    masks = clicked_masks(started, steps, 1)
    assert masks
    assert None not in masks


def test_verbs_on_what_is_gone_are_refused_in_words(started: Path) -> None:
    with bench_on(started) as bench:
        beginning = everything(bench.workspace.document)
        bench.object = lambda _number: ObjectId(10_000)  # type: ignore[method-assign]
        bench.video = lambda _number: VideoId(10_000)  # type: ignore[method-assign]
        making = {"objects.add", "new_objects.begin", "videos.add", "masks.toggle_lock", "tags.add"}
        making |= {verb for verb in VERBS if verb.startswith("candidates.find")}
        for name in sorted(VERBS.keys() - making - OF_THE_PROJECT):
            VERBS[name](bench, 1, 2, 4)
        bench.settle()
        assert everything(bench.workspace.document) == beginning
