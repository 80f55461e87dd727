"""The pages of a project's money."""

from django.urls import path

from costsharing.views import adopting, allocations, charges, charging, hours, settlement

MONEY = "<slug:region>/projects/<slug:reference>/money/"
ALLOCATION = MONEY + "allocations/<int:number>/"

urlpatterns = [
    path(MONEY + "scenarios/<int:number>/adopt/", adopting.adopt, name="adopt"),
    path(MONEY + "allocations/<int:number>/", allocations.allocation, name="allocation"),
    path(MONEY + "allocations/<int:number>/why/<slug:code>/", allocations.allocation_why, name="allocation-why"),
    path(MONEY + "hours/", hours.lent_hours, name="lent-hours"),
    path(ALLOCATION + "charges/", charges.charges, name="charges"),
    path(ALLOCATION + "charges/file/", charges.charges_file, name="charges-file"),
    path(ALLOCATION + "charges/plan/", charging.charges_plan, name="charges-plan"),
    path(ALLOCATION + "charges/step/", charging.charges_step, name="charges-step"),
    path(ALLOCATION + "settlement/", settlement.settlement, name="settlement"),
    path(ALLOCATION + "settlement/make/", settlement.settlement_make, name="settlement-make"),
    path(ALLOCATION + "settlement/carry/", settlement.settlement_carry, name="settlement-carry"),
]
