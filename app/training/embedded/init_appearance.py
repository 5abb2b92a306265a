"""Looks that need no learning: the image features' principal components, each as loud as the others."""

import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.embedded.init_memory import components


@torch.no_grad()
def start_looks(model: SAM2Base, sample: Tensor) -> None:
    """Set up the comparison of looks from N x C x s x s image features.

    What it is for: app.engine.inference.appearance.

    Whitening brings out what tells things apart: most of the variance of the features is the same in all pictures.
    """
    tokens = sample.flatten(2).transpose(1, 2).flatten(0, 1)
    center, basis = components(tokens, model.looks.out_features)
    model.looks.weight.copy_(basis.T)
    model.looks.bias.copy_(-center @ basis)
