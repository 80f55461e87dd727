"""What a link opens, and what a contact with an account. Whatever hangs on an answer's page lies below its address, since a link's cookie goes nowhere else."""

from django.urls import path

from portfolio.offers.answering import asking, coding, door, forwarding, page

ANSWER = "answer/<uuid:public_id>/"
OWN_ANSWER = "<slug:region>/municipalities/<int:organisation>/offers/<int:party>/"

urlpatterns = [
    path("answer/open/<token>/", door.open_link, name="answer-link"),
    path("answer/new-link/", door.new_link, name="answer-new-link"),
    path(ANSWER, page.answer, name="answer"),
    path(OWN_ANSWER, page.own_answer, name="municipality-answer"),
    path(OWN_ANSWER + "ask/", asking.own_ask, name="municipality-answer-ask"),
    path(ANSWER + "ask/", asking.ask, name="answer-ask"),
    path(ANSWER + "forward/", forwarding.forward, name="answer-forward"),
    path(ANSWER + "code/", coding.code, name="answer-code"),
]
