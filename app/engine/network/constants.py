"""Constants of Meta's modules that have no name there, or that are needed without importing them."""

# prev_sam_mask_logits are clamped so in SAM2VideoPredictor.add_new_points_or_box
LOGIT_LIMIT = 32.0
# NO_OBJ_SCORE of sam2.modeling.sam2_base: the mask logits of an absent object
ABSENT = -1024.0
# The presence logit of an object that is certainly absent, as SAM2Base gives it to an empty mask
NOT_THERE = -10.0
# Labels of SAM's prompt encoder: 0 and 1 are negative and positive clicks
BOX_TOP_LEFT, BOX_BOTTOM_RIGHT = 2, 3
