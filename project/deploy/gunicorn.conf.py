"""Gunicorn behind nginx: processes with threads, and a JSON object a line for each request."""

import os

from gunicorn.glogging import Logger

from project.logs import Lines

wsgi_app = "project.wsgi"
bind = os.environ.get("BIND", "unix:/run/summaries/web.sock").split(",")
# Python computes in one thread of a process at a time; threads are for what waits on a database.
workers = int(os.environ.get("WORKERS", os.cpu_count() or 1))
threads = int(os.environ.get("THREADS", "4"))
# Seconds after which a process that hangs is replaced, and that one may take to end its requests.
timeout = 60
graceful_timeout = 30
# A process ends after so many requests, not all at once, so that no leak grows for ever.
max_requests = 10_000
max_requests_jitter = 1_000
worker_tmp_dir = "/dev/shm"  # noqa: S108 - in memory: a heartbeat must not wait for a disk
forwarded_allow_ips = "*"  # only the web server in front may reach it


class JSONLogger(Logger):
    """Logs of a request what tells how it went; no query, and nothing that was posted."""

    def setup(self, cfg):
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(Lines())

    def access(self, resp, req, environ, request_time):
        self.access_log.info(
            "request",
            extra={
                "request_id": environ.get("HTTP_X_REQUEST_ID", ""),
                "method": environ["REQUEST_METHOD"],
                "path": environ["PATH_INFO"],
                "status": int(resp.status_code),
                "ms": round(request_time.total_seconds() * 1000, 1),
                "bytes": resp.sent,
            },
        )


if os.environ.get("LOG_FORMAT") == "json":
    logger_class = JSONLogger
    accesslog = "-"
