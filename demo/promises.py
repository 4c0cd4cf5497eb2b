"""What must hold at the end. Each promise checks what went over the wire and what Odoo says about it.

A promise is a function whose docstring is the promise. It takes the scenario and returns the number of cases it
checked, and a list of violations. A promise without any case is broken, too.
"""
# pylint: disable=print-used

from collections import Counter
from datetime import timedelta

import people
from freezegun import freeze_time
from mail_programs import MACHINES
from world import to_local

# States of the touch of a mail that was sent.
SENT = ("sent", "bounced")


def check(scenario, complaints):
    """Print each promise with ✓ or ✗. Returns whether all were kept."""
    print("\nPromises")
    kept = True
    for promise in PROMISES:
        cases, against = promise(scenario)
        if not cases:
            against = ["there was no such case"]
        kept = _print_promise(f"{promise.__doc__} ({cases})", against) and kept
    return _print_promise("Odoo logged no warning and no error.", complaints) and kept


def _print_promise(text, against):
    print(f"  {'✗' if against else '✓'} {text}")
    for line in against[:5]:
        print(f"      {line}")
    if len(against) > 5:
        print(f"      … and {len(against) - 5} more")
    return not against


# ----------------------------------------------------------------------------------------------------------------------
# Stopping
# ----------------------------------------------------------------------------------------------------------------------


def nobody_who_answered_got_a_later_email(scenario):
    """Nobody who answered got a later email, call or to-do."""
    answers = _people_who_answered(scenario)
    return len(answers), [
        f"{person.name} answered at {moment}, and got {what} at {later} (UTC)"
        for person, moment in answers.items()
        for what, later in _touches_after(scenario, person, moment)
    ]


def an_end_is_an_end(scenario):
    """Nothing followed a bounce, a meeting, won, lost or a wish for no more mail."""
    ends = ("bounced", "meeting", "won", "lost", "opted_out")
    ended = [person for person in scenario.enrollments if person.ends in ends]
    return len(ended), [
        f"{person.name}: {what} at {later} (UTC)"
        for person in ended
        for what, later in _touches_after(scenario, person, scenario.enrollments[person].ended_at)
    ]


def an_automatic_reply_holds(scenario):
    """An out-of-office held the sequence until the day after the return, went on then, and counted as no answer."""
    away = [answered for answered in scenario.answers if answered.answer.program in ("out_of_office", "vacation")]
    against = []
    for answered in away:
        person, enrollment = answered.person, scenario.enrollments[answered.person]
        back = scenario.start.date() + timedelta(days=answered.answer.back - 1)
        later = _touches_after(scenario, person, answered.moment)
        early = [what for what, moment in later if to_local(moment, person.zone).date() <= back]
        if early:
            against.append(f"{person.name} is back on {back}, and got {', '.join(early)} before")
        if back < scenario.start.date() + timedelta(days=7) and not later:
            against.append(f"{person.name} was back on {back}, and nothing followed")
        if enrollment.replied_at:
            against.append(f"{person.name}: the automatic reply counts as an answer")
    return len(away), against


def everybody_stands_where_they_should(scenario):
    """Everybody ended, waits or goes on for the reason that their story gives."""
    against = []
    for person, enrollment in scenario.enrollments.items():
        stands = enrollment.pause_kind or enrollment.exit_reason
        if stands not in ((person.ends,) if person.ends else (False, "completed")):
            against.append(f"{person.name}: {stands or enrollment.state}, not {person.ends or 'running or completed'}")
    return len(scenario.enrollments), against


def the_answer_rate_is_that_of_people(scenario):
    """The answer rate counts each person who answered in time once, and no machine, of those whom an email reached."""
    answered = _people_who_answered(scenario)
    in_time, against = timedelta(days=scenario.env["sales.sequence.report"]._closed_days()), []
    for sequence, _group in scenario.programs:
        count = sum(
            moment <= min(enrollment.touch_ids.filtered(lambda one: one.state == "sent").mapped("done_at")) + in_time
            for person, moment in answered.items()
            if (enrollment := scenario.enrollments[person]).sequence_id == sequence
        )
        reached = sequence.enrollment_ids.touch_ids.filtered(lambda one: one.channel == "email" and one.state == "sent")
        expected = (count, len(reached.enrollment_id))
        sequence.invalidate_recordset(["replied_count", "closed_count"])
        with freeze_time(scenario.world.now + timedelta(days=60)):
            (figures,) = sequence.read(["replied_count", "closed_count"])
        found = (figures["replied_count"], figures["closed_count"])
        if found != expected:
            against.append(f"{sequence.name}: {found}, not {expected}")
    return len(answered), against


def a_call_that_nobody_makes_does_not_block(scenario):
    """A call that nobody made in three business days was passed over, and the sequence went on."""
    cases, against = 0, []
    for person in people.LEADS:
        for call in (deed for deed in person.does if isinstance(deed, people.Call) and deed.result == "nobody"):
            cases += 1
            calls = scenario.enrollments[person].touch_ids.filtered(lambda touch: touch.channel == "call").sorted("id")
            touch = calls[call.number - 1 : call.number]
            if touch.state != "skipped" or not touch.reason:
                against.append(f"{person.name}, call {call.number}: {touch.state}")
            elif scenario.enrollments[person].next_step_id == touch.step_id:
                against.append(f"{person.name}: nothing follows call {call.number}")
    return cases, against


# ----------------------------------------------------------------------------------------------------------------------
# Sending
# ----------------------------------------------------------------------------------------------------------------------


def every_follow_up_is_in_the_thread(scenario):
    """Every follow-up was in the thread of the mail that it follows up: References, In-Reply-To, Re:."""
    cases, against = 0, []
    for person, letters in scenario.letters.items():
        thread = []
        for number, letter in enumerate(letters, 1):
            if not thread or scenario.step_of(letter).new_thread:
                thread = [letter]
                continue
            cases += 1
            earlier = [before.message["Message-ID"].strip() for before in thread]
            # Its own id is included, for mail servers that replace Message-Ids.
            if letter.message["References"].split() != [*earlier, letter.message["Message-ID"].strip()]:
                against.append(f"{person.name}, mail {number}: References {letter.message['References']}")
            if letter.message["In-Reply-To"] != earlier[-1]:
                against.append(f"{person.name}, mail {number}: In-Reply-To {letter.message['In-Reply-To']}")
            if letter.message["Subject"] != f"Re: {thread[0].message['Subject']}":
                against.append(f"{person.name}, mail {number}: Subject {letter.message['Subject']}")
            thread.append(letter)
    return cases, against


def every_touch_is_in_the_chatter(scenario):
    """Every mail, and every call with the rep's note, is in the chatter of its lead or partner."""
    cases, against = 0, []
    for person, enrollment in scenario.enrollments.items():
        messages = scenario.records[person].message_ids
        for letter in scenario.letters.get(person, ()):
            cases += 1
            if letter.message["Message-ID"].strip() not in messages.mapped("message_id"):
                against.append(f"{person.name}: mail of {letter.moment}")
        done = messages.filtered("mail_activity_type_id")
        for touch in enrollment.touch_ids.filtered(lambda touch: touch.channel != "email" and touch.state == "done"):
            cases += 1
            of_touch = done.filtered(lambda message: message.date == touch.done_at)  # noqa: B023
            if not touch.outcome or not any(touch.outcome in body for body in of_touch.mapped("body")):
                against.append(f"{person.name}: {touch.step_id.name} of {touch.done_at}")
    return cases, against


def no_mail_leaves_outside_working_hours(scenario):
    """No mail reached anybody outside 9:00 to 17:00 of a working day on their own clock."""
    local = [
        (person, to_local(letter.moment, person.zone))
        for person, letters in scenario.letters.items()
        for letter in letters
    ]
    return len(local), [
        f"{person.name} in {people.city(person.zone)}: {wall:%A %H:%M}"
        for person, wall in local
        if not 9 <= wall.hour < 17 or wall.weekday() > 4
    ]


def invitations_keep_to_the_date_of_the_event(scenario):
    """Every invitation came before the event; those that were over when somebody entered were skipped, and say so."""
    cases, against = 0, []
    for person in people.GUESTS:
        for touch in scenario.enrollments[person].touch_ids:
            if touch.step_id.delay_from != "before":
                continue
            cases += 1
            if touch.state in SENT and touch.done_at >= scenario.event_at:
                against.append(f"{person.name}: {touch.step_id.name} at {touch.done_at} (UTC)")
            if touch.state == "skipped" and not touch.reason:
                against.append(f"{person.name}: {touch.step_id.name} skipped without a reason")
    late = [person for person in people.GUESTS if person.day > 1]
    against += [
        f"{person.name}, invited on day {person.day}: nothing is skipped"
        for person in late
        if "skipped" not in scenario.enrollments[person].touch_ids.mapped("state")
    ]
    return cases, against


def everybody_has_their_own_time_zone(scenario):
    """Everybody has the time zone in which they live, whoever entered them."""
    zones = {person: record._sequence_time_zone() for person, record in scenario.records.items()}
    elsewhere = [person for person in zones if people.REPS[person.rep].zone != person.zone]
    return len(elsewhere), [
        f"{person.name}: {zone}, not {person.zone}" for person, zone in zones.items() if zone != person.zone
    ]


def nobody_gets_a_step_twice(scenario):
    """Nobody got the same step twice."""
    steps = Counter(
        (person.name, scenario.step_of(letter).name)
        for person, letters in scenario.letters.items()
        for letter in letters
    )
    return len(steps), [f"{name}: {step}, {count} times" for (name, step), count in steps.items() if count > 1]


def odoo_says_what_the_wire_says(scenario):
    """What Odoo calls sent is exactly what the mail server received."""
    touches = scenario.env["sales.sequence.touch"].search([("channel", "=", "email"), ("state", "in", SENT)])
    said = Counter(touch.mail_message_id.message_id for touch in touches)
    received = Counter(
        letter.message["Message-ID"].strip() for letters in scenario.letters.values() for letter in letters
    )
    return sum(received.values()), [
        f"{message_id}: {said[message_id]} sent, {received[message_id]} received"
        for message_id in said | received
        if said[message_id] != received[message_id]
    ]


def each_mail_is_from_the_rep_to_one_person(scenario):
    """Every mail came from the rep's own address, went to that one person, and answers lead back to Odoo."""
    against = []
    for person, letters in scenario.letters.items():
        ours = f"{people.REPS[person.rep].login}@{people.DOMAIN}"
        for letter in letters:
            if ours not in letter.message["From"]:
                against.append(f"{person.name}: From {letter.message['From']}")
            if letter.recipients != [people.email_of(person)]:
                against.append(f"{person.name}: to {letter.recipients}")
            if not str(letter.message["Reply-To"]).rstrip(">").endswith(f"@{people.DOMAIN}"):
                against.append(f"{person.name}: Reply-To {letter.message['Reply-To']}")
    return sum(map(len, scenario.letters.values())), against


def every_mail_offers_a_way_out(scenario):
    """Every mail offered to opt out: with one click of the mail program, and by a link in the text."""
    letters = [(person, letter) for person, letters in scenario.letters.items() for letter in letters]
    against = []
    for person, letter in letters:
        link = (letter.message["List-Unsubscribe"] or "").strip("<>")
        if not link or letter.message["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click":
            against.append(f"{person.name}: {link}")
        elif any(link not in letter.message.get_body((kind,)).get_content() for kind in ("plain", "html")):
            against.append(f"{person.name}: no link in the text")
    return len(letters), against


# ----------------------------------------------------------------------------------------------------------------------
# Entering
# ----------------------------------------------------------------------------------------------------------------------


def who_cannot_enter_is_told_why(scenario):
    """The lead without an address and the person enrolled already were refused, with the reason."""
    refused = {person: (code, message) for person, code, message in scenario.refused}
    expected = {people.WITHOUT_ADDRESS: "no_address", people.DUPLICATE: "already_live"}
    others = refused.keys() - expected.keys()
    against = [f"{person.name}, {person.company}: {refused[person][1]}" for person in others]
    for person, code in expected.items():
        if refused.get(person, ("",))[0] != code or not refused[person][1]:
            against.append(f"{person.name}, {person.company}: {refused.get(person)}")
    return len(refused), against


def everybody_else_is_enrolled(scenario):
    """Everybody else was enrolled, and got the first mail."""
    everybody = [*people.LEADS, *people.PARTNERS, *people.GUESTS]
    return len(everybody), [
        f"{person.name}, enrolled on day {person.day}" for person in everybody if not scenario.letters.get(person)
    ]


PROMISES = (
    everybody_else_is_enrolled,
    who_cannot_enter_is_told_why,
    nobody_who_answered_got_a_later_email,
    an_end_is_an_end,
    an_automatic_reply_holds,
    the_answer_rate_is_that_of_people,
    a_call_that_nobody_makes_does_not_block,
    everybody_stands_where_they_should,
    every_follow_up_is_in_the_thread,
    every_touch_is_in_the_chatter,
    invitations_keep_to_the_date_of_the_event,
    everybody_has_their_own_time_zone,
    no_mail_leaves_outside_working_hours,
    nobody_gets_a_step_twice,
    each_mail_is_from_the_rep_to_one_person,
    every_mail_offers_a_way_out,
    odoo_says_what_the_wire_says,
)


def _people_who_answered(scenario):
    """`{person: moment of their first message}`."""
    first = {}
    for answered in scenario.answers:
        if answered.answer.program not in MACHINES:
            first.setdefault(answered.person, answered.moment)
    return first


def _touches_after(scenario, person, moment):
    """What we did to a person after a moment: `[(what, when)]`. Mails are taken from the wire, the rest from Odoo."""
    mails = [("a mail", letter.moment) for letter in scenario.letters.get(person, ()) if letter.moment > moment]
    others = scenario.enrollments[person].touch_ids.filtered(
        lambda touch: touch.channel != "email" and touch.create_date > moment
    )
    return mails + [(touch.step_id.name, touch.create_date) for touch in others]
