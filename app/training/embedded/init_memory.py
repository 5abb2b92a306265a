"""Computed initial weights of memory encoder and memory attention: feature matching, with a mask prompt as value."""

import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor, nn

# Chosen on six of DAVIS' training sequences, every third frame, before any training of the memory: J&F 0.546 with
# gains 4 and 2.5 at 0.13 radians, 0.658 with these; more content channels leave too few for the mask (0.496).
CONTENT_WIDTH_SHARE = 0.75
"""Share of a memory's channels that hold its appearance; the rest hold the mask."""
CONTENT_GAIN = 3.0
"""Scales content above the position encoding that SAM 2 adds to memories."""
MATCH_GAIN = 14.0
"""Scales the attention logits of matching content."""
LOCAL_GAIN = 10.0
"""What nearness adds to the attention logits, an axis."""
LOCAL_RATE = 0.35
"""Radians a cell of the rotary pair whose cosine encodes nearness: it falls to zero within four or five cells."""


@torch.no_grad()
def init_memory(model: SAM2Base, sample: Tensor) -> None:
    """Fit memory encoder and attention to N x C x s x s image features, so that tracking works roughly before training.

    A memory cell holds the principal components of the image features and a code of the mask. The first layer's cross
    attention compares components (and prefers near cells), reads the mask code, and adds what the prompt encoder
    adds for a mask prompt there; everything else in the attention starts as an identity. So a decoder that was
    trained on mask prompts uses the memory from the first step on.
    """
    tokens, places = _tokens(model, sample)
    normed = F.layer_norm(tokens + 0.1 * places, tokens.shape[-1:])
    _start_norm(model, normed, tokens)
    content = int(model.mem_dim * CONTENT_WIDTH_SHARE)
    center, basis = components(normed, content)
    seen = (normed - center) @ basis
    _start_encoder(model, tokens, seen, content)
    for layer in model.memory_attention.layers:
        for last in (layer.self_attn.out_proj, layer.cross_attn_image.out_proj, layer.linear2):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)
    _start_matching(model, center, basis, content)
    _start_value(model, sample, content)
    nn.init.constant_(model.mask_downsample.weight, 20.0 / model.mask_downsample.weight.numel())
    nn.init.constant_(model.mask_downsample.bias, -10.0)


def _tokens(model: SAM2Base, sample: Tensor) -> tuple[Tensor, Tensor]:
    places = model.image_encoder.neck.position_encoding(sample).flatten(2).transpose(1, 2)
    tokens = sample.flatten(2).transpose(1, 2)
    return tokens.reshape(-1, tokens.shape[-1]), places.reshape(-1, tokens.shape[-1])


def _start_norm(model: SAM2Base, normed: Tensor, tokens: Tensor) -> None:
    """Fit the attention's last norm to return its input features, by least squares channel by channel."""
    spread = normed.var(dim=0).clamp(min=1e-6)
    slope = ((normed - normed.mean(0)) * (tokens - tokens.mean(0))).mean(0) / spread
    model.memory_attention.norm.weight.copy_(slope)
    model.memory_attention.norm.bias.copy_(tokens.mean(0) - slope * normed.mean(0))


def components(tokens: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Return the mean of T x C tokens and the whitening projection (C x count) onto their principal components."""
    center = tokens.mean(0)
    values, vectors = torch.linalg.eigh((tokens - center).T @ (tokens - center) / len(tokens))
    strongest = slice(-count, None)
    return center, vectors[:, strongest] / values[strongest].clamp(min=1e-6).sqrt()


def _start_encoder(model: SAM2Base, tokens: Tensor, seen: Tensor, content: int) -> None:
    encoder = model.memory_encoder
    # The encoder sees features before the attention's norm: fit the same components to those.
    inputs = torch.cat([tokens, torch.ones_like(tokens[:, :1])], dim=1)
    fit = torch.linalg.lstsq(inputs, seen).solution
    weight, bias = encoder.pix_feat_proj.weight, encoder.pix_feat_proj.bias
    weight[:content, :, 0, 0] = fit[:-1].T
    bias[:content] = fit[-1]
    weight[content:].mul_(0.1)
    last = encoder.mask_downsampler.encoder[-1]
    last.weight[:content].zero_()
    last.bias[:content].zero_()
    out = encoder.out_proj
    out.weight[:content].zero_()
    out.weight[content:, :content].zero_()
    for channel in range(content):
        out.weight[channel, channel] = CONTENT_GAIN / out.weight[0, 0].numel()
    out.bias.zero_()


def _pairs(width: int, content: int) -> tuple[list[int], list[int]]:
    """Return channels for content (pairs that hardly rotate, along both axes) and the pairs that encode distance."""
    quarter = width // 4
    rates = [10000.0 ** (-4 * index / width) for index in range(quarter)]
    near = min(range(quarter), key=lambda index: abs(rates[index] - LOCAL_RATE))
    slow = sorted(range(quarter), key=lambda index: rates[index])[: -(-content // 4)]
    channels = [2 * (axis * quarter + index) + part for index in slow for axis in (0, 1) for part in (0, 1)]
    return channels[:content], [2 * near, 2 * (quarter + near)]


def _start_matching(model: SAM2Base, center: Tensor, basis: Tensor, content: int) -> None:
    attention = model.memory_attention.layers[0].cross_attn_image
    width = attention.internal_dim
    channels, near = _pairs(width, content)
    query, key = attention.q_proj, attention.k_proj
    for part in (query, key):
        part.weight.mul_(0.1)
        nn.init.zeros_(part.bias)
    gain = (MATCH_GAIN / content * 48) ** 0.5
    query.weight[channels] = gain * basis.T
    query.bias[channels] = -gain * (center @ basis)
    key.weight[channels] = 0.0
    key.weight[channels, torch.arange(content)] = gain / CONTENT_GAIN
    for part in (query, key):
        part.weight[near] = 0.0
        part.bias[near] = (LOCAL_GAIN * width**0.5) ** 0.5


def _start_value(model: SAM2Base, sample: Tensor, content: int) -> None:
    size = model.image_size
    codes = []
    for share in (1.0, 0.0):
        mask = torch.full((len(sample), 1, size, size), 20 * share - 10, device=sample.device)
        memory = model.memory_encoder(sample, mask, skip_mask_sigmoid=True)["vision_features"]
        codes.append(memory[:, content:].mean(dim=(0, 2, 3)))
    inside, outside = codes
    axis = (inside - outside) / (inside - outside).pow(2).sum()
    prompt = model.sam_prompt_encoder
    shown = torch.full((1, 1, *prompt.mask_input_size), 10.0, device=sample.device)
    embedded = [prompt.mask_downscaling(sign * shown).mean(dim=(0, 2, 3)) for sign in (1, -1)]
    attention = model.memory_attention.layers[0].cross_attn_image
    count = len(axis)
    attention.v_proj.weight[:count] = 0.0
    attention.v_proj.bias[:count] = 0.0
    attention.v_proj.weight[torch.arange(count), content + torch.arange(count)] = 1.0
    step = embedded[0] - embedded[1]
    attention.out_proj.weight[:, :count] = torch.outer(step, axis)
    attention.out_proj.bias.copy_(embedded[1] - prompt.no_mask_embed.weight[0] - step * (axis @ outside))
