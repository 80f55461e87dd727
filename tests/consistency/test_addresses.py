from django.urls import URLPattern, get_resolver

from portfolio.models.region import RESERVED


def routes(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def test_no_region_can_take_an_address_of_the_program():
    first_words = {route.split("/")[0] for route in routes(get_resolver())} - {"", "<slug:region>"}
    assert first_words - set(RESERVED) == set()
