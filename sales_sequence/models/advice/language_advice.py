from odoo import models
from odoo.tools import format_list

from ...tools.advice import WARNING, Finding
from ...tools.comparison import CONTROL


class SalesSequenceAdviceLanguages(models.AbstractModel):
    """Advice about languages, and what the emails of a sequence say in each of them."""

    _name = "sales.sequence.advice.languages"
    _description = "Advice about Languages"

    def _written_texts(self, templates):
        """What is written in these templates, in the languages that are switched on.

        :return: ``{template id: {code of a language: (subject, body)}}``, in one query
        """
        Template = self.env["mail.template"]
        Template.flush_model(["subject", "body_html"])
        self.env.cr.execute("SELECT id, subject, body_html FROM mail_template WHERE id = ANY(%s)", [templates.ids])
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        return {id_: self._in_languages(codes, *texts) for id_, *texts in self.env.cr.fetchall()}

    def _in_languages(self, codes, subjects, bodies):
        subjects, bodies = subjects or {}, bodies or {}
        # Where there is no text in a language, Odoo takes the English one, whether or not English is switched on.
        written = [code for code in codes if bodies.get(code)] or ["en_US"]
        return {code: (subjects.get(code) or subjects.get("en_US"), bodies.get(code)) for code in written}

    def _find_languages(self, steps, texts):
        """Steps that somebody gets who reads another language than any in which their email is written.

        :param texts: see `_written_texts`
        :return: ``{step id: list of Finding}``
        """
        readers = self._languages_of_people(steps.sequence_id)
        found = {}
        for step in steps:
            counts = readers.get(step.sequence_id.id, {})
            wordings = step.variant_ids.filtered(lambda one: one.active and one.weight) or [step]
            written = [texts.get(wording.mail_template_id.id, {}).keys() for wording in wordings]
            missing = {code: count for code, count in counts.items() if any(code not in codes for codes in written)}
            if missing:
                facts = {
                    "languages": sorted(missing, key=lambda code: (-missing[code], code)),
                    "count": sum(missing.values()),
                }
                found[step.id] = [Finding("languages", WARNING, step.sequence_id.id, step.id, facts)]
        return found

    def _languages_of_people(self, sequences):
        """``{sequence id: {code of a language that is switched on: how many active people read it}}``, in one query.

        Whoever has no language is written to in that of the sender: nothing is missing for them. Whoever is held back
        for a comparison is not written to.
        """
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        if len(codes) < 2:
            return {}
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT enrollment.sequence_id, COALESCE(lang.code, partner.lang) AS code, count(*)
                 FROM sales_sequence_enrollment enrollment
            LEFT JOIN crm_lead lead ON lead.id = enrollment.lead_id
            LEFT JOIN res_lang lang ON lang.id = lead.lang_id AND lang.active
            LEFT JOIN res_partner partner ON partner.id = COALESCE(lead.partner_id, enrollment.partner_id)
                WHERE enrollment.sequence_id = ANY(%s) AND enrollment.state IN ('running', 'paused')
                  AND enrollment.arm IS DISTINCT FROM %s
                  AND COALESCE(lang.code, partner.lang) = ANY(%s)
             GROUP BY 1, 2""",
            [sequences.ids, CONTROL, codes],
        )
        found = {}
        for sequence_id, code, count in self.env.cr.fetchall():
            found.setdefault(sequence_id, {})[code] = count
        return found

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    def _words_in_languages(self):
        """As `_words_in_plan`."""
        return {"languages": self._languages_in_words}

    def _languages_in_words(self, finding):
        names = dict(self.env["res.lang"].get_installed())
        known = [names[code] for code in finding.facts["languages"] if code in names]
        step = self.env["sales.sequence.step"].browse(finding.step_id)
        values = {
            "step": step.name,
            "languages": format_list(self.env, known, "or"),
            "count": finding.facts["count"],
        }
        text = (
            self.env._("1 person in it reads a language in which “%(step)s” is not written: %(languages)s.", **values)
            if finding.facts["count"] == 1
            else self.env._(
                "%(count)s people in it read a language in which “%(step)s” is not written: %(languages)s.", **values
            )
        )
        return {
            "text": text,
            "detail": self.env._("They get it in another language: translate the email."),
            "source": self.env._("Counted: active people whose own language is set, whoever may see them."),
            "place": {**self._place_of_step(finding), "field": "body_html"},
        }
