from portfolio.offers.answering.urls import urlpatterns as of_links
from portfolio.offers.office.urls import urlpatterns as of_the_office
from portfolio.offers.questions.urls import urlpatterns as of_questions

urlpatterns = [*of_links, *of_the_office, *of_questions]
