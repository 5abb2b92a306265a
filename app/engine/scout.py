"""What the process that is sent ahead does: open the embedded model and ask it once, on the bundled clip."""

from app import paths
from app.engine.loader import Precision, open_predictor
from app.media.opening import open_media
from app.project.model import Click, FrameIndex, Prompts


def main() -> None:
    """Use what the engine uses; nothing is kept. Raises EngineError and MediaError."""
    predictor = open_predictor(device="cpu", precision=Precision.FLOAT32, threads=1)
    source = open_media(paths.sample_folder() / "pond.mp4")
    middle = Click(source.info.width / 2, source.info.height / 2)
    predictor.preview("", source, FrameIndex(0), Prompts((middle,)))


if __name__ == "__main__":
    main()
