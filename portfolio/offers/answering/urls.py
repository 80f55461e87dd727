"""What a link opens. Whatever hangs on an answer's page lies below its address, since its cookie goes nowhere else."""

from django.urls import path

from portfolio.offers.answering import asking, coding, door, forwarding, page

ANSWER = "answer/<uuid:public_id>/"

urlpatterns = [
    path("answer/open/<token>/", door.open_link, name="answer-link"),
    path("answer/new-link/", door.new_link, name="answer-new-link"),
    path(ANSWER, page.answer, name="answer"),
    path(ANSWER + "ask/", asking.ask, name="answer-ask"),
    path(ANSWER + "forward/", forwarding.forward, name="answer-forward"),
    path(ANSWER + "code/", coding.code, name="answer-code"),
]
