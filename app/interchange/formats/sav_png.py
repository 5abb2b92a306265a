"""The layout of SA-V's validation and test sets: a picture of black and white for each object and frame."""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Final

from app.errors import ImportFileError
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.encoding.label_png import read_foreground
from app.interchange.export.options import Outgoing
from app.interchange.export.sidecar import read_sidecar, write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.parallel.mask_tasks import LabelPicture, place_pictures
from app.interchange.reading import (
    ClipBuilder,
    ReadJob,
    files_in,
    folders_in,
    frames_in,
    mask_of,
    regular_step,
)
from app.media.pictures.picture import header_of
from app.media.pictures.sequences import natural_key

FRAMES: Final = "JPEGImages_24fps"
MASKS: Final = "Annotations_6fps"


def write_sav_png(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write frames, a folder of pictures an object, and the list of videos."""
    for whole in clips:
        frames = folder / FRAMES / whole.name
        clip = yield from write_pictures(whole, frames)
        masks = folder / MASKS / clip.name
        for masklet in clip.masklets:
            (masks / _folder_of(clip, masklet.id)).mkdir(parents=True, exist_ok=True)
        yield from place_pictures(_pictures(clip, masks))
    (folder / "sav_val.txt").write_text("".join(f"{clip.name}\n" for clip in clips), encoding="utf-8")
    write_sidecar(folder, clips)


def _pictures(clip: Outgoing, folder: Path) -> Iterator[list[tuple[Path, LabelPicture]]]:
    """Yield the pictures of each frame, one an object, and where they go."""
    for frame in clip.frames:
        yield [
            (
                folder / _folder_of(clip, masklet.id) / f"{clip.stem(frame)}.png",
                LabelPicture(mask.height, mask.width, clip.options.winner, [(1, mask)]),
            )
            for masklet, mask in clip.on(frame)
        ]


def _folder_of(clip: Outgoing, id: int) -> str:
    return f"{clip.numbers[id] - 1:03}"


def read_sav_png(root: Path) -> ReadJob:
    """Read the folder of a whole set, of its annotations, or of one video's objects."""
    masks = root / MASKS if (root / MASKS).is_dir() else root
    videos = folders_in(masks)
    if videos and not any(folders_in(video) for video in videos):
        masks, videos = masks.parent, (masks,)
    clips = []
    for done, video in enumerate(videos):
        clips.append((yield from _read_video(video, root / FRAMES / video.name, root)))
        yield ExportProgress(done + 1, len(videos))
    return tuple(clips)


def _read_video(video: Path, frames: Path, root: Path) -> Generator[ExportProgress | Loss, None, AnnotatedClip]:
    found = {entry.name: files_in(entry, (".png",)) for entry in folders_in(video)}
    pictures = [file for files in found.values() for file in files]
    if not pictures:
        raise ImportFileError("“{name}” holds no masks.", "They are PNGs in a folder for each object.", name=video.name)
    stems = sorted({file.stem for file in pictures}, key=natural_key)
    width, height = header_of(pictures[0]).shown_size
    about = read_sidecar(root, video.name)
    number_of = dict(zip(stems, about.frames(frame_numbers(stems)), strict=True))
    made = ClipBuilder(about.title or video.name, height, width, about.frame_count)
    done = 0
    for place, (name, files) in enumerate(sorted(found.items()), start=1):
        made.describe(place, **about.of(place, f"Object {name}"))
        for file in files:
            made.put(place, number_of[file.stem], mask_of(read_foreground(file)))
            done += 1
            yield ExportProgress(done, len(pictures))
    numbers = sorted(number_of.values())
    names = {number: stem for stem, number in number_of.items()}
    return made.clip(
        frame_names=names,
        step=regular_step(numbers),
        rate=about.rate,
        frames_at=frames_in(frames),
        numbers_known=about.known,
    )
