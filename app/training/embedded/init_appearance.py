"""Computed weights of the appearance projection: the whitened principal components of the image features."""

import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.embedded.init_memory import components


@torch.no_grad()
def init_appearance(model: SAM2Base, sample: Tensor) -> None:
    """Fit the appearance projection (see app.engine.inference.appearance) to N x C x s x s image features.

    Whitening brings out what tells objects apart: most of the variance of the features is common to all pictures.
    """
    tokens = sample.flatten(2).transpose(1, 2).flatten(0, 1)
    center, basis = components(tokens, model.looks.out_features)
    model.looks.weight.copy_(basis.T)
    model.looks.bias.copy_(-center @ basis)
