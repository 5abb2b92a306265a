"""Run by another Python: each reader that is installed there reads our files and finds our masks."""

import importlib
import json
import shutil
import sys
import traceback
from pathlib import Path

import numpy as np

ROOT = Path(sys.argv[1])
EXPECTED, OUTLINED = (np.load(ROOT / "expected.npz")[name] for name in ("masks", "outlined"))
OBJECTS, FRAMES, HEIGHT, WIDTH = EXPECTED.shape


def same(found, what="masks"):
    assert np.array_equal(np.asarray(found, bool), EXPECTED), f"{what} differ"


def outlined():
    """What of the masks outlines keep: holes are filled."""
    return OUTLINED


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
    close(found, outlined(), 0.92)  # it draws the corners' pixels, too: a row and a column more


def supervision_coco():
    import supervision as sv

    out = ROOT / "coco rle"
    data = sv.DetectionDataset.from_coco(str(out / "images"), str(out / "instances.json"), force_masks=True)
    rows = json.loads((out / "instances.json").read_text())
    frames = {image["id"]: image["frame_id"] for image in rows["images"]}
    names = {image["file_name"]: image["id"] for image in rows["images"]}
    found = np.zeros_like(EXPECTED)
    for path, _, detections in data:
        id = next(id for name, id in names.items() if path.replace("\\", "/").endswith(name))
        tracks = [row["track_id"] for row in rows["annotations"] if row["image_id"] == id]
        for track, mask in zip(tracks, detections.mask, strict=True):
            found[track - 1, frames[id]] = mask
    same(found)


def labelme_read(folder):
    from labelme import utils
    from labelme._label_file import read_label_file

    found = np.zeros_like(EXPECTED)
    for frame in range(FRAMES):
        shapes = read_label_file(str(ROOT / folder / "walk" / f"{frame:05}.json")).shapes
        for group in (1, 2):
            own = [shape for shape in shapes if shape["group_id"] == group]
            labels = {shape["label"]: 1 for shape in own}
            found[group - 1, frame] = utils.shapes_to_label((HEIGHT, WIDTH), own, labels)[0] > 0
    return found


def labelme_masks():
    same(labelme_read("labelme masks"))


def labelme_polygons():
    close(labelme_read("labelme polygons"), outlined(), 0.92)  # as supervision


def datumaro_masks(dataset, frame_of, object_of):
    found = np.zeros_like(EXPECTED)
    for item in dataset:
        for one in item.annotations:
            if hasattr(one, "image"):
                found[object_of(one) - 1, frame_of(item)] |= np.asarray(one.image, bool)
    return found


def datumaro_coco():
    from datumaro import Dataset

    target = ROOT / "dm coco"  # it looks for instances_<subset>.json in annotations/
    copied(ROOT / "coco rle" / "instances.json", target / "annotations" / "instances_train.json")
    shutil.copytree(ROOT / "coco rle" / "images", target / "images")
    rows = json.loads((target / "annotations" / "instances_train.json").read_text())
    frames = {image["id"]: image["frame_id"] for image in rows["images"]}
    data = Dataset.import_from(str(target), "coco_instances")
    same(datumaro_masks(data, lambda item: frames[item.attributes["id"]], lambda one: one.attributes["track_id"]))


def datumaro_cvat():
    from datumaro import Dataset

    data = Dataset.import_from(str(ROOT / "cvat"), "cvat")
    same(datumaro_masks(data, lambda item: int(Path(item.id).stem), lambda one: one.group))


def datumaro_mots():
    from datumaro import Dataset

    data = Dataset.import_from(str(ROOT / "mots kitti"), "mots")
    same(datumaro_masks(data, lambda item: int(Path(item.id).stem), lambda one: one.attributes["track_id"]))


def alpha_of(name):
    import av

    with av.open(str(ROOT / name)) as container:
        frames = [frame.to_ndarray(format="rgba")[..., 3] for frame in container.decode(video=0)]
    assert len(frames) == FRAMES, len(frames)
    return np.array(frames)


def united():
    return EXPECTED.any(axis=0)


def av_ffv1():
    assert np.array_equal(alpha_of("alpha-video ffv1/walk.mkv"), united() * np.uint8(255)), "alpha differs"


def av_prores():
    found = alpha_of("alpha-video prores/walk.mov")
    assert np.array_equal(found > 127, united()), "alpha differs"
    assert set(np.unique(found)) <= {0, 255}, np.unique(found)


def av_overlay():
    import av

    with av.open(str(ROOT / "overlay" / "walk.mp4")) as container:
        assert sum(1 for _ in container.decode(video=0)) == FRAMES


def pillow_mattes():
    from PIL import Image

    folder = ROOT / "masks objects" / "walk"
    same(
        [[np.array(Image.open(folder / name / f"{f:05}.png")) == 255 for f in range(FRAMES)] for name in ("dog", "cat")]
    )
    deep = [np.array(Image.open(ROOT / "masks numbers-16" / "walk" / f"{f:05}.png")) for f in range(FRAMES)]
    same([[picture == place + 1 for picture in deep] for place in range(OBJECTS)])
    cut = [np.array(Image.open(ROOT / "cutouts" / "walk" / f"{f:05}.png"))[..., 3] for f in range(FRAMES)]
    assert np.array_equal(np.array(cut) == 255, united()), "cut-outs differ"


def pycocotools_saco():
    from pycocotools import mask

    data = json.loads((ROOT / "saco" / "saco_veval.json").read_text())
    names = {row["id"]: row["name"] for row in data["categories"]}
    pairs = {(names[row["category_id"]], row["noun_phrase"], row["num_masklets"]) for row in data["video_np_pairs"]}
    assert pairs == {("car", "car", 2), ("red bicycle", "red bicycle", 0)}, pairs
    same([[mask.decode(rle) for rle in row["segmentations"]] for row in data["annotations"]])


def cryptomatte():
    from cryptomatte_api import Cryptomatte

    files = [ROOT / "exr cryptomatte" / "walk" / f"{frame:05}.exr" for frame in range(FRAMES)]
    masks = [Cryptomatte.load(str(file))[0].masks() for file in files]
    same([[found[name] > 0.5 for found in masks] for name in ("dog", "cat")])


def openexr():
    import OpenEXR

    def alpha(name, frame):
        file = OpenEXR.File(str(ROOT / "exr objects" / "walk" / name / f"{frame:05}.exr"), separate_channels=True)
        return file.channels()["A"].pixels == 1

    same([[alpha(name, frame) for frame in range(FRAMES)] for name in ("dog", "cat")])


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
    "supervision: COCO": ("supervision", supervision_coco),
    "labelme: masks": ("labelme", labelme_masks),
    "labelme: polygons": ("labelme", labelme_polygons),
    "datumaro: COCO": ("datumaro", datumaro_coco),
    "datumaro: CVAT": ("datumaro", datumaro_cvat),
    "datumaro: MOTS PNG": ("datumaro", datumaro_mots),
    "PyAV (FFmpeg): FFV1 with alpha": ("av", av_ffv1),
    "PyAV (FFmpeg): ProRes 4444": ("av", av_prores),
    "PyAV (FFmpeg): overlay": ("av", av_overlay),
    "Pillow: mattes and cut-outs": ("PIL", pillow_mattes),
    "pycocotools: SA-Co VEval": ("pycocotools", pycocotools_saco),
    "cryptomatte-api: Cryptomatte": ("cryptomatte_api", cryptomatte),
    "OpenEXR: mattes": ("OpenEXR", openexr),
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
