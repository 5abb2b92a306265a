"""The second question of verification, per video and category: is everything of it masked?"""

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from app.project.category_checks import (
    CategoryAnswer,
    CategoryCheck,
    category_checks,
    masklets_by_category,
)
from app.project.model import FrameIndex, VideoId
from app.project.rules import clean_text
from app.workspace.editing.error_reports import reports
from app.workspace.edits import stages as edits
from app.workspace.review.verification import Verification
from app.workspace.review.verifying import Verifying
from app.workspace.viewing.view import Navigation


@dataclass(frozen=True, slots=True)
class CategoryQuestion:
    """Is everything of a category in a video masked? `masklets`: whether there are any of it."""

    video: VideoId
    category: str
    masklets: bool


class CategoryQuestions(QObject):
    """The questions that have no answer, and the one in hand: they come when no masklet waits, or when one is chosen.

    Categories are those of the project's masklets; objects without a category are asked about nowhere.
    """

    changed = Signal()

    def __init__(self, verification: Verification, verifying: Verifying, view: Navigation) -> None:
        super().__init__()
        self.editor = verification.editor
        self._verification = verification
        self._verifying = verifying
        self._view = view
        self._answered: list[CategoryQuestion] = []
        self._waiting: tuple[CategoryQuestion, ...] | None = None
        self._incomplete: tuple[CategoryCheck, ...] | None = None
        self.current: CategoryQuestion | None = None
        verification.changed.connect(self._forget)
        verifying.changed.connect(self._follow)

    @property
    def waiting(self) -> tuple[CategoryQuestion, ...]:
        """The questions without an answer, video by video, categories by name."""
        if self._waiting is None:
            document = self.editor.document
            there, known = masklets_by_category(document), category_checks(document)
            categories = sorted({category for _video, category in there}, key=lambda name: (name.casefold(), name))
            self._waiting = tuple(
                CategoryQuestion(video.id, category, (video.id, category) in there)
                for video in document.videos()
                for category in categories
                if (video.id, category) not in known
            )
        return self._waiting

    @property
    def incomplete(self) -> tuple[CategoryCheck, ...]:
        """The answers that say that something is not masked yet, video by video, categories by name."""
        if self._incomplete is None:
            document = self.editor.document
            places = {video.id: place for place, video in enumerate(document.videos())}
            found = (one for one in category_checks(document).values() if one.answer is CategoryAnswer.NOT_ALL)
            self._incomplete = tuple(sorted(found, key=lambda one: (places[one.video], one.category.casefold())))
        return self._incomplete

    def show_incomplete(self, check: CategoryCheck) -> None:
        """Go to the frame that shows something that is not masked; nothing is selected, it is to be a new object."""
        self._view.pause()
        self._view.open_video(check.video)
        self._view.select(())
        self._view.go_to(check.frame or 0)

    def show(self, question: CategoryQuestion) -> None:
        """Take a question in hand; the masklet in hand waits on."""
        if question in self.waiting:
            self.current = question
            self._verifying.put_down()
            self._look_at(question)

    @reports
    def answer(self, answer: CategoryAnswer) -> None:
        """Answer the question in hand, on the frame that is shown; the next one."""
        question = self.current
        if question is None:
            return
        document = self.editor.document
        if answer is CategoryAnswer.NONE and question.masklets:
            self.editor.messages.refuse(self.tr("There are masklets of it in this video."))
            return
        if answer is CategoryAnswer.ALL and not question.masklets:
            answer = CategoryAnswer.NONE
        masklets = masklets_by_category(document).get((question.video, question.category), ())
        frame = FrameIndex(self._view.frame) if answer is CategoryAnswer.NOT_ALL else None
        name, now = clean_text(self._verification.annotator), datetime.now(UTC)
        check = CategoryCheck(question.video, question.category, answer, name, now, masklets, frame)
        titles = {
            CategoryAnswer.ALL: self.tr("All are masked"),
            CategoryAnswer.NOT_ALL: self.tr("Not all are masked"),
            CategoryAnswer.NONE: self.tr("There is none"),
        }
        self._answered.append(question)
        self.editor.do(titles[answer], edits.answered_for_category(document, check))

    def _forget(self) -> None:
        """Find the questions again when they are asked for; objects or answers are others."""
        self._waiting = self._incomplete = None

    def _follow(self) -> None:
        """Take a question in hand when no masklet is; the one answered last, when its answer was taken back."""
        self._waiting, before = None, self.current
        if not self._verifying.on or self._verifying.current is not None:
            self.current = None
        elif self._answered and self._answered[-1] in self.waiting:
            self.current = self._answered.pop()
        elif self.current not in self.waiting:  # with a tag, masklets without it wait on
            self.current = None if self._verification.tag else next(iter(self.waiting), None)
        if self.current is not None and self.current != before:
            self._look_at(self.current)
        else:
            self.changed.emit()

    def _look_at(self, question: CategoryQuestion) -> None:
        """Play the video of a question, the masklets of its category selected."""
        view, document = self._view, self.editor.document
        view.pause()
        view.open_video(question.video)
        view.select(masklets_by_category(document).get((question.video, question.category), ()))
        view.clear_range()
        view.go_first()
        view.play()
        self.changed.emit()
