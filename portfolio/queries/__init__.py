from portfolio.queries.people import *  # noqa: F403
