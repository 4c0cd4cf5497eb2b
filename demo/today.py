"""What makes the present day worth looking at, played after the promises of the two weeks have been checked: new leads
to call within their own hours, and answers that nobody has handled yet."""

import people
from world import create_lead


def play(scenario):
    """Enroll those who wrote this morning, receive some answers, and run the jobs once."""
    sequence = scenario.use("inbound", scenario.env.ref("base.user_admin"))
    for number, lead in enumerate(people.INQUIRIES, len(people.LEADS) + 2):
        record = create_lead(scenario.env, lead, scenario.users[lead.rep], number)
        record.priority = str(number % 4)
        scenario.records[lead] = record
    scenario.world.commit()
    scenario.enroll(sequence, people.INQUIRIES)
    for name, answer in people.ANSWERS_OF_TODAY.items():
        person = next(one for one in people.LEADS if one.name == name)
        # Of a season, some are held back for a comparison: nothing was sent to them that they could answer.
        if letters := scenario.letters.get(person):
            scenario.receive(letters[-1], person, answer)
    scenario.world.commit()
    scenario.world.run_jobs()
