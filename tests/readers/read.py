"""Run by another Python: each reader that is installed there reads our files and finds our masks."""

import importlib
import json
import shutil
import sys
import traceback
from pathlib import Path

import numpy as np

ROOT = Path(sys.argv[1])
EXPECTED = np.load(ROOT / "expected.npz")["masks"]
OBJECTS, FRAMES, HEIGHT, WIDTH = EXPECTED.shape


def same(found, what="masks"):
    assert np.array_equal(np.asarray(found, bool), EXPECTED), f"{what} differ"


def outlined():
    """What of the masks outlines keep: holes are filled."""
    import cv2

    out = np.zeros_like(EXPECTED)
    for place in np.ndindex(OBJECTS, FRAMES):
        found, _ = cv2.findContours(EXPECTED[place].astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        out[place] = cv2.drawContours(np.zeros((HEIGHT, WIDTH), np.uint8), found, -1, 1, -1) > 0
    return out


def close(found, expected, least=0.93):
    pairs = zip(found.reshape(-1, HEIGHT, WIDTH), expected.reshape(-1, HEIGHT, WIDTH), strict=True)
    lowest = min((a & b).sum() / max((a | b).sum(), 1) for a, b in pairs)
    assert lowest > least, f"lowest IoU {lowest:.3f}"


def pycocotools_sav():
    from pycocotools import mask

    rows = json.loads((ROOT / "sav" / "walk_manual.json").read_text())["masklet"]
    same([[mask.decode(rows[frame][place]) for frame in range(FRAMES)] for place in range(OBJECTS)])


def pycocotools_coco(folder="coco rle", exact=True):
    from pycocotools.coco import COCO

    data = COCO(str(ROOT / folder / "instances.json"))
    found = np.zeros_like(EXPECTED)
    for row in data.loadAnns(data.getAnnIds()):
        found[row["track_id"] - 1, data.imgs[row["image_id"]]["frame_id"]] = data.annToMask(row) > 0
    same(found) if exact else close(found, outlined())


def pycocotools_polygons():
    pycocotools_coco("coco polygons", exact=False)


def pycocotools_burst():
    from pycocotools import mask

    (sequence,) = json.loads((ROOT / "burst" / "all_classes.json").read_text())["sequences"]
    rows = sequence["segmentations"]
    same(
        [
            [mask.decode({"size": [HEIGHT, WIDTH], "counts": rows[f][str(o + 1)]["rle"]}) for f in range(FRAMES)]
            for o in range(OBJECTS)
        ]
    )


def pillow_davis():
    from PIL import Image

    folder = ROOT / "davis" / "Annotations" / "480p" / "walk"
    pictures = [Image.open(folder / f"{frame:05}.png") for frame in range(FRAMES)]
    assert {picture.mode for picture in pictures} == {"P"}
    same([[np.array(picture) == place + 1 for picture in pictures] for place in range(OBJECTS)])


def pillow_sav_png():
    from PIL import Image

    folder = ROOT / "sav-png" / "Annotations_6fps" / "walk"
    same(
        [[np.array(Image.open(folder / f"{o:03}" / f"{f:05}.png")) > 0 for f in range(FRAMES)] for o in range(OBJECTS)]
    )


def trackeval(dataset, metric="HOTA"):
    import trackeval as te

    quiet = {
        "PRINT_RESULTS": False,
        "PRINT_CONFIG": False,
        "TIME_PROGRESS": False,
        "OUTPUT_SUMMARY": False,
        "OUTPUT_DETAILED": False,
        "PLOT_CURVES": False,
        "OUTPUT_EMPTY_CLASSES": False,
        "BREAK_ON_ERROR": True,
    }
    evaluator = te.Evaluator({**te.Evaluator.get_default_eval_config(), **quiet})
    measures = [te.metrics.HOTA()] if metric == "HOTA" else [te.metrics.JAndF()]
    results, _ = evaluator.evaluate([dataset], measures)
    (tracker,) = results[dataset.get_name()].values()
    scores = [
        float(np.mean(kind["HOTA"]["HOTA"] if metric == "HOTA" else kind["JAndF"]["J-Mean"]))
        for kind in tracker["COMBINED_SEQ"].values()
        if not isinstance(kind, float)
    ]
    assert max(scores, default=0) > 0.999, f"against itself: {scores}"


def copied(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def trackeval_kitti():
    import trackeval as te

    out = ROOT / "mots kitti"
    copied(out / "label_02" / "walk.txt", ROOT / "t1" / "us" / "data" / "walk.txt")
    trackeval(
        te.datasets.KittiMOTS(
            {
                "GT_FOLDER": str(out),
                "TRACKERS_FOLDER": str(ROOT / "t1"),
                "SEQ_INFO": {"walk": FRAMES},
                "CLASSES_TO_EVAL": ["car"],
                "PRINT_CONFIG": False,
            }
        )
    )


def trackeval_challenge():
    import trackeval as te

    out = ROOT / "mots motschallenge"
    copied(out / "walk" / "gt" / "gt.txt", ROOT / "t2" / "us" / "data" / "walk.txt")
    trackeval(
        te.datasets.MOTSChallenge(
            {
                "GT_FOLDER": str(out),
                "TRACKERS_FOLDER": str(ROOT / "t2"),
                "SKIP_SPLIT_FOL": True,
                "SEQ_INFO": {"walk": FRAMES},
                "PRINT_CONFIG": False,
            }
        )
    )


def trackeval_youtube_vis():
    import trackeval as te

    truth = ROOT / "vis" / "youtube_vis_train"
    copied(ROOT / "youtube-vis ground-truth" / "instances.json", truth / "instances.json")
    copied(
        ROOT / "youtube-vis results" / "results.json",
        ROOT / "t3" / "youtube_vis_train" / "us" / "data" / "results.json",
    )
    trackeval(
        te.datasets.YouTubeVIS(
            {
                "GT_FOLDER": f"{ROOT / 'vis'}/",
                "TRACKERS_FOLDER": f"{ROOT / 't3'}/",
                "PRINT_CONFIG": False,
                "SPLIT_TO_EVAL": "train",
            }
        )
    )


def trackeval_davis():
    import trackeval as te

    out = ROOT / "davis" / "Annotations" / "480p"
    shutil.copytree(out, ROOT / "t4" / "us" / "data")
    trackeval(
        te.datasets.DAVIS(
            {
                "GT_FOLDER": str(out),
                "TRACKERS_FOLDER": str(ROOT / "t4"),
                "SEQ_INFO": {"walk": FRAMES},
                "PRINT_CONFIG": False,
            }
        ),
        "J",
    )


def vos_benchmark():
    from vos_benchmark.benchmark import benchmark

    out = ROOT / "davis" / "Annotations" / "480p"
    shutil.copytree(out, ROOT / "vos")
    scores = benchmark(
        [str(out)], [str(ROOT / "vos")], strict=False, num_processes=1, verbose=False, skip_first_and_last=False
    )
    assert scores[0][0] > 99.9, scores


def labelformat_youtube_vis():
    from labelformat.formats import YouTubeVISInstanceSegmentationTrackInput

    file = ROOT / "youtube-vis ground-truth" / "instances.json"
    (label,) = list(YouTubeVISInstanceSegmentationTrackInput(input_file=file).get_labels())
    found = np.zeros_like(EXPECTED)
    for place, track in enumerate(label.objects):
        for frame, mask in enumerate(track.segmentations):
            if mask is not None:
                found[place, frame] = mask.get_binary_mask()
    same(found)


def cvat_sdk():
    from xml.etree import ElementTree

    from cvat_sdk.masks import decode_mask

    found = np.zeros_like(EXPECTED)
    for frame, image in enumerate(ElementTree.parse(ROOT / "cvat" / "annotations.xml").getroot().iter("image")):
        for mask in image.iter("mask"):
            left, top, width, height = (int(mask.get(key)) for key in ("left", "top", "width", "height"))
            runs = [int(run) for run in mask.get("rle").split(",")]
            points = [*runs, left, top, left + width - 1, top + height - 1]
            decoded = decode_mask(points, image_width=WIDTH, image_height=HEIGHT)
            found[int(mask.get("group_id")) - 1, frame] = decoded
    same(found)


def supervision_yolo():
    import supervision as sv

    out = ROOT / "yolo"
    data = sv.DetectionDataset.from_yolo(
        str(out / "images" / "walk"), str(out / "labels" / "walk"), str(out / "data.yaml")
    )
    found = np.zeros_like(EXPECTED)
    tracks = {line.split()[0]: line.split()[1:] for line in (out / "tracks" / "walk.txt").read_text().splitlines()}
    for path, _, detections in data:
        stem = Path(path).stem
        for number, mask in zip(tracks[stem], detections.mask, strict=True):
            found[int(number) - 1, int(stem)] |= mask
    close(found, outlined(), least=0.9)  # it draws the outline too: a row and a column more


READERS = {
    "pycocotools: SA-V JSON": ("pycocotools", pycocotools_sav),
    "pycocotools: COCO, run lengths": ("pycocotools", pycocotools_coco),
    "pycocotools: COCO, polygons": ("pycocotools", pycocotools_polygons),
    "pycocotools: BURST": ("pycocotools", pycocotools_burst),
    "Pillow: DAVIS": ("PIL", pillow_davis),
    "Pillow: SA-V PNG": ("PIL", pillow_sav_png),
    "TrackEval: KITTI MOTS": ("trackeval", trackeval_kitti),
    "TrackEval: MOTSChallenge": ("trackeval", trackeval_challenge),
    "TrackEval: YouTube-VIS": ("trackeval", trackeval_youtube_vis),
    "TrackEval: DAVIS": ("trackeval", trackeval_davis),
    "vos-benchmark: DAVIS": ("vos_benchmark", vos_benchmark),
    "labelformat: YouTube-VIS": ("labelformat", labelformat_youtube_vis),
    "cvat-sdk: CVAT": ("cvat_sdk", cvat_sdk),
    "supervision: YOLO": ("supervision", supervision_yolo),
}


def main():
    failed = 0
    for name, (package, read) in READERS.items():
        try:
            importlib.import_module(package)
        except ImportError:
            print(f"{name:<34} not installed")
            continue
        try:
            read()
            print(f"{name:<34} reads what we wrote")
        except Exception:
            failed += 1
            print(f"{name:<34} FAILED")
            traceback.print_exc()
    return failed


if __name__ == "__main__":
    sys.exit(main())
