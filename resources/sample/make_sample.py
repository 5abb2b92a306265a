"""Make the sample: the clip, its exact masks in DAVIS layout, and sample.json with the objects' names.

    python -m resources.sample.make_sample                 writes the sample into this folder
    python -m resources.sample.make_sample --davis FOLDER  writes a DAVIS data set of it for `masklane evaluate FOLDER`

The same seed gives the same pictures and masks; the clip's bytes also depend on the version of the encoder.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from app.interchange.encoding.label_png import encode_labels
from app.interchange.export.pictures import encode_jpeg
from resources.sample.pond.scene import FRAME_COUNT, FRAME_RATE, HEIGHT, NAMES, WIDTH, Picture, Scene

SEQUENCE = "pond"
_CATEGORIES = ("toy", "fish", "toy", "plant")
_ANNOTATIONS = Path("Annotations", "480p", SEQUENCE)
_PICTURES = Path("JPEGImages", "480p", SEQUENCE)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sample, or a DAVIS data set of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the sample")
    parser.add_argument("--davis", type=Path, metavar="FOLDER", help="write a DAVIS data set made of the sample here")
    chosen = parser.parse_args(arguments)
    if chosen.davis:
        write_davis(chosen.out, chosen.davis)
        return
    cv2.setNumThreads(1)
    scene = Scene()
    write_sample((scene.picture(index) for index in range(FRAME_COUNT)), chosen.out)


def write_sample(pictures: Iterable[Picture], folder: Path) -> None:
    """Write clip, masks and sample.json of `pictures` into `folder`."""
    (folder / _ANNOTATIONS).mkdir(parents=True, exist_ok=True)
    clip = folder / f"{SEQUENCE}.mp4"
    with av.open(str(clip), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=FRAME_RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 1  # the same bytes every time
        stream.options = {"crf": "22", "preset": "veryslow", "g": "48"}
        encoder = stream.codec_context
        encoder.colorspace, encoder.color_range = Colorspace.ITU709, ColorRange.MPEG
        encoder.color_primaries = encoder.color_trc = 1  # BT.709, as the number in the file format's tables
        for index, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture.image, format="rgb24")
            container.mux(stream.encode(frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)))
            (folder / _ANNOTATIONS / f"{index:05d}.png").write_bytes(encode_labels(picture.labels))
        container.mux(stream.encode(None))
    objects = [
        {"id": number, "name": name, "category": category}
        for number, (name, category) in enumerate(zip(NAMES, _CATEGORIES, strict=True), start=1)
    ]
    facts = {"video": clip.name, "masks": _ANNOTATIONS.as_posix(), "objects": objects}
    (folder / "sample.json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")


def write_davis(sample: Path, folder: Path) -> None:
    """Write the pictures of the clip in `sample`, its masks and a list of the one sequence into `folder`."""
    for place in (_PICTURES, _ANNOTATIONS, Path("ImageSets", "2017")):
        (folder / place).mkdir(parents=True, exist_ok=True)
    for index, image in enumerate(read_clip(sample / f"{SEQUENCE}.mp4")):
        name = f"{index:05d}"
        (folder / _PICTURES / f"{name}.jpg").write_bytes(encode_jpeg(image))
        masks = (sample / _ANNOTATIONS / f"{name}.png").read_bytes()
        (folder / _ANNOTATIONS / f"{name}.png").write_bytes(masks)
    (folder / "ImageSets" / "2017" / "val.txt").write_text(f"{SEQUENCE}\n", "utf-8")


def read_clip(file: Path) -> Iterator[NDArray[np.uint8]]:
    """Yield the clip's frames, RGB, shape (height, width, 3)."""
    with av.open(str(file)) as container:
        for frame in container.decode(video=0):
            yield frame.to_ndarray(format="rgb24")


if __name__ == "__main__":
    main()
