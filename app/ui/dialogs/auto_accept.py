"""The dialog of auto-accept: what it does, what this project's own verdicts allow, and the switch."""

import math

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.phrases import plural
from app.review.auto_accept import AUDITED, CONFIDENCE, MAX_WRONG, AutoAccept, needed
from app.ui.widgets.widgets import column, label, push_button, row
from app.workspace.workspace import Workspace

WIDTH = 460


class AutoAcceptDialog(QDialog):
    """Nothing happens by itself: a person reads the numbers and presses the button."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Auto-accept"))
        self.setFixedWidth(WIDTH)
        self._workspace = workspace
        self._rule: AutoAccept | None = None
        self._there = True
        self.destroyed.connect(self._leave)
        about = self.tr(
            "Masklets of which the model is sure enough are accepted without being looked at. How sure is enough "
            "follows from the verdicts that people gave in this project. One in {count} of the accepted ones comes to "
            "you all the same; when more than {share} of these are wrong, auto-accept switches itself off. One undo "
            "takes it all back."
        ).format(count=AUDITED, share=_percent(MAX_WRONG))
        self.numbers = label(self.tr("Counting the verdicts…"), wrap=True)
        self.audit = label("", "dim", wrap=True)
        self.switch = push_button(self.tr("Accept"), "primary")
        close = push_button(self.tr("Close"))
        self.switch.clicked.connect(self._switch)
        close.clicked.connect(self.reject)
        parts = (label(about, "dim", wrap=True), self.numbers, self.audit)
        self._column = column(*parts, None, row(None, close, self.switch), gap=4, margin=5)
        self.setLayout(self._column)
        self.switch.setEnabled(False)
        if workspace.auto_accepting.rule is None:
            self.audit.hide()
            workspace.auto_accepting.calibrate(self._take)
        else:
            self._show_on(workspace.auto_accepting.rule)
        self._fit()

    def _leave(self) -> None:
        self._there = False

    def _fit(self) -> None:
        """Be as high as the words need at this width."""
        self.setFixedHeight(self._column.totalHeightForWidth(WIDTH))

    def _show_on(self, rule: AutoAccept) -> None:
        audit = self._workspace.auto_accepting.audit
        self.numbers.setText(self.tr("It is on. {bound}").format(bound=self._bound(rule)))
        words = self.tr("Audited since: {looks}, wrong: {wrong}.")
        self.audit.setText(words.format(looks=audit.looks, wrong=audit.wrong))
        self.switch.setText(self.tr("Switch off"))
        self.switch.setEnabled(True)

    def _take(self, verdicts: int, rule: AutoAccept | None) -> None:
        if not self._there:
            return
        self._rule = rule
        if rule is None:
            words = self.tr(
                "There are {count} verdicts on tracked masklets. It takes at least {needed}, nearly all of them "
                "satisfactory where the model was sure, to promise that at most {share} are wrong."
            )
            self.numbers.setText(words.format(count=verdicts, needed=needed(), share=_percent(MAX_WRONG)))
            self.switch.setText(self.tr("Not possible yet"))
            self._fit()
            return
        count = self._workspace.auto_accepting.would_accept(rule)
        self.numbers.setText(self._bound(rule))
        words = plural(count, self.tr("Accept the 1 that waits"), self.tr("Accept {count} that wait"))
        self.switch.setText(words.format(count=count) if count else self.tr("Switch on"))
        self.switch.setEnabled(True)
        self._fit()

    def _bound(self, rule: AutoAccept) -> str:
        words = self.tr(
            "Of the {count} surest masklets that people judged, {wrong} were not satisfactory: with {confidence} "
            "certainty at most {bound} of such masklets are wrong."
        )
        return words.format(
            count=rule.verdicts, wrong=rule.wrong, confidence=_percent(CONFIDENCE), bound=_percent(rule.bound)
        )

    def _switch(self) -> None:
        accepting = self._workspace.auto_accepting
        if accepting.rule is not None:
            accepting.switch_off()
        elif self._rule is not None:
            accepting.switch_on(self._rule)
        self.accept()


def _percent(share: float) -> str:
    """Return a share in percent; one decimal where it has one, rounded up, as bounds are."""
    tenths = math.ceil(share * 1000 - 1e-9)
    return f"{QLocale().toString(tenths / 10, 'f', 1 if tenths % 10 else 0)} %"
