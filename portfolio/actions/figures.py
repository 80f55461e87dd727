"""Key figures that a region adds. A figure never changes: a correction is a new row with a source of its own."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse

from portfolio.actions.submissions import remember
from portfolio.models import FigureSource, FigureUpload, KeyFigure, Region, User

KEPT_FOR = dt.timedelta(days=1)


class NewFigure(NamedTuple):
    organisation: int
    date: dt.date
    value: int
    basis: str


def new_source(region: Region, *, title: str, publisher: str, licence: str) -> FigureSource:
    """The region's own; its key is nobody's business."""
    return FigureSource.objects.create(key=f"own-{uuid.uuid4().hex}", region=region, title=title, publisher=publisher, licence=licence)


@transaction.atomic
def add_figure(*, region: Region, source: FigureSource | None, written: dict[str, str], by: User, at: dt.datetime, key: uuid.UUID, **fields: Any) -> KeyFigure:
    """``written``: title, publisher and licence of a new source, when none is chosen. IntegrityError when the source says it already."""
    source = source or new_source(region, **written)
    figure = KeyFigure.objects.create(region=region, source=source, **fields)
    remember(key=key, user=by, result=reverse("figures-series", args=[region.slug, figure.pk]), at=at)
    return figure


def keep_upload(*, region: Region, by: User, at: dt.datetime, file_name: str, content: dict[str, Any]) -> FigureUpload:
    """Between preview and confirmation; what nobody confirmed within KEPT_FOR is thrown away when the next file comes."""
    FigureUpload.objects.filter(region=region, stored_at__isnull=True, uploaded_at__lt=at - KEPT_FOR).delete()
    return FigureUpload.objects.create(region=region, uploaded_by=by, uploaded_at=at, file_name=file_name[:200], content=content)


def store_figures(
    *, upload: FigureUpload, source: FigureSource | None, written: dict[str, str], figures: Sequence[NewFigure], series: tuple[str, str], at: dt.datetime
) -> None:
    """All of them, in the caller's transaction, or none: IntegrityError when somebody was faster with one."""
    region, (kind, name) = upload.region, series
    source = source or new_source(region, **written)
    KeyFigure.objects.bulk_create(
        [
            KeyFigure(region=region, organisation_id=each.organisation, kind=kind, name=name, date=each.date, value=each.value, basis=each.basis, source=source)
            for each in figures
        ]
    )
    upload.stored_at = at
    upload.save(update_fields=["stored_at"])
