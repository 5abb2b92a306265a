"""Tags go where a format has room for them."""

from dataclasses import replace
from pathlib import Path

import msgspec

from app.interchange.options import Pictures
from tests.interchange.samples import a_clip, exporting, run_to_end
