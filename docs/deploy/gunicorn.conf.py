"""The web server in service: read by `gunicorn portfolio.wsgi` in the folder of manage.py. WEB_CONCURRENCY and BIND may come from the environment."""

import os

bind = os.environ.get("BIND", "0.0.0.0:8000")  # inside the container's own network; the proxy stands in front
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
worker_class = "gthread"
worker_tmp_dir = "/dev/shm"  # noqa: S108  # the rest of the disk is read-only
graceful_timeout = 20
timeout = 60
max_requests, max_requests_jitter = 5000, 500
control_socket_disable = True
forwarded_allow_ips = ""  # whose headers are believed is said once, by BEHIND_PROXY
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portfolio.lib.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"handlers": [], "propagate": True}, "gunicorn.access": {"handlers": [], "propagate": False}},
}
