"""CVAT 1.1 for images: masks as row-major run lengths inside their box, the object as `group_id`.

The variant for videos keeps only the first shape of a mask's track, so it is not written; its polygons are read.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import Final
from xml.parsers import expat

import numpy as np

from app.errors import ImportFileError
from app.interchange.categories import UNNAMED
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss
from app.interchange.encoding.coco_rle import checked_size
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.encoding.shapes import check_number, filled
from app.interchange.export.options import Outgoing, Pictures
from app.interchange.export.output import placed_in_pieces
from app.interchange.export.sidecar import read_sidecar, write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.linking import put_loose
from app.interchange.reading import ClipBuilder, ReadJob, folder_in, frames_in, plain_name, regular_step
from app.masks.mask import Mask
from app.media.pictures.sequences import natural_key
from app.phrases import Phrase

NAME: Final = "annotations.xml"
PIECE: Final = 1 << 16
"""Bytes that are read between two looks at whether to stop: a thousand small polygons."""
MOST_BYTES: Final = 4 << 30
MOST_DEPTH: Final = 64


def write_cvat(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write frames and `annotations.xml`."""
    done: list[Outgoing] = []
    for clip in clips:
        done.append((yield from write_pictures(clip, folder / "images" / clip.name)))
    with placed_in_pieces(folder / NAME) as opened:
        file = TextIOWrapper(opened, encoding="utf-8", newline="\n", write_through=True)
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n')
        file.write(_meta(done))
        number = 0
        for clip in done:
            suffix = ".png" if clip.options.pictures is Pictures.PNG else ".jpg"
            for _, frame in clip.written():
                name = _quoted(f"{clip.name}/{clip.stem(frame)}{suffix}")
                size = f'width="{clip.clip.width}" height="{clip.clip.height}"'
                file.write(f'  <image id="{number}" name={name} {size}>\n')
                file.writelines(_masks(clip, frame))
                file.write("  </image>\n")
                number += 1
                yield None
        file.write("</annotations>\n")
        file.detach()
    write_sidecar(folder, done)


def _meta(clips: Sequence[Outgoing]) -> str:
    names = sorted({masklet.category or UNNAMED for clip in clips for masklet in clip.masklets})
    labels = "".join(
        f"        <label><name>{_escaped(name)}</name><type>mask</type><attributes></attributes></label>\n"
        for name in names
    )
    return f"  <meta>\n    <task>\n      <labels>\n{labels}      </labels>\n    </task>\n  </meta>\n"


def _quoted(text: str) -> str:
    from xml.sax.saxutils import quoteattr  # brings the network's modules, which the window need not wait for

    return quoteattr(_clean(text))


def _escaped(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(_clean(text))


def _clean(text: str) -> str:
    """Return text without characters that XML cannot hold."""
    return "".join(c if c in "\t\n\r" or (ord(c) >= 32 and c not in "\ufffe\uffff") else "?" for c in text)


def _masks(clip: Outgoing, frame: int) -> Iterator[str]:
    for place, (masklet, mask) in enumerate(clip.on(frame)):
        box = mask.bbox
        if box is None:
            continue
        x0, y0, x1, y1 = box
        runs = ", ".join(map(str, _runs(mask)))
        where = f'left="{x0}" top="{y0}" width="{x1 - x0}" height="{y1 - y0}" z_order="{place}"'
        label = _quoted(masklet.category or UNNAMED)
        group = clip.numbers[masklet.id]
        yield f'    <mask label={label} source="manual" occluded="0" rle="{runs}" {where} group_id="{group}"></mask>\n'


def _runs(mask: Mask) -> list[int]:
    """Return run lengths inside the box, row by row, outside first."""
    box = mask.bbox
    assert box is not None
    x0, y0, x1, y1 = box
    inside = mask.to_rows(y0, y1)[:, x0:x1]
    counts: list[int] = Mask.from_array(np.ascontiguousarray(inside)).counts().tolist()
    return counts


# Reading


@dataclass(slots=True)
class _Image:
    """One picture with its shapes, in the order of the file."""

    name: str
    width: int
    height: int
    shapes: list[tuple[int, str, Mask]] = field(default_factory=list)


class _Parser:
    """Takes the XML piece by piece. What is not masks or polygons is counted."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.images: list[_Image] = []
        self.others = 0
        self.size: tuple[int, int] | None = None
        """(height, width) of the video, as the file's head says."""
        self.title, self.frame_count = "", 0
        self.tracks: list[tuple[str, dict[int, Mask | None]]] = []
        """Label and shapes by frame, None where the track is outside of the picture."""
        self._said: dict[str, str] = {}
        self._text: list[str] = []
        self._depth = 0
        self._in_track = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse

    def feed(self, data: bytes, last: bool) -> None:
        """Take a piece. ImportFileError when it is no XML, or declares types or entities."""
        try:
            self._parser.Parse(data, last)
        except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: no such encoding
            raise ImportFileError("“{name}” is damaged: {reason}.", name=self.file.name, reason=error) from error

    def _refuse(self, *_declaration: object) -> None:
        raise ImportFileError(
            "“{name}” declares document types or entities, which are not taken from a file.", name=self.file.name
        )

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise ImportFileError("“{name}” is damaged: it is nested too deeply.", name=self.file.name)
        self._text = []
        if tag == "track":
            self._begin_track(attributes)
        elif tag in ("mask", "polygon") and self._in_track:
            self._shape_of_track(tag, attributes)
        elif tag == "image":
            height, width = checked_size([self._whole(attributes, "height"), self._whole(attributes, "width")])
            self.images.append(_Image(attributes.get("name", ""), width, height))
        elif tag in ("mask", "polygon") and self.images:
            image = self.images[-1]
            mask = self._mask(attributes, image) if tag == "mask" else self._polygon(attributes, image)
            group = self._whole(attributes, "group_id") if attributes.get("group_id") else 0
            image.shapes.append((group, attributes.get("label", ""), mask))
            check_number(len(image.shapes))
        elif tag in ("box", "polyline", "points", "cuboid", "ellipse"):
            self.others += 1

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if tag == "track":
            self._in_track = False
        elif not self.images and not self.tracks:  # the head
            if tag in _HEAD:
                self._said.setdefault(tag, "".join(self._text).strip())  # labels have names, too
            self._text = []

    def _characters(self, text: str) -> None:
        if not self.images and not self.tracks and len(self._text) < MOST_DEPTH:
            self._text.append(text)

    def _begin_track(self, attributes: Mapping[str, str]) -> None:
        """A file of a video says in its head how large that is."""
        if self.size is None:
            self.size = checked_size([self._whole(self._said, "height"), self._whole(self._said, "width")])
            self.title = self._said.get("name", "")
            self.frame_count = self._whole(self._said, "size") if self._said.get("size") else 0
        self._in_track = True
        self.tracks.append((attributes.get("label", ""), {}))

    def _shape_of_track(self, tag: str, attributes: Mapping[str, str]) -> None:
        assert self.size is not None
        height, width = self.size
        picture = _Image("", width, height)
        frame, shapes = self._whole(attributes, "frame"), self.tracks[-1][1]
        if frame in shapes:
            raise ImportFileError("“{name}” is damaged: a track has two shapes on a frame.", name=self.file.name)
        outside = attributes.get("outside") == "1"
        made = self._mask if tag == "mask" else self._polygon
        shapes[frame] = None if outside else made(attributes, picture)

    def _whole(self, attributes: Mapping[str, str], key: str) -> int:
        text = attributes.get(key, "").removesuffix(".0")
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ImportFileError("“{name}” is damaged: {key} is no whole number.", name=self.file.name, key=key)
        return int(text)

    def _mask(self, attributes: Mapping[str, str], image: _Image) -> Mask:
        left, top, width, height = (self._whole(attributes, key) for key in ("left", "top", "width", "height"))
        if not (width and height and left + width <= image.width and top + height <= image.height):
            raise ImportFileError("“{name}” is damaged: a mask lies outside of its picture.", name=self.file.name)
        words = attributes.get("rle", "").split(",")
        if not all(word.strip().isdigit() and len(word) < 14 for word in words):
            raise ImportFileError("“{name}” is damaged: run lengths are no whole numbers.", name=self.file.name)
        runs = [int(word) for word in words]
        if sum(runs) != width * height:
            raise ImportFileError("The run lengths of a mask do not add up to its size.")
        inside = np.repeat(np.arange(len(runs)) % 2 == 1, runs).reshape(height, width)
        whole = np.zeros((image.height, image.width), np.bool_)
        whole[top : top + height, left : left + width] = inside
        return Mask.from_array(whole)

    def _polygon(self, attributes: Mapping[str, str], image: _Image) -> Mask:
        try:
            corners = [float(word) for pair in attributes.get("points", "").split(";") for word in pair.split(",")]
        except ValueError as error:
            raise ImportFileError("A polygon has corners that are no numbers.") from error
        return filled([corners], image.height, image.width)


_HEAD: Final = ("name", "size", "width", "height")
"""Elements of a file's head whose text is needed."""


def read_cvat(path: Path) -> ReadJob:
    """Read the images of a file; those of one folder are the frames of one video. Shapes without a group are joined
    to objects as `put_loose` says. In a file of a video, each track is an object."""
    parser = _Parser(path)
    total = max(path.stat().st_size, 1)
    if total > MOST_BYTES:
        raise ImportFileError("“{name}” is too large.", name=path.name)
    done = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            parser.feed(piece, False)
            done += len(piece)
            yield ExportProgress(done, total)
        parser.feed(b"", True)
    if not parser.images and not parser.tracks:
        raise ImportFileError("“{name}” is not of CVAT: it has neither images nor tracks.", name=path.name)
    if parser.others:
        yield Loss(
            path.name,
            Phrase("shapes that are neither masks nor polygons, which are passed over: {count}.", count=parser.others),
        )
    groups: dict[str, list[_Image]] = {}
    for image in parser.images:
        groups.setdefault(image.name.replace("\\", "/").rpartition("/")[0], []).append(image)
    clips = list[AnnotatedClip]()
    for images in groups.values():
        images.sort(key=lambda image: natural_key(image.name))
        clips.append((yield from _clip(path, images)))
    return (*clips, *((_of_tracks(path, parser),) if parser.tracks else ()))


def _of_tracks(path: Path, parser: "_Parser") -> AnnotatedClip:
    """Return the clip of a file of a video: its tracks, each with its shapes by frame, None where it is outside."""
    assert parser.size is not None
    height, width = parser.size
    made = ClipBuilder(parser.title or path.stem, height, width, parser.frame_count)
    for number, (label, shapes) in enumerate(parser.tracks, start=1):
        if not shapes:
            continue
        made.describe(number, f"{label} {number}".strip(), label)
        for frame, mask in shapes.items():
            made.put(number, frame, Mask.empty(height, width) if mask is None else mask)
    return made.clip()


def _clip(path: Path, images: Sequence[_Image]) -> Generator[Loss, None, AnnotatedClip]:
    own = folder_in(images[0].name)
    stems = [plain_name(image.name, "a frame") for image in images]
    about = read_sidecar(path.parent, own)
    numbers = about.frames(frame_numbers(stems))
    made = ClipBuilder(about.title or own or path.stem, images[0].height, images[0].width, about.frame_count)
    loose: dict[int, list[tuple[str, Mask]]] = {}
    for image, frame in zip(images, numbers, strict=True):
        for group, label, mask in image.shapes:
            category = "" if label == UNNAMED else label
            if not group:
                loose.setdefault(frame, []).append((category, mask))
                continue
            if not made.knows(group):
                made.describe(group, **about.of(group, f"{category} {group}".strip(), category))
            made.join(group, frame, mask)
    yield from put_loose(made, loose)
    made.absent_elsewhere(numbers)
    return made.clip(
        frame_names=dict(zip(numbers, stems, strict=True)),
        step=regular_step(numbers),
        rate=about.rate,
        numbers_known=about.known,
        frames_at=frames_in(path.parent / "images" / own),
    )
