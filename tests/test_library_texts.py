"""The texts of the library: nothing is computed in them but the merge fields, and they read as one person writes to
another. What the checks are worth is tested with texts that break each rule."""

from itertools import combinations

from lxml import html

from odoo.tests import BaseCase

from . import library
from .common import OdooTags, SequenceCommon

MAX_SUBJECT = 60
# Of the three-word runs of the shorter text.
MAX_RESEMBLANCE = 0.2


class TestLibraryTexts(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipped = library.shipped(cls.env)

    def texts(self, sequences=None):
        """``{where: text in HTML}`` of all emails, scripts and rationales of these sequences."""
        texts = {}
        for key, sequence in (sequences or self.shipped).items():
            texts[key] = sequence.rationale or ""
            for step in sequence.step_ids:
                texts[f"{key}, {step.name}"] = step.mail_template_id.body_html or step.note or ""
        return texts

    def steps(self, *channels):
        """``(key, step)`` of all steps of these channels, of all if there is none."""
        return [
            (key, step)
            for key, sequence in self.shipped.items()
            for step in sequence.step_ids
            if not channels or step.channel in channels
        ]

    def assert_none(self, faults):
        """`faults`: ``{where: what is wrong, or nothing}``."""
        faults = {where: what for where, what in faults.items() if what}
        self.assertFalse(faults, "\n".join(f"{where}: {what}" for where, what in faults.items()))

    # ------------------------------------------------------------------
    # What is there
    # ------------------------------------------------------------------

    def test_the_library_has_its_sequences_in_their_order(self):
        self.assertEqual(tuple(self.shipped), library.KEYS)

    def test_every_sequence_says_for_whom_why_and_what_to_change(self):
        names = [sequence.name for sequence in self.shipped.values()]
        self.assertEqual(len(set(names)), len(names))
        for key, sequence in self.shipped.items():
            with self.subTest(key):
                self.assertEqual((sequence.state, sequence.active), ("draft", True))
                self.assertFalse(sequence.user_id, "the system user must never be a sender")
                self.assertTrue(sequence.purpose and sequence.goal and sequence.step_ids)
                self.assertTrue(sequence.summary)
                self.assertLessEqual(len(sequence.summary), 60)
                words = library.word_count(library.lines(sequence.rationale))
                self.assertTrue(60 <= words <= 150, f"{words} words in the rationale")

    def test_every_step_asks_for_something_and_every_task_says_how(self):
        for key, step in self.steps():
            with self.subTest(f"{key}, {step.name}"):
                self.assertTrue(step.cta)
                self.assertFalse(step.channel == "action", "what it would do differs from one company to the next")
                if step.channel == "email":
                    self.assertTrue(step.mail_template_id)
                else:
                    self.assertTrue(step.summary and step.activity_type_id)
                    self.assertGreaterEqual(library.word_count(library.lines(step.note)), 20)

    def test_the_engine_decides_on_sender_recipient_and_language_of_every_email(self):
        for key, step in self.steps("email"):
            with self.subTest(f"{key}, {step.name}"):
                template = step.mail_template_id
                self.assertEqual(template.model, step.target_model)
                self.assertTrue(template.use_default_to and template.auto_delete and template.description)
                self.assertFalse(template.lang or template.email_from or template.email_cc or template.email_to)
                self.assertFalse(template.attachment_ids or template.report_template_ids or template.reply_to)

    # ------------------------------------------------------------------
    # What may be in a text
    # ------------------------------------------------------------------

    def test_nothing_is_computed_but_the_merge_fields(self):
        faults = {}
        for key, sequence in self.shipped.items():
            faults[key] = library.expression_faults(sequence.rationale)
            for name in ("name", "summary", "goal"):
                faults[key] += library.plain_faults(sequence[name])
            for step in sequence.step_ids:
                template = step.mail_template_id
                faults[f"{key}, {step.name}"] = [
                    *library.expression_faults(step.note or "<p></p>"),
                    *library.expression_faults(template.body_html or "<p></p>"),
                    *library.subject_faults(template.subject or ""),
                    *(fault for name in ("name", "summary", "cta") for fault in library.plain_faults(step[name])),
                    *(fault for name in ("name", "description") for fault in library.plain_faults(template[name])),
                ]
        self.assert_none(faults)

    def test_no_email_ends_a_sentence_with_the_name_of_a_company(self):
        # Many names end with a point themselves, such as “Acme, Inc.”.
        faults = {}
        for key, step in self.steps("email"):
            root = html.fragment_fromstring(step.mail_template_id.body_html, create_parent="div")
            faults[f"{key}, {step.name}"] = [
                node.tail
                for name in ("sequence_company_name", "sequence_sender_company_name")
                for node in root.iterfind(f".//t[@t-out='object.{name}']")
                if (node.tail or "").startswith(".")
            ]
        self.assert_none(faults)

    def test_few_blanks_are_left_to_the_user_and_each_has_a_typical_answer(self):
        for key, sequence in self.shipped.items():
            with self.subTest(key):
                blanks = set(library.blanks(" ".join(self.texts({key: sequence}).values())))
                blanks |= {
                    blank
                    for step in sequence.step_ids
                    for text in (step.cta, step.summary, step.mail_template_id.subject)
                    for blank in library.blanks(text)
                }
                free = blanks - library.ANSWERS.keys()
                self.assertLessEqual(len(free), 2)
                self.assertLessEqual(free, library.FREE_ANSWERS.keys())

    # ------------------------------------------------------------------
    # How it reads
    # ------------------------------------------------------------------

    def test_an_email_has_50_to_125_words_and_asks_for_one_thing(self):
        faults = {}
        for key, step in self.steps("email"):
            for kind, values in (("filled", library.LONG), ("empty", library.EMPTY)):
                body = library.mail_body(step.mail_template_id.body_html, values)
                words, questions = library.word_count(body), " ".join(body).count("?")
                where = f"{key}, {step.name}, merge fields {kind}"
                faults[where] = [] if 50 <= words <= 125 else [f"{words} words"]
                faults[where] += [f"{questions} questions"] if questions > 1 else []
                # Python quotes such a line in the plain text, as in an old mailbox: it would arrive as “>From”.
                faults[where] += [line for line in body if line.startswith("From ")]
        self.assert_none(faults)

    def test_a_message_on_linkedin_is_short_enough_to_send(self):
        for key, step in self.steps("linkedin"):
            with self.subTest(f"{key}, {step.name}"):
                longest = max(library.lines(step.note), key=len)
                self.assertTrue(50 <= len(longest) <= 300, f"{len(longest)}: {longest}")

    def test_a_subject_is_short_also_for_long_names(self):
        for key, sequence in self.shipped.items():
            emails = sequence.step_ids.filtered("mail_template_id")
            first = emails[:1].mail_template_id.subject
            for step in emails:
                for values in (library.LONG, library.EMPTY):
                    with self.subTest(f"{key}, {step.name}"):
                        follows_up = step != emails[0] and not step.new_thread
                        subject = library.subject_text(step.mail_template_id.subject, values)
                        self.assertTrue(0 < len("Re: " * follows_up + subject) < MAX_SUBJECT, subject)
                        self.assertFalse(subject.isupper() or "!" in subject, subject)
                        if follows_up:
                            self.assertEqual(step.mail_template_id.subject, first, "another subject, another thread")

    def test_no_sentence_comes_twice_and_no_text_reads_like_another(self):
        texts = self.texts()
        self.assert_none(library.repeated(texts))
        alike = {
            f"{one} / {other}": library.resemblance(texts[one], texts[other]) for one, other in combinations(texts, 2)
        }
        self.assert_none({pair: share for pair, share in alike.items() if share > MAX_RESEMBLANCE})

    def test_nothing_is_praised_and_no_share_is_stated(self):
        faults = {
            where: library.hype(" ".join(library.lines(text or "<p></p>"))) for where, text in self.texts().items()
        }
        for key, sequence in self.shipped.items():
            for text in (sequence.name, sequence.summary, sequence.goal, *sequence.step_ids.mapped("cta")):
                faults[key, text] = library.hype(text)
            for template in sequence.step_ids.mail_template_id:
                faults[key, template.name] = library.hype(f"{template.subject} {template.description}")
        self.assert_none(faults)

    # ------------------------------------------------------------------
    # Cadence
    # ------------------------------------------------------------------

    def test_to_strangers_at_most_five_emails_go_out_two_business_days_apart(self):
        for key in library.COLD & self.shipped.keys():
            steps = self.shipped[key].step_ids
            self.assertLessEqual(len(steps.filtered("mail_template_id")), 5, key)
            gaps = library.mail_gaps(
                [(step.name, step.channel, step.delay_from, step.delay, step.delay_unit) for step in steps]
            )
            self.assert_none({gap: gap.business_days < 2 for gap in gaps})


GOOD = """<div><p><t t-out="object.sequence_salutation">Hello,</t></p>
<p>At <t t-out="object.sequence_company_name">your company</t></p></div>"""

BAD_EXPRESSIONS = (
    '<t t-set="name" t-value="object.name"/>',
    '<p t-if="object.sequence_first_name">Hello</p>',
    '<t t-out="object.name">you</t>',
    '<t t-out="object.sequence_enrollment_ids">you</t>',
    '<t t-out="user.name">me</t>',
    '<t t-out="object.sequence_first_name or 1">you</t>',
    '<t t-out="object.sequence_first_name.upper()">you</t>',
    '<t t-out=" object.partner_id.sequence_first_name">you</t>',
    '<t t-esc="object.sequence_first_name">you</t>',
    '<p t-out="object.sequence_first_name">you</p>',
    '<t t-out="object.sequence_first_name"/>',
    '<t t-out="object.sequence_company_name"> </t>',
    '<t t-call="web.layout">x</t>',
    '<t t-out="object.sequence_first_name" t-if="1">you</t>',
    '<a t-att-href="object.sequence_meeting_link">here</a>',
    '<a t-attf-href="tel:#{object.sequence_phone}">here</a>',
    '<p onclick="x()">x</p>',
    "<script>x()</script>",
    "<p>{{ object.sequence_first_name }}</p>",
    "<ol><li>plain text loses the number</li></ol>",
    "<t>x</t>",
)
BAD_SUBJECTS = (
    "{{ object.name ||| you}}",
    "{{ object.sequence_company_name }}",
    "{{ object.sequence_company_name ||| }}",
    "{{ object.sequence_company_name.upper() ||| you }}",
    "{{ user.name }}",
    "{{ object.sequence_company_name ||| you",
    '<t t-out="object.sequence_first_name">you</t>',
)


class TestChecks(OdooTags, BaseCase):
    """Each check finds what it is there for, and nothing in a text as it should be."""

    def test_a_text_with_merge_fields_alone_has_no_faults(self):
        self.assertEqual(library.expression_faults(GOOD), [])
        self.assertEqual(library.subject_faults("For {{ object.sequence_company_name ||| you}}: hello"), [])
        self.assertEqual(library.subject_faults("From {{ object.sequence_sender_company_name }}"), [])
        self.assertEqual(library.plain_faults("Call them"), [])

    def test_any_other_expression_is_found(self):
        for bad in BAD_EXPRESSIONS:
            self.assertTrue(library.expression_faults(f"<div>{bad}</div>"), bad)
        for bad in BAD_SUBJECTS:
            self.assertTrue(library.subject_faults(bad), bad)
        for bad in ("{{ object.name }}", '<t t-out="object.sequence_first_name">you</t>'):
            self.assertTrue(library.plain_faults(bad), bad)

    def test_blanks_and_merge_fields_are_filled_in(self):
        source = GOOD.replace("At ", "[[proof]]<br/>We offer [[ offer ]] at ")
        company = library.LONG["sequence_company_name"]
        self.assertEqual(
            library.lines(source),
            [
                "Hello Maximiliane-Charlotte,",
                "Halden Foods cut its planning from two days to three hours.",
                f"We offer software that plans warehouse shifts at {company}",
            ],
        )
        self.assertEqual(library.lines(GOOD, library.EMPTY)[1], "At your company")
        self.assertEqual(library.mail_body(GOOD), [f"At {company}"])
        self.assertEqual(library.subject_text("{{ object.sequence_company_name ||| you}}?"), f"{company}?")
        self.assertEqual(library.subject_text("{{ object.sequence_company_name ||| you}}?", library.EMPTY), "you?")
        with self.assertRaises(KeyError):
            library.fill("[[something new]]")

    def test_words_are_counted_as_people_count_them(self):
        self.assertEqual(library.word_count(["It's 1 – no", "well-known (yes)"]), 5)

    def test_a_sentence_that_comes_twice_is_found(self):
        one = "<p>Short one. What do you use for that today?</p><p>Mark the call as done.</p>"
        other = '<p>"What do <b>you</b> use for that today"</p><p>Short one. Mark the call as done.</p>'
        self.assertEqual(
            library.repeated({"one": one, "other": other}), {"what do you use for that today": ["one", "other"]}
        )
        named = '<p>I read about <t t-out="object.sequence_company_name">{}</t> in the local paper.</p>'
        again = library.repeated({"one": named.format("you"), "other": named.format("your company")})
        self.assertEqual(list(again), ["i read about in the local paper"])
        self.assertEqual(library.repeated({"one": one, "other": "<p>What else do you use for that today?</p>"}), {})

    def test_texts_that_read_alike_are_found(self):
        one = "<p>I'd like to show you in twenty minutes how others plan their shifts.</p>"
        self.assertEqual(library.resemblance(one, one), 1)
        alike = "<p>I would like to show you in thirty minutes how others plan their shifts.</p>"
        self.assertGreater(library.resemblance(one, alike), MAX_RESEMBLANCE)
        self.assertEqual(library.resemblance(one, "<p>Nothing of the kind.</p>"), 0)
        self.assertEqual(library.resemblance(one, "<p></p>"), 0)

    def test_hype_and_shares_are_found(self):
        for bad in ("Our world-class team", "The leading vendor", "the most advanced tool", "A unique offer"):
            self.assertTrue(library.hype(bad), bad)
        for bad in (
            "Earns 40 % of replies",
            "most replies",
            "Most of our customers",
            "nine out of ten",
            "one in three",
        ):
            self.assertTrue(library.hype(bad), bad)
        for good in (
            "Best regards",
            "All the best",
            "What would help you most?",
            "When is the best time to reach them?",
        ):
            self.assertEqual(library.hype(good), [], good)

    def test_gaps_between_emails_are_those_of_the_worst_start(self):
        step = ("email", "previous")
        gaps = library.mail_gaps(
            [
                ("1", *step, 0, "business_day"),
                ("call", "call", "previous", 2, "business_day"),
                ("2", *step, 1, "business_day"),
                ("3", *step, 5, "day"),
                ("4", *step, 47, "hour"),
                ("before", "email", "before", 3, "business_day"),
                ("nearer", "email", "before", 1, "business_day"),
                ("after", "email", "after", 7, "day"),
                ("then", *step, 2, "business_day"),
            ]
        )
        self.assertEqual([gap.business_days for gap in gaps], [3, 3, 0, 0, 2, 6, 2])
