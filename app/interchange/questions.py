"""What a person decides where masks that were read do not simply fit: questions, their answers, and the usual ones."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from app.errors import ImportFileError
from app.interchange.clip import Loss
from app.project.model import VideoId


class Clash(Enum):
    """What becomes of an object whose name there is already in the video."""

    NEW = "new"
    """It becomes another object."""
    REPLACE = "replace"
    """Its masks replace those that are there."""
    FILL = "fill"
    """It gets masks only on frames without one."""
    SKIP = "skip"
    """It is left out."""


class Question(Enum):
    """What may be in the way; the value is its name on the command line."""

    SIZE = "size"
    FRAMES = "frames"
    SAME_NAME = "same-name"
    CATEGORIES = "categories"
    NAMES = "names"


class Answer(Enum):
    """An answer to a question; the value is its name on the command line."""

    SCALE = "scale"
    LEAVE_OUT = "leave-out"
    NUMBER = "number"
    FIRST = "first"
    FROM_ONE = "from-1"
    SPREAD = "spread"
    NEW = "new"
    REPLACE = "replace"
    FILL = "fill"
    SKIP = "skip"
    TAKE = "take"
    NONE = "none"
    KEEP = "keep"
    ASCII = "ascii"


ANSWERS: Final[Mapping[Question, tuple[Answer, ...]]] = {
    Question.SIZE: (Answer.SCALE, Answer.LEAVE_OUT),
    Question.FRAMES: (Answer.NUMBER, Answer.FIRST, Answer.FROM_ONE, Answer.SPREAD, Answer.LEAVE_OUT),
    Question.SAME_NAME: (Answer.NEW, Answer.REPLACE, Answer.FILL, Answer.SKIP),
    Question.CATEGORIES: (Answer.TAKE, Answer.NONE),
    Question.NAMES: (Answer.KEEP, Answer.ASCII),
}

ALL: Final = -1
"""Stands for every clip."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something to know about a clip, in words; where it can be decided, the question and how it is answered now.

    `answer` None: it must be answered, or nothing comes in.
    """

    loss: Loss
    question: Question | None = None
    answer: Answer | None = None

    def __str__(self) -> str:
        return str(self.loss)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided about an import. `into` says which video a clip (by its place among all that were
    read) goes to, None: a new one.

    `answers` are by place and question; `ALL` stands for every place. `clash` and `scale` are what holds for names that
    there are already and for masks of another size, where nothing else is answered.
    """

    into: Mapping[int, VideoId | None] = field(default_factory=dict)
    clash: Clash = Clash.NEW
    scale: bool = False
    answers: Mapping[tuple[int, Question], Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (_, question), answer in self.answers.items():
            if answer not in ANSWERS[question]:
                raise ImportFileError(
                    "“{answer}” is no answer to “{question}”.",
                    "Answers are: {answers}.",
                    answer=answer.value,
                    question=question.value,
                    answers=", ".join(one.value for one in ANSWERS[question]),
                )

    def answer(self, place: int, question: Question) -> Answer | None:
        """Return what is decided for a clip, None where nothing is."""
        found = self.answers.get((place, question)) or self.answers.get((ALL, question))
        if found is None and question is Question.SAME_NAME:
            return Answer(self.clash.value)
        if found is None and question is Question.SIZE and self.scale:
            return Answer.SCALE
        return found


def in_ascii(name: str, otherwise: str) -> str:
    """Return a name in ASCII: without accents, `otherwise` where no letter is left."""
    spelled = name.replace("ß", "ss").replace("æ", "ae").replace("ø", "o").replace("Æ", "AE").replace("Ø", "O")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().strip()
    return plain if any(character.isalnum() for character in plain) else otherwise
