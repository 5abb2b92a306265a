"""The dialogs about media: pictures before they are added, another number of frames, black and white points."""

from dataclasses import replace

import cv2
import numpy as np

from app.media.pictures.sequence_summary import SequenceSummary
from app.ui.dialogs.add_pictures import AddPicturesDialog
from app.ui.dialogs.recount import RecountDialog
from app.ui.dialogs.values import ValuesDialog
from app.workspace.edits.recount import Recount
from tests.looks.screenshots import Screenshots


def media_dialogs(shots: Screenshots) -> None:
    """Show each dialog on the sample, and the last on a folder of deep pictures."""
    shots.open_pond()
    window, workspace = shots.window, shots.workspace
    plate = SequenceSummary(shots.folder / "plate_v03", 119, "0001", "0120", (57,), ("plate_0003_mask.png",))
    mixed = SequenceSummary(shots.folder / "two shots", 200, shots=(("a", 120), ("b", 80)))
    add = AddPicturesDialog(workspace.videos.add, (), (plate, mixed), window)
    video = workspace.view.video
    assert video is not None
    frames = np.arange(video.frame_count)
    recount = Recount(video, replace(video, frame_count=60), np.where(frames < 60, frames, -1))
    for name, dialog in (("add", add), ("recount", RecountDialog(workspace, recount, window))):
        dialog.open()
        shots.shoot(name, dialog)
        dialog.reject()
    folder = shots.folder / "deep"
    folder.mkdir(exist_ok=True)
    ramp = np.linspace(600, 1500, 320).astype(np.uint16)[None].repeat(180, axis=0)
    cv2.imwrite(str(folder / "0.png"), ramp)
    workspace.videos.add([folder])
    shots.until(lambda: len(workspace.document.videos()) > 1 and not workspace.busy)
    workspace.view.open_video(workspace.document.videos()[-1].id)
    shots.until(lambda: workspace.view.values is not None)
    window.dialogs.choose_values()
    values = next(dialog for dialog in window.findChildren(ValuesDialog) if dialog.isVisible())
    shots.shoot("values", values)
    values.reject()
    workspace.videos.remove([workspace.document.videos()[-1].id])
