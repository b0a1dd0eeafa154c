import pytest

from graph.spelling import Likeness, compare, name_keys

SAME = [
    ("Abbas Araghchi", "Abbas Araqchi"),
    ("Sergei Ivanov", "Sergey Ivanov"),
    ("Oleksandr Marchenko", "Olexandr Marchenko"),
    ("Oleksandr Marchenko", "Oleksandr Marchenco"),
    ("Oleksandr Marchenko", "Aleksandr Marchenko"),
    ("Ion Cebotari", "Ion Cebotary"),
    ("Yousef al-Haddad", "Yusuf Haddad"),
    ("Yousef al-Haddad", "Youssef al-Haddad"),
    ("Volodymyr Zelenskyy", "Volodimir Zelensky"),
    ("Kim Min-jae", "Kim Min Jae"),
    ("Min-jae Kim", "Kim Min-jae"),
    ("Mohammed Khan", "Muhammad Khan"),
    ("Anna Maria Bergström", "Anna Bergstrom"),
    ("Konstantinos Papadopoulos", "Konstantinos Papadopulos"),
]
OTHERS = [
    ("Sergei Ivanov", "Svetlana Ivanova"),
    ("Mario Santos", "Maria Santos"),
    ("Ali Hassan", "Ali Hussein"),
    ("Kim Min-jae", "Kim Min-ji"),
    ("John Miller", "Joan Miller"),
    ("Ivan Petrov", "Ivan Pavlov"),
    ("Li Wei", "Lu Wei"),
    ("Paul Martin", "Paul Marten Bergman"),
    ("Anton Ivanov", "Anton Ivanova"),
    ("Jan Novak", "Jan Nowicki"),
    ("George Bush", "Geoffrey Bush"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_spellings_of_one_name(a: str, b: str) -> None:
    assert compare(a, b) in (Likeness.SPELLING, Likeness.EQUAL)
    assert compare(b, a) == compare(a, b)
    assert name_keys(a) & name_keys(b), "they have to find each other"


@pytest.mark.parametrize(("a", "b"), OTHERS)
def test_names_of_others(a: str, b: str) -> None:
    assert compare(a, b) not in (Likeness.SPELLING, Likeness.EQUAL)


def test_initials_and_parts_say_less() -> None:
    assert compare("J. Miller", "John Miller") is Likeness.INITIALS
    assert compare("Miller", "John Miller") is Likeness.PART
    assert compare("Miller", "John Smith") is None
