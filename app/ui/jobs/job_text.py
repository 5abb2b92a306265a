"""A job in words for people: how far, how fast, how long still."""

from app.ui.widgets.number_format import decimal, duration, rate
from app.workspace.jobs.jobs import Job, JobState


def facts_of(job: Job) -> str:
    """Return how far a job is, how fast and how long it will take, as far as that is known."""
    if job.state is JobState.QUEUED:
        return "…"
    facts = []
    if job.total:
        percent = job.unit == "bytes"
        facts.append(f"{job.done * 100 // job.total:.0f} %" if percent else f"{int(job.done)}/{job.total}")
    if job.rate and job.unit == "frames":
        facts.append(f"{rate(job.rate)} fps")
    elif job.rate and job.unit == "bytes":
        facts.append(f"{decimal(job.rate / (1 << 20), 1)} MB/s")
    if job.seconds_left is not None and job.seconds_left >= 1:
        facts.append(duration(job.seconds_left))
    return " · ".join(facts)
