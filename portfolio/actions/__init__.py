from portfolio.actions.people import *  # noqa: F403
