from django.urls import path

from costsharing.views import adopting, allocations

MONEY = "<slug:region>/projects/<slug:reference>/money/"

urlpatterns = [
    path(MONEY + "scenarios/<int:number>/adopt/", adopting.adopt, name="adopt"),
    path(MONEY + "allocations/<int:number>/", allocations.allocation, name="allocation"),
    path(MONEY + "allocations/<int:number>/why/<slug:code>/", allocations.allocation_why, name="allocation-why"),
]
