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
from app.project.conventions import AUTO_ACCEPT
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import Judgement, ObjectId, Stage, Verdict, VideoId
from app.project.renumbering import renumbered
from app.project.second_looks import LookKind, SecondLook, look_name, look_text
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


def test_answers_come_to_another_copy_with_the_ids_of_that_copy() -> None:
    videos, objects = {VideoId(VIDEO): VideoId(7)}, {ObjectId(OBJECT): ObjectId(9)}
    moved = renumbered(check_name(DOGS.video, "dog"), check_text(DOGS), videos, objects)
    there = replace(DOGS, video=VideoId(7), masklets=(ObjectId(9),))
    assert moved == (check_name(there.video, "dog"), check_text(there))
    verdict = Verdict(ObjectId(OBJECT), Judgement.SATISFACTORY, "Ada", NOW)
    look = SecondLook(verdict.object, LookKind.RECHECK, verdict.judgement, "Ada", Judgement.REJECTED, "Ada", NOW)
    moved = renumbered(look_name(verdict), look_text(look), videos, objects)
    assert moved == (look_name(replace(verdict, object=ObjectId(9))), look_text(replace(look, object=ObjectId(9))))
    assert renumbered(check_name(DOGS.video, "dog"), check_text(DOGS), videos, {}) is None
    assert renumbered(look_name(verdict), look_text(look), videos, {}) is None
    assert renumbered(AUTO_ACCEPT, "{}", videos, objects) is None
    assert renumbered("phase", "2", {}, {}) == ("phase", "2")


def test_damaged_and_foreign_answers_are_none() -> None:
    elsewhere = replace(CATS, video=VideoId(99))
    document = answered(elsewhere)
    for number, text in enumerate(("", "no json", '{"video": 1}', check_text(CATS))):
        document.apply(Edit(conventions={f"{CATEGORY_CHECK}{number}": Delta(None, text)}))
    assert category_checks(document) == {}
