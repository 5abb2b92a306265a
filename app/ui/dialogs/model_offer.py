"""What the settings say below the list of models: one that was picked and is not on this computer can be fetched."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.engine.checkpoints.catalog import EMBEDDED, available
from app.ui.widgets.number_format import memory
from app.ui.widgets.widgets import label, push_button, row, show_part


class ModelOffer(QWidget):
    """Follows what is picked by `show_for`. `fetch` gets the id of the model to fetch."""

    def __init__(self, fetch: Callable[[str], object]) -> None:
        super().__init__()
        self._fetch, self._id = fetch, ""
        self._words = label("", "caption", wrap=True)
        self.button = push_button("")
        self.setMinimumHeight(self.button.sizeHint().height())
        self.button.clicked.connect(self._begin)
        line = row(self._words, self.button, gap=2)
        line.setStretch(0, 1)
        self.setLayout(line)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def show_for(self, id: str) -> None:
        """Offer to fetch a model, unless it is on this computer."""
        self._id = id
        model = next((model for model in available() if model.id == id), None)
        show_part(self, model is not None and not is_here(id))
        if model is not None:
            self._words.setText(self.tr("Not on this computer: the one in force stays until it is."))
            self.button.setText(self.tr("Fetch ({size})").format(size=memory(model.size_bytes)))
            self.button.setEnabled(True)

    def _begin(self) -> None:
        self._fetch(self._id)
        self._words.setText(self.tr("It is being fetched, also when this dialog is closed."))
        self.button.setEnabled(False)


def is_here(id: str) -> bool:
    """Return whether a model is on this computer; an id that is unknown is a file of one's own."""
    known = next((model for model in available() if model.id == id), None)
    return known is None or known.path is not None or id in ("", EMBEDDED)
