"""Organisation numbers of Sweden and Norway: whether one can be right, and how it is written. Pure."""

NORWEGIAN_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


class NotANumber(ValueError):
    """The text can be no organisation number of the country."""


def written(text: str, country: str) -> str:
    """212000-1108 (SE), 974760673 (NO), however it was typed. Raises NotANumber; a country that is not known here keeps the text."""
    if country not in ("SE", "NO"):
        return text
    figures = "".join(each for each in text if not each.isspace() and each not in "-–.")
    if not (figures.isascii() and figures.isdecimal()):
        raise NotANumber
    if country == "NO":
        if len(figures) != 9 or not is_norwegian(figures):
            raise NotANumber
        return figures
    if len(figures) != 10 or not is_swedish(figures):
        raise NotANumber
    return f"{figures[:6]}-{figures[6:]}"


def is_swedish(figures: str) -> bool:
    """Ten figures with a check figure after Luhn; the third is at least 2, so that it is nobody's personal number."""
    doubled = (int(figure) * (2 - place % 2) for place, figure in enumerate(figures))
    return figures[2] >= "2" and sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_norwegian(figures: str) -> bool:
    """Nine figures, the last a check figure modulo 11; a remainder that would ask for 10 belongs to no number."""
    rest = sum(int(figure) * weight for figure, weight in zip(figures[:8], NORWEGIAN_WEIGHTS, strict=True)) % 11
    return (11 - rest) % 11 == int(figures[8]) if rest != 1 else False
