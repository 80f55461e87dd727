"""What goes along with a mail: the receipt of an answer as a PDF."""

import logging

from portfolio.documents import atonce, renderer
from portfolio.documents.offers.asked import facts_of, party_of
from portfolio.documents.offers.receipt import receipt_paper
from portfolio.models import Delivery
from projects.models import OfferMail

PDF = "application/pdf"
Attachment = tuple[str, bytes, str]
log = logging.getLogger(__name__)


def attachments_of(delivery: Delivery) -> list[Attachment]:
    """In the language that is active: name, content and kind of each. A paper that cannot be made keeps no mail back, since the mail says the same."""
    if delivery.kind != Delivery.Kind.RECEIPT:
        return []
    about = OfferMail.objects.select_related("invitee__organisation", "answer", "version__offer__project__region")
    mail = about.get(delivery=delivery)
    assert mail.answer
    facts = facts_of(mail.version)
    try:
        return [("receipt.pdf", atonce.bytes_of(receipt_paper(mail.answer, facts, party_of(mail.invitee, facts))), PDF)]
    except renderer.NotMade as fault:
        log.error("mail %s goes without its receipt: %s (%s)", delivery.pk, fault.reason, fault.detail)
        return []
