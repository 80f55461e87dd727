from django.urls import path

from portfolio.offers.places import pages

PLACES = "<slug:region>/projects/<slug:reference>/participation/"
PLACE = PLACES + "<int:number>/"

urlpatterns = [
    path(PLACES + "join/", pages.join_late, name="join-late"),
    path(PLACE, pages.place, name="place"),
    path(PLACE + "leave/", pages.leave, name="leave"),
    path(PLACE + "undo/", pages.place_undo, name="place-undo"),
]
