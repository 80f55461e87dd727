"""A small register as files: two municipalities in one county, one of them with another number before 2020."""

import json
from pathlib import Path

FILES = {
    "sources.json": json.dumps(
        {
            "sources": [
                {
                    "key": "office",
                    "title": "Folketall",
                    "publisher": "Byrået",
                    "licence": "CC0",
                    "figures": {"country": "NO", "file": "people.csv", "day": "01-01", "published_totals": {"2021": 320}},
                }
            ]
        }
    ),
    "organisations.csv": "country,kind,code,name,county,all_names\nNO,county,33,Fylket,,\nNO,municipality,3301,Ås,33,\nNO,municipality,3302,Bø,33,Bø-Bïe\n",
    "people.csv": "code,year,population,basis\n3301,2020,100,exact\n3302,2020,200,exact\n3301,2021,110,exact\n3302,2021,210,exact\n",
    "codes_no.csv": "code,code_then,first_year,last_year,weight\n"
    "3301,0601,2005,2019,1.0\n3301,3301,2020,2026,1.0\n3302,0602,2005,2019,0.25\n3301,0602,2005,2019,0.75\n",
}


def folder(place: Path, **changed: str) -> Path:
    """The files below ``place``; a changed one is named without its ending."""
    place.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (place / name).write_text(changed.get(name.split(".")[0], text), "utf-8")
    return place
