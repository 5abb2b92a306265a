"""The teacher: MobileSAM's embeddings and masks of views of footage, cached in a folder for the student."""

import dataclasses
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.network.embedded import EMBEDDED, build
from app.errors import TrainingError
from app.training.data.augmentation import SAM2_DEVIATION, SAM2_MEAN
from app.training.embedded.pretrained import init_heads
from app.training.seeding import seeded_random

TEACHER_SIZE = 1024
VIEW_SIZE = 512
MASK_SIZE = 256


@dataclass(frozen=True, slots=True)
class TeacherView:
    """A picture file and a crop of it: x0, y0, x1, y1 in shares of its sides, perhaps mirrored."""

    path: Path
    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    flip: bool = False

    def read(self) -> np.ndarray:
        """Return the view as VIEW_SIZE x VIEW_SIZE x 3 uint8 RGB, resized to a square; raises TrainingError."""
        picture = cv2.imread(str(self.path))
        if picture is None:
            raise TrainingError(f"The picture {self.path} cannot be read.")
        high, wide = picture.shape[:2]
        x0, y0, x1, y1 = self.box
        part = picture[round(y0 * high) : round(y1 * high), round(x0 * wide) : round(x1 * wide)]
        square = cv2.resize(part, (TEACHER_SIZE, TEACHER_SIZE), interpolation=cv2.INTER_LINEAR)
        return cv2.cvtColor(square[:, ::-1] if self.flip else square, cv2.COLOR_BGR2RGB)


def sample_views(pictures: Sequence[Path], count: int, seed: int) -> list[TeacherView]:
    """Return `count` views: every picture whole first, in random order, then random parts of random pictures."""
    rng = seeded_random(seed)
    whole = [TeacherView(path) for path in rng.sample(list(pictures), len(pictures))]
    found = whole[:count]
    while len(found) < count:
        share, stretch = rng.uniform(0.35, 0.95), rng.uniform(0.8, 1.25)
        wide, high = min(1.0, share * stretch), min(1.0, share / stretch)
        x, y = rng.uniform(0, 1 - wide), rng.uniform(0, 1 - high)
        found.append(TeacherView(rng.choice(pictures), (x, y, x + wide, y + high), rng.random() < 0.5))
    return found


def compute_embeddings(encoder: Path, views: Sequence[TeacherView], folder: Path) -> Iterator[int]:
    """Run the teacher's encoder (ONNX) on the views that are not in `folder` yet; yields the index of each one done.

    Writes NNNNN.png (512 x 512), NNNNN.npy (256 x 64 x 64 float16) and, last, NNNNN.json: with it a view is complete.
    Takes about 1.2 s of one core a view. Raises TrainingError when the encoder cannot be run.
    """
    try:
        import onnxruntime
    except ImportError as error:
        raise TrainingError(
            "Running the teacher needs the package onnxruntime.", "Install the extra 'distill'."
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(str(encoder), options, providers=["CPUExecutionProvider"])
    folder.mkdir(parents=True, exist_ok=True)
    mean, std = np.array(SAM2_MEAN, np.float32) * 255, np.array(SAM2_DEVIATION, np.float32) * 255
    for index, view in enumerate(views):
        note = folder / f"{index:05d}.json"
        if note.exists():
            continue
        square = view.read()
        pixels = ((square.astype(np.float32) - mean) / std).transpose(2, 0, 1)[None]
        (embedding,) = session.run(None, {session.get_inputs()[0].name: pixels})
        small = cv2.resize(square, (VIEW_SIZE, VIEW_SIZE), interpolation=cv2.INTER_AREA)
        np.save(note.with_suffix(".npy"), embedding[0].astype(np.float16))
        cv2.imwrite(str(note.with_suffix(".png")), cv2.cvtColor(small, cv2.COLOR_RGB2BGR))
        note.write_text(json.dumps({"path": view.path.name, "box": view.box, "flip": view.flip}), encoding="utf-8")
        yield index


def build_teacher(decoder: Path) -> SAM2Base:
    """Return a model with the teacher's prompt encoder and mask decoder, at the teacher's resolution."""
    model = build(dataclasses.replace(EMBEDDED, image_size=TEACHER_SIZE, memory_layers=1, neck_blocks=1))
    init_heads(model, decoder)
    return model


def _distinct(masks: np.ndarray, scores: np.ndarray) -> list[np.ndarray]:
    """Return the masks by descending score, without near duplicates of better ones."""
    distinct: list[np.ndarray] = []
    for index in np.argsort(-scores):
        mask = masks[index]
        if all((mask & other).sum() < 0.8 * (mask | other).sum() for other in distinct):
            distinct.append(mask)
    return distinct


@torch.inference_mode()
def propose(model: SAM2Base, embedding: np.ndarray, points: int, rng: random.Random) -> list[np.ndarray]:
    """Return masks (256 x 256 bool) at random points.

    Only those of predicted IoU above 0.88 with a stable outline (the thresholds -1 and +1 agree to 0.9), neither specks
    nor the whole view.
    """
    places = torch.tensor([[[rng.uniform(24, 1000), rng.uniform(24, 1000)]] for _ in range(points)])
    features = torch.from_numpy(embedding.astype(np.float32))[None].expand(points, -1, -1, -1)
    fine = [torch.zeros(points, 32, 256, 256), torch.zeros(points, 64, 128, 128)]
    prompt = {"point_coords": places, "point_labels": torch.ones(points, 1, dtype=torch.int32)}
    logits, _, scores, *_ = model._forward_sam_heads(features, prompt, None, fine, multimask_output=True)
    logits, scores = logits.flatten(0, 1), scores.flatten()
    sure, likely = (logits > 1).flatten(1).sum(1).float(), (logits > -1).flatten(1).sum(1).float()
    share = (logits > 0).flatten(1).float().mean(1)
    good = (scores > 0.88) & (sure > 0.9 * likely) & (share > 0.003) & (share < 0.7)
    return _distinct((logits[good] > 0).numpy(), scores[good].numpy())


def compute_masks(decoder: Path, folder: Path, count: int, points: int, seed: int) -> Iterator[int]:
    """Write NNNNN.masks.npy (K x 8192 uint8, packed bits of 256 x 256 masks) beside the first `count` views.

    Yields K of each.
    """
    model = build_teacher(decoder)
    for note in sorted(folder.glob("*.json"))[:count]:
        target = note.with_suffix(".masks.npy")
        if target.exists():
            continue
        embedding = np.load(note.with_suffix(".npy"), allow_pickle=False)
        found = propose(model, embedding, points, seeded_random(seed, note.stem))
        bits = [np.packbits(mask.reshape(-1)) for mask in found]
        np.save(target, np.stack(bits) if bits else np.zeros((0, MASK_SIZE * MASK_SIZE // 8), np.uint8))
        yield len(found)
