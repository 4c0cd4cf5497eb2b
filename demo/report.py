"""What a sales manager wants to see after two weeks: who got what when, who stopped and why, and what it brought."""
# pylint: disable=print-used

import itertools
import textwrap
from collections import Counter

import people
from world import to_local

NAME, PLACE, CELL = 17, 13, 13
WIDTH = 140

ENDS = {
    "completed": "all steps taken, no answer",
    "replied": "ANSWERED",
    "meeting": "MEETING",
    "won": "WON",
    "lost": "lost",
    "bounced": "address does not exist",
    "opted_out": "wants no mail",
}
PAUSES = {
    "auto_reply": "out of office",
    "unsure": "may have answered: its rep is asked",
    "account": "waits: a colleague answered",
    "failure": "a step failed, its rep is asked",
    "manual": "paused by its rep",
    "sender": "sender not available",
}


def print_tables(scenario):
    """Print the tables of the sequences, who was refused, and the totals."""
    for sequence, group in scenario.programs:
        _print_sequence(scenario, sequence, group)
    print("\nNot enrolled")
    for person, _code, message in scenario.refused:
        print(f"  {f'{person.name}, {person.company}':<34} {message}")
    _print_totals(scenario)


def _print_sequence(scenario, sequence, group):
    enrolled = [person for person in group if person in scenario.enrollments]
    touches = {
        person: {touch.step_id: touch for touch in scenario.enrollments[person].touch_ids} for person in enrolled
    }
    steps = sequence.step_ids.filtered(lambda step: any(step in taken for taken in touches.values()))
    print(f"\n{sequence.name}: {len(enrolled)} enrolled from {scenario.start:%A, %d %B %Y} on.")
    print("Each time is that of the person's own clock. ! means that the mail came back.\n")
    print(_row("", "", [f"Day {step.day_number}" for step in steps], ""))
    names = itertools.zip_longest(*(textwrap.wrap(step.name, CELL) for step in steps), fillvalue="")
    for line in names:
        print(_row("", "", line, ""))
    for rep in dict.fromkeys(person.rep for person in enrolled):
        print(f"{people.REPS[rep].name} {'─' * (WIDTH - len(people.REPS[rep].name) - 1)}")
        for person in (person for person in enrolled if person.rep == rep):
            sent = {scenario.step_of(letter): letter.moment for letter in scenario.letters.get(person, ())}
            cells = [_cell(touches[person].get(step), sent.get(step), person.zone) for step in steps]
            standing = _standing(scenario.enrollments[person], person.zone)
            print(_row(person.name, people.city(person.zone), cells, standing))


def _row(name, place, cells, end):
    columns = [_fit(name, NAME), _fit(place, PLACE), *(_fit(cell, CELL) for cell in cells)]
    return f"{' '.join(columns)} {end}"[:WIDTH].rstrip()


def _fit(text, width):
    return f"{text[: width - 1]}…" if len(text) > width else text.ljust(width)


def _cell(touch, sent_at, zone):
    if not touch:
        return ""
    if touch.state in ("sent", "done", "bounced"):
        mark = "!" if touch.state == "bounced" else ""
        return f"{to_local(sent_at or touch.done_at, zone):%a %d %H:%M}{mark}"
    return {"todo": "in the queue", "skipped": "not done", "canceled": "taken back"}.get(touch.state, touch.state)


def _standing(enrollment, zone):
    if enrollment.state == "running":
        open_call = enrollment.touch_ids.filtered(lambda touch: touch.state == "todo")
        if open_call:
            return f"to do: {enrollment.next_step_id.name}"
        return f"next: {enrollment.next_step_id.name}, {to_local(enrollment.next_run_at, zone):%d %b}"
    if enrollment.state == "paused":
        until = f", until {to_local(enrollment.resume_at, zone):%d %b}" if enrollment.resume_at else ""
        return f"{PAUSES.get(enrollment.pause_kind, enrollment.pause_kind)}{until}"
    moment = enrollment.replied_at or enrollment.ended_at
    end = ENDS.get(enrollment.exit_reason, enrollment.exit_reason)
    return end if enrollment.exit_reason == "completed" else f"{end} {to_local(moment, zone):%a %d %H:%M}"


def _print_totals(scenario):
    sequences = [sequence for sequence, _group in scenario.programs]
    print("\nTotals" + " " * 28 + "".join(f"{sequence.name:>22}" for sequence in sequences))
    rows = [_totals_of(scenario, sequence) for sequence in sequences]
    for label in rows[0]:
        print(f"  {label:<32}" + "".join(f"{row[label]:>22}" for row in rows))
    credited = scenario.env["sales.sequence.touch"].search([("replied_at", "!=", False)])
    by_step = Counter(touch.step_id for touch in credited)
    print("\nAnswers by the step that brought them")
    for sequence in sequences:
        for step in sequence.step_ids.filtered(lambda step: step in by_step):
            print(f"  {sequence.name}, {step.name:<24} {by_step[step]:>3}")


def _totals_of(scenario, sequence):
    touches = Counter((touch.channel == "email", touch.state) for touch in scenario.env["sales.sequence.touch"].search(
        [("sequence_id", "=", sequence.id)]
    ))
    # Two weeks are too short for a rate: most people still have time to answer.
    (counted,) = scenario.env["sales.sequence.report"]._measures(
        [("sequence_id", "=", sequence.id)], names=["reached", "replied"]
    )
    enrollments = sequence.enrollment_ids
    states = Counter(enrollments.mapped("state"))
    signals = Counter(enrollments.signal_ids.mapped("kind"))
    ends = Counter(enrollments.mapped("exit_reason"))
    return {
        "enrolled": len(enrollments),
        "emails sent": touches[True, "sent"] + touches[True, "bounced"],
        "calls and to-dos done": touches[False, "done"],
        "  still in the queue": touches[False, "todo"],
        "  not done in time": touches[False, "skipped"],
        "people reached by an email": counted["reached"],
        "  who answered": counted["replied"],
        "automatic replies (not counted)": signals["auto_reply"],
        "meetings": signals["meeting"],
        "won / lost": f"{ends['won']} / {ends['lost']}",
        "bounced / want no mail": f"{ends['bounced']} / {ends['opted_out']}",
        "through without an answer": ends["completed"],
        "running now": states["running"],
        "paused now": states["paused"],
    }


def write_mails(scenario, folder):
    """Write everything that went over the wire as .eml files that a mail program opens: every mail and every answer."""
    for name in ("sent", "received"):
        (folder / name).mkdir()
    for person, letters in scenario.letters.items():
        for number, letter in enumerate(letters, 1):
            step = scenario.step_of(letter)
            day = to_local(letter.moment, person.zone)
            name = f"{people.plain(person.name)} {number} {people.plain(step.name)} {day:%Y-%m-%d %Hh%M}.eml"
            (folder / "sent" / name).write_bytes(letter.source)
    for number, letter in enumerate(scenario.other_letters, 1):
        name = f"other {number} {people.plain(letter.message['Subject'])[:40]} {letter.moment:%Y-%m-%d}.eml"
        (folder / "sent" / name).write_bytes(letter.source)
    for number, answered in enumerate(scenario.answers, 1):
        name = f"{people.plain(answered.person.name)} {answered.answer.program} {number}.eml"
        (folder / "received" / name).write_bytes(answered.source)

