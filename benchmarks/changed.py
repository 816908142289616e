"""Lets every request meet a public state of its own, as the first one after a change does."""

from threading import Lock

from summaries.models.state import PublicStateManager


class ChangedMiddleware:
    """Numbers the requests and adds the number to the stamp that the database gives."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.number = 0
        # One request at a time: two states at once would push each other out of the process,
        # which keeps the latest only, and each be computed several times.
        self.lock = Lock()
        stamp = PublicStateManager.stamp
        PublicStateManager.stamp = lambda manager: f"{stamp(manager)} {self.number}"

    def __call__(self, request):
        with self.lock:
            self.number += 1
            return self.get_response(request)
