"""What the tests of these pages share."""

from django.urls import reverse


def page(client, area, **query):
    return client.get(reverse("areas:area_detail", args=[area.pk]), query)


def rows(response):
    """The units in the list of sub-units."""
    return [row.record for row in response.context["table"].paginated_rows]


def text(response):
    return " ".join(response.content.decode().split())
