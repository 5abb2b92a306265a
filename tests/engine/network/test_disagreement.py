"""How far the decoder's masks are apart: the first against the best of the others, object by object."""

import torch

from app.engine.network.object_batching import disagreement


def logits(*rows: str) -> torch.Tensor:
    """Return mask logits, 1 x M x 1 x w: # is inside."""
    return torch.tensor([[[[8.0 if c == "#" else -8.0 for c in row]] for row in rows]])


def test_the_alternative_with_the_highest_score_counts() -> None:
    masks = logits("##..", "####", "#...", "##..")
    assert disagreement(masks, torch.tensor([[0.9, 0.8, 0.1, 0.2]])).tolist() == [0.5]
    assert disagreement(masks, torch.tensor([[0.9, 0.1, 0.1, 0.2]])).tolist() == [0.0]


def test_two_empty_masks_agree_and_an_empty_one_disagrees_with_any_other() -> None:
    masks = torch.cat([logits("....", "....", "####", "####"), logits("....", "####", "....", "....")])
    scores = torch.tensor([[0.9, 0.8, 0.1, 0.2]] * 2)
    assert disagreement(masks, scores).tolist() == [0.0, 1.0]
