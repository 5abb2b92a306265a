import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.engine.checkpoints.catalog import OFFICIAL
from app.training.improving.training_folder import Curve, TrainingRequest, TrainingState
from app.ui.dialogs.interchange.merge import MergeDialog
from app.ui.dialogs.model_offer import ModelOffer
from app.ui.dialogs.settings import SettingsDialog
from app.ui.improving.training_line import TrainingLine
from app.workspace.edits.merge_plan import MergePlan
from app.workspace.learning.improving import TrainingView
from tests.gui.window_bot import WindowBot
from tests.looks.stray_windows import StrayWindows


@pytest.fixture
def strays(qapp: QApplication) -> Iterator[Mapping[str, None]]:
    watching = StrayWindows(qapp)
    yield watching.found
    qapp.removeEventFilter(watching)


def test_what_is_shown_before_it_has_its_place_is_no_window(
    window: WindowBot, qtbot: QtBot, strays: Mapping[str, None]
) -> None:
    preferences = window.preferences
    preferences.change(msgspec.structs.replace(preferences.settings, model=OFFICIAL[-1].id))
    dialog = SettingsDialog(preferences, (), lambda _id: None)
    qtbot.addWidget(dialog)
    offer = dialog.findChild(ModelOffer)
    assert offer is not None
    assert not offer.isHidden()
    assert strays == {}


def test_nor_is_what_a_merging_leaves_out(window: WindowBot, tmp_path: Path, strays: Mapping[str, None]) -> None:
    plans: list[MergePlan] = []
    window.workspace.merging.look(Path(shutil.copytree(window.workspace.folder, tmp_path / "copy")), plans.append)
    window.settle()
    left_out = list(window.workspace.document.videos())
    dialog = MergeDialog(window.workspace, replace(plans[0], left_out=left_out), window.window)
    dialog.show()
    assert any(left_out[0].name in part.text() for part in dialog.findChildren(QLabel) if part.isVisible())
    assert strays == {}


def test_nor_is_a_training_that_is_under_way(
    window: WindowBot, qtbot: QtBot, strays: Mapping[str, None], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = TrainingRequest(project="p", projects=("p",), base="embedded", title="Embedded model")
    view = TrainingView(Path("p"), request, TrainingState.RUNNING, Curve())
    monkeypatch.setattr(window.workspace.improving, "_training", view)
    line = TrainingLine(window.workspace, QAction())
    qtbot.addWidget(line)
    assert line.text()
    assert strays == {}
