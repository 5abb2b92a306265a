"""What follows from what was learned: presence from predicted IoU, looks from the features' principal components."""

import torch

from app.engine.network.embedded import EMBEDDED, PRESENCE_DOUBT, PRESENCE_GAIN, build
from app.training.embedded.init_appearance import init_appearance
from app.training.embedded.init_presence import presence_from_iou


def test_presence_says_what_predicted_iou_says() -> None:
    model = build(EMBEDDED)
    decoder = model.sam_mask_decoder
    presence_from_iou(model)
    shown = torch.randn(20, EMBEDDED.d_model)
    expected = PRESENCE_GAIN * (decoder.iou_prediction_head(shown)[:, 0] - PRESENCE_DOUBT)
    assert torch.allclose(decoder.pred_obj_score_head(shown)[:, 0], expected, atol=1e-4)
    assert torch.equal(decoder.obj_score_token.weight, decoder.iou_token.weight)


def test_looks_are_white_and_leave_out_what_hardly_varies() -> None:
    torch.manual_seed(2)
    model = build(EMBEDDED)
    loud = torch.cat([torch.full((200,), 3.0), torch.full((56,), 1e-3)])
    sample = torch.randn(12, EMBEDDED.d_model, 24, 24) * loud[:, None, None] + 7
    init_appearance(model, sample)
    with torch.no_grad():
        looks = model.looks(sample.flatten(2).transpose(1, 2).flatten(0, 1))
    assert looks.shape[-1] == EMBEDDED.look_width
    assert float(looks.mean(0).abs().max()) < 1e-2
    assert torch.allclose(looks.T @ looks / len(looks), torch.eye(EMBEDDED.look_width), atol=0.05)
    assert float(model.looks.weight.detach()[:, 200:].abs().max()) < 0.05
