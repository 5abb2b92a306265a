"""Small networks with random weights, a clip in memory, and Meta's own predictor over the same weights and frames."""

import copy
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import sam2.sam2_video_predictor
import torch
from sam2.modeling.backbones.hieradet import Hiera
from sam2.modeling.backbones.image_encoder import FpnNeck, ImageEncoder
from sam2.modeling.memory_attention import MemoryAttention, MemoryAttentionLayer
from sam2.modeling.memory_encoder import CXBlock, Fuser, MaskDownSampler, MemoryEncoder
from sam2.modeling.position_encoding import PositionEmbeddingSine
from sam2.modeling.sam.transformer import RoPEAttention
from sam2.modeling.sam2_base import SAM2Base
from sam2.sam2_video_predictor import SAM2VideoPredictor

from app.engine.hardware.execution import Mode
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Budget, Sam2Predictor
from app.engine.inference.transforms import image_input
from app.engine.network.embedded import TEST_TINY, build
from app.media.source import Image, MediaInfo, MediaKind

CPU = torch.device("cpu")


class MemoryClip:
    """A FrameSource over frames in memory; counts how often a frame was asked for."""

    def __init__(self, frames: list[Image]) -> None:
        self.frames = frames
        self.asked: list[int] = []

    @property
    def path(self) -> Path:
        return Path("memory")

    @property
    def info(self) -> MediaInfo:
        height, width, _ = self.frames[0].shape
        count = len(self.frames)
        return MediaInfo(
            MediaKind.IMAGES, width, height, count, Fraction(25), np.arange(count) / 25.0, Fraction(1), warnings=()
        )

    def frame(self, index: int) -> Image:
        self.asked.append(index)
        return self.frames[index]

    def clone(self) -> "MemoryClip":
        return MemoryClip(self.frames)

    def close(self) -> None:
        pass


def clip(count: int = 18, height: int = 96, width: int = 160) -> MemoryClip:
    """A bright disc that crosses a textured background."""
    texture = np.random.default_rng(5).integers(0, 90, (height, width, 3), dtype=np.uint8)
    y, x = np.ogrid[:height, :width]
    frames = []
    for index in range(count):
        frame = texture.copy()
        frame[(x - 20 - 4 * index) ** 2 + (y - height // 2) ** 2 < 18**2] = (220, 180, 60)
        frame.flags.writeable = False
        frames.append(frame)
    return MemoryClip(frames)


def awake(model: SAM2Base, seed: int) -> SAM2Base:
    """Random weights that say "present", make masks with an edge, and are not at their neutral initial values."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn(parameter.shape, generator=generator) * 0.05)
        model.sam_mask_decoder.pred_obj_score_head.layers[-1].bias.fill_(1.5)
    return model.eval()


@cache
def _own() -> SAM2Base:
    torch.manual_seed(11)
    model = awake(build(TEST_TINY), 11)
    # as Meta's predictor does, which it is compared with
    model.corrects_from_memory, model.relative_presence = True, False
    return model


@cache
def _meta_like() -> SAM2Base:
    torch.manual_seed(12)
    width, memory, size = 32, 16, 64
    trunk = Hiera(
        embed_dim=16, num_heads=1, stages=(1, 1, 2, 1), global_att_blocks=(3,), window_pos_embed_bkg_spatial_size=(4, 4)
    )
    neck = FpnNeck(PositionEmbeddingSine(width), width, [128, 64, 32, 16], fpn_top_down_levels=[2, 3])
    side = size // 16

    def attention(**more: Any) -> RoPEAttention:
        return RoPEAttention(width, num_heads=1, feat_sizes=(side, side), dropout=0.1, **more)

    layer = MemoryAttentionLayer(
        activation="relu",
        d_model=width,
        dim_feedforward=48,
        dropout=0.1,
        pos_enc_at_attn=False,
        pos_enc_at_cross_attn_keys=True,
        pos_enc_at_cross_attn_queries=False,
        self_attention=attention(),
        cross_attention=attention(rope_k_repeat=True, kv_in_dim=memory),
    )
    encoder = MemoryEncoder(
        memory,
        MaskDownSampler(width, kernel_size=3, stride=2, padding=1),
        Fuser(CXBlock(width), num_layers=2),
        PositionEmbeddingSine(memory),
        in_dim=width,
    )
    model = SAM2Base(
        ImageEncoder(trunk, neck, scalp=1),
        MemoryAttention(width, pos_enc_at_input=True, layer=layer, num_layers=2),
        encoder,
        num_maskmem=7,
        image_size=size,
        sigmoid_scale_for_mem_enc=20.0,
        sigmoid_bias_for_mem_enc=-10.0,
        binarize_mask_from_pts_for_mem_enc=True,
        use_mask_input_as_output_without_sam=True,
        max_cond_frames_in_attn=4,
        directly_add_no_mem_embed=True,
        use_high_res_features_in_sam=True,
        multimask_output_in_sam=True,
        multimask_min_pt_num=0,
        multimask_max_pt_num=1,
        multimask_output_for_tracking=True,
        use_multimask_token_for_obj_ptr=True,
        iou_prediction_use_sigmoid=True,
        use_obj_ptrs_in_encoder=True,
        proj_tpos_enc_in_obj_ptrs=True,
        use_signed_tpos_enc_to_obj_ptrs=True,
        only_obj_ptrs_in_the_past_for_eval=True,
        pred_obj_scores=True,
        pred_obj_scores_mlp=True,
        fixed_no_obj_ptr=True,
        use_mlp_for_obj_ptr_proj=True,
        no_obj_embed_spatial=True,
        sam_mask_decoder_extra_args={
            "dynamic_multimask_via_stability": True,
            "dynamic_multimask_stability_delta": 0.05,
            "dynamic_multimask_stability_thresh": 0.98,
        },
    )
    return awake(model, 12)


NETWORKS = {"own": _own, "meta": _meta_like}
"""The embedded network's kind at its smallest, and the official models' kind at its smallest."""


def model(kind: str) -> SAM2Base:
    """A copy of a network: predictors change what they hold."""
    return copy.deepcopy(NETWORKS[kind]())


def predictor(kind: str = "own", budget: Budget | None = None, *, clears_at_corrections: bool = True) -> Sam2Predictor:
    """Our predictor in float32 on the CPU, a single object computed to the bit as Meta computes it."""
    torch.set_num_threads(1)
    return Sam2Predictor(
        Sam2Model(model(kind), exact=True),
        Mode(CPU),
        f"tiny {kind}",
        budget,
        clears_at_corrections=clears_at_corrections,
    )


class Lazy:
    """What Meta's predictor wants of a list of frames: a length, and each frame as the network reads it."""

    def __init__(self, source: MemoryClip, size: int) -> None:
        self._source, self._size = source, size

    def __len__(self) -> int:
        return len(self._source.frames)

    def __getitem__(self, index: int) -> torch.Tensor:
        return image_input(self._source.frames[index], self._size, CPU)[0]


class Meta:
    """Meta's SAM2VideoPredictor over a network and a clip, set up as its corrections need it."""

    def __init__(self, network: SAM2Base, source: MemoryClip) -> None:
        sam2.sam2_video_predictor.tqdm = lambda frames, **_words: frames  # no progress bars, and no thread for them
        network.__class__ = SAM2VideoPredictor  # the class only adds these settings to SAM2Base
        network.fill_hole_area = 0
        network.non_overlap_masks = False
        network.clear_non_cond_mem_around_input = False
        network.add_all_frames_to_correct_as_cond = True
        self.predictor = network
        self.height, self.width, _ = source.frames[0].shape
        self.state: dict[str, Any] = {
            "images": Lazy(source, network.image_size),
            "num_frames": len(source.frames),
            "offload_video_to_cpu": False,
            "offload_state_to_cpu": False,
            "video_height": self.height,
            "video_width": self.width,
            "device": CPU,
            "storage_device": CPU,
            "constants": {},
            "obj_ids": [],
            "obj_id_to_idx": {},
            "obj_idx_to_id": {},
            **{
                name: {}
                for name in (
                    "point_inputs_per_obj",
                    "mask_inputs_per_obj",
                    "cached_features",
                    "output_dict_per_obj",
                    "temp_output_dict_per_obj",
                    "frames_tracked_per_obj",
                )
            },
        }

    def point(self, frame: int, points: list[tuple[float, float, int]], name: int = 1, box: Any = None) -> Any:
        """Add clicks (x, y, label) and a box in image pixels; returns the object's mask."""
        scale = torch.tensor([1.0 / self.width, 1.0 / self.height], dtype=torch.float64)
        half = 0.5 / self.predictor.image_size  # Meta counts whole pixels, we measure places

        def placed(values: Any) -> torch.Tensor:
            places: torch.Tensor = torch.tensor(values, dtype=torch.float64).reshape(-1, 2) * scale - half
            return places.float()

        _, ids, masks = self.predictor.add_new_points_or_box(
            self.state,
            frame,
            name,
            points=placed([p[:2] for p in points]) if points else None,
            labels=torch.tensor([p[2] for p in points], dtype=torch.int32) if points else None,
            box=None if box is None else placed(box).reshape(-1),
            normalize_coords=False,
        )
        return (masks[ids.index(name), 0] > 0).numpy()

    def mask(self, frame: int, mask: Any, name: int = 1) -> None:
        """Give a mask as the truth on a frame."""
        self.predictor.add_new_mask(self.state, frame, name, torch.from_numpy(np.array(mask)))

    def forgetting(self) -> "Meta":
        """Forget at conditioning frames; supplies the method that `clear_non_cond_mem_around_input` calls in vain."""

        def clear(state: dict[str, Any], frame: int, name: int) -> None:
            outputs = state["output_dict_per_obj"][name]["non_cond_frame_outputs"]
            for at in [at for at in outputs if at < frame]:
                del outputs[at]

        self.predictor._clear_obj_non_cond_mem_around_input = clear
        self.predictor.clear_non_cond_mem_around_input = True
        return self

    def run(self, start: int | None = None, reverse: bool = False) -> dict[int, Any]:
        """Propagate; returns masks, objects x height x width, by frame."""
        steps = self.predictor.propagate_in_video(self.state, start_frame_idx=start, reverse=reverse)
        return {frame: (masks[:, 0] > 0).numpy() for frame, _, masks in steps}
