from django.urls import path

from portfolio.offers.answering.urls import ANSWER, OWN_ANSWER
from portfolio.offers.office.urls import OFFER
from portfolio.offers.papers import attaching, of_a_party, of_the_office

PAPERS = OFFER + "papers/"

urlpatterns = [
    path(ANSWER + "papers/<slug:kind>.pdf", of_a_party.paper, name="answer-paper"),
    path(ANSWER + "summary/", of_a_party.summary, name="answer-summary"),
    path(ANSWER + "case-text/", of_a_party.case_text, name="answer-case-text"),
    path(ANSWER + "case-text.<slug:kind>", of_a_party.case_file, name="answer-case-file"),
    path(ANSWER + "attachments/<int:attachment>/", of_a_party.attachment, name="answer-attachment"),
    path(OWN_ANSWER + "papers/<slug:kind>.pdf", of_a_party.own_paper, name="municipality-answer-paper"),
    path(OWN_ANSWER + "summary/", of_a_party.own_summary, name="municipality-answer-summary"),
    path(OWN_ANSWER + "case-text/", of_a_party.own_case_text, name="municipality-answer-case-text"),
    path(OWN_ANSWER + "case-text.<slug:kind>", of_a_party.own_case_file, name="municipality-answer-case-file"),
    path(OWN_ANSWER + "attachments/<int:attachment>/", of_a_party.own_attachment, name="municipality-answer-attachment"),
    path(PAPERS, of_the_office.papers, name="offer-papers"),
    path(PAPERS + "<slug:kind>.pdf", of_the_office.paper, name="offer-paper"),
    path(OFFER + "attachments/", attaching.add, name="offer-attachment-add"),
    path(OFFER + "attachments/<int:attachment>/", attaching.attachment, name="offer-attachment"),
    path(OFFER + "attachments/<int:attachment>/edit/", attaching.edit, name="offer-attachment-edit"),
]
