"""Reading data sets in the layout of DAVIS and YouTube-VOS: frames as pictures, object numbers as palette PNGs."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from app.errors import ImportFileError
from app.interchange.encoding.label_png import Labels, read_labels
from app.media.pictures.folder import pictures_in
from app.media.pictures.picture import header_of

RESOLUTIONS = ("480p", "Full-Resolution", "")
"""Folders between `JPEGImages` and the sequences; YouTube-VOS has none."""

VOID = 255
"""Pixels that do not count; where it is the only number, DAVIS 2016 means the one object by it."""

MOST_LISTED = 1_000_000


@dataclass(frozen=True)
class DavisSequence:
    """One sequence: the folder of its frames and, frame by frame, the annotation (None where there is none)."""

    name: str
    frames: Path
    annotations: tuple[Path | None, ...]

    def __len__(self) -> int:
        return len(self.annotations)

    @property
    def annotated(self) -> tuple[int, ...]:
        """The indices of the frames with an annotation."""
        return tuple(index for index, file in enumerate(self.annotations) if file is not None)

    @cached_property
    def object_ids(self) -> tuple[int, ...]:
        """The numbers of all objects on any annotated frame, ascending. Reads every annotation on first use."""
        numbers = self._values - {0, VOID}
        return tuple(sorted(numbers)) or ((1,) if VOID in self._values else ())

    def labels(self, index: int) -> Labels:
        """Return the object numbers on a frame, shape (H, W), 0 = background or void.

        ImportFileError: no annotation there, damaged, or not of the size of the frame.
        """
        file = self.annotations[index]
        if file is None:
            raise ImportFileError("Frame {index} of “{name}” has no annotation.", index=index, name=self.name)
        labels = read_labels(file)
        if labels.shape != self.shape:
            raise ImportFileError(
                "The annotation “{file}” of “{name}” has {width}×{height} pixels, its frame "
                "{frame_width}×{frame_height}.",
                file=file.name,
                name=self.name,
                width=labels.shape[1],
                height=labels.shape[0],
                frame_width=self.shape[1],
                frame_height=self.shape[0],
            )
        labels[labels == VOID] = 1 if self._values <= {0, VOID} else 0
        return labels

    @cached_property
    def shape(self) -> tuple[int, int]:
        """(height, width) of the frames."""
        width, height = header_of(pictures_in(self.frames)[0]).shown_size
        return height, width

    @cached_property
    def _values(self) -> frozenset[int]:
        files = [file for file in self.annotations if file is not None]
        return frozenset(int(value) for file in files for value in np.unique(read_labels(file)))


def read_dataset(root: Path, split: str = "", *, sparse: bool = False) -> tuple[DavisSequence, ...]:
    """Return the sequences of a data set in order of their names, or those listed in `ImageSets/*/<split>.txt`.

    Every frame must have an annotation of the same name; with `sparse` at least one. ImportFileError says in words what
    is missing, and where.
    """
    if not root.is_dir():
        raise ImportFileError(
            "There is no folder “{root}”.", "Give the folder that holds JPEGImages and Annotations.", root=root
        )
    images, annotations = _halves(root)
    names = _listed(root, split) if split else _folders(images)
    if not names:
        raise ImportFileError(
            "“{root}” holds no sequences.", "They are folders of pictures in JPEGImages/480p.", root=root
        )
    return tuple(_sequence(name, images / name, annotations / name, sparse) for name in names)


def _halves(root: Path) -> tuple[Path, Path]:
    for resolution in RESOLUTIONS:
        images, annotations = root / "JPEGImages" / resolution, root / "Annotations" / resolution
        if images.is_dir():
            if not annotations.is_dir():
                raise ImportFileError(
                    "“{root}” holds frames but no folder {annotations}.",
                    root=root,
                    annotations=annotations.relative_to(root).as_posix(),
                )
            return images, annotations
    raise ImportFileError(
        "“{root}” is not a data set in DAVIS layout: it has no folder JPEGImages.",
        "The expected folders are JPEGImages/480p/<sequence> and Annotations/480p/<sequence>.",
        root=root,
    )


def _folders(parent: Path) -> list[str]:
    return sorted(entry.name for entry in parent.iterdir() if entry.is_dir() and not entry.name.startswith("."))


def _listed(root: Path, split: str) -> list[str]:
    files = sorted((root / "ImageSets").glob(f"*/{split}.txt")) if _is_plain(split) else []
    if not files:
        raise ImportFileError("“{root}” has no list ImageSets/*/{split}.txt.", root=root, split=split)
    try:
        lines = files[-1].read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFileError("The list “{name}” cannot be read.", name=files[-1].name) from error
    names = [line.strip() for line in lines[:MOST_LISTED] if line.strip()]
    hostile = next((name for name in names if not _is_plain(name)), None)
    if hostile is not None:
        raise ImportFileError("“{name}” in “{file}” is not the name of a sequence.", name=hostile, file=files[-1].name)
    return names


def _is_plain(name: str) -> bool:
    """True for the name of something in a folder, not a path that leads elsewhere."""
    return name not in (".", "..") and not any(sign in name for sign in '/\\:*?[]\0"')


def _sequence(name: str, frames: Path, annotations: Path, sparse: bool) -> DavisSequence:
    if not frames.is_dir():
        raise ImportFileError("The sequence “{name}” has no folder of frames.", name=name)
    pictures = pictures_in(frames)
    if not pictures:
        raise ImportFileError("The sequence “{name}” has no frames.", name=name)
    known = {file.stem: file for file in annotations.glob("*.png")} if annotations.is_dir() else {}
    if not known:
        raise ImportFileError("The sequence “{name}” has no annotations.", name=name)
    missing = next((picture.name for picture in pictures if picture.stem not in known), None)
    if missing is not None and not sparse:
        raise ImportFileError(
            "Frame “{missing}” of the sequence “{name}” has no annotation.", missing=missing, name=name
        )
    stray = next((stem for stem in sorted(known) if stem not in {picture.stem for picture in pictures}), None)
    if stray is not None:
        raise ImportFileError(
            "The annotation “{stray}.png” of the sequence “{name}” belongs to no frame.", stray=stray, name=name
        )
    return DavisSequence(name, frames, tuple(known.get(picture.stem) for picture in pictures))
