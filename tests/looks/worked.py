"""A project on which two people have worked for some weeks, and another copy of it: for the numbers of both."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.project.edit_builder import EditBuilder
from app.project.model import Cell, Event, FrameIndex, Judgement, ObjectId, Stage, Verdict
from app.project.second_looks import SECOND_LOOK, LookKind, SecondLook, look_text
from app.project.storage.store import Store
from app.review.work import MODEL, PHASE, SECONDS, STAGE, TOOL, WHAT, Verb
from tests.looks.projects import pond

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
PEOPLE = ("Ada Lovelace", "Grace Hopper")
WEEKS = 6


def worked(folder: Path) -> Path:
    """Make the sample's project with a log of six weeks, in which both became faster."""
    made = pond(folder)
    with Store.open(made) as store:
        objects = [record.id for record in store.load().all_objects()]
        for event in _log(objects):
            store.append_event(event)
        draft = EditBuilder(store.load())
        for place, object in enumerate(objects):
            first, second = Judgement.SATISFACTORY, Judgement.REJECTED if place == 1 else Judgement.SATISFACTORY
            look = SecondLook(object, LookKind.RECHECK, first, PEOPLE[1], second, PEOPLE[1], START)
            draft.convention(f"{SECOND_LOOK}{object}", look_text(look))
        store.commit(draft.edit())
    return made


def another(folder: Path) -> Path:
    """Make the same project with masks that are a little off, and other verdicts."""
    made = pond(folder)
    with Store.open(made) as store:
        document = store.load()
        draft = EditBuilder(document)
        for place, record in enumerate(document.all_objects()):
            masks = dict(document.masks_of(record.id))
            for frame, mask in masks.items():
                later = masks.get(FrameIndex(frame + 2 + 3 * place))
                if later is not None:
                    draft.mask(Cell(record.id, frame), replace(mask, mask=later.mask))
            draft.verdict(record.id, Verdict(record.id, list(Judgement)[place % 2], PEOPLE[1], START))
            details = {SECONDS: "8", STAGE: Stage.ANNOTATION.value}
            store.append_event(Event(START, PEOPLE[1], Verb.PAINT.value, None, record.id, FrameIndex(9), details))
        store.commit(draft.edit())
    return made


def _log(objects: list[ObjectId]) -> Iterator[Event]:
    chance = random.Random(1)
    tools = {Verb.CLICK: "click", Verb.PAINT: "brush", Verb.BOX: "box", Verb.TRACK: "click"}
    for week in range(WEEKS):
        for number in range(40):
            person = PEOPLE[number % 2]
            verb = chance.choices(list(tools), (6, 3, 1, 2))[0]
            frame = None if verb is Verb.TRACK else FrameIndex(chance.randrange(0, 90, 9))
            when = START + timedelta(weeks=week, minutes=number)
            spent = chance.uniform(4, 24) / (1 + week / 3)
            details = {
                SECONDS: f"{spent:.1f}", TOOL: tools[verb], STAGE: Stage.ANNOTATION.value,
                PHASE: "2" if week < WEEKS // 2 else "3", MODEL: "embedded" if number % 4 else "base+",
            }  # fmt: skip
            yield Event(when, person, verb.value, None, objects[number % len(objects)], frame, details)
        for place, object in enumerate(objects):
            judged = Judgement.SATISFACTORY if (week + place) % 4 else Judgement.UNSATISFACTORY
            details = {SECONDS: "9.5", TOOL: "hand", STAGE: Stage.VERIFICATION.value, PHASE: "3", WHAT: judged.value}
            yield Event(START + timedelta(weeks=week), PEOPLE[1], Verb.VERDICT.value, None, object, None, details)
