from django.urls import path

from portfolio.overview import views
from portfolio.overview.timeline.views import timeline

PROJECT = "<slug:region>/projects/<slug:reference>/"

urlpatterns = [
    path("<slug:region>/", views.portfolio, name="portfolio"),
    path("<slug:region>/projects.csv", views.portfolio_csv, name="portfolio-csv"),
    path("<slug:region>/projects.xlsx", views.portfolio_xlsx, name="portfolio-xlsx"),
    path("<slug:region>/timeline/", timeline, name="timeline"),
    path("<slug:region>/strategy/", views.strategy, name="strategy"),
    path("<slug:region>/strategy/<int:strategy>/", views.one_strategy, name="one-strategy"),
    path(PROJECT, views.project, name="project"),
    path(PROJECT + "participation/", views.participation, name="participation"),
    path(PROJECT + "money/", views.money, name="money"),
    path(PROJECT + "plan/", views.plan, name="plan"),
    path(PROJECT + "risks/", views.risks, name="risks"),
    path(PROJECT + "documents/", views.documents, name="documents"),
]
