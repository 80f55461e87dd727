from django.urls import path

from portfolio.documents import meeting_views, views, why_views

MANDATE = "<slug:region>/projects/<slug:reference>/mandate/"

urlpatterns = [
    path(MANDATE, views.mandate, name="mandate"),
    path(MANDATE + "make/", views.make, name="mandate-make"),
    path(MANDATE + "progress/", views.progress, name="mandate-progress"),
    path("<slug:region>/projects/<slug:reference>/money/allocations/<int:number>/why/<slug:code>/pdf/", why_views.why_pdf, name="allocation-why-pdf"),
    path("<slug:region>/meetings/<int:number>/", meeting_views.meeting, name="meeting"),
    path("<slug:region>/meetings/<int:number>/pack/", meeting_views.make_pack, name="meeting-pack-make"),
    path("<slug:region>/meetings/<int:number>/packs/<int:document>/", meeting_views.pack_file, name="meeting-pack"),
    path(MANDATE + "files/<int:number>/", views.file, name="mandate-file"),
]
