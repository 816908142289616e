"""What the site logs, as a JSON object a line, with LOG_FORMAT=json.

Of a request, its path is logged without the query, which holds what visitors search for, and never
what they post.
"""

from pythonjsonlogger.json import JsonFormatter


class Lines(JsonFormatter):
    def __init__(self):
        super().__init__(
            ["levelname", "name", "message"],
            timestamp="time",
            rename_fields={"levelname": "level", "name": "logger"},
        )

    def process_log_record(self, log_data):
        """Say of a request that Django reports what helps to find it in the other logs."""
        if request := log_data.pop("request", None):
            log_data["request_id"] = request.META.get("HTTP_X_REQUEST_ID", "")
            log_data |= {"method": request.method, "path": request.path}
        return log_data
