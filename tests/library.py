"""What the tests of the library share: typical answers, typical values of the merge fields, and the texts as a reader
sees them. Nothing is rendered by Odoo here."""

import re
from collections import Counter, namedtuple
from itertools import pairwise

from lxml import etree, html

MODULE = "sales_sequence"

# The external ids of the shipped sequences, in the order of the library.
KEYS = (
    *("inbound", "five_touch", "outbound_few", "dormant", "trade_show", "sign_up", "product_launch", "event", "upsell"),
    *("partner_recruitment", "partner_onboarding", "partner_enablement", "deal_registration", "inactive_partner"),
    "partner_growth",
)
# To people who have not asked for it.
COLD = {"five_touch", "outbound_few", "dormant", "trade_show", "partner_recruitment"}

ANSWERS = {
    "offer": "software that plans warehouse shifts",
    "audience": "logistics managers of mid-sized manufacturers",
    "proof": "Halden Foods cut its planning from two days to three hours.",
}
# Of the blanks that only the user can fill in.
FREE_ANSWERS = {
    "link to sign in": "https://www.example.com/login",
    "link to the catalog": "https://www.example.com/catalog",
    "link to the demo material": "https://www.example.com/demo",
    "link to the price list": "https://www.example.com/prices",
    "name of the event": "Webinar: planning shifts together",
    "name of the fair": "Intralogistics Days 2026",
    "name of the new product": "Halden Route Planner",
    "registration link": "https://www.example.com/register",
    "what it does, in two sentences": "It plans the routes of a whole week at once. Drivers see theirs on the phone.",
    "what the next level asks for": "four trained people and ten customers a year",
    "what you suggest next": "the module for route planning",
}

# Merge fields and, for each, a long value that is still a likely one.
LONG = {
    "sequence_salutation": "Hello Maximiliane-Charlotte,",
    "sequence_first_name": "Maximiliane-Charlotte",
    "sequence_company_name": "Vereinigte Werke Süd GmbH & Co. KG",
    "sequence_phone": "+49 7531 5550 100",
    "sequence_sender_first_name": "Christopher",
    "sequence_sender_name": "Christopher Featherstonehaugh",
    "sequence_sender_company_name": "Alder Software International",
    "sequence_sender_phone": "+32 2 555 01 00",
    "sequence_sender_signature": "Christopher Featherstonehaugh",
    "sequence_meeting_link": "https://www.example.com/book/christopher",
    "sequence_date": "Wednesday, November 25, 2026 at 2:30 PM",
}
# Those that are empty for nobody.
NEVER_EMPTY = {"sequence_salutation", "sequence_sender_name", "sequence_sender_signature"}
NEVER_EMPTY |= {"sequence_sender_first_name", "sequence_sender_company_name"}
EMPTY = {name: value if name in NEVER_EMPTY else "" for name, value in LONG.items()}
# What is around the text that somebody wrote. A space, for an empty value is replaced by the text to use instead.
FRAME = {"sequence_salutation": " ", "sequence_sender_signature": " "}

EXPRESSION = re.compile(r"object\.(sequence_\w+)")
INLINE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
BLANK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
BLOCKS = ("p", "div", "li", "ul", "ol", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "blockquote")

SUPERLATIVES = re.compile(
    r"\b(amazing|award-winning|best-in-class|best-of-breed|breakthrough|cutting[- ]edge|exciting|fastest|finest"
    r"|game[- ]chang\w+|greatest|groundbreaking|guaranteed?|incredible|industry-leading|largest|leading|market leader"
    r"|number one|once-in-a-lifetime|outstanding|perfect|revolution\w*|second to none|simplest|state-of-the-art"
    r"|ultimate|unbeatable|unique|unmatched|unparalleled|unrivall?ed|world-class"
    r"|the (very )?best (choice|offer|price|product|service|software|solution|tool)s?"
    r"|most (advanced|powerful|popular|trusted))\b",
    re.IGNORECASE,
)
SHARES = re.compile(
    r"\d\s*%|\bper ?cent|\b(two|three) (thirds|quarters|out of)"
    r"|\b(one|nine|[0-9]+) (in|out of) (two|three|four|five|ten|[0-9]+)\b"
    r"|\b(most|half|the majority|a majority) of (all )?(the |our |your |these )?"
    r"(answers|buyers|companies|customers|deals|leads|meetings|partners|people|replies|sales)"
    r"|\bmost (answers|buyers|companies|customers|deals|leads|partners|people|replies|sales)\b",
    re.IGNORECASE,
)

INSTRUCTION = re.compile(
    r"(afterwards )?(and |then )?(mark (it|the \S+|this \S+) as done|put the tag \S+ on the contact)"
)

Gap = namedtuple("Gap", "before after business_days")


def shipped(env):
    """``{key: sequence}`` of the library as it is shipped, in its order."""
    prefix = f"{MODULE}.sequence_"
    sequences = env["sales.sequence"].search([("in_gallery", "=", True)], order="gallery_position, id")
    xmlids = {sequence: sequence.get_external_id()[sequence.id] for sequence in sequences}
    return {xmlid.removeprefix(prefix): sequence for sequence, xmlid in xmlids.items() if xmlid.startswith(prefix)}


# ----------------------------------------------------------------------
# Expressions
# ----------------------------------------------------------------------


def expression_faults(source):
    """What a shipped text in HTML computes beside the merge fields, and merge fields that may leave a hole.

    :return: list of sentences
    """
    faults = []
    for node in html.fragment_fromstring(source, create_parent="div").iter():
        if not isinstance(node.tag, str):
            faults.append(f"not an element: {etree.tostring(node, with_tail=False)}")
            continue
        for name, value in node.attrib.items():
            if name == "t-out" and node.tag == "t":
                faults += _merge_field_faults(value, (node.text_content() or "").strip())
            elif name.startswith(("t-", "on", "data-")) or name == "t":
                faults.append(f"{name}={value}")
        if node.tag == "t" and list(node.attrib) != ["t-out"]:
            faults.append(f"<t {dict(node.attrib)}>")
        if node.tag in ("script", "style", "ol"):
            faults.append(f"<{node.tag}>")
    faults += [f"computed outside a merge field: {found}" for found in re.findall(r"\{\{|\}\}|#\{|<\?|<%|\$\{", source)]
    return faults


def subject_faults(subject):
    """As `expression_faults`, for a text with ``{{ … ||| … }}``."""
    faults = []
    for inside in INLINE.findall(subject):
        expression, _bars, instead = inside.partition("|||")
        faults += _merge_field_faults(expression.strip(), instead.strip())
    left = INLINE.sub("", subject)
    return faults + [f"computed outside a merge field: {found}" for found in re.findall(r"\{\{|\}\}|#\{|<|\$\{", left)]


def plain_faults(text):
    """What would be computed or shown as code in a text that is not rendered."""
    return [f"code: {found}" for found in re.findall(r"\{\{|\}\}|<t\b|t-\w+=|#\{|\$\{", text or "")]


def _merge_field_faults(expression, instead):
    match = EXPRESSION.fullmatch(expression)
    if not match or match[1] not in LONG:
        return [f"not a merge field: {expression}"]
    if match[1] not in NEVER_EMPTY and not instead:
        return [f"{expression} has no text to use instead"]
    return []


# ----------------------------------------------------------------------
# Blanks and merge fields filled in
# ----------------------------------------------------------------------


def blanks(text):
    """The blanks in a text, in order."""
    return [blank.strip() for blank in BLANK.findall(text or "")]


def fill(text):
    """The text with typical answers in its blanks.

    :raises KeyError: a blank has no typical answer in `FREE_ANSWERS`
    """
    return BLANK.sub(lambda match: {**ANSWERS, **FREE_ANSWERS}[match[1].strip()], text or "")


def subject_text(subject, values=LONG):
    """The subject as it arrives, for somebody with these values of the merge fields."""

    def value(match):
        expression, _bars, instead = match[1].partition("|||")
        return values[EXPRESSION.fullmatch(expression.strip())[1]] or instead.strip()

    return INLINE.sub(value, fill(subject))


def lines(source, values=LONG):
    """The lines that somebody with these values of the merge fields reads in a text in HTML."""
    root = html.fragment_fromstring(fill(source), create_parent="div")
    for node in list(root.iter("t")):
        value = values[EXPRESSION.fullmatch(node.get("t-out"))[1]]
        if value:
            del node[:]
            node.text = value
    return _lines(root)


def template_lines(source):
    """The lines of a text in HTML with “…” for each merge field and blank: two texts are compared by them."""
    root = html.fragment_fromstring(BLANK.sub("…", source or ""), create_parent="div")
    for node in list(root.iter("t")):
        del node[:]
        node.text = "…"
    return _lines(root)


def _lines(root):
    for node in root.iter(*BLOCKS):
        node.text = "\n" + (node.text or "")
        node.tail = "\n" + (node.tail or "")
    return [line for line in (" ".join(line.split()) for line in root.text_content().split("\n")) if line]


# ----------------------------------------------------------------------
# How a text reads
# ----------------------------------------------------------------------


def mail_body(source, values=LONG):
    """The lines between salutation and signature."""
    return lines(source, {**values, **FRAME})


def word_count(text_lines):
    """Words as a person counts them: a dash or a bullet alone is none."""
    return sum(any(map(str.isalnum, word)) for line in text_lines for word in line.split())


def sentences(source):
    """The sentences of a text in HTML, in small letters, with “…” for each merge field and blank.

    Those of fewer than six words of their own are left out (greetings, labels, “Kind regards”), and so are
    instructions in Odoo's words, such as “Then mark the call as done”.
    """
    found = []
    for line in template_lines(source):
        for sentence in re.split(r"(?<=[.?!:])[\"'”’)]*\s+", line):
            words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", sentence.lower())
            if len(words) >= 6 and not INSTRUCTION.fullmatch(" ".join(words)):
                found.append(" ".join(words))
    return found


def repeated(texts):
    """Sentences that occur more than once in all of these texts.

    :param dict texts: ``{where: HTML}``
    :return: ``{sentence: [where, …]}``
    """
    places = {}
    for where, source in texts.items():
        for sentence in sentences(source):
            places.setdefault(sentence, []).append(where)
    return {sentence: where for sentence, where in places.items() if len(where) > 1}


def resemblance(source, other):
    """Share of the three-word runs of the shorter text that are in the other one, too: 0 to 1."""
    runs, of_other = (_runs(text) for text in (source, other))
    shorter = min(sum(runs.values()), sum(of_other.values()))
    return sum((runs & of_other).values()) / shorter if shorter else 0


def _runs(source):
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", " ".join(template_lines(source)).lower())
    return Counter(zip(words, words[1:], words[2:], strict=False))


def hype(text):
    """Superlatives and published shares in a text."""
    return [match[0] for pattern in (SUPERLATIVES, SHARES) for match in pattern.finditer(text)]


# ----------------------------------------------------------------------
# Cadence
# ----------------------------------------------------------------------


def mail_gaps(steps):
    """The least business days between each two emails that follow each other, whatever the day of the start.

    :param steps: tuples ``(name, channel, delay from, delay, unit)`` in their order
    :return: list of `Gap`
    """
    mails, passed = [], 0
    for name, channel, delay_from, delay, unit in steps:
        days = _least_business_days(delay, unit)
        if delay_from == "previous":
            passed += days
        # Counted from the date, days before it are negative. What was done late can push nothing together further
        # than the order of steps allows, which is tested with the engine.
        place = {"previous": ("previous", passed), "before": ("date", -days), "after": ("date", days)}[delay_from]
        if delay_from != "previous":
            passed = 0
        if channel == "email":
            mails.append((name, *place))
    return [
        Gap(before, after, _apart(of_before, early, of_after, late))
        for (before, of_before, early), (after, of_after, late) in pairwise(mails)
    ]


def _apart(of_before, early, of_after, late):
    if of_before == of_after:
        return late - early
    # How long ago the date lets the one before it have been, nobody knows.
    return late if of_after == "previous" else 0


def _least_business_days(delay, unit):
    if unit == "business_day":
        return delay
    days = delay if unit == "day" else delay // 24
    return days // 7 * 5 + max(days % 7 - 2, 0)
