"""A project of short clips with two verified masklets each; the first of each clip was corrected on frame 3."""

from datetime import UTC, datetime
from pathlib import Path

import cv2

from app.masks.mask import Mask
from app.media import fingerprint
from app.project.edit import Delta, Edit
from app.project.model import Cell, CellMask, Color, FrameIndex, Judgement, MaskSource, Verdict, Video, VideoObject
from app.project.storage.store import Store
from tests.training.small_clips import picture

FRAMES = 6


def make_project(folder: Path, videos: int) -> Path:
    with Store.create(folder, "test") as store:
        for number in range(videos):
            frames = folder / f"clip{number}"
            frames.mkdir(parents=True)
            for index in range(FRAMES):
                image = cv2.cvtColor(picture(index + number, 10)[0], cv2.COLOR_RGB2BGR)
                cv2.imwrite(str(frames / f"{index:05d}.png"), image)
            mark = fingerprint(frames)
            video = Video(
                store.new_video_id(), frames.name, frames.name, 96, 64, FRAMES, 25.0, mark.size_bytes, mark.head_sha256
            )
            store.commit(Edit(videos={video.id: Delta(None, video)}))
            for value in (1, 2):
                thing = VideoObject(store.new_object_id(), video.id, f"thing {value}", Color(1, 2, 3))
                masks = {}
                for index in range(FRAMES):
                    person = index == 0 or (index == 3 and value == 1)
                    source = MaskSource.PAINTED if person else MaskSource.TRACKED
                    pixels = picture(index + number, 10)[1] == value
                    masks[Cell(thing.id, FrameIndex(index))] = Delta(None, CellMask(Mask.from_array(pixels), source))
                verdict = Verdict(thing.id, Judgement.SATISFACTORY, "anna", datetime.now(UTC))
                store.commit(
                    Edit(
                        objects={thing.id: Delta(None, thing)},
                        masks=masks,
                        verdicts={thing.id: Delta(None, verdict)},
                    )
                )
    return folder
