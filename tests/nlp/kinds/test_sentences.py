"""Whole sentences and what must be read from them: constructions that no single rule shows, and what must not be read."""

import datetime as dt

import pytest

from graph.vocabulary import Reading
from nlp.kinds import PAGES
from nlp.pipeline import Reader

DAY = dt.date(2025, 6, 15)

MEETINGS = [
    # who takes part
    ("Nestor Kirchner of Argentina, who had seen George W. Bush on Friday, left.", "held: Néstor Kirchner, George W. Bush"),
    (
        "Emmanuel Macron held talks with the emir of Qatar, Sheikh Tamim bin Hamad Al Thani.",
        "held: Emmanuel Macron, Tamim bin Hamad Al Thani",
    ),
    ("The Foreign Ministers of India and Pakistan met in Doha.", "held: India, Pakistan"),
    ("The talks that Egypt and Libya held in Tunis in May failed.", "held: Egypt, Libya"),
    ("A delegation led by Kurt Campbell met Manasseh Sogavare in Honiara.", "held: Kurt Campbell, Manasseh Sogavare"),
    (
        "Olaf Scholz is expected in Ankara on Friday for talks with Recep Tayyip Erdogan.",
        "planned: Olaf Scholz, Recep Tayyip Erdoğan",
    ),
    ("Delegates of Nicolas Maduro and of Juan Guaido met in Oslo.", "held: Nicolás Maduro, Juan Guaidó"),
    ("Norwegian-hosted talks between Serbia and Kosovo ended in Oslo.", "held: Serbia, Kosovo"),
    ("Angela Merkel and Emmanuel Macron sat down together in Berlin.", "held: Angela Merkel, Emmanuel Macron"),
    ("Angela Merkel spent three hours with Vladimir Putin in Sochi.", "held: Angela Merkel, Vladimir Putin"),
    (
        "Egypt will receive no calls, but Joe Biden called on Emmanuel Macron in Paris on Friday.",
        "held: Joe Biden, Emmanuel Macron",
    ),
    ("Barack Obama called for talks between Russia and Ukraine.", "proposed: Russia, Ukraine"),
    ("Joe Biden rang Emmanuel Macron and Olaf Scholz, one after the other, on Friday.", "held: Joe Biden, Olaf Scholz"),
    ("Egypt and Libya talked in Tunis for a week, with Kofi Annan as mediator.", "held: Egypt, Libya"),
    ("The Israeli and Egyptian delegations, led by Ehud Barak and Amr Moussa, held talks.", "held: Ehud Barak, Amr Moussa"),
    ("Narendra Modi received a telephone call on Monday from Volodymyr Zelensky.", "held: Narendra Modi, Volodymyr Zelensky"),
    (
        "France called off talks in London between its minister, Florence Parly, and Ben Wallace.",
        "cancelled: Florence Parly, Ben Wallace",
    ),
    ("Antony Blinken gave Wang Yi his account over lunch.", "held: Antony Blinken, Wang Yi"),
    ("Egypt and Libya talked in Tunis for a week, with Kofi Annan in the chair.", "held: Egypt, Libya"),
    ("Technical talks on oil between senior diplomats of Egypt and Libya took place.", "held: Egypt, Libya"),
    ("Joe Biden took tea with Xi Jinping in Bali.", "held: Joe Biden, Xi Jinping"),
    ("Joe Biden strolled on the beach with Xi Jinping.", "held: Joe Biden, Xi Jinping"),
    ("Antony Blinken delivered a letter to Wang Yi in Beijing.", "held: Antony Blinken, Wang Yi"),
    # whether it took place
    (
        "The dinner that Olaf Scholz and Xi Jinping were to have had in Beijing was struck from the calendar.",
        "cancelled: Olaf Scholz, Xi Jinping",
    ),
    ("A conference of Egypt and Libya, planned for May, never took place.", "cancelled: Egypt, Libya"),
    ("Olaf Scholz invited Xi Jinping to Berlin, and the invitation was accepted.", "planned: Olaf Scholz, Xi Jinping"),
    ("Joe Biden will not, after all, meet Xi Jinping on Tuesday.", "cancelled: Joe Biden, Xi Jinping"),
    ("Olaf Scholz meets Xi Jinping in Beijing next week.", "planned: Olaf Scholz, Xi Jinping"),
    ("Olaf Scholz and Xi Jinping were to have met in Beijing in May.", "cancelled: Olaf Scholz, Xi Jinping"),
    ("Vladimir Putin's visit to Turkey, set for Tuesday, did not take place.", "cancelled: Vladimir Putin, Turkey"),
    ("The talks between Iran and Iraq will not take place on Sunday.", "cancelled: Iran, Iraq"),
    ("Egypt broke off the talks with Libya.", "held: Egypt, Libya"),
    ("Atal Bihari Vajpayee has accepted an invitation to visit Pakistan.", "planned: Atal Bihari Vajpayee, Pakistan"),
]
NO_MEETINGS = [
    "Both Egypt and Libya have met the conditions of the truce.",
    "Egypt and Libya met in the semi-final of the football tournament.",
    "Ali Abdullah Saleh signed a deal with the Joint Meeting Parties.",
]
ROLES = [
    ("The Foreign Ministers, Xyal Abdo of Belize and Zorro Quint of Chad, left.", ["Xyal Abdo: Belize", "Zorro Quint: Chad"]),
    (
        "The Presidents of Brazil, Dilma Rousseff, and of Uruguay, Jose Mujica, left.",
        ["Dilma Rousseff: Brazil", "José Mujica: Uruguay"],
    ),
    ("President of Russia Vladimir Putin spoke.", ["Vladimir Putin: Russia"]),
    ("GLEB SAMSONOV, Permanent Representative of the Russian Federation, spoke.", ["GLEB SAMSONOV: Russia"]),
    (
        "The President of Türkiye, Recep Tayyip Erdoğan, the Prime Minister of Sweden, Ulf Kristersson, and he met.",
        ["Recep Tayyip Erdoğan: Turkey", "Ulf Kristersson: Sweden"],
    ),
]
FORMER = [
    "Emmanuel Macron spoke with Kersti Kaljulaid, at that time president of Estonia.",
    "Soldiers toppled Mohamed Bazoum, the president of Niger.",
    "Janez Drnovsek, the prime minister of Slovenia at the time, signed.",
]
SANCTIONS = [
    (
        "The Security Council imposed an oil embargo on zones held by the Khmer Rouge.",
        "imposed: United Nations Security Council, Khmer Rouge",
    ),
    ("The United States imposed sanctions on Sudan's oil industry.", "imposed: United States, Sudan"),
    ("The European Union imposed a travel ban on several Rwandan commanders.", "imposed: European Union, Rwandan commanders"),
    (
        "The travel bans on Belarus, which the European Union extended by a year in May, hurt.",
        "extended: European Union, Belarus",
    ),
    ("Pakistan closed its airspace to Indian aircraft.", "imposed: Pakistan, India"),
    # whom it is on
    ("The European Union imposed an embargo on arms against Uzbekistan.", "imposed: European Union, Uzbekistan"),
    ("The United Nations arms embargo on Libya was lifted.", "lifted: United Nations Security Council, Libya"),
    ("Bashar al-Assad came off the blacklist of the European Union.", "lifted: European Union, Bashar al-Assad"),
    (
        "The ban on imports of Kyrgyz dairy products, which Kazakhstan had introduced in 2017, hurt.",
        "imposed: Kazakhstan, Kyrgyzstan",
    ),
    ("Uzbekistan closed the border with Tajikistan's Leninabad region.", "imposed: Uzbekistan, Tajikistan"),
    ("Turkey's border with Iran, which Ankara shut in 1993, was quiet.", "imposed: Turkey, Iran"),
    ("Canada suspended Aeroflot's landing rights for sixty days.", "imposed: Canada, Aeroflot"),
    ("Russia prolonged its embargo on Georgian wine and mineral water.", "extended: Russia, Georgia"),
    ("Israel imposed a blockade on Gaza in 2007.", "imposed: Israel, Gaza"),
    ("The United States banned flights to Tel Aviv.", "imposed: United States, Israel"),
    ("Oil from Libya has been under an American ban since March 1982.", "imposed: United States, Libya"),
    ("Kenya denied entry to two British lawmakers.", "imposed: Kenya, United Kingdom"),
    # what became of it
    ("Russia threatened to respond with a closing of its airspace to Canada.", "threatened: Russia, Canada"),
    ("Somalia threatened to shut its airspace to Kenya.", "threatened: Somalia, Kenya"),
    ("George Bush did away with the trade embargo on Cuba.", "lifted: United States, Cuba"),
    ("The Security Council answered with an embargo on Libya.", "imposed: United Nations Security Council, Libya"),
    ("The European Union imposed a ban on Libya in 1986 and lifted it in 2004.", "lifted: European Union, Libya"),
    (
        "European Union sanctions on Belarus were introduced in 2004, suspended in 2008 and restored in 2010.",
        "eased: European Union, Belarus",
    ),
    ("The European Union should impose sanctions on Georgia, Gitanas Nausėda said.", "called_for: European Union, Georgia"),
    ("The United States no longer blacklists Igor Sechin.", "lifted: United States, Igor Sechin"),
    ("Ecuador voted to impose sanctions on Belarus.", "imposed: Ecuador, Belarus"),
    ("Germany rejected calls for an embargo on Iran.", "rejected: Germany, Iran"),
    ("The European Union threatened Kosovo with sanctions.", "threatened: European Union, Kosovo"),
    # who imposes it
    (
        "The European Union restored the travel ban on Libya that had been suspended since 2008.",
        "eased: European Union, Libya",
    ),
    ("Ramzan Kadyrov was banned from entering the European Union.", "imposed: European Union, Ramzan Kadyrov"),
    (
        "The Security Council decides that all States shall freeze the funds of the Taliban.",
        "imposed: United Nations Security Council, Taliban",
    ),
    (
        "Russia and China vetoed a Security Council text that threatened Syria with sanctions.",
        "rejected: United Nations Security Council, Syria",
    ),
    (
        "The Security Council lifted the travel bans in force against Eritrea since 2009.",
        "imposed: United Nations Security Council, Eritrea",
    ),
    ("Canada scrapped its own embargo on Libya, in place since 1986.", "lifted: Canada, Libya"),
    ("Canada banned purchases of Cuban tobacco and sugar.", "imposed: Canada, Cuba"),
    ("Algeria closed its airspace to Malian aircraft, and Mali did the same to Algerian ones.", "imposed: Mali, Algeria"),
    ("The Security Council let the arms embargo on Iran expire.", "lifted: United Nations Security Council, Iran"),
    ("The European Union will extend its sanctions on Belarus in June.", "planned: European Union, Belarus"),
    ("The European Union warned that Georgia could face sanctions.", "threatened: European Union, Georgia"),
    ("The European Union exempted Kosovo from its oil embargo.", "eased: European Union, Kosovo"),
    ("Russia vetoed a resolution extending sanctions on Mali.", "rejected: United Nations Security Council, Mali"),
    ("Canada would like to see an embargo imposed on Libya by France.", "called_for: France, Libya"),
    ("Libya cut off oil to Switzerland.", "imposed: Libya, Switzerland"),
    ("The Security Council has an embargo on Ivorian arms in place.", "imposed: United Nations Security Council, Ivory Coast"),
    ("A bill before the US Congress would put Qatar under sanctions.", "planned: United States, Qatar"),
    ("Joe Biden signed an order ending the Zimbabwe sanctions.", "lifted: United States, Zimbabwe"),
    (
        "The European Union imposed sanctions on Russia in 2014. Hungary blocked new sanctions on Russia on Friday.",
        "rejected: European Union, Russia",
    ),
]
NO_SANCTIONS = [
    "Slovak Foreign Minister Juraj Blanár said he was not in favour of EU sanctions on Georgia.",
    "Egypt barred Ayman Nour from office.",
    "Brazil put Argentina on the list of candidates.",
    "Canada banned flights to it.",
    "Joe Biden failed to loosen the blockade of Qatar.",
    "Egypt called for full application of the sanctions of the Security Council against Libya.",
    "Brian Nelson imposed a ban on Egyptian cotton.",
    "India is against European Union sanctions on Russia.",
    "Hungary sees no need for sanctions on Georgia.",
]
AGREEMENTS = [
    ("Egypt and Sudan signed a peace accord in Cairo that closes a long war.", "signed: Egypt, Sudan"),
    ("The accord that Egypt and Sudan signed in Cairo in May was broken by Sudan within days.", "signed: Egypt, Sudan"),
    ("Angela Merkel and Vladimir Putin put their signatures to a declaration.", "signed: Angela Merkel, Vladimir Putin"),
    # between whom it is
    ("Talks between Egypt and Libya yielded a provisional truce.", "signed: Egypt, Libya"),
    ("A memorandum of understanding between Egypt and Libya was signed in Cairo.", "signed: Egypt, Libya"),
    ("The protocol by which Armenia and Azerbaijan undertook to stop held.", "signed: Armenia, Azerbaijan"),
    ("Egypt and fourteen armed groups signed a peace accord in Cairo.", "signed: Egypt, armed groups"),
    ("Egypt and Libya signed a peace accord in Tunis, with Portugal as mediator.", "signed: Egypt, Libya"),
    (
        "Angela Merkel and Vladimir Putin met. An agreement between their countries on gas was signed.",
        "signed: Germany, Russia",
    ),
    (
        "Mwai Kibaki, declared the winner of an election that few believe he won, and Raila Odinga, who believes that he did, "
        "signed an agreement.",
        "signed: Mwai Kibaki, Raila Odinga",
    ),
    ("Chad offered an exchange of prisoners with Libya.", "proposed: Chad, Libya"),
    # what became of it
    ("The deal between Serbia and Kosovo was brought down by a strike.", "ended: Kosovo, Serbia"),
    ("The treaty between Egypt and Libya was dead within the month.", "ended: Egypt, Libya"),
    ("The treaty between Egypt and Libya is on the table.", "proposed: Egypt, Libya"),
    ("The truce between Egypt and Libya was signed in May and broken in June.", "violated: Egypt, Libya"),
    ("Chad ended its defence agreement with France.", "ended: Chad, France"),
    ("The memorandum on the use of ports which Chad and Libya signed in May held.", "signed: Chad, Libya"),
    ("A truce offered by Chad was rejected by Libya.", "rejected: Chad, Libya"),
    ("Chad announced its withdrawal from the treaty with France.", "ended: Chad, France"),
    ("Chad and France began talks on a defence agreement.", "proposed: Chad, France"),
    ("Qatar is mediating a ceasefire between Chad and Libya.", "proposed: Chad, Libya"),
    ("Australia has had a security treaty with Fiji since 2017.", "signed: Australia, Fiji"),
]
NO_AGREEMENTS = [
    "Egypt demanded that the treaty with Libya be torn up.",
    "Egypt did not break the treaty with Libya.",
    "The Leap Day deal with Egypt was signed.",
]
PLACES = [
    ("King Hussein of Jordan flew to Gaza to see Yasser Arafat.", "Gaza"),
    ("Olaf Scholz met Xi Jinping in the Chinese capital.", "Beijing"),
    ("Olaf Scholz travelled to Beijing in May and lunched there with Xi Jinping.", "Beijing"),
    ("Joe Biden spoke in Warsaw, where he was received by Andrzej Duda.", "Warsaw"),
    ("Olaf Scholz met Xi Jinping in the port of Rostock.", "Rostock"),
]


def told(reading: Reading, kind: str) -> list[str]:
    """Of each claim of a kind the status and the names in the roles that the kind asks for."""
    names = {entity.key: entity.name for entity in reading.entities}
    needed = [part.role for part in PAGES[kind].KIND.parts if part.least]
    claims = [claim for claim in reading.claims if claim.kind == kind]
    return [
        f"{claim.status}: {', '.join(sorted({names[p.entity] for p in claim.parts if p.role in needed}))}" for claim in claims
    ]


def in_order(line: str) -> str:
    """`held: B, A` with the names sorted."""
    status, _, names = line.partition(": ")
    return f"{status}: {', '.join(sorted(names.split(', ')))}"


def cases() -> list[tuple[str, str, str]]:
    """Kind, sentence and what is read."""
    tables = (("meeting", MEETINGS), ("sanction", SANCTIONS), ("agreement", AGREEMENTS))
    return [(kind, text, reads) for kind, table in tables for text, reads in table]


@pytest.mark.parametrize(("kind", "text", "reads"), cases())
def test_the_sentence_says_so(reader: Reader, kind: str, text: str, reads: str) -> None:
    assert in_order(reads) in told(reader.read(text, DAY), kind)


@pytest.mark.parametrize("text", NO_AGREEMENTS)
def test_the_sentence_tells_of_no_agreement(reader: Reader, text: str) -> None:
    assert told(reader.read(text, DAY), "agreement") == []


@pytest.mark.parametrize("text", NO_SANCTIONS)
def test_the_sentence_tells_of_no_sanction(reader: Reader, text: str) -> None:
    assert told(reader.read(text, DAY), "sanction") == []


@pytest.mark.parametrize("text", NO_MEETINGS)
def test_the_sentence_tells_of_no_meeting(reader: Reader, text: str) -> None:
    assert told(reader.read(text, DAY), "meeting") == []


@pytest.mark.parametrize(("text", "holders"), ROLES)
def test_who_holds_the_office_and_of_what(reader: Reader, text: str, holders: list[str]) -> None:
    reading = reader.read(text, DAY)
    names = {entity.key: entity.name for entity in reading.entities}
    roles = [claim for claim in reading.claims if claim.kind == "role"]
    found = {f"{names[claim.entities('person')[0]]}: {names[claim.entities('of')[0]]}" for claim in roles}
    assert set(holders) <= found


@pytest.mark.parametrize("text", FORMER)
def test_the_office_is_held_no_more(reader: Reader, text: str) -> None:
    assert "former" in {claim.status for claim in reader.read(text, DAY).claims if claim.kind == "role"}


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_where_they_met(reader: Reader, text: str, place: str) -> None:
    reading = reader.read(text, DAY)
    names = {entity.key: entity.name for entity in reading.entities}
    assert place in {names[claim.place.entity] for claim in reading.claims if claim.kind == "meeting" and claim.place}


def test_a_dateline_takes_part_in_nothing(reader: Reader) -> None:
    reading = reader.read("KUWAIT, July 14 (Wire) - Rex Tillerson met Mohammed bin Salman in Jeddah.", dt.date(2017, 7, 14))
    assert told(reading, "meeting") == ["held: Mohammed bin Salman, Rex Tillerson"]


def test_whom_a_visitor_met_goes_before_the_state_visited(reader: Reader) -> None:
    reading = reader.read("Ursula von der Leyen visited Turkey in May and met Recep Tayyip Erdogan.", DAY)
    assert told(reading, "meeting") == ["held: Recep Tayyip Erdoğan, Ursula von der Leyen"]
    (claim,) = (claim for claim in reading.claims if claim.kind == "meeting")
    assert claim.dates["date"].start == dt.date(2025, 5, 1)


def test_a_visitor_who_met_others_has_visited_the_state_too(reader: Reader) -> None:
    reading = reader.read("Ursula von der Leyen visited Turkey in May and met Volodymyr Zelensky.", DAY)
    assert "held: Turkey, Ursula von der Leyen" in told(reading, "meeting")


def test_what_is_to_come_is_on_the_day_just_told(reader: Reader) -> None:
    reading = reader.read("Olaf Scholz will visit Turkey on 20 June. He will meet Volodymyr Zelensky.", DAY)
    days = {claim.dates["date"].start for claim in reading.claims if claim.kind == "meeting" and claim.dates}
    assert (len(reading.claims), days) == (2, {dt.date(2025, 6, 20)})
