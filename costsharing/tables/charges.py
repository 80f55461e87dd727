"""The list of charges as files: everything that an invoice needs, each amount a value and no cell a formula."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from costsharing.models import Allocation
from costsharing.queries.charges import InvoiceLine
from portfolio.tables import Column


def major(minor: int) -> Decimal:
    return Decimal(minor).scaleb(-2)


def charge_columns(allocation: Allocation) -> Sequence[Column[InvoiceLine]]:
    currency = allocation.project.region.currency
    return (
        Column("payer", _("Payer"), lambda line: line.payee.organisation.name),
        Column("code", _("Number of the municipality"), lambda line: line.payee.organisation.code),
        Column("number", _("Organisation number"), lambda line: line.payee.number),
        Column("peppol", _("Peppol id"), lambda line: line.payee.payer.peppol_id if line.payee.payer else ""),
        Column("reference", _("Buyer reference"), lambda line: line.payee.payer.buyer_reference if line.payee.payer else ""),
        Column("order", _("Order number"), lambda line: line.payee.payer.order_number if line.payee.payer else ""),
        Column("text", _("Text"), lambda line: line.charge.text),
        Column("period", _("Period"), lambda line: line.charge.period),
        Column("instalment", _("Instalment"), lambda line: line.charge.instalment),
        Column("due", _("Due"), lambda line: line.charge.due_on),
        Column("net", _("Net"), lambda line: major(line.charge.net_minor)),
        Column("percent", _("VAT, per cent"), lambda line: line.charge.vat_percent),
        Column("vat", _("VAT"), lambda line: major(line.charge.vat_minor)),
        Column("gross", _("Gross"), lambda line: major(line.charge.gross_minor)),
        Column("currency", _("Currency"), lambda line: currency),
        Column("state", _("State"), lambda line: capfirst(line.charge.get_state_display())),
        Column("invoice", _("Invoice number"), lambda line: line.charge.invoice_number),
        Column("example", _("Numbers made up as an example"), lambda line: _("Yes") if line.payee.payer and line.payee.payer.is_example else ""),
    )
