"""The one way setting up ends early: in words."""


class SetupFailed(Exception):
    """Masklane cannot be set up or started; `message` says why, `hint` what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint
