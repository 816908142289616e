"""Counts a page's statements, where the runner asks for it."""

from django.db import connection


class StatementsMiddleware:
    """Answers a request header ``X-Statements`` with the number of statements sent."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "HTTP_X_STATEMENTS" not in request.META:
            return self.get_response(request)
        sent = []

        def note(execute, sql, *arguments):
            sent.append(sql)
            return execute(sql, *arguments)

        with connection.execute_wrapper(note):
            response = self.get_response(request)
        response["X-Statements"] = str(len(sent))
        return response
