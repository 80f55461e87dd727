"""What a decision rests on keeps its history; the few models that may not have one are named with the reason."""

from django.apps import apps

WITHOUT = {
    "Allocation": "never changes: the database refuses it, and a correction is a new row that names the old",
    "Share": "part of an allocation, as frozen as it",
    "FigureUse": "part of an allocation, as frozen as it",
    "StatusReport": "a draft binds nobody, and once sent it never changes: the database refuses it",
    "Settlement": "never changes: the database refuses it",
    "Decision": "never changes: the database refuses it, and a correction is a new row that names the old",
    "Baseline": "never changes: the database refuses it, and a new one is a new row",
    "BaselineRow": "part of a baseline, as frozen as it",
    "OfferVersion": "never changes: the database refuses it, and other terms are a new row",
    "Tally": "never changes: the database refuses it",
    "Answer": "never changes: the database refuses it, and another answer is a new row that names the old",
    "AnswerCondition": "part of an answer, as frozen as it",
    "AnswerLink": "its end is a stamp; a new link is a new row that names the old",
    "LinkFetch": "counts how often an address was fetched; nothing of the offer",
    "OfferMail": "only links a mail to what it is about",
    "AnswerCode": "lives for ten minutes; what it proved stands in the answer",
    "PassingOn": "asked for once and settled once, with who and when",
    "QuestionMail": "only links a mail to what it is about",
    "CalendarFeed": "its stop is a stamp; a new address is a new row",
    "FormerCode": "a register of official numbers, reloaded from its source",
    "FigureSource": "a register of sources",
    "FigureUpload": "a file as it was read: written once, and stamped when its figures were stored",
    "KeyFigure": "never changes: a new value is a new row",
    "Loop": "a lock and a heartbeat",
    "Reminder": "its states are stamps; what it reminds of has the history",
    "Submission": "a form that was posted: written once, so that it acts once",
    "Delivery": "its states are stamps; what it tells of has the history",
    "Document": "frozen when asked for; its states are stamps",
    "MailQueue": "counts refusals of the mail server; the log has them, and who let the mails go on",
    "MailHold": "is itself the record of when mail was held and released",
    "MandateDocument": "only links a mandate to its files",
    "MeetingDocument": "only links a meeting to its files",
    "MandateTemplate": "part of the program",
    "TemplateChapter": "part of the program",
}
OURS = ("portfolio", "projects", "costsharing", "milestones")


def test_every_model_has_history_or_a_reason():
    models = [model for app in OURS for model in apps.get_app_config(app).get_models() if not model.__name__.startswith("Historical")]
    assert {model.__name__ for model in models if not hasattr(model, "history")} == set(WITHOUT)


def test_no_password_in_the_history():
    fields = {field.name for field in apps.get_model("portfolio", "HistoricalUser")._meta.fields}
    assert fields & {"password", "last_login"} == set()
