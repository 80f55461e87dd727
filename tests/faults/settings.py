"""The settings of service or of the embedded default with shorter times, so that a lease runs out while somebody looks on.

Reminders leave on any day and at any hour here: faults are tried when there is time for it, also on a Sunday night.
"""

import datetime as dt
import os

from milestones import reminding
from portfolio.settings import *  # noqa: F403

if os.environ.get("FAULTS_LATER"):
    INSTALLED_APPS += ["tests.faults.later"]  # noqa: F405
DELIVERY_LEASE = dt.timedelta(seconds=float(os.environ.get("FAULTS_LEASE", "8")))
FALLBACK_AFTER = dt.timedelta(seconds=float(os.environ.get("FAULTS_FALLBACK", "120")))
TICK = float(os.environ.get("FAULTS_TICK", "3"))
EMAIL_TIMEOUT = 2

reminding.OPENS, reminding.CLOSES = dt.time.min, dt.time.max
reminding.is_sending_day = lambda day, calendar: True
