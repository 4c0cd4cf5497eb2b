from odoo import models

from ...tools import advice_text
from ...tools.advice import HINT, WARNING, Finding
from ...tools.text_facts import count_words

MANY_WORDS, TOO_MANY_WORDS = 125, 200
LONGEST_SUBJECT = 60


class SalesSequenceAdviceText(models.AbstractModel):
    """Advice about what the emails of a sequence say, whatever its purpose.

    Each wording that is sent is looked at, in each language of the company in which it was written: that is what people
    get. One thing is said about a step at a time, of its worst wording.
    """

    _name = "sales.sequence.advice.text"
    _inherit = ["sales.sequence.advice.languages"]
    _description = "Advice about Texts"

    def _find_in_texts(self, sequences):
        """:return: ``{sequence id: list of Finding}``, in a fixed number of queries"""
        steps = sequences.step_ids.filtered(lambda step: step.active and step.channel == "email")
        texts = self._written_texts(steps._templates())
        missing = self._find_languages(steps, texts)
        found = {}
        for sequence in sequences:
            first = True
            for step in sequence.step_ids.filtered(lambda one: one in steps)._in_order():
                of_step = self._sent_texts(step, texts)
                found.setdefault(sequence.id, []).extend(
                    [
                        *self._find_in_body(step, of_step),
                        *self._find_requests(step, of_step),
                        # The others get the subject of their thread.
                        *(self._find_in_subject(step, of_step) if first or step.new_thread else ()),
                        *missing.get(step.id, ()),
                    ]
                )
                first = False
        return found

    def _sent_texts(self, step, texts):
        """:return: list of ``(variant id, language, subject, body)`` of what people can get"""
        wordings = step.variant_ids.filtered(lambda one: one.active and one.weight) or [step]
        return [
            (wording != step and wording.id, language, *text)
            for wording in wordings
            for language, text in texts.get(wording.mail_template_id.id, {}).items()
        ]

    # ------------------------------------------------------------------
    # Rules
    # ------------------------------------------------------------------

    def _find_in_body(self, step, texts):
        for variant_id, language, subject, body in texts:
            if not advice_text.has_merge_field(subject, body):
                yield self._finding("no_merge_field", WARNING, step, variant_id, language, texts)
                break
        counted = [(count_words(body), variant_id, language) for variant_id, language, _subject, body in texts]
        words, variant_id, language = max(counted, default=(0, False, False), key=lambda one: one[0])
        if words > MANY_WORDS:
            severity = WARNING if words > TOO_MANY_WORDS else HINT
            yield self._finding("long_text", severity, step, variant_id, language, texts, words=words)

    def _find_requests(self, step, texts):
        if texts and not (step.cta or "").strip():
            yield Finding("no_cta", HINT, step.sequence_id.id, step.id)
        for variant_id, language, _subject, body in texts:
            count = len(advice_text.requests(body))
            if count > 1:
                yield self._finding("two_links", HINT, step, variant_id, language, texts, count=count)
                break

    def _find_in_subject(self, step, texts):
        lengths = [(advice_text.subject_length(subject), *rest) for *rest, subject, _body in texts]
        length, variant_id, language = max(lengths, default=(0, False, False), key=lambda one: one[0])
        if length > LONGEST_SUBJECT:
            yield self._finding("long_subject", HINT, step, variant_id, language, texts, length=length)
        for variant_id, language, subject, _body in texts:
            if advice_text.is_shouted(subject):
                yield self._finding("subject_capitals", WARNING, step, variant_id, language, texts)
                break

    def _finding(self, code, severity, step, variant_id, language, texts, **facts):
        """:param texts: of all wordings and languages: where there is only one, nothing needs to say which"""
        several = len({language for _variant, language, *_rest in texts}) > 1
        facts |= {"variant_id": variant_id, "language": language if several else False}
        return Finding(code, severity, step.sequence_id.id, step.id, facts)

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    def _words_in_texts(self):
        """As `_words_in_plan`."""
        return {
            "no_merge_field": self._no_merge_field_in_words,
            "long_text": self._long_text_in_words,
            "no_cta": self._no_cta_in_words,
            "two_links": self._two_links_in_words,
            "long_subject": self._long_subject_in_words,
            "subject_capitals": self._subject_capitals_in_words,
            **self._words_in_languages(),
        }

    def _no_merge_field_in_words(self, finding):
        return {
            "text": self.env._("“%s” says the same to everybody.", self._wording(finding)),
            "detail": self.env._(
                "Nothing in it depends on its reader: begin with the salutation, or name their company."
            ),
            "source": self.env._("A rule of Sales Sequences: an email says something of the person who gets it."),
            "place": {**self._place_of_step(finding), "field": "body_html"},
        }

    def _long_text_in_words(self, finding):
        return {
            "text": self.env._(
                "“%(step)s” has %(count)s words.", step=self._wording(finding), count=finding.facts["words"]
            ),
            "detail": self.env._("Leave out what the reader does not need in order to answer."),
            "source": self.env._(
                "Emails of 50 to 125 words were answered most often (Boomerang, 40 million emails). Over 200 is a rule "
                "of Sales Sequences."
            ),
            "place": {**self._place_of_step(finding), "field": "body_html"},
        }

    def _no_cta_in_words(self, finding):
        return {
            "text": self.env._("“%s” does not say what its reader is asked to do.", self._wording(finding)),
            "detail": self.env._("Decide on one thing, enter it as its call to action, and end the text with it."),
            "source": self.env._("A rule of Sales Sequences: each email asks for one thing."),
            "place": {**self._place_of_step(finding), "field": "cta"},
        }

    def _two_links_in_words(self, finding):
        return {
            "text": self.env._(
                "“%(step)s” has %(count)s links that ask for something.",
                step=self._wording(finding),
                count=finding.facts["count"],
            ),
            "detail": self.env._("Keep the one that matters most: a reader who has to choose does nothing."),
            "source": self.env._(
                "A rule of Sales Sequences: each email asks for one thing. Opt-out links, addresses, phone numbers and "
                "profiles do not count."
            ),
            "place": {**self._place_of_step(finding), "field": "body_html"},
        }

    def _long_subject_in_words(self, finding):
        return {
            "text": self.env._(
                "The subject of “%(step)s” has about %(count)s characters.",
                step=self._wording(finding),
                count=finding.facts["length"],
            ),
            "detail": self.env._("Phones show about 40: put what matters first, and leave out the rest."),
            "source": self.env._(
                "Email programs show 50 to 70 characters of a subject; the limit here is 60. A merge field counts as "
                "its text to use instead, else as 10."
            ),
            "place": {**self._place_of_step(finding), "field": "subject"},
        }

    def _subject_capitals_in_words(self, finding):
        return {
            "text": self.env._("The subject of “%s” is in capitals.", self._wording(finding)),
            "detail": self.env._("It reads as shouting, and spam filters take it for spam: write it as a sentence."),
            "source": self.env._("SpamAssassin, rule SUBJ_ALL_CAPS: several words, without a small letter."),
            "place": {**self._place_of_step(finding), "field": "subject"},
        }

    def _wording(self, finding):
        """The name of the step, with that of the variant and the language where there are several."""
        step = self.env["sales.sequence.step"].browse(finding.step_id)
        variant = step.variant_ids.browse(finding.facts.get("variant_id") or ())
        language = dict(self.env["res.lang"].get_installed()).get(finding.facts.get("language"))
        words = [step.name, *([variant.name] if variant else []), *([language] if language else [])]
        return " – ".join(words)
