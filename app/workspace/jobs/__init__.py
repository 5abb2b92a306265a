"""Threads and the jobs that a person sees: the only place where threads are made. It knows nothing of projects."""
