"""The cast: invented people in real time zones, and what each of them does in the two weeks.

Days count from the Monday on which the demo starts: day 1. Hours and moments are in the person's own time zone.
"""

import re
import unicodedata
from collections import namedtuple
from dataclasses import dataclass

COMPANY = "Alder Software"
DOMAIN = "alder.example.com"

# What the company says of itself in the sequences that it takes from the library.
ANSWERS = {
    "offer": "software that plans production and deliveries",
    "audience": "operations managers of mid-sized manufacturers",
    "proof": "Halden Foods cut its weekly planning from two days to three hours.",
}
# What only the company itself knows.
BLANKS = {
    "name of the event": "planning with partners, an afternoon",
    "registration link": f"https://www.{DOMAIN}/partners/afternoon",
}

# An afternoon for partners, at the host's. Its day is later than the two weeks: some of it still lies ahead.
EVENT_DAY, EVENT_TIME, EVENT_ZONE = 18, "15:00", "Europe/Brussels"

# One of our users. `group` is the addon's access group, `zone` an IANA name.
Rep = namedtuple("Rep", "name login zone phone group")


@dataclass(frozen=True, eq=False)
class Person:
    """A lead or a partner, entered by a rep who may live elsewhere. Two leads may be about the same person, so each
    equals only itself.
    """

    name: str
    company: str
    country: str  # ISO 3166-1 code; empty if only `phone` tells where they are
    state: str  # ISO 3166-2 code, or empty
    zone: str  # what Odoo must derive from all that, or from the contact's own setting if `own_zone`
    rep: str  # key of REPS
    day: int  # the rep enrolls them on this day
    does: tuple = ()
    ends: str | None = None  # expected exit reason or pause at the end; None: it continues, or is completed
    own_zone: bool = False
    phone: str = ""  # empty: any number of the country


# They answer mail number `mail`, `hours` later, with `text` as their mail program formats it (see mail_programs.py).
# `back` is the return date in an automatic answer.
Answer = namedtuple("Answer", "mail hours program text back", defaults=("", None))

# The result of call number `number`; "nobody" means that no rep gets around to it.
Call = namedtuple("Call", "number result")

# What happens on our side on a day: "pause" (by hand) or "lose_address".
Ours = namedtuple("Ours", "day what")

REPS = {
    "nora": Rep("Nora Lindqvist", "nora", "Europe/Stockholm", "+46 8 5550 140", "user"),
    "daniel": Rep("Daniel Okafor", "daniel", "America/New_York", "+1 212 555 0142", "user"),
    "mei": Rep("Mei Tan", "mei", "Asia/Singapore", "+65 6555 0143", "user"),
    "clara": Rep("Clara Moreau", "clara", "Europe/Brussels", "+32 2 555 01 44", "channel_manager"),
}

YES_THURSDAY = "Hi,\n\nThursday at 10 would suit me. Please send an invitation.\n\nBest,\n{name}"
YES_GERMAN = (
    "Guten Tag,\n\nuns drückt vor allem die Terminplanung in der Fertigung. Schicken Sie mir gern etwas dazu.\n\n"
    "Mit freundlichen Grüßen\n{name}"
)
NOT_NOW = "1\n\n{name}"
WHO_IS_IT = "Hello,\n\nplease tell me more: we are looking at this for next year.\n\nRegards\n{name}"
ON_THE_ROAD = "Planning. Call me tomorrow after 3?"
FORWARDED = "Hello,\n\nNoah passed your message on to me, as I look after this. What does it cost?\n\nChloé Gagnon"
SEPARATELY = "Hello Daniel,\n\nI lost your message, but I am interested. Could you call me on Monday?\n\n{name}"
QUESTION = "Hi Clara,\n\nbefore we plan the training: can two of us join from home?\n\nThanks\n{name}"
I_WILL_COME = "Hello Clara,\n\nI will gladly come, and bring a colleague.\n\nBest wishes\n{name}"

LEADS = [
    Person("Ana Ferreira", "Cerâmica do Sul", "PT", "", "Europe/Lisbon", "nora", 1,
           (Answer(1, 5, "gmail", YES_THURSDAY),), "replied"),
    Person("Jonas Weber", "Weber Werkzeugbau", "DE", "", "Europe/Berlin", "nora", 1,
           (Answer(2, 1, "thunderbird", YES_GERMAN),), "replied"),
    Person("Katarzyna Nowak", "Nowak Logistyka", "PL", "", "Europe/Warsaw", "nora", 1),
    Person("Lars Holm", "Holm Møbler", "DK", "", "Europe/Copenhagen", "nora", 1,
           (Answer(1, 0, "out_of_office", back=3),)),
    Person("Giulia Rossi", "Officine Rossi", "IT", "", "Europe/Rome", "nora", 1,
           (Answer(1, 0, "bounced"),), "bounced"),
    Person("Pierre Lambert", "Lambert et Fils", "FR", "", "Europe/Paris", "nora", 1,
           (Call(1, "meeting"),), "meeting"),
    Person("Sofia Papadaki", "Aegean Foods", "GR", "", "Europe/Athens", "nora", 1, (Call(1, "nobody"),)),
    Person("Tomáš Dvořák", "Dvořák Stroje", "CZ", "", "Europe/Prague", "nora", 1,
           (Answer(3, 2, "gmail", NOT_NOW),), "replied"),
    Person("Emma Clarke", "Clarke Instruments", "GB", "", "Europe/London", "nora", 1,
           (Answer(1, 22, "outlook", WHO_IS_IT),), "replied"),
    Person("Oliver Hughes", "Clarke Instruments", "GB", "", "Europe/London", "nora", 1, (), "account"),
    Person("Aino Virtanen", "Virtanen Energia", "FI", "", "Europe/Helsinki", "nora", 1,
           (Answer(1, 0, "out_of_office", back=36),), "auto_reply"),
    Person("Youssef Benali", "Atlas Textiles", "MA", "", "Africa/Casablanca", "nora", 3),
    Person("Chidi Eze", "Eze Packaging", "NG", "", "Africa/Lagos", "nora", 3, (Call(1, "lost"),), "lost"),
    Person("Thandi Mokoena", "Mokoena Freight", "ZA", "", "Africa/Johannesburg", "nora", 3),
    Person("Layla Haddad", "Haddad Interiors", "AE", "", "Asia/Dubai", "nora", 3, (Call(1, "nobody"),)),
    Person("Marta Ruiz", "Isla Cosmética", "ES", "TF", "Atlantic/Canary", "nora", 4),
    Person("Jan de Vries", "De Vries Bouw", "NL", "", "Europe/Amsterdam", "nora", 8),
    Person("Elif Kaya", "Kaya Makina", "TR", "", "Europe/Istanbul", "nora", 10),
    Person("Lucas Meier", "Meier Präzision", "CH", "", "Europe/Zurich", "nora", 12),
    Person("Emily Carter", "Carter Printing", "US", "NY", "America/New_York", "daniel", 1),
    Person("Marcus Reed", "Reed Equipment", "US", "TX", "America/Chicago", "daniel", 1,
           (Answer(1, 20, "outlook", YES_THURSDAY),), "replied"),
    Person("Grace Kim", "Kim Robotics", "US", "CA", "America/Los_Angeles", "daniel", 1),
    Person("Diego Flores", "Flores Studio", "", "", "America/Los_Angeles", "nora", 3, phone="+1 415 555 0142"),
    Person("Harper Hill", "Hill Dairy", "US", "", "America/Chicago", "nora", 3, phone="(608) 555-0157"),
    Person("Noah Tremblay", "Tremblay Bois", "CA", "QC", "America/Toronto", "daniel", 1,
           (Answer(1, 26, "colleague", FORWARDED),), "replied"),
    Person("Valeria Gómez", "Gómez Alimentos", "MX", "", "America/Mexico_City", "daniel", 1,
           (Answer(2, 3, "new_mail", SEPARATELY),), "replied"),
    Person("João Pereira", "Pereira Papel", "BR", "SP", "America/Sao_Paulo", "daniel", 1,
           (Call(1, "no_more_mail"),), "opted_out"),
    Person("Camila Rojas", "Viña Rojas", "CL", "", "America/Santiago", "daniel", 3),
    Person("Mateo Fernández", "Fernández Agro", "AR", "", "America/Argentina/Buenos_Aires", "daniel", 3,
           (Call(1, "won"),), "won"),
    Person("Liam Murphy", "Murphy Marine", "CA", "BC", "America/Vancouver", "daniel", 3,
           (Answer(1, 1, "mailbox_full"),)),
    Person("Isabella Torres", "Café Torres", "CO", "", "America/Bogota", "daniel", 8,
           (Answer(1, 4, "apple_mail", ON_THE_ROAD),), "replied"),
    Person("Ethan Brooks", "Brooks Solar", "US", "AZ", "America/Phoenix", "daniel", 8),
    Person("Sarah Levy", "Levy Outfitters", "US", "HI", "Pacific/Honolulu", "daniel", 10),
    Person("Wei Ling Ong", "Ong Precision", "SG", "", "Asia/Singapore", "mei", 1),
    Person("Haruto Sato", "Sato Seiki", "JP", "", "Asia/Tokyo", "mei", 1),
    Person("Aiko Mori", "Mori Glass", "", "", "Asia/Tokyo", "nora", 3, phone="+81 90 1234 5678"),
    Person("Priya Nair", "Nair Ceramics", "IN", "", "Asia/Kolkata", "mei", 1,
           (Answer(2, 0, "apple_mail", ON_THE_ROAD),), "replied"),
    Person("Olivia Harris", "Harris Hardware", "AU", "NSW", "Australia/Sydney", "mei", 1),
    Person("Jack Wilson", "Wilson Mining", "AU", "WA", "Australia/Perth", "mei", 1, (Ours(4, "pause"),), "manual"),
    Person("Aroha Ngata", "Ngata Wool", "NZ", "", "Pacific/Auckland", "mei", 1, (Call(2, "nobody"),)),
    Person("Budi Santoso", "Santoso Rattan", "ID", "", "Asia/Jakarta", "mei", 3),
    Person("Mai Nguyen", "Nguyen Plastics", "VN", "", "Asia/Ho_Chi_Minh", "mei", 3,
           (Ours(5, "lose_address"),), "failure"),
    Person("Siti Rahman", "Rahman Retail", "MY", "", "Asia/Kuala_Lumpur", "mei", 10),
    Person("Ji-woo Park", "Park Optics", "KR", "", "Asia/Seoul", "mei", 10),
]

# Two leads that must be refused: one has no address, the other is about a person who is already enrolled.
WITHOUT_ADDRESS = Person("Fair visitor", "Kanal Textilwerke", "DE", "", "Europe/Berlin", "nora", 1)
DUPLICATE = Person("Katarzyna Nowak", "Nowak Logistyka", "PL", "", "Europe/Warsaw", "nora", 1)

PARTNERS = [
    Person("Hugo Janssens", "Janssens Consulting", "BE", "", "Europe/Brussels", "clara", 2),
    Person("Elena Popescu", "Popescu IT", "RO", "", "Europe/Bucharest", "clara", 2,
           (Answer(1, 0, "vacation", back=3),)),
    Person("Markus Gruber", "Gruber Systems", "AT", "", "Europe/Vienna", "clara", 2, (Call(1, "meeting"),)),
    Person("Karim Mansour", "Nile Digital", "EG", "", "Africa/Cairo", "clara", 2),
    Person("Rachel Cohen", "Cohen Data", "IL", "", "Asia/Jerusalem", "clara", 2),
    Person("Kevin O'Brien", "O'Brien Solutions", "IE", "", "Europe/Dublin", "clara", 2,
           (Answer(2, 3, "gmail", QUESTION),), "replied"),
    Person("Anja Kovač", "Kovač Partnerji", "SI", "", "Europe/Ljubljana", "clara", 2, (Call(1, "nobody"),)),
    Person("Olena Petrenko", "Petrenko Soft", "UA", "", "Europe/Kyiv", "clara", 2),
    Person("Nadia Hassan", "Hassan Networks", "KE", "", "Africa/Nairobi", "clara", 9),
    Person("Peter Novák", "Novák Servis", "SK", "", "Europe/Bratislava", "clara", 9),
    Person("Bruna Costa", "Costa Parceiros", "BR", "", "Europe/Lisbon", "clara", 10, own_zone=True),
    Person("Raj Patel", "Patel Infotech", "IN", "", "Asia/Kolkata", "clara", 10),
]

# Invited to the event, some of them late.
GUESTS = [
    Person("Sven Aalto", "Aalto Partners", "FI", "", "Europe/Helsinki", "clara", 1),
    Person("Ines Marques", "Marques Tech", "PT", "", "Europe/Lisbon", "clara", 1),
    Person("Fiona Byrne", "Byrne Advisory", "IE", "", "Europe/Dublin", "clara", 1,
           (Answer(1, 3, "gmail", I_WILL_COME),), "replied"),
    Person("Matteo Conti", "Conti Sistemi", "IT", "", "Europe/Rome", "clara", 1),
    Person("Helga Brandt", "Brandt Beratung", "DE", "", "Europe/Berlin", "clara", 1,
           (Answer(1, 0, "out_of_office", back=3),)),
    Person("Tarik Demir", "Demir Bilişim", "TR", "", "Europe/Istanbul", "clara", 8),
    Person("Anna Lund", "Lund Konsult", "SE", "", "Europe/Stockholm", "clara", 8),
]

# What reps write when they mark a call as done without a result.
# Leads who have written on the present day: wherever it is day now, some of them can be called.
INQUIRIES = [
    Person("Ingrid Solberg", "Solberg Marin", "NO", "", "Europe/Oslo", "nora", 0),
    Person("Miguel Santos", "Santos Moldes", "PT", "", "Europe/Lisbon", "nora", 0),
    Person("Eszter Varga", "Varga Gépgyár", "HU", "", "Europe/Budapest", "nora", 0),
    Person("Amina Diallo", "Diallo Logistique", "SN", "", "Africa/Dakar", "nora", 0),
    Person("David Mwangi", "Mwangi Packaging", "KE", "", "Africa/Nairobi", "nora", 0),
    Person("Laura Schmidt", "Schmidt Optik", "DE", "", "Europe/Berlin", "nora", 0),
    Person("Hannah Cole", "Cole Bakeries", "US", "NY", "America/New_York", "nora", 0),
    Person("Gabriel Rocha", "Rocha Metais", "BR", "SP", "America/Sao_Paulo", "nora", 0),
    Person("Kenji Tanaka", "Tanaka Tools", "JP", "", "Asia/Tokyo", "nora", 0),
    Person("Ananya Rao", "Rao Textiles", "IN", "", "Asia/Kolkata", "nora", 0),
    Person("Ruby Walker", "Walker Timber", "AU", "NSW", "Australia/Sydney", "nora", 0),
]
# What some people of `LEADS` answer to their last email on that day.
INTERESTED = "Hi Nora,\n\nyes, that sounds interesting. Could we talk on Tuesday at 10?\n\nBest,\n{name}"
IN_MARCH = "Hello Nora,\n\nnot now, please write to me again in March.\n\nRegards\n{name}"
A_COLLEAGUE = (
    "I am not the right person for this. Please contact my colleague Carlos Vega, "
    "carlos.vega@isla-cosmetica.example.org."
)
ANSWERS_OF_TODAY = {
    "Youssef Benali": Answer(5, 0, "gmail", INTERESTED),
    "Thandi Mokoena": Answer(5, 0, "outlook", IN_MARCH),
    "Marta Ruiz": Answer(5, 0, "apple_mail", A_COLLEAGUE),
    "Katarzyna Nowak": Answer(5, 0, "thunderbird", "Please take me off your list."),
}

# What came of a call, by the external id of the outcome, and what the rep wrote.
CALL_NOTES = [
    ("voicemail", "Voicemail left."),
    ("no_answer", "No answer. Next time in the afternoon."),
    ("no_answer", "Reached the assistant: back at 3 pm."),
    ("connected", "Friendly, but in a meeting. Has seen the email."),
    ("connected", "Asked for something in writing on planning."),
    ("voicemail", "Number was busy twice; message left with the front desk."),
]
PARTNER_NOTES = [
    ("connected", "Good talk. Goal: first joint customer by the end of the quarter. Two people for the training."),
    ("connected", "Kick-off held, 40 minutes. Wants to begin with one existing customer."),
    ("connected", "Goal agreed: three demos in 90 days. Training dates follow by email."),
]


def plain(text):
    """ASCII letters and digits of a name, words joined by hyphens: for addresses and file names."""
    ascii_text = unicodedata.normalize("NFKD", text.replace("ø", "o")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower().replace("'", "")).strip("-")


def email_of(person):
    """The address of a person; empty for the one without."""
    if person is WITHOUT_ADDRESS:
        return ""
    return f"{plain(person.name).replace('-', '.')}@{plain(person.company)}.example.org"


def city(zone):
    """The city that a time zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")
