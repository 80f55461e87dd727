from portfolio.lib.alphabet import place


def test_swedish_letters_come_last() -> None:
    names = ["Östra Göinge", "Ängelholm", "Åstorp", "Ystad", "Bjuv", "Örkelljunga", "Höör", "Hörby", "Höganäs"]
    assert sorted(names, key=lambda name: place(name, "sv")) == [
        "Bjuv",
        "Höganäs",
        "Hörby",
        "Höör",
        "Ystad",
        "Åstorp",
        "Ängelholm",
        "Örkelljunga",
        "Östra Göinge",
    ]


def test_norwegian_letters_come_last_in_their_own_order() -> None:
    names = ["Ål", "Øvre Eiker", "Ærfjord", "Tinn", "Rollag"]
    assert sorted(names, key=lambda name: place(name, "nb")) == ["Rollag", "Tinn", "Ærfjord", "Øvre Eiker", "Ål"]


def test_each_country_places_the_others_letters_among_its_own() -> None:
    assert sorted(["Zäh", "Øster", "Østre", "Åre"], key=lambda name: place(name, "sv")) == ["Zäh", "Åre", "Øster", "Østre"]


def test_accents_do_not_count_and_equal_names_stay_apart() -> None:
    assert sorted(["Éa", "Eb", "ea"], key=lambda name: place(name, "en-gb")) == ["ea", "Éa", "Eb"]
