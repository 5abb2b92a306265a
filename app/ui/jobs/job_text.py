"""The progress of a job as text: how far, how fast, how long still."""

from app.ui.widgets.number_format import decimal, duration, rate
from app.workspace.jobs.jobs import Job, JobState


def progress_text(job: Job) -> str:
    """Return progress, rate and time left of a job, as far as known."""
    if job.state is JobState.QUEUED:
        return "…"
    parts = []
    if job.total:
        percent = job.unit == "bytes"
        parts.append(f"{job.done * 100 // job.total:.0f} %" if percent else f"{int(job.done)}/{job.total}")
    if job.rate and job.unit == "frames":
        parts.append(f"{rate(job.rate)} fps")
    elif job.rate and job.unit == "bytes":
        parts.append(f"{decimal(job.rate / (1 << 20), 1)} MB/s")
    if job.seconds_left is not None and job.seconds_left >= 1:
        parts.append(duration(job.seconds_left))
    return " · ".join(parts)
