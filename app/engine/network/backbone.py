"""The image encoder of the embedded network: a mobile convolution trunk, and the neck that fuses its levels."""

from collections.abc import Sequence
from itertools import pairwise

import torch
import torch.nn.functional as F
from sam2.modeling.memory_encoder import CXBlock
from sam2.modeling.position_encoding import PositionEmbeddingSine
from sam2.modeling.sam2_utils import LayerNorm2d
from torch import Tensor, nn


class SameConv(nn.Conv2d):
    """A convolution with TensorFlow's SAME padding, which puts the odd pixel at the right and the bottom.

    EfficientNet-Lite's ImageNet weights were made with it; symmetric padding would shift every stride by half a pixel.
    """

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(
            inputs, outputs, kernel, stride, padding=kernel // 2 if stride == 1 else 0, groups=groups, bias=True
        )
        self.uneven = (kernel - stride) if stride > 1 else 0

    def forward(self, x: Tensor) -> Tensor:
        """Map B x C x H x W to B x C' x H/stride x W/stride; H and W are multiples of the stride."""
        if self.uneven:
            before = self.uneven // 2
            after = self.uneven - before
            x = F.pad(x, (before, after, before, after))
        return super().forward(x)


class InvertedResidual(nn.Module):
    """Expand, depthwise, project: MobileNetV2's block with ReLU6 and batch norm folded into the convolutions."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expand: int) -> None:
        super().__init__()
        hidden = inputs * expand
        self.expand = nn.Conv2d(inputs, hidden, 1) if expand != 1 else nn.Identity()
        self.depthwise = SameConv(hidden, hidden, kernel, stride, groups=hidden)
        self.project = nn.Conv2d(hidden, outputs, 1)
        self.expands = expand != 1
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """Map B x C x H x W to B x C' x H/stride x W/stride."""
        y = F.relu6(self.expand(x), inplace=True) if self.expands else x
        out: Tensor = self.project(F.relu6(self.depthwise(y), inplace=True))
        return x + out if self.residual else out


class MobileTrunk(nn.Module):
    """EfficientNet-Lite's layout: a stride 2 stem, stages of inverted residuals, levels at strides 4 to 32."""

    def __init__(self, stem: int, stages: Sequence[tuple[int, int, int, int, int]]) -> None:
        """Take the stem's channels and, per stage, (kernel, stride, expansion, channels, blocks)."""
        super().__init__()
        self.stem = SameConv(3, stem, 3, 2)
        self.blocks = nn.ModuleList()
        strides, channels, inputs, stride = [], [], stem, 2
        for kernel, step, expand, outputs, count in stages:
            for index in range(count):
                self.blocks.append(InvertedResidual(inputs, outputs, kernel, step if index == 0 else 1, expand))
                inputs = outputs
                stride *= step if index == 0 else 1
                strides.append(stride)
                channels.append(outputs)
        # A level is the output of the last block before a change of stride.
        ends = [i for i, (here, after) in enumerate(pairwise([*strides, 0])) if here != after and here >= 4]
        self.levels = tuple(ends)
        self.channel_list = [channels[i] for i in reversed(ends)]

    def forward(self, x: Tensor) -> list[Tensor]:
        """Map B x 3 x S x S to the four levels, finest (stride 4) first."""
        return self.finish(self.begin(x, 0), 0)

    def begin(self, x: Tensor, stop: int) -> list[Tensor]:
        """Run the stem and the blocks before `stop`; returns the levels found so far and, last, the running map.

        A training with frozen early blocks computes this once an image and keeps it.
        """
        x = F.relu6(self.stem(x), inplace=True)
        return self._run([x], 0, stop)

    def finish(self, begun: list[Tensor], start: int) -> list[Tensor]:
        """Run the blocks from `start` on what `begin` left; returns the four levels, finest first."""
        return self._run(begun, start, len(self.blocks))[:-1]

    def _run(self, begun: list[Tensor], start: int, stop: int) -> list[Tensor]:
        *found, x = begun
        for index in range(start, stop):
            x = self.blocks[index](x)
            if index in self.levels:
                found.append(x)
        return [*found, x]


class FusionNeck(nn.Module):
    """Fuses strides 8, 16 and 32 into one map at stride 16; strides 4 and 8 pass through for the mask decoder."""

    def __init__(self, channels: Sequence[int], d_model: int, blocks: int) -> None:
        """Take the trunk's channels, coarsest first as SAM 2's necks do."""
        super().__init__()
        self.backbone_channel_list = list(channels)
        self.d_model = d_model
        coarse, middle, fine, _ = channels
        self.lateral_fine = nn.Conv2d(fine, d_model, 3, 2, 1)
        self.lateral_middle = nn.Conv2d(middle, d_model, 1)
        self.lateral_coarse = nn.Conv2d(coarse, d_model, 1)
        self.blocks = nn.Sequential(*[CXBlock(d_model, layer_scale_init_value=0.1) for _ in range(blocks)])
        self.project = nn.Conv2d(d_model, d_model, 1)
        self.norm = LayerNorm2d(d_model)
        self.position_encoding = PositionEmbeddingSine(d_model)

    def forward(self, levels: list[Tensor]) -> tuple[list[Tensor], list[Tensor]]:
        """Map the trunk's four levels to features at strides 4, 8, 16 and their position encodings.

        Only the coarsest encoding is read, by the memory attention; the finer ones are one empty channel of the level's
        size, which SAM2Base takes from there.
        """
        quarter, eighth, sixteenth, half = levels
        up = F.interpolate(self.lateral_coarse(half), scale_factor=2.0, mode="bilinear", align_corners=False)
        fused = self.lateral_fine(eighth) + self.lateral_middle(sixteenth) + up
        fused = self.norm(self.project(self.blocks(fused)))
        features = [quarter, eighth, fused]
        return features, self.encodings(features)

    def encodings(self, features: list[Tensor]) -> list[Tensor]:
        """Return the position encodings of the features."""
        *fine, fused = features
        empty = [torch.zeros_like(level[:, :1]) for level in fine]
        return [*empty, self.position_encoding(fused).to(fused.dtype)]


class DetailConv(nn.Sequential):
    """Projects a fine level of the trunk to the width at which the mask decoder adds it."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(nn.Conv2d(inputs, outputs, 3, 1, 1), nn.GELU(), nn.Conv2d(outputs, outputs, 1))
