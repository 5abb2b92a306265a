"""Undo and redo restore every state exactly, also when results are merged into steps that others were built upon."""

from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.history import History, StepId
from app.project.model import Cell, ObjectId
from tests.project.samples import a_document, a_mask, apply, cell

OBJECTS = (ObjectId(1), ObjectId(2))
FRAMES = (0, 1, 2)
State = dict[object, object]


def snapshot(document: Document) -> State:
    """Everything the random edits below can change, by key."""
    state: State = {}
    for object in OBJECTS:
        state[object] = document.object(object)
        for frame in FRAMES:
            state[cell(object, frame)] = document.mask(cell(object, frame))
    return state


def edit_to(document: Document, changes: State) -> Edit:
    """The edit that brings the named keys to the given values."""
    masks, objects = {}, {}
    for key, value in changes.items():
        if isinstance(key, Cell):
            if document.mask(key) != value:
                masks[key] = Delta(document.mask(key), value)
        elif document.object(key) != value:
            objects[key] = Delta(document.object(key), value)
    return Edit(masks=masks, objects=objects)


def deletion(document: Document, object: ObjectId) -> Edit:
    cells = {cell(object, f): None for f in FRAMES if document.mask(cell(object, f)) is not None}
    return edit_to(document, {**cells, object: None})


@dataclass
class Model:
    """States as whole snapshots: an oracle that knows nothing of deltas."""

    states: list[State]
    position: int = 0
    ids: list[StepId] = field(default_factory=list)

    def push(self, id: StepId, state: State) -> None:
        del self.states[self.position + 1 :], self.ids[self.position :]
        self.states.append(state)
        self.ids.append(id)
        self.position += 1

    def amend(self, id: StepId, edit: Edit) -> None:
        if id not in self.ids[: self.position]:
            return
        step = self.ids.index(id) + 1
        new = [dict(state) for state in self.states]
        for key, delta in edit.masks.items():
            for t in range(step, len(new)):
                if t > step and (self.states[t][key] != self.states[t - 1][key] or self.states[t][key.object] is None):
                    break
                new[t][key] = delta.after
        for key, delta in edit.objects.items():
            for name in ("name", "category"):
                value = getattr(delta.after, name)
                if value != getattr(delta.before, name):
                    self._set_field(new, step, key, name, value)
        self.states = new

    def _set_field(self, new: list[State], step: int, key: ObjectId, name: str, value: object) -> None:
        def changed(t: int) -> bool:
            before, after = self.states[t - 1][key], self.states[t][key]
            if before is None or after is None:
                return before is not after
            return getattr(before, name) != getattr(after, name)

        owner = max((t for t in range(step, self.position + 1) if changed(t)), default=step)
        for t in range(owner, len(new)):
            if t > self.position and changed(t):
                break
            new[t][key] = replace(new[t][key], **{name: value})


MASKS = st.sampled_from([None, *(a_mask(i) for i in range(3))])
ACTIONS = st.one_of(
    st.tuples(
        st.just("push"), st.dictionaries(st.builds(cell, st.sampled_from(OBJECTS), st.sampled_from(FRAMES)), MASKS)
    ),
    st.tuples(st.just("rename"), st.sampled_from(OBJECTS), st.sampled_from("abc")),
    st.tuples(st.just("categorize"), st.sampled_from(OBJECTS), st.sampled_from("abc")),
    st.tuples(st.just("delete"), st.sampled_from(OBJECTS)),
    st.tuples(
        st.just("amend"),
        st.integers(0, 6),
        st.dictionaries(st.builds(cell, st.sampled_from(OBJECTS), st.sampled_from(FRAMES)), MASKS, min_size=1),
    ),
    st.tuples(st.just("amend name"), st.integers(0, 6), st.sampled_from(OBJECTS), st.sampled_from("abc")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


class Machine:
    """A document with its history, driven like the workspace does, beside the model."""

    def __init__(self) -> None:
        self.document = a_document(objects=OBJECTS)
        self.history = History()
        self.model = Model([snapshot(self.document)])

    def push(self, edit: Edit) -> None:
        apply(self.document, edit)
        self.model.push(self.history.push("step", edit), snapshot(self.document))

    def amend(self, back: int, edit: Edit) -> None:
        if self.model.ids:
            id = self.model.ids[max(len(self.model.ids) - 1 - back, 0)]
            applied = self.history.amend(id, edit)
            apply(self.document, applied)
            self.model.amend(id, edit)

    def run(self, action: tuple) -> None:
        verb, *rest = action
        if verb in ("undo", "redo"):
            edit = getattr(self.history, verb)()
            moved = {"undo": -1, "redo": 1}[verb]
            assert (edit is not None) == (0 <= self.model.position + moved < len(self.model.states))
            if edit is not None:
                apply(self.document, edit)
                self.model.position += moved
        elif verb == "push":
            self.push(edit_to(self.document, self._existing(rest[0])))
        elif verb == "amend":
            self.amend(rest[0], edit_to(self.document, self._existing(rest[1])))
        elif verb == "delete" and self.document.object(rest[0]) is not None:
            self.push(deletion(self.document, rest[0]))
        elif verb in ("rename", "categorize", "amend name"):
            record = self.document.object(rest[-2])
            if record is not None:
                change = {"category" if verb == "categorize" else "name": rest[-1]}
                edit = edit_to(self.document, {rest[-2]: replace(record, **change)})
                self.amend(rest[0], edit) if verb == "amend name" else self.push(edit)

    def _existing(self, changes: State) -> State:
        return {key: value for key, value in changes.items() if self.document.object(key.object) is not None}

    def check(self) -> None:
        assert snapshot(self.document) == self.model.states[self.model.position]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACTIONS, max_size=25))
def test_every_state_comes_back_exactly_whatever_was_pushed_amended_and_deleted(actions):
    machine = Machine()
    for action in actions:
        machine.run(action)
        machine.check()
    while machine.history.can_undo:
        machine.run(("undo",))
        machine.check()
    while machine.history.can_redo:
        machine.run(("redo",))
        machine.check()


def test_a_run_filled_frame_by_frame_is_one_step():
    machine = Machine()
    document, history = machine.document, machine.history
    run = history.push("Track", Edit(), open=True)
    for frame in FRAMES:
        apply(document, history.amend(run, edit_to(document, {cell(1, frame): a_mask(frame)})))
    history.seal(run)
    assert history.undo_title == "Track"
    apply(document, history.undo())
    assert document.mask_frames(ObjectId(1)) == ()
    assert (history.can_undo, history.redo_title) == (False, "Track")
    apply(document, history.redo())
    assert document.mask_frames(ObjectId(1)) == FRAMES


def test_a_run_that_found_nothing_leaves_no_step():
    history = History()
    run = history.push("Track", Edit(), open=True)
    assert history.can_undo
    history.seal(run)
    assert not history.can_undo


def test_a_result_for_a_step_undone_meanwhile_is_dropped_and_welcome_after_redo():
    machine = Machine()
    document, history = machine.document, machine.history
    edit = edit_to(document, {cell(1, 0): a_mask(0)})
    apply(document, edit)
    step = history.push("Click", edit)
    late = edit_to(document, {cell(1, 1): a_mask(1)})
    apply(document, history.undo())
    assert not history.is_done(step)
    assert history.amend(step, late).empty
    apply(document, history.redo())
    assert history.is_done(step)
    assert history.amend(step, late) == late


def test_a_result_never_covers_what_a_person_did_since():
    machine = Machine()
    document, history = machine.document, machine.history
    run = history.push("Track", Edit(), open=True)
    painted = edit_to(document, {cell(1, 0): a_mask(1)})
    apply(document, painted)
    history.push("Paint", painted)
    late = Edit(masks={cell(1, 0): Delta(document.mask(cell(1, 0)), a_mask(2))})
    assert history.amend(run, late).empty
    apply(document, history.undo())
    assert document.mask(cell(1, 0)) == a_mask(2)
    apply(document, history.undo())
    assert document.mask(cell(1, 0)) is None


def test_a_late_result_keeps_a_name_given_since():
    machine = Machine()
    document, history = machine.document, machine.history
    run = history.push("Track", Edit(), open=True)
    named = edit_to(document, {ObjectId(1): replace(document.object(ObjectId(1)), name="cup")})
    apply(document, named)
    history.push("Rename", named)
    stale = edit_to(document, {ObjectId(1): replace(document.object(ObjectId(1)), stale=((1, 4),))})
    apply(document, history.amend(run, stale))
    assert (document.object(ObjectId(1)).name, document.object(ObjectId(1)).stale) == ("cup", ((1, 4),))
    apply(document, history.undo())
    assert (document.object(ObjectId(1)).name, document.object(ObjectId(1)).stale) == ("object 1", ((1, 4),))
    apply(document, history.undo())
    assert document.object(ObjectId(1)).stale == ()


def test_a_new_step_ends_what_could_be_redone():
    machine = Machine()
    for verb in (("rename", 1, "a"), ("undo",), ("rename", 1, "b")):
        machine.run(verb)
    assert [(line.title, line.done) for line in machine.history.titles()] == [("step", True)]
    assert not machine.history.can_redo


def test_the_oldest_steps_are_forgotten_beyond_the_limits_and_their_results_still_apply():
    machine = Machine()
    machine.history = history = History(max_steps=3)
    document = machine.document
    steps = []
    for frame in (0, 1, 2, 0, 1):
        edit = edit_to(document, {cell(1, frame): a_mask(len(steps) % 3)})
        apply(document, edit)
        steps.append(history.push("Click", edit))
    assert len(list(history.titles())) == 3
    late = edit_to(document, {cell(2, 0): a_mask(0)})
    assert history.amend(steps[0], late) == late
    for _ in range(3):
        apply(document, history.undo())
    assert history.undo() is None


def test_memory_is_bounded_but_the_last_step_stays():
    history = History(max_bytes=1)
    for frame in range(5):
        history.push("Click", Edit(masks={cell(1, frame): Delta(None, a_mask(0))}))
    assert len(list(history.titles())) == 1


def test_an_edit_that_could_not_be_saved_is_taken_back():
    machine = Machine()
    document, history = machine.document, machine.history
    edit = edit_to(document, {cell(1, 0): a_mask(0)})
    step = history.push("Click", edit)
    history.drop(step)
    assert not history.can_undo
    step = history.push("Click", edit)
    apply(document, edit)
    applied = history.amend(step, edit_to(document, {cell(1, 1): a_mask(1)}))
    history.amend(step, applied.inverse())
    apply(document, history.undo())
    assert document.mask_frames(ObjectId(1)) == ()


def test_a_run_of_many_frames_stays_quick():
    history = History()
    run = history.push("Track", Edit(), open=True)
    for frame in range(5_000):
        history.amend(run, Edit(masks={cell(1, frame): Delta(None, a_mask(0))}))
    assert len(history.undo().masks) == 5_000


def test_a_late_result_lies_under_the_deletion_of_its_object():
    machine = Machine()
    document, history = machine.document, machine.history
    click = history.push("Click", Edit(), open=True)
    gone = deletion(document, OBJECTS[0])
    apply(document, gone)
    history.push("Delete", gone)
    assert history.amend(click, Edit(masks={cell(1, 0): Delta(None, a_mask(0))})).empty
    apply(document, history.undo())
    assert document.mask(cell(1, 0)) == a_mask(0)
    apply(document, history.redo())
    assert document.object(OBJECTS[0]) is None


def test_a_deletion_undone_can_be_redone_over_a_late_result():
    machine = Machine()
    document, history = machine.document, machine.history
    click = history.push("Click", Edit(), open=True)
    gone = deletion(document, OBJECTS[0])
    apply(document, gone)
    history.push("Delete", gone)
    apply(document, history.undo())
    apply(document, history.amend(click, edit_to(document, {cell(1, 0): a_mask(0)})))
    apply(document, history.redo())
    apply(document, history.undo())
    assert document.mask(cell(1, 0)) == a_mask(0)


def test_a_late_field_stops_at_an_undone_step_that_sets_it_too():
    machine = Machine()
    document, history = machine.document, machine.history
    step = history.push("Track", Edit(), open=True)
    apply(machine.document, edit := edit_to(document, {OBJECTS[0]: replace(document.object(OBJECTS[0]), name="cup")}))
    history.push("Rename", edit)
    apply(document, history.undo())
    late = edit_to(document, {OBJECTS[0]: replace(document.object(OBJECTS[0]), name="late", category="dishes")})
    apply(document, history.amend(step, late))
    apply(document, history.redo())
    assert (document.object(OBJECTS[0]).name, document.object(OBJECTS[0]).category) == ("cup", "dishes")
    apply(document, history.undo())
    assert document.object(OBJECTS[0]).name == "late"
