"""A convolution by patches that do not overlap, which is right in bfloat16 on every processor."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class PatchConv(nn.Conv2d):
    """A convolution whose kernel is as large as its stride.

    In bfloat16 on a processor it is a product of matrices: with AMX, oneDNN 3.13 computes convolutions of 16 channels
    by patches of 4 x 4 as if their weights were in another order. The embedded model's memories lost the borders of
    masks by it.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Map B x C x H x W to B x C' x H/side x W/side; H and W are multiples of the side."""
        kind = x.device.type
        narrow = x.dtype is torch.bfloat16 or (
            torch.is_autocast_enabled(kind) and torch.get_autocast_dtype(kind) is torch.bfloat16
        )
        if kind != "cpu" or not narrow:
            return super().forward(x)
        side = self.kernel_size[0]
        batch, channels, height, width = x.shape
        patches = x.view(batch, channels, height // side, side, width // side, side).permute(0, 2, 4, 1, 3, 5)
        rows = patches.reshape(batch, height // side, width // side, -1)
        return F.linear(rows, self.weight.flatten(1), self.bias).permute(0, 3, 1, 2)
