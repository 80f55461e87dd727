from django.urls import path

from portfolio.offers import answer_page

urlpatterns = [
    path("answer/open/<token>/", answer_page.open_link, name="answer-link"),
    path("answer/new-link/", answer_page.new_link, name="answer-new-link"),
    path("answer/<uuid:public_id>/", answer_page.answer, name="answer"),
]
