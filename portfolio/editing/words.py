"""What the forms say: labels where a column has none of its own, and each rule of the tables as advice at a field."""

from typing import Any

from django.utils.translation import gettext_lazy as _

Words = Any  # lazily translated
LABELS: dict[str, Words] = {
    "organisation": _("municipality or other party"),
    "body": _("body"),
    "user": _("person"),
    "goal": _("goal"),
    "template": _("template"),
    "risk": _("risk"),
    "dated_precision": _("precision of the date"),
    "country": _("country"),
    "strategy": _("strategy"),
    "area": _("focus area"),
    "checklist": _("checklist"),
    "benefit": _("benefit"),
}
HINTS: dict[str, Words] = {
    "organisation": _("Write the name or the number."),
    "frame_minor": _("In kronor, like 1 000 000 or 62 826,50."),
    "reference": _("Part of the address of its pages: small letters, figures and hyphens."),
    "promised_minutes": _("In hours, like 250 or 7,5."),
    "delivered_minutes": _("In hours, like 250 or 7,5. Until any are delivered, tries count with the promised ones."),
    "rate_minor": _("In kronor, like 350 or 412,50."),
    "peppol_id": _("0007: and the number in Sweden, 0192: and the number in Norway. Only if the municipality receives invoices there."),
    "buyer_reference": _("In the municipality's own form: whatever its invoices must carry to reach the right desk."),
    "is_example": _("Tick it when the numbers are made up to show how it may look."),
    "order": _("1 is asked first. Several deputies stand in by turn."),
    "organisation_number": _("Swedish like 212000-1108, Norwegian like 974 760 673."),
    "is_confirmed": _("Others rely on it: it stays where it is until somebody unticks this and says why."),
    "apply_by": _("The last day to apply for the grant. Until it is sought, the day is reminded of."),
    "owner": _("The full name or mail address of somebody with a role in the region: they are reminded first. Else the project's manager is."),
    "benefitowner.owner": _(
        "The full name or mail address of somebody with a role in the region: they are reminded first. Else the municipality's contact is."
    ),
    "closed_because": _("Only for one that is closed: what has happened, or why it no longer counts."),
    "in_portfolio": _("Tick it when the steering group of the region should see it among all projects' risks."),
    "value_hundredths": _("A number in the benefit's unit, like 40 or 62,5."),
    "papers_days": _("Counted back from each meeting. Leave it empty when nothing is agreed."),
    "proposal": _("As it would stand in the minutes."),
    "if_waiting": _("What it means for the time when the decision waits."),
    "basis": _("Documents that the decision rests on, one on each line."),
    "mandate_version": _("As the mandate is headed, like “version 3”."),
    "is_retired": _("Tick it when new decision points are not to be asked. Answers that were given stay."),
    "days_before": _("Days with commas between, like 30,14,7,1,0. 0 is the day itself; empty is none."),
    "every": _("Each goes one step up, and the last to the coordinators."),
    "is_mandatory": _("Also those who want only what the region demands are reminded then."),
    "holder": _("As the mandate words it. Choose a body, a party or a person below when there is one."),
}
CHOOSE = _("Choose one of the list.")
MAIL = _("Write a whole mail address, like name@municipality.se.")
MONTHS = _("Write a number of months from 1 to 24.")
AFTER = _("Choose a day on or after the first one.")
RULES: dict[str, tuple[str | None, Words]] = {
    "project_period": ("ends_on", AFTER),
    "phase_period": ("ends_on", AFTER),
    "task_period": ("due_on", AFTER),
    "participation_period": ("valid_to", AFTER),
    "project_role_period": ("valid_to", AFTER),
    "project_reference_once_per_region": ("reference", _("Another project of the region has this reference. Write another.")),
    "chapter_once": ("text", _("Somebody has begun this chapter meanwhile. Open it and write there.")),
    "project_known_kind": ("kind", _("Choose one of the list.")),
    "project_known_stage": ("stage", _("Choose one of the list.")),
    "project_refers_to_goal_once": ("goal", _("The project has this goal already. Choose another.")),
    "decision_point_number_once": ("number", _("Another decision point has this number. Write another, or none.")),
    "risk_scores_one_to_five": ("impact", _("Choose both probability and impact, or neither.")),
    "risk_scores_after_one_to_five": ("impact_after", _("Choose both after measures, or neither; and score the risk before measures first.")),
    "risk_strategy_fits_kind": (
        "strategy",
        _("A risk is avoided, reduced, shared or accepted; an opportunity is used, strengthened, shared or let be. Choose one of its kind's."),
    ),
    "risk_closed_says_why": ("closed_because", _("Say why it is closed.")),
    "risk_review_once_a_day": ("reviewed_on", _("The risk was looked at on this day already. Correct that row, or write another day.")),
    "risk_review_one_to_five": ("impact", _("Choose both from 1 to 5.")),
    "benefit_owner_once": ("organisation", _("It has an owner for this benefit already. Correct that row instead.")),
    "benefit_measured_once_a_day": ("measured_on", _("It was measured there on this day already. Correct that row, or write another day.")),
    "benefit_measured_together_once_a_day": ("measured_on", _("It was measured for all on this day already. Correct that row, or write another day.")),
    "follow_up_report_one_to_24": ("report_months", MONTHS),
    "follow_up_high_one_to_24": ("high_months", MONTHS),
    "follow_up_medium_one_to_24": ("medium_months", MONTHS),
    "follow_up_low_one_to_24": ("low_months", MONTHS),
    "follow_up_benefit_one_to_24": ("benefit_months", MONTHS),
    "commitment_of_one_names_it": ("organisation", _("Write which one when one participant promises; leave it empty otherwise.")),
    "commitment_amount_has_unit": ("unit", _("Write an amount and choose its unit, or leave both empty.")),
    "commitment_range": ("most", _("Write a number that is not smaller than the least, and the least too.")),
    "participation_one_open": ("organisation", _("It is among the participants already, without an end. Correct that row instead.")),
    "participation_begins_once": ("valid_from", _("It has a row that begins on this day already. Choose another day.")),
    "participation_notice_has_an_end": ("valid_to", _("It has given notice. Write its last day, on or after the day of the notice.")),
    "participation_joining_fee_has_a_day": ("valid_from", _("It pays a joining fee. Write the day from which it takes part.")),
    "project_role_at_most_one_holder": ("user", _("Choose one holder: a body, a party or a person.")),
    "funding_only_grants_are_sought": ("grant_state", _("Only a grant is sought or granted and has terms. Choose grant as its kind, or leave this empty.")),
    "funding_only_grants_are_applied_for": ("apply_by", _("Only a grant is applied for. Choose grant as its kind, or leave this empty.")),
    "membership_period": ("valid_to", AFTER),
    "membership_one_open": ("organisation", _("It is a member already, without an end. Correct that row instead.")),
    "membership_begins_once": ("valid_from", _("It has a membership that begins on this day already. Choose another day.")),
    "body_name_once_per_region": ("name", _("Another body of the region has this name. Write another.")),
    "payer_once_per_region": ("organisation", _("It is among the payers already. Correct that row instead.")),
    "lent_hours_once_per_year": ("organisation", _("It has lent hours of this year already. Correct that row, or write another year.")),
    "lent_hours_rate_not_negative": ("rate_minor", _("Write an amount that is not below zero.")),
    "seat_period": ("valid_to", AFTER),
    "organisation_period": ("valid_to", AFTER),
    "organisation_code_once_per_country": ("name", _("It is in the register already.")),
    "organisation_name_once_per_region": ("name", _("The region has an organisation of this kind and name already. Write another name.")),
    "organisation_public_has_code_and_no_region": ("kind", CHOOSE),
    "organisation_other_belongs_to_region": ("kind", CHOOSE),
    "contact_one_open_in_each_turn": ("order", _("Somebody has this turn already, without an end. Write another number, or give the other row an end first.")),
    "contact_turn_from_one": ("order", _("Write 1 or more.")),
    "contact_has_mail": ("mail", MAIL),
    "contact_mailbox_names_nobody": ("name", _("An official mailbox is nobody's own. Leave the name empty.")),
    "contact_period": ("valid_to", AFTER),
    "strategy_key_once_per_region": ("name", _("Another strategy of the region has this name. Write another.")),
    "strategy_period": ("valid_to", _("Write a year that is not before the first one.")),
    "area_name_once_per_strategy": ("name", _("The strategy has a focus area with this name already. Write another.")),
    "goal_number_once_per_area": ("number", _("Another goal of the focus area has this number. Write another, or give that one another first.")),
    "reminder_rule_once_per_kind": ("kind", _("The region has a rule for this kind already. Change that one instead.")),
    "reminder_rule_every": ("every", _("Write 1 to 90.")),
    "reminder_rule_times": ("times", _("Write 0 to 12; 0 is none.")),
    "meeting_once_a_day": ("date", _("The body meets on this day already. Change that meeting instead.")),
}
REQUIRED = _("Write something here.")
CLOCK = _("Write the time as 09:30.")
DAY = _("Write the day as 2026-10-31 or 31.10.2026.")
WHOLE = _("Write a whole number.")
NUMBER = _("Write a number, like 40 or 62,5.")
WHY = _("Say in a few words why.")
REASON = _("Say in a few words why: money or a date changes.")
