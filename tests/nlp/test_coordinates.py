"""Places lie where the table says, venues and capitals before larger namesakes."""

import pytest

from nlp.coordinates import locate


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Paris", None, 48.85, 2.35),
        ("Geneva", None, 46.20, 6.15),
        ("White House", None, 38.90, -77.04),
        ("Élysée Palace", None, 48.87, 2.32),
        ("Sharm el-Sheikh", "EGY", 27.92, 34.33),
        ("Cartagena", "ESP", 37.61, -0.99),
        ("Cartagena", "COL", 10.40, -75.51),
        ("Birmingham", "USA", 33.52, -86.80),
    ],
)
def test_a_place_is_found(name: str, country: str | None, latitude: float, longitude: float) -> None:
    point = locate(name, country)
    assert point is not None
    assert point.latitude == pytest.approx(latitude, abs=0.05)
    assert point.longitude == pytest.approx(longitude, abs=0.05)


@pytest.mark.parametrize(("name", "country"), [("Atlantis", None), ("Paris", "DEU")])
def test_a_place_that_is_not_in_the_table_has_no_coordinates(name: str, country: str | None) -> None:
    assert locate(name, country) is None
