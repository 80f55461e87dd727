"""The faults that the schema finds, in plain words."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from portfolio.exchange.faults import Fault, Path
from portfolio.lib import bounds

formats = FormatChecker(formats=())


@formats.checks("date", raises=ValueError)
def is_date(value: object) -> bool:
    """Of the calendar, and one that a plan can mean; a text that does not look like a day at all is the pattern's matter."""
    return not (isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)) or bounds.holds(dt.date.fromisoformat(value))


def exact_pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """As the standard says: "$" is the end, also before a line feed, which Python's own "$" lets through."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(pattern)


def is_whole(checker: Any, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


Exact = extend(Draft202012Validator, {"pattern": exact_pattern}, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", is_whole))


def faults_of(schema: dict[str, Any], value: Any) -> Iterator[Fault]:
    for error in Exact(schema, format_checker=formats).iter_errors(value):
        path: Path = tuple(error.absolute_path)
        if "propertyNames" in error.absolute_schema_path:
            path = (*path, error.instance)
        yield from explained(path, error)


def explained(path: Path, error: ValidationError) -> Iterator[Fault]:
    if error.validator == "required":
        yield from (Fault((*path, key), _("is missing")) for key in error.validator_value if key not in error.instance)
    elif error.validator == "additionalProperties":
        known = error.schema["properties"]
        yield from (Fault((*path, key), _("is not a field of the format")) for key in error.instance if key not in known)
    elif error.validator == "dependentRequired":
        for given, needs in error.validator_value.items():
            if given in error.instance:
                yield from (Fault((*path, key), _("is missing; %(given)s needs it") % {"given": given}) for key in needs if key not in error.instance)
    elif error.validator == "not" and isinstance(error.instance, dict):
        yield from (Fault((*path, key), _("does not belong here: only side one names an organisation")) for key in error.validator_value["required"])
    elif error.validator != "oneOf" or isinstance(error.instance, dict):  # else its type is the fault, and told already
        yield Fault(path, reason(error))


def reason(error: ValidationError) -> str:
    kind, limit, value = str(error.validator), error.validator_value, error.instance
    if kind == "type":
        return _("must be %(kind)s") % {"kind": kind_of_value(limit)}
    if kind == "enum":
        return _("must be one of %(choices)s") % {"choices": ", ".join(limit)}
    if kind == "maxLength":
        return _("has %(length)s characters; at most %(most)s fit") % {"length": len(value), "most": limit}
    if kind == "not":
        return control_character(re.findall(limit["pattern"], value)[0])
    if kind in ("pattern", "format"):
        return wrong_form(error)
    if kind == "oneOf":
        return _("must name a municipality or county by code, or another organisation by kind and name")
    plain = {
        "minimum": _("must be at least %(limit)s"),
        "maximum": _("must be at most %(limit)s"),
        "minItems": _("is empty; leave it out"),
        "minProperties": _("is empty; leave it out"),
        "maxItems": _("has too many rows; at most %(limit)s fit"),
        "maxProperties": _("has too many rows; at most %(limit)s fit"),
    }
    return plain[kind] % {"limit": limit}


def kind_of_value(kind: str) -> str:
    return {
        "string": _("text"),
        "integer": _("a whole number"),
        "boolean": _("true or false"),
        "array": _("a list"),
        "object": _("an object"),
    }[kind]


def wrong_form(error: ValidationError) -> str:
    if error.validator == "format":
        if error.cause:
            return _("is not a day of the calendar")
        return _("must be a day from %(first)s to %(last)s") % {"first": bounds.FIRST, "last": bounds.LAST}
    return {
        "visible": _("is empty; leave it out"),
        "slug": _("may hold only the letters a–z and A–Z, digits, - and _"),
        "date": _("must be a day written as 2015-10-31"),
        "year": _("must be a year of four digits"),
    }[error.schema["title"]]


def control_character(sign: str) -> str:
    if sign == "\r":
        return _("holds a carriage return; write line breaks as \\n alone")
    if sign in "\n\u2028\u2029":
        return _("must be one line")
    return _("holds the control character U+%(code)s") % {"code": f"{ord(sign):04X}"}
