from portfolio.offers.answering.urls import urlpatterns as of_links
from portfolio.offers.office.urls import urlpatterns as of_the_office
from portfolio.offers.papers.urls import urlpatterns as of_papers
from portfolio.offers.places.urls import urlpatterns as of_places
from portfolio.offers.questions.urls import urlpatterns as of_questions
from portfolio.offers.watching.urls import urlpatterns as of_the_board

urlpatterns = [*of_links, *of_the_office, *of_papers, *of_places, *of_questions, *of_the_board]
