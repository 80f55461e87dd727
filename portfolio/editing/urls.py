from django.urls import path

from portfolio.editing import beginning, chapters, copying, meetings, project_views, register_views, stages

EDIT = "<slug:region>/projects/<slug:reference>/edit/"
REGISTER = "<slug:region>/register/edit/"

urlpatterns = [
    path("<slug:region>/new/", beginning.new_project, name="new-project"),
    path(EDIT + "follow-up/", beginning.follow_up, name="follow-up"),
    path(EDIT + "stage/", stages.stage, name="edit-stage"),
    path(EDIT + "chapters/", chapters.chapters, name="edit-chapters"),
    path(EDIT + "chapters/<slug:chapter>/", chapters.chapter, name="edit-chapter"),
    path(EDIT + "parties/", project_views.edit_parties, name="edit-parties"),
    path(EDIT + "<slug:record>/", project_views.edit_rows, name="edit-rows"),
    path(EDIT + "<slug:record>/new/", project_views.edit_new, name="edit-new"),
    path(EDIT + "<slug:record>/copy/", copying.copy, name="edit-copy"),
    path(EDIT + "<slug:record>/<int:number>/", project_views.edit_row, name="edit-row"),
    path(EDIT + "<slug:record>/<int:number>/move/", project_views.edit_move, name="edit-move"),
    path(EDIT + "<slug:record>/undo/<int:number>/", project_views.edit_undo, name="edit-undo"),
    path(REGISTER + "bodies/<int:number>/meetings/", meetings.meetings, name="register-meetings"),
    path(REGISTER + "parties/", register_views.register_parties, name="register-edit-parties"),
    path(REGISTER + "<slug:record>/", register_views.register_rows, name="register-edit-rows"),
    path(REGISTER + "<slug:record>/new/", register_views.register_new, name="register-edit-new"),
    path(REGISTER + "<slug:record>/<int:number>/", register_views.register_row, name="register-edit-row"),
    path(REGISTER + "<slug:record>/<int:number>/move/", register_views.register_move, name="register-edit-move"),
    path(REGISTER + "<slug:record>/undo/<int:number>/", register_views.register_undo, name="register-edit-undo"),
]
