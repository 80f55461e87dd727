"""Queries whose SQL is written once per process. For a page of one project the ORM takes longer to write its statements than the database to answer."""

from portfolio.statements.change import Change
from portfolio.statements.statement import Given, Statement, given, given_day, given_key, given_moment, given_span, given_text
from portfolio.statements.together import Part, Together, known

__all__ = ["Change", "Given", "Part", "Statement", "Together", "given", "given_day", "given_key", "given_moment", "given_span", "given_text", "known"]
