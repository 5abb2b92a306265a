"""The dialogs of export and import, with something to say."""

from pathlib import Path

import numpy as np

from app.generators import result_of
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.export.options import WriteOptions
from app.interchange.export.writing import chosen, export
from app.interchange.table import FORMATS
from app.masks.mask import Mask
from app.project.model import CellMask, MaskSource
from app.ui.dialogs.interchange.export import ExportDialog
from app.ui.dialogs.interchange.import_masks import ImportDialog
from tests.looks.screenshots import Screenshots


def exchange(shots: Screenshots) -> None:
    """Both dialogs as they open, and with losses and questions."""
    shots.open_pond()
    shots.window.dialogs.export()
    out = shots.window.findChildren(ExportDialog)[-1]
    shots.until(lambda: out.amount.startswith(("About", "Etwa")))
    shots.shoot("export", out)
    out.format.setCurrentIndex(out.format.findData("davis"))
    out.options.resolution.setValue(240)
    out.presets.box.setEditText("DAVIS for the evaluation server, 240 rows")
    out.presets.box.show_beginning()
    shots.until(lambda: out.amount.startswith(("About", "Etwa")))
    shots.shoot("export-losses", out)
    out.options.names.pattern.setText("{number} of {video}")
    shots.shoot("export-refused", out)
    out.reject()
    shots.window.dialogs.import_masks((_of_another_tool(shots),))
    back = shots.window.findChildren(ImportDialog)[-1]
    shots.until(lambda: len(back.pictures.shown) == 3)
    shots.shoot("import", back)
    back.reject()
    shots.rest()


def _of_another_tool(shots: Screenshots) -> Path:
    """Return a data set of half the size, with frames from 1001 on and names that are there already."""
    video = shots.workspace.document.videos()[0]
    height, width = video.height // 2, video.width // 2
    names = [shots.workspace.document.all_objects()[0].name, "Große Ente", "Schilf am Ufer"]
    masklets = []
    for number, name in enumerate(names, start=1):
        masks = {}
        for frame in range(0, 60, 2):
            pixels = np.zeros((height, width), bool)
            pixels[20 * number : 20 * number + 40, 30 * number + frame : 30 * number + frame + 60] = True
            masks[1001 + frame] = CellMask(Mask.from_array(pixels), MaskSource.IMPORTED)
        masklets.append(Masklet(number, name, masks, "bird" if number < 3 else "plant"))
    clip = AnnotatedClip(video.name, width, height, 1100, tuple(masklets), rate=25.0)
    place = shots.folder / "of another tool"
    if not place.exists():
        result_of(export(FORMATS["sav"].writer(), chosen([clip], WriteOptions()), place, 1))
    return place
