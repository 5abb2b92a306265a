"""Looks at recent projects in the background: when they were worked on last, and how far they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject, QTime, Signal

from app.phrases import plural
from app.project.paths import database_path
from app.project.storage.glance import Glance, glance
from app.ui.widgets.number_format import decimal
from app.workspace.jobs.worker import Worker

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card shows of the project in `folder`."""

    folder: Path
    changed: datetime
    seen: Glance

    @property
    def share(self) -> float:
        """How much of the masks is there and up to date, 0..1."""
        return (self.seen.masks - self.seen.stale) / self.seen.frames if self.seen.frames else 0.0

    def counts(self) -> str:
        """Return videos and objects in words."""
        videos, objects = len(self.seen.media), self.seen.objects
        words = (
            plural(videos, translate("StartPage", "1 video"), translate("StartPage", "{count} videos")),
            plural(objects, translate("StartPage", "1 object"), translate("StartPage", "{count} objects")),
        )
        return " · ".join(text.format(count=count) for text, count in zip(words, (videos, objects), strict=True))

    def progress(self) -> str:
        """Return how far the masks are, in words; empty without objects."""
        if not self.seen.objects:
            return ""
        share = translate("StartPage", "{percent} % masked").format(percent=decimal(int(self.share * 100), 0))
        if not self.seen.stale:
            return share
        return f"{share} · " + translate("StartPage", "{count} stale").format(count=self.seen.stale)

    def date(self, now: datetime) -> str:
        """Return when the project was changed last: "Today 16:40", "Yesterday 9:05" or a date."""
        days = (now.date() - self.changed.date()).days
        time = QLocale().toString(QTime(self.changed.hour, self.changed.minute), QLocale.FormatType.ShortFormat)
        if days == 0:
            return translate("StartPage", "Today {time}").format(time=time)
        if days == 1:
            return translate("StartPage", "Yesterday {time}").format(time=time)
        date = QDate(self.changed.year, self.changed.month, self.changed.day)
        return QLocale().toString(date, QLocale.FormatType.ShortFormat)


class CardReader(QObject):
    """Reads one project after the other. The thread is started by the first request."""

    found = Signal(object)
    """CardFacts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: Worker | None = None

    def read(self, folders: Sequence[Path]) -> None:
        """Look at these projects; those of an earlier request that are still to come do not matter any more."""
        if not folders:
            return
        if self._worker is None:
            self._worker = Worker("cards", self)
        self._worker.submit(lambda: _facts(folders), key="cards", on_result=self.found.emit)

    def close(self) -> None:
        """Stop the thread."""
        if self._worker is not None:
            self._worker.close()


def _facts(folders: Sequence[Path]) -> Iterator[CardFacts]:
    for folder in folders:
        try:
            changed = datetime.fromtimestamp(database_path(folder).stat().st_mtime).astimezone()
        except OSError:
            continue
        seen = glance(folder)
        if seen is not None:
            yield CardFacts(folder, changed, seen)
