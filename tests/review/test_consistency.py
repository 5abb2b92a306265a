"""One in twenty masklets comes back to the person that found it good, whatever the clock says."""

from datetime import UTC, datetime, timedelta

from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import Judgement, ObjectId, Verdict
from app.project.second_looks import SECOND_LOOK, LookKind, SecondLook, look_name, look_text
from app.review.consistency import EVERY, Consistency, consistency, due_recheck
from tests.project.samples import an_object, start

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def judged(count: int, hours: int = 1) -> Document:
    """Return a project with so many verdicts of Ada; `hours` after each other, or before."""
    document = Document()
    document.apply(start())
    objects = [an_object(number) for number in range(2, count + 2)]
    verdicts = {
        record.id: Delta(None, Verdict(record.id, Judgement.SATISFACTORY, "Ada", NOW + number * timedelta(hours=hours)))
        for number, record in enumerate(objects)
    }
    document.apply(Edit(objects={record.id: Delta(None, record) for record in objects}, verdicts=verdicts))
    return document


def look(document: Document, id: ObjectId, second: Judgement = Judgement.SATISFACTORY) -> None:
    first = document.verdict(id)
    assert first is not None
    found = SecondLook(id, LookKind.RECHECK, first.judgement, "Ada", second, "Ada", NOW)
    document.apply(Edit(conventions={look_name(first): Delta(None, look_text(found))}))


def test_the_twentieth_answer_is_on_one_of_the_older_masklets() -> None:
    assert due_recheck(judged(EVERY - 2), "Ada") is None
    for hours in (1, -1):  # a clock that jumps back
        document = judged(EVERY - 1, hours)
        due = due_recheck(document, "Ada")
        assert due is not None
        assert due in (range(2, 11) if hours > 0 else range(12, 21))
        assert due_recheck(document, "Grace") is None
        assert due_recheck(document, "Ada", lambda id, due=due: id != due) not in (None, due)
        look(document, due)
        assert due_recheck(document, "Ada") is None
        assert due_recheck(document, "Ada", given=EVERY - 1) not in (None, due)


def test_a_persons_answers_are_compared() -> None:
    document = judged(30)
    look(document, ObjectId(2))
    look(document, ObjectId(3), Judgement.REJECTED)
    document.apply(Edit(conventions={f"{SECOND_LOOK}7": Delta(None, "damaged")}))
    assert consistency(document) == {"Ada": Consistency(2, 1)}
    assert consistency(document)["Ada"].share == 0.5
    assert Consistency(0, 0).share is None
