"""The compose file against the compose specification (its schema of 2021, from the docker-compose 1.29.2 wheel), and against what this project promises."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "docs" / "deploy"
TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
FILE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
OURS = ("prepare", "web", "worker", "beat", "commands")


def test_it_follows_the_specification() -> None:
    schema = json.loads((Path(__file__).parent / "vendor" / "compose_spec.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    younger = {"name"}  # in the specification since 2022
    assert [error.message for error in jsonschema.Draft7Validator(schema).iter_errors({k: v for k, v in FILE.items() if k not in younger})] == []


def test_the_schema_finds_faults() -> None:
    schema = json.loads((Path(__file__).parent / "vendor" / "compose_spec.json").read_text("utf-8"))
    wrong = {"services": {"web": {"image": "a", "red_only": True}}}
    assert len(list(jsonschema.Draft7Validator(schema).iter_errors(wrong))) == 1


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_held_short(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"], service["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert ("privileged" not in service and "ports" not in service) or name == "proxy"
    assert name == "proxy" or re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])  # nginx-unprivileged brings its own user


def test_what_serves_is_watched() -> None:
    assert {name for name in SERVICES if "healthcheck" not in SERVICES[name] or SERVICES[name]["healthcheck"].get("disable")} == {"prepare", "commands"}
    assert SERVICES["web"]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def test_database_and_queue_cannot_be_reached_from_outside() -> None:
    assert FILE["networks"]["inside"] == {"internal": True}
    assert [name for name in SERVICES if SERVICES[name]["networks"] == ["inside"]] == ["db", "redis"]


def test_nothing_secret_has_a_default_or_stands_in_the_environment() -> None:
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            assert key.endswith("_FILE") or not re.search("PASSWORD|SECRET|_URL|KEY", key), (name, key, value)
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    written = set(re.findall(r"(?m)^keep (\w+)", (DEPLOY / "make-secrets").read_text("utf-8")))
    assert used == set(FILE["secrets"]) == written
    assert {name for name, message in re.findall(r"\$\{(\w+):\?([^}]+)\}", TEXT)} == {"HOST", "SECRETS", "MAIL_FROM"}


def test_our_programs_get_only_settings_that_exist() -> None:
    known = set(re.findall(r"(?m)^([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"))) | {"WEB_CONCURRENCY"}
    for name in OURS:
        assert {key.removesuffix("_FILE") for key in SERVICES[name]["environment"]} <= known


def test_all_that_the_image_copies_is_let_through_and_exists() -> None:
    copied = re.findall(r"(?m)^COPY (\S+) ", (DEPLOY / "Dockerfile").read_text("utf-8"))
    let_through = re.findall(r"(?m)^!(\S+)", (ROOT / ".dockerignore").read_text("utf-8"))
    assert sorted(copied) == sorted(let_through)
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_image_and_the_server_have_the_same_postgresql() -> None:
    client = re.search(r"postgresql-client-(\d+)", (DEPLOY / "Dockerfile").read_text("utf-8"))
    assert client and SERVICES["db"]["image"] == f"postgres:{client[1]}"


def test_what_the_proxy_itself_refuses_has_a_page_in_three_languages() -> None:
    """nginx inherits no error page where the inner level names one of its own, so each stands where the pages are passed on."""
    site = (DEPLOY / "nginx" / "site.conf").read_text("utf-8")
    passed_on = re.search(r"(?ms)^location / \{\n(.*?)^\}", site)
    assert passed_on
    named = {code: page for codes, page in re.findall(r"error_page ([\d ]+) /(\S+);", passed_on[1]) for code in codes.split()}
    assert named == {"413": "too-large.html", "502": "unavailable.html", "504": "unavailable.html"}
    assert site.count("error_page") == 2
    for page in set(named.values()):
        assert re.findall(r'<section lang="([^"]+)">', (DEPLOY / "nginx" / page).read_text("utf-8")) == ["sv", "nb", "en-GB"]
        assert f"location = /{page} {{" in site
