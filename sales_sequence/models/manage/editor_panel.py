from odoo import api, models
from odoo.exceptions import UserError

from ...tools.merge_fields import MERGE_FIELDS
from ..base.arguments import ID, checked
from ..plan.step_text import TEXTS


class SalesSequenceEditorPanel(models.AbstractModel):
    """What the panel of a step shows beside the step's own fields, and the variants that are added in it."""

    _name = "sales.sequence.editor.panel"
    _description = "Sequence Editor: Panel of a Step"

    @api.readonly
    @checked(step_id=ID, sequence_id=ID)
    @api.model
    def get_panel(self, step_id=False, sequence_id=False):
        """What the panel says of a step.

        :param step_id: False for one that is being written for the first time
        :param sequence_id: then, the sequence that it will be a part of
        :return: dict

            ``headline``: when the step comes; ``reach``: whom a change reaches, False while nobody is affected
            ``problem``: why it cannot be carried out, or False
            ``languages``: those installed: dicts ``code``, ``name``, ``missing``: ids of the variants that are not
            written in it, 0 for the text of the step itself
            ``experiment``: what the comparison of the variants says so far (HTML), False where nothing is compared
            ``used_variant_ids``: variants that people have had
            ``fields``: those offered for inserting, see `get_fields_offered`
            ``labels``: dicts ``name``, ``label`` of all merge fields: what people call them

        :raises AccessError: the user may not read the step
        """
        Editor = self.env["sales.sequence.editor"]
        step = Editor._find_wording(step_id, None)[0] if step_id else self.env["sales.sequence.step"]
        sequence = step.sequence_id or self.env["sales.sequence"].browse(sequence_id or ())
        is_live = step.sequence_state == "live"
        return {
            "headline": self._headline(step) if step else False,
            "reach": self._reach(step) if is_live else False,
            "problem": step.problem or False,
            "languages": self._languages(step),
            "experiment": self._experiment(step),
            "used_variant_ids": step.variant_ids._sent().ids,
            "fields": Editor.get_fields_offered(sequence.id) if sequence else [],
            "labels": self._labels(sequence) if sequence else [],
        }

    def _labels(self, sequence):
        labels = self.env["sales.sequence.editor"]._field_labels(sequence)
        return [{"name": name, "label": labels[name]} for name in MERGE_FIELDS]

    def _headline(self, step):
        if not step.active:
            return self.env._("Archived: nobody gets it.")
        return self.env._("Day %(day)s. %(wait)s.", day=step.day_number, wait=step.delay_text)

    def _reach(self, step):
        people = step.ahead_count
        if not people:
            return self.env._("A change reaches nobody who is active now, only those who come later.")
        if people == 1:
            return self.env._("A change reaches one person who has not had it; nobody gets it twice.")
        return self.env._("A change reaches %s people who have not had it; nobody gets it twice.", people)

    def _experiment(self, step):
        Card = self.env["sales.sequence.experiment.card"]
        shown = Card._look_at(step) if step.variant_ids else None
        return Card._sentence(shown) if shown else False

    def _languages(self, step):
        texts = {0: step.mail_template_id} if step.channel == "email" else {}
        texts |= {variant.id: variant.mail_template_id for variant in step.variant_ids}
        written = {text_id: self._written_languages(template) for text_id, template in texts.items() if template}
        if step and step.channel != "email":
            written[0] = set(step._fields["note"]._get_stored_translations(step) or ())
        return [
            {
                "code": code,
                "name": name,
                "missing": [text_id for text_id, codes in written.items() if codes and code not in codes],
            }
            for code, name in self.env["res.lang"].get_installed()
        ]

    def _written_languages(self, template):
        """The languages in which both the subject and the text of a template are written."""
        # With all rights: the template of a step need not be readable as such.
        template = template.sudo()
        written = (template._fields[name]._get_stored_translations(template) for name in TEXTS)
        return set.intersection(*(set(languages or ()) for languages in written))

    @checked(step_id=ID)
    @api.model
    def add_variant(self, step_id):
        """Add a variant to an email step, with the text that is there, in all its languages. Where there is none yet,
        the text of the step becomes the first one.

        :return: id of the new variant
        :raises AccessError: the user may not write the step
        :raises UserError: it is not the step of an email, or has no text yet
        """
        step = self.env["sales.sequence.step"].browse(step_id)
        step.check_access("write")
        Variant = self.env["sales.sequence.step.variant"]
        first = step.variant_ids[:1]
        template = first.mail_template_id or step.mail_template_id
        if step.channel != "email" or not template:
            raise UserError(self.env._("Write the email before you add another variant of it."))
        names = step.with_context(active_test=False).variant_ids.mapped("name")
        values = {"step_id": step.id, "mail_template_id": template.id}
        if not first:
            first = Variant.create({**values, "name": self._next_name(names)})
            names.append(first.name)
        variant = Variant.create({**values, "name": self._next_name(names)})
        variant.action_detach_template()
        return variant.id

    def _next_name(self, names):
        """The first letter that no variant is called by; once they are used up, a number."""
        letters = (chr(code) for code in range(ord("A"), ord("Z") + 1))
        return next((letter for letter in letters if letter not in names), str(len(names) + 1))
