from django.urls import path

from portfolio.overview import views
from portfolio.overview.reports import views as status_reports
from portfolio.overview.risks import views as all_risks

PROJECT = "<slug:region>/projects/<slug:reference>/"

urlpatterns = [
    path("<slug:region>/", views.portfolio, name="portfolio"),
    path("<slug:region>/projects.csv", views.portfolio_csv, name="portfolio-csv"),
    path("<slug:region>/projects.xlsx", views.portfolio_xlsx, name="portfolio-xlsx"),
    path("<slug:region>/risks/", all_risks.portfolio_risks, name="portfolio-risks"),
    path("<slug:region>/risks.csv", all_risks.portfolio_risks_csv, name="portfolio-risks-csv"),
    path("<slug:region>/risks.xlsx", all_risks.portfolio_risks_xlsx, name="portfolio-risks-xlsx"),
    path("<slug:region>/strategy/", views.strategy, name="strategy"),
    path("<slug:region>/strategy/<int:strategy>/", views.one_strategy, name="one-strategy"),
    path(PROJECT, views.project, name="project"),
    path(PROJECT + "participation/", views.participation, name="participation"),
    path(PROJECT + "money/", views.money, name="money"),
    path(PROJECT + "plan/", views.plan, name="plan"),
    path(PROJECT + "risks/", views.risks, name="risks"),
    path(PROJECT + "benefits/", views.benefits, name="benefits"),
    path(PROJECT + "reports/", status_reports.reports, name="reports"),
    path(PROJECT + "reports/new/", status_reports.report_new, name="report-new"),
    path(PROJECT + "reports/draft/", status_reports.report_draft, name="report-draft"),
    path(PROJECT + "reports/<int:number>/", status_reports.report, name="report"),
    path(PROJECT + "documents/", views.documents, name="documents"),
]
