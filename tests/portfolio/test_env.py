"""A wrong value stops the start with one sentence that names the variable."""

import os
import subprocess
import sys

import pytest

from portfolio import env

SERVICE = {"DATABASE_URL": "postgresql://u:secret-word@db/samverk", "SECRET_KEY": "k" * 50}
WRONG = [
    ({"PORT": "eighty"}, "PORT: write a whole number from 1 to 65535, not 'eighty'."),
    ({"PORT": "0"}, "PORT: write a whole number from 1 to 65535, not '0'."),
    ({"PORT": "٣"}, "PORT: write a whole number from 1 to 65535, not '٣'."),
    ({"DEBUG": "maybe"}, "DEBUG: write 1 or 0, not 'maybe'."),
    ({"HTTPS": "tls"}, "HTTPS: write 1 or 0, not 'tls'."),
    ({"BEHIND_PROXY": "nginx"}, "BEHIND_PROXY: write 1 or 0, not 'nginx'."),
    ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL: write one of DEBUG, INFO, WARNING, ERROR, not 'LOUD'."),
    ({"ALLOWED_HOSTS": "https://a.example/"}, "ALLOWED_HOSTS: write values like samverk.example.org, separated by commas, not 'https://a.example/'."),
    (
        {"CSRF_TRUSTED_ORIGINS": "https://a.example, b.example"},
        "CSRF_TRUSTED_ORIGINS: write values like https://samverk.example.org, separated by commas, not 'b.example'.",
    ),
    ({"MAIL_FROM": "Samverk"}, "MAIL_FROM: write an address like Samverk <samverk@localhost>, not 'Samverk'."),
    ({"MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "MAIL_FROM: write an address like Samverk <samverk@localhost>, not 'a@b.example\\nBcc: c@d.example'."),
    ({"SMTP_URL": "mail.example"}, "SMTP_URL: write smtp://user:password@host:port (smtps:// for TLS from the start)."),
    ({"SMTP_URL": "smtp://u:secret-word@mail.example:ten"}, "SMTP_URL: write smtp://user:password@host:port (smtps:// for TLS from the start)."),
    ({"SMTP_URL": "smtp://mail.example", "SMTP_STARTTLS": "x"}, "SMTP_STARTTLS: write 1 or 0, not 'x'."),
    ({"REDIS_URL": "http://redis.example"}, "REDIS_URL: write redis://host:port/0 (rediss:// for TLS)."),
    ({"REDIS_URL_FILE": "/nowhere"}, "REDIS_URL_FILE: /nowhere cannot be read (No such file or directory)."),
    (SERVICE | {"DATABASE_URL": "mysql://db/samverk"}, "DATABASE_URL: write postgresql://user:password@host:port/name."),
    (SERVICE | {"DATABASE_URL": "postgresql://u:secret-word@db:port/samverk"}, "DATABASE_URL: write postgresql://user:password@host:port/name."),
    (SERVICE | {"DATABASE_URL": "postgresql://db"}, "DATABASE_URL: name the database: postgresql://user:password@host:port/name."),
    (
        {"DATABASE_URL": "postgresql://db/samverk"},
        "SECRET_KEY: set it (or SECRET_KEY_FILE) when DATABASE_URL is set: at least 50 random characters.",
    ),
    (SERVICE | {"SECRET_KEY": "short"}, "SECRET_KEY: set it (or SECRET_KEY_FILE) when DATABASE_URL is set: at least 50 random characters."),
    (
        {"DATA": "/dev/null"},
        "DATA: /dev/null cannot be used (File exists): choose another folder with DATA=/path, or repair that.",
    ),
]


def start(environment):
    bare = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run([sys.executable, "-c", "import portfolio.settings"], env=bare | environment, capture_output=True, text=True)


@pytest.mark.parametrize(("environment", "sentence"), WRONG, ids=[sentence.split(":")[0] for _, sentence in WRONG])
def test_a_wrong_value_stops_the_start(environment, sentence, tmp_path):
    told = start({"DATA": str(tmp_path)} | environment)
    assert (told.returncode, told.stderr) == (1, sentence + "\n")


def test_right_values_start(tmp_path):
    (tmp_path / "key").write_text("k" * 50 + "\n")
    right = {"DATA": str(tmp_path), "PORT": "8001", "DEBUG": "off", "HTTPS": "1", "ALLOWED_HOSTS": "a.example, .b.example", "LOG_LEVEL": "INFO"}
    right |= {"DATABASE_URL": "postgresql://u:p@db:5432/samverk", "SECRET_KEY_FILE": str(tmp_path / "key"), "REDIS_URL": "redis://r:6379/1"}
    right |= {"SMTP_URL": "smtps://u:p@mail.example:465", "MAIL_FROM": "Region <post@a.example>", "CSRF_TRUSTED_ORIGINS": "https://a.example:8443"}
    assert start(right).stderr == ""


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "secret.key"
    keys = iter(["first", "second"])
    assert [env.kept("DATA", path, lambda: next(keys)) for _ in range(2)] == ["first", "first"]
    assert (path.stat().st_mode & 0o777, [entry.name for entry in tmp_path.iterdir()]) == (0o600, ["secret.key"])


def test_a_key_that_cannot_be_written_leaves_nothing(tmp_path):
    def full():
        raise OSError(28, "No space left on device")

    with pytest.raises(SystemExit) as stop:
        env.kept("DATA", tmp_path / "secret.key", full)
    assert (list(tmp_path.iterdir()), "No space left on device" in str(stop.value)) == ([], True)
