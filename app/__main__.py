"""`python -m app` is the same as `masklane`."""

from app.start import run

if __name__ == "__main__":
    run()
