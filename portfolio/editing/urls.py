from django.urls import path

from portfolio.editing import beginning, chapters, copying, stages, views

EDIT = "<slug:region>/projects/<slug:reference>/edit/"

urlpatterns = [
    path("<slug:region>/new/", beginning.new_project, name="new-project"),
    path(EDIT + "follow-up/", beginning.follow_up, name="follow-up"),
    path(EDIT + "stage/", stages.stage, name="edit-stage"),
    path(EDIT + "chapters/", chapters.chapters, name="edit-chapters"),
    path(EDIT + "chapters/<slug:chapter>/", chapters.chapter, name="edit-chapter"),
    path(EDIT + "parties/", views.edit_parties, name="edit-parties"),
    path(EDIT + "<slug:record>/", views.edit_rows, name="edit-rows"),
    path(EDIT + "<slug:record>/new/", views.edit_new, name="edit-new"),
    path(EDIT + "<slug:record>/copy/", copying.copy, name="edit-copy"),
    path(EDIT + "<slug:record>/<int:number>/", views.edit_row, name="edit-row"),
    path(EDIT + "<slug:record>/<int:number>/move/", views.edit_move, name="edit-move"),
    path(EDIT + "<slug:record>/undo/<int:number>/", views.edit_undo, name="edit-undo"),
]
