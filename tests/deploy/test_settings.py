"""The settings of docker-compose.yml: nothing that Django warns of, and static files under names that follow their content."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def service(tmp_path: Path) -> dict[str, str]:
    key = tmp_path / "key"
    key.write_text("0123456789abcdef" * 4)
    return {
        "PATH": os.environ["PATH"],
        "DATA": str(tmp_path / "data"),
        "STATIC": str(tmp_path / "static"),
        "SECRET_KEY_FILE": str(key),
        "DATABASE_URL": "postgresql://samverk:pass@db:5432/samverk",
        "REDIS_URL": "redis://:pass@redis:6379/0",
        "MAIL_FROM": "Samverk <samverk@example.org>",
        "ALLOWED_HOSTS": "samverk.example.org,127.0.0.1",
        "HTTPS": "1",
        "BEHIND_PROXY": "1",
    }


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_check_deploy_has_nothing_to_say(tmp_path: Path) -> None:
    told = manage(service(tmp_path), "manage.py", "check", "--deploy", "--fail-level", "DEBUG")
    assert (told.returncode, told.stdout, told.stderr) == (0, "System check identified no issues (0 silenced).\n", "")


def test_check_deploy_would_say_it(tmp_path: Path) -> None:
    told = manage(service(tmp_path) | {"HTTPS": "0"}, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert told.returncode == 1 and "security.W012" in told.stderr


def test_static_files_get_names_by_content_and_are_served_by_them(tmp_path: Path) -> None:
    environment: dict[str, Any] = service(tmp_path)
    (tmp_path / "static").mkdir()
    assert manage(environment, "manage.py", "collectstatic", "--noinput").returncode == 0
    ask = (
        "import django; django.setup()\n"
        "from django.templatetags.static import static\n"
        "from django.test import Client\n"
        "name = static('css/samverk.css')\n"
        "answer = Client(headers={'host': '127.0.0.1', 'x-forwarded-proto': 'https'}).get(name)\n"
        "print(name, answer.status_code, len(b''.join(answer)) > 1000, 'immutable' in answer['Cache-Control'])\n"
    )
    told = manage(environment | {"DJANGO_SETTINGS_MODULE": "portfolio.settings"}, "-c", ask)
    assert told.stderr == ""
    name, *rest = told.stdout.split()
    assert name != "/static/css/samverk.css" and rest == ["200", "True", "True"]
