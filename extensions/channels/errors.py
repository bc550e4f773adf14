"""Errors of the web API: one shape, a code for programs, a sentence for people, nothing of the visitor's."""

import math

from sanic.response import HTTPResponse, json

SENTENCES = {
    400: ("bad_request", "The request is not of the expected form."),
    401: ("unauthorized", "This chat is not known or has ended. Please start a new one."),
    404: ("not_found", "There is nothing here."),
    405: ("method_not_allowed", "This address does not take that method."),
    408: ("too_slow", "The request took too long to arrive."),
    409: ("conflict", "This message id was used for other content."),
    413: ("too_large", "The request is larger than 16 kB."),
    415: ("unsupported_media_type", "Please send JSON (application/json)."),
    422: ("unprocessable", "Please write a message of 1 to 1000 characters."),
    429: ("too_many_requests", "That was very fast. Please wait a moment and send it again."),
    500: ("internal", "Something failed on our side. Nothing was lost; please try again."),
    503: ("unavailable", "The assistant is not available right now. Please try again in a moment."),
}


class ApiError(Exception):
    """A request that cannot be served, with its HTTP status."""

    def __init__(self, status: int, retry_after: float = 0) -> None:
        super().__init__(SENTENCES[status][0])
        self.status, self.retry_after = status, retry_after


def error_response(status: int, retry_after: float = 0) -> HTTPResponse:
    """Return the error body of `status`; `retry_after` in seconds, told in whole ones, rounded up."""
    code, message = SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])
    headers = {"Retry-After": str(math.ceil(retry_after))} if retry_after else {}
    return json({"error": {"code": code, "message": message}}, status=status, headers=headers)
