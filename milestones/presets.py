"""Questions that regions begin a checklist with, by kind of project; each region changes them as it likes."""

from django.utils.translation import gettext_lazy as _

from projects.lifecycle import Kind

WHY = _("Is it said why the project is to be done, and what happens otherwise?")
MONEY = _("Do budget and funding agree for each year?")
RISKS = _("Are the risks scored, and do the large ones have measures?")
PEOPLE = _("Are project manager and participants named?")
HEARD = _("Have the participants been heard?")
BENEFITS = _("Does each benefit have an owner and a way to measure it?")
QUESTIONS = {
    Kind.PRE_STUDY: (WHY, _("Have other solutions been compared?"), HEARD),
    Kind.PRE_PROJECT: (WHY, MONEY, PEOPLE, HEARD),
    Kind.MAIN_PROJECT: (WHY, MONEY, PEOPLE, RISKS, BENEFITS, _("Does the steering group recommend it?")),
    Kind.PROCUREMENT: (WHY, MONEY, _("Has the legal basis of the procurement been checked?"), _("Do the requirements come from the participants?"), RISKS),
    Kind.IMPLEMENTATION: (PEOPLE, MONEY, RISKS, _("Is it said who operates and supports it afterwards?"), BENEFITS),
    Kind.STANDING_SERVICE: (MONEY, _("Are agreements and prices current?"), BENEFITS),
}
