"""Typed readers of the environment. A wrong value stops the start and names the variable."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit


class Misconfigured(SystemExit):
    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value in ("", "0", "no", "false", "off"):
        return default if value == "" else False
    if value in ("1", "yes", "true", "on"):
        return True
    raise Misconfigured(name, f"write 1 or 0, not {value!r}.")


def number(name: str, default: int, *, low: int, high: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise Misconfigured(name, f"write a whole number from {low} to {high}, not {value!r}.")
    return int(value)


def choice(name: str, default: str, *choices: str) -> str:
    value = text(name) or default
    if value not in choices:
        raise Misconfigured(name, f"write one of {', '.join(choices)}, not {value!r}.")
    return value


def words(name: str, default: str, pattern: str, example: str) -> list[str]:
    """Comma-separated values, each of this form."""
    found = [word.strip() for word in (text(name) or default).split(",") if word.strip()]
    for word in found:
        if not re.fullmatch(pattern, word):
            raise Misconfigured(name, f"write values like {example}, separated by commas, not {word!r}.")
    return found


def mail_address(name: str, default: str) -> str:
    value = text(name) or default
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]) or not value.isprintable():
        raise Misconfigured(name, f"write an address like {default}, not {value!r}.")
    return value


def address(name: str, example: str, *schemes: str) -> SplitResult | None:
    """The URL in NAME or in the file that NAME_FILE names. A wrong one is not repeated in the message: it may hold a password."""
    value = secret(name)
    if not value:
        return None
    try:
        parts = urlsplit(value)
        is_good = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        raise Misconfigured(name, f"write {example}.")
    return parts


def folder(name: str, default: Path) -> Path:
    return made(name, Path(text(name) or default).expanduser().resolve())


def made(name: str, path: Path) -> Path:
    """A folder that exists and can be written to; name is the variable that chooses it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(0, "no right to write there")
    except OSError as error:
        raise Misconfigured(name, f"{path} cannot be used ({error.strerror}): choose another folder with {name}=/path, or repair that.") from error
    return path


def kept(name: str, path: Path, make: Callable[[], str]) -> str:
    """A secret that is made once and then kept in this file. A full disk or two first starts at once leave no half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        if not path.exists():
            draft.touch(mode=0o600)
            draft.write_text(make(), "utf-8")
            with suppress(FileExistsError):
                os.link(draft, path)
        return path.read_text("utf-8")
    except OSError as error:
        raise Misconfigured(name, f"{path} cannot be kept ({error.strerror}): choose another folder with {name}=/path, or repair that.") from error
    finally:
        draft.unlink(missing_ok=True)


def secret(name: str) -> str:
    """The value of NAME, or of the file that NAME_FILE names."""
    if path := text(f"{name}_FILE"):
        try:
            return Path(path).read_text("utf-8").strip()
        except OSError as error:
            raise Misconfigured(f"{name}_FILE", f"{path} cannot be read ({error.strerror}).") from error
    return text(name)
