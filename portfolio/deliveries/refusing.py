"""Why a mail is not written."""

import datetime as dt


class NotNeeded(Exception):
    """What the mail was to tell no longer holds; says why."""


class NotYet(Exception):
    """It is written when it may leave."""

    def __init__(self, at: dt.datetime) -> None:
        super().__init__(at)
        self.at = at


class NotWritten(Exception):
    """It cannot be written until a person does something; says what."""
