"""Answers to "is every one of these masked?": they hold for the masklets that were there, and damage is no answer."""

from dataclasses import replace
from datetime import UTC, datetime

from app.project.category_checks import (
    CATEGORY_CHECK,
    CategoryAnswer,
    CategoryCheck,
    category_checks,
    check_name,
    check_text,
)
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import ObjectId, Stage, VideoId
from tests.project.samples import OBJECT, VIDEO, an_object, start

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
DOGS = CategoryCheck(VideoId(VIDEO), "dog", CategoryAnswer.ALL, "Ada", NOW, (ObjectId(OBJECT),))
CATS = CategoryCheck(VideoId(VIDEO), "cat <b>&", CategoryAnswer.NONE, "Ada", NOW)


def answered(*checks: CategoryCheck) -> Document:
    document = Document()
    document.apply(start())
    dog = replace(an_object(), category="dog")
    texts = {check_name(check.video, check.category): Delta(None, check_text(check)) for check in checks}
    document.apply(Edit(objects={dog.id: Delta(an_object(), dog)}, conventions=texts))
    return document


def test_answers_are_read_by_video_and_category() -> None:
    found = category_checks(answered(DOGS, CATS))
    assert found == {(DOGS.video, "dog"): DOGS, (CATS.video, "cat <b>&"): CATS}


def test_an_answer_ends_with_the_masklets_it_was_given_for() -> None:
    document = answered(DOGS, CATS)
    dog = document.object(ObjectId(OBJECT))
    assert dog is not None
    document.apply(Edit(objects={dog.id: Delta(dog, replace(dog, category="cat <b>&"))}))
    assert category_checks(document) == {}
    document.apply(Edit(objects={dog.id: Delta(dog, replace(dog, category="dog"))}))
    assert set(category_checks(document).values()) == {DOGS, CATS}
    document.apply(Edit(objects={dog.id: Delta(dog, replace(dog, category="dog", stage=Stage.SELECTION))}))
    assert list(category_checks(document)) == [(CATS.video, "cat <b>&")]


def test_damaged_and_foreign_answers_are_none() -> None:
    elsewhere = replace(CATS, video=VideoId(99))
    document = answered(elsewhere)
    for number, text in enumerate(("", "no json", '{"video": 1}', check_text(CATS))):
        document.apply(Edit(conventions={f"{CATEGORY_CHECK}{number}": Delta(None, text)}))
    assert category_checks(document) == {}
