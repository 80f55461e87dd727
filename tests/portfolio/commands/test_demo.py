import datetime as dt
import json
from collections import Counter
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command
from django.db.models import Count
from django.test import TestCase
from django.utils import timezone
from django.utils.translation import gettext as _

from costsharing.models import Allocation, Rule, RuleVersion, Scenario
from costsharing.queries.paying import Firm, paying
from costsharing.queries.tried import tried
from milestones.models import Decision, DecisionPoint
from milestones.queries.plans import plan
from portfolio.access.roles import Role
from portfolio.exchange.exporting import export
from portfolio.lib.demofiles import read_examples
from portfolio.lib.demooffers import read_offers
from portfolio.models import Body, Contact, Delivery, Meeting, Region, RegionMembership, RoleGrant, Seat, User
from portfolio.offers.board import board_of
from portfolio.offers.office.course import course_of
from portfolio.queries.register import members_of, population_of
from projects.access import visible_to
from projects.actions import name_person
from projects.actions.links import token_in
from projects.models import Answer, AnswerLink, FormalDecision, Invitee, LinkFetch, Offer, OfferQuestion, Project, ProjectRole
from tests.factories import portfolio

TODAY = timezone.localdate()
OFFERS = read_offers(settings.BASE_DIR / "portfolio/data/offers.json")
YEAR = (TODAY + dt.timedelta(days=30)).year + 1
FOLDER = settings.BASE_DIR / "portfolio/data/demo"
KINDS = [(region, kind) for region in ("kongsbergregionen", "skane") for kind in ("contact", "deputy", "mailbox")]
NORWAY, SKANE = ["digital-kompetanse", "eksempel-innbyggerdialog", "skoleadministrativt-system"], ["e-arkiv-exempel", "e-arkiv-skane"]


def demo(*options):
    out, err = StringIO(), StringIO()
    try:
        call_command("demo", *options, stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def seen_by(mail):
    return sorted(visible_to(User.objects.get(email=mail)).values_list("reference", flat=True))


def rows():
    models = (
        Offer,
        Invitee,
        Answer,
        Delivery,
        Region,
        RegionMembership,
        Body,
        Contact,
        Meeting,
        Seat,
        User,
        EmailAddress,
        RoleGrant,
        Project,
        ProjectRole,
        ProjectRole.history,
        Region.history,
    )
    return [getattr(model, "objects", model).count() for model in models]


class TestDemo(TestCase):
    """Made once; every test starts from there."""

    @classmethod
    def setUpTestData(cls):
        assert demo()[0] == 0

    def test_every_role_of_both_regions_sees_what_it_should(self):
        held = set(RoleGrant.objects.values_list("region__slug", "role"))
        assert held == {(region, role.value) for region in ("kongsbergregionen", "skane") for role in Role}
        for role in Role:
            assert seen_by(f"{role}@kongsbergregionen.example") == NORWAY
            assert seen_by(f"{role}@skane.example") == ([] if role is Role.STEERING else SKANE)  # the offer names no steering group
        assert seen_by("guest@kongsbergregionen.example") == ["digital-kompetanse", "skoleadministrativt-system"]  # the made-up one is of the members

    def test_scenarios_share_what_the_documents_say_and_nothing_is_adopted(self):
        """Skåne's about 3 million, preliminary; Kongsberg's 70 000 of 120 000, whose key is an example, so it is shown to nobody."""
        found = {(each.project.reference, each.year, each.is_shown): tried(each).result for each in Scenario.objects.select_related("project__region")}
        amounts = {key: sorted(result.amounts) for key, result in found.items()}
        assert {key: (len(each), sum(each)) for key, each in amounts.items()} == {
            ("e-arkiv-skane", 2016, True): (33, 3_000_000_00),
            ("e-arkiv-exempel", YEAR, True): (33, 3_000_000_00),
            ("skoleadministrativt-system", 2007, False): (7, 70_000_00),
        }
        skane = found["e-arkiv-skane", 2016, True]
        assert (skane.amount("1280"), skane.amount("1275")) == (415_660_00, 53_803_00)  # Malmö and Perstorp
        assert Allocation.objects.count() == 0
        project = Project.objects.get(reference="e-arkiv-skane")
        assert {key[1]: (each.firm, each.certainty) for key, each in paying([project.pk], [2016]).items()} == {2016: (Firm.PRELIMINARY, "approximate")}

    def test_a_project_with_a_try_of_its_own_keeps_it_alone(self):
        Scenario.objects.filter(project__reference="e-arkiv-skane").update(name="Vår egen")
        before = [Scenario.objects.count(), Rule.objects.count(), RuleVersion.history.count()]
        assert demo()[0] == 0
        assert [Scenario.objects.count(), Rule.objects.count(), RuleVersion.history.count()] == before
        assert Scenario.objects.get(project__reference="e-arkiv-skane").name == "Vår egen"

    def test_regions_have_the_members_of_their_documents(self):
        kongsberg, skane = Region.objects.get(slug="kongsbergregionen"), Region.objects.get(slug="skane")
        signed = members_of(kongsberg, on=dt.date(2007, 5, 21)).values_list("name", flat=True)
        assert sorted(signed) == ["Flesberg", "Kongsberg", "Nore og Uvdal", "Notodden", "Rollag", "Tinn", "Øvre Eiker"]
        later = members_of(kongsberg, on=dt.date(2014, 6, 1)).values_list("name", flat=True)
        assert sorted(later) == ["Flesberg", "Hjartdal", "Kongsberg", "Nore og Uvdal", "Notodden", "Rollag", "Tinn"]
        assert members_of(skane, on=dt.date(2015, 6, 15)).count() == 33
        assert sum(figure.value for figure in population_of(members_of(skane, on=dt.date(2015, 6, 15)), on=dt.date(2015, 6, 15)).values()) == 1_288_908
        assert (skane.office.name, skane.office.kind, skane.office.region) == ("Kommunförbundet Skåne", "federation", skane)
        assert Seat.objects.get(user__email="steering@skane.example").body.name == "Styrgrupp (exempel)"
        directors = Body.objects.get(region=kongsberg, name="Rådmannsutvalget")
        assert directors.seats.filter(organisation__isnull=False, valid_to=None).count() == 7

    def test_contacts_and_meetings_are_made_up_and_say_so(self):
        told = Contact.objects.values_list("region__slug", "kind").order_by("region__slug", "kind").annotate(count=Count("pk"))
        assert list(told) == [(*key, count) for key, count in zip(KINDS, (7, 4, 7, 12, 3, 33), strict=True)]
        assert [contact.mail for contact in Contact.objects.all() if contact.name or not contact.mail.endswith(".example")] == []
        assert not Contact.objects.exclude(function__contains="(e").exists()
        assert (Meeting.objects.count(), set(Meeting.objects.values_list("note", flat=True))) == (19, {"eksempel", "exempel"})

    def test_the_dossiers_come_out_as_they_went_in_although_people_hold_roles(self):
        assert ProjectRole.objects.filter(role="manager", user__isnull=False).count() == 5
        examples = read_examples(FOLDER / "examples.json")
        for project in Project.objects.all():
            if project.reference == OFFERS.copy.reference:
                assert json.loads(export(project)) == json.loads(OFFERS.copy.dossier((FOLDER / f"{OFFERS.copy.of}.json").read_text("utf-8"), TODAY))
                continue
            text = (FOLDER / f"{project.reference}.json").read_text("utf-8")
            assert export(project) == (examples.moved(text, TODAY) if project.reference in examples.projects else text)

    def test_the_second_time_nothing_is_made_and_nothing_is_undone(self):
        user = User.objects.get(email="coordinator@skane.example")
        user.set_password("et helt annet passord")
        user.save()
        Project.objects.filter(reference="e-arkiv-skane").update(name="Vårt eget namn")
        RegionMembership.objects.filter(organisation__name="Lund").update(valid_from="1997-01-01")
        RoleGrant.objects.filter(user__email="reader@skane.example").delete()
        before = rows()
        assert demo()[0] == 0
        assert rows() == before
        user.refresh_from_db()
        assert user.check_password("et helt annet passord")
        assert Project.objects.get(reference="e-arkiv-skane").name == "Vårt eget namn"
        assert demo("--again")[0] == 0
        assert Project.objects.get(reference="e-arkiv-skane").name == "E-arkiv Skåne"
        assert ProjectRole.objects.filter(role="manager", user__isnull=False).count() == 5

    def test_people_tells_who_one_can_sign_in_as(self):
        code, out, err = demo("--people")
        lines = out.splitlines()
        assert (code, err, len(lines)) == (0, "", User.objects.count())
        role, mail, password, sees = [part.strip() for part in lines[1].split("  ") if part.strip()]
        assert (role, mail) == ("regional coordinator", "coordinator@kongsbergregionen.example")
        assert sees == "sees everything of the region: digital-kompetanse, eksempel-innbyggerdialog, skoleadministrativt-system"
        user = User.objects.get(email=mail)
        assert user.check_password(password)
        assert EmailAddress.objects.filter(user=user, verified=True, primary=True).count() == 1
        validate_password(password, user)

    def test_naming_a_person_twice_is_one_change(self):
        role = ProjectRole.objects.get(project__reference="e-arkiv-skane", role="manager")
        changes = role.history.count()
        name_person(role=role, user=role.user)
        assert role.history.count() == changes

    def test_the_made_up_project_says_so_everywhere_and_is_of_this_week(self):
        project = Project.objects.get(reference="eksempel-innbyggerdialog")
        assert [text for text in told(json.loads(export(project))) if "ksempel" not in text] == []
        point = DecisionPoint.objects.get(project=project, meeting__isnull=False)
        assert (point.number, point.meeting.date, point.meeting.body) == (3, point.planned_on, point.body)
        assert dt.timedelta(days=30) < point.planned_on - TODAY < dt.timedelta(days=38)
        assert Decision.objects.exclude(project=project).count() == 0
        assert [plan(project).milestones[1].slip, plan(project).decisions[2].slip] == [27, 14]

    def test_the_offer_of_the_document_stands_as_the_document_leaves_it(self):
        """Sent by 15 June 2015, answers by the last of September; nobody's answer is known, and no mail is written for it."""
        offer = Offer.objects.get(project__reference="e-arkiv-skane")
        terms = offer.versions.get().terms
        assert (offer.state, offer.opened_at.date(), terms["offer"]["last_day"]) == ("open", dt.date(2015, 6, 15), "2015-09-30")
        assert (offer.invitees.count(), len(terms["cost"]["case"]["participants"]), offer.least_participants) == (33, 33, None)
        assert (Answer.objects.filter(invitee__offer=offer).count(), Delivery.objects.filter(of_offer__invitee__offer=offer).count()) == (0, 0)

    def test_the_example_runs_and_its_answers_are_of_all_kinds(self):
        offer = Offer.objects.get(project__reference="e-arkiv-exempel")
        zone = ZoneInfo("Europe/Stockholm")
        sent, closes = (moment.astimezone(zone).date() for moment in (offer.opened_at, offer.closes_at))
        assert ((TODAY - sent).days, (closes - TODAY).days, offer.state, "exempel" in offer.title) == (14, 31, "open", True)
        board = board_of(offer)
        assert (board.answered, board.count.participants, board.count.figure_value, board.count.condition_fails) == (25, 20, 788_381, 4)
        assert (board.hoped and len(board.hoped.joins), board.verdict.starts) == (32, True)
        fees = {line.invitee.organisation.name: (line.fee_now, line.fee_everybody) for line in board.lines}
        assert [fees[name] for name in ("Höör", "Perstorp")] == [(105_004_00, 63_807_00), (84_955_00, 53_803_00)]
        places = Counter(str(line.place) for line in board.lines)
        assert places == {"decided": 9, "said_yes": 9, "said_yes_if": 6, "decided_no": 1, "preparing": 1, "acknowledged": 1, "invited": 6}
        mails = Counter(Delivery.objects.filter(of_offer__link__isnull=False).values_list("state", flat=True))
        assert (mails, Delivery.objects.filter(to_address__endswith=".example").count()) == ({"sent": 32, "failed": 1}, Delivery.objects.count())
        assert (OfferQuestion.objects.exclude(answer="").count(), OfferQuestion.objects.filter(answer="").count()) == (1, 1)
        assert (LinkFetch.objects.count(), FormalDecision.objects.filter(extract="").count()) == (30, 10)
        links = [(answer, answer.link) for answer in Answer.objects.select_related("link__fetched")]
        sent_first = [answer.received_at >= link.fetched.first_at > link.mails.earliest("pk").delivery.sent_at for answer, link in links]
        assert (len(sent_first), set(sent_first)) == (26, {True})
        deeds = [deed.sentence for each in Offer.objects.order_by("project__reference") for deed in course_of(each)]
        assert deeds == [_("The offer was drafted."), _("The offer was sent.")] * 2
        assert set(Answer.objects.values_list("name", flat=True)) == {"Exempelperson"}

    def test_a_link_of_the_example_opens_its_page(self):
        link = AnswerLink.objects.get(invitee__offer__project__reference="e-arkiv-exempel", invitee__organisation__name="Hörby")
        page = self.client.get(f"/answer/open/{token_in(link)}/", follow=True)
        assert (page.status_code, "62 826 kr" in page.content.decode().replace("\u00a0", " ")) == (200, True)


SECTIONS = ("milestones", "phases", "tasks", "risks", "benefits", "baselines", "objectives", "open_points", "participants", "decision_points", "decisions")


def told(dossier):
    """What the made-up project's dossier says in sentences."""
    rows = [
        dossier["project"] | {"note": "eksempel"},
        *dossier["milestones"],
        *dossier["phases"],
        *dossier["risks"],
        *dossier["benefits"],
        *dossier["baselines"],
    ]
    rows += [row for each in (*dossier["risks"], *dossier["decisions"]) for row in each.get("measures", []) + each.get("conditions", [])]
    sentences = ("text", "name", "question", "summary", "reason", "dissent", "done_note", "cause", "consequence")
    answers = [text for point in dossier["decision_points"] for each in point.get("answers", []) if (text := each.get("comment"))]
    reports = [text for each in dossier["reports"] for name, text in each.items() if name == "summary" or name.endswith("_comment")]
    return answers + reports + [row[name] for row in rows for name in sentences if name in row]


@pytest.mark.django_db
def test_nobody_is_told_of_before_the_demo_is_made():
    assert demo("--people") == (2, "", "demo: nobody of the demo is here yet: run manage.py demo.\n")


@pytest.mark.django_db
def test_the_known_password_is_not_put_among_real_people():
    portfolio.user("somebody@kommune.test")
    code, _out, err = demo()
    assert (code, User.objects.count(), Region.objects.count(), err.count("\n")) == (2, 1, 0, 1)
