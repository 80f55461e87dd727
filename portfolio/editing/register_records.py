"""What can be edited of a region's register: one line for each kind of record, as records.py has for a project."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from costsharing.models import Payer
from portfolio.editing.record import Record
from portfolio.models import Body, RegionMembership, Seat

of_region = partial(Record, owner="region", holder="region")
ALL = (
    of_region(
        "memberships", RegionMembership, _("membership"), _("Members of the region"), "register",
        ("organisation", "valid_from", "valid_to", "note"), asks_why=True,
    ),
    of_region("bodies", Body, _("body"), _("Bodies"), "register", ("name", "kind")),
    Record(
        "seats", Seat, _("seat"), _("Seats"), "register", ("body", "function", "organisation", "user", "is_chair", "valid_from", "valid_to"),
        weighty=("valid_from", "valid_to"), owner="body", holder="region",
    ),
    of_region(
        "payers", Payer, _("payer"), _("Payers"), "payers",
        ("organisation", "organisation_number", "peppol_id", "buyer_reference", "order_number", "is_example"),
    ),
)  # fmt: skip
REGISTER_RECORDS = {record.slug: record for record in ALL}
