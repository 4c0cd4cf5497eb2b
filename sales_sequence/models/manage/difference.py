from collections import namedtuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

from ...tools import templates_shown
from ...tools.plain_text import plain_text
from ...tools.text_difference import compare, cut
from ...tools.texts import MAX_TEXT, shortened
from ..base.arguments import ID, checked
from ..plan.step import MANUAL_CHANNELS

# What the settings of a sequence say, in the order of its form.
SETTINGS = (
    "name",
    "goal",
    "target",
    "purpose",
    "lifecycle",
    "user_id",
    "team_id",
    "company_id",
    "calendar_id",
    "window_start",
    "window_end",
    "window_tz",
    "date_source",
    "date_at",
    "date_field",
    "click_tracking",
    "owner_change_policy",
    "absence_policy",
    "next_sequence_id",
    "stop_on_meeting",
    "stop_on_won_lost",
    "account_policy",
    "auto_reply_hold_days",
    "answer_todo",
    "answer_stage_id",
    "goal_domain",
    "enroll_domain",
    "auto_enroll",
    "reenroll_policy",
    "reenroll_days",
    "max_new_per_day",
)
HOURS = ("window_start", "window_end", "at_hour")
DOMAINS = ("goal_domain", "enroll_domain")
# What a step says, by channel; its texts are compared language by language.
OF_ALL = ("name", "channel", "cta")
OF_CHANNEL = {
    "email": ("new_thread", "requires_review"),
    "action": ("server_action_id",),
    **dict.fromkeys(MANUAL_CHANNELS, ("activity_type_id", "summary", "wait_for_completion", "max_wait_days")),
}
STEP_TEXTS = ("note",)
# What goes without saying of a step that was added or removed.
LEFT_OUT_OF_WHOLE = {"name", "channel", "new_thread", "requires_review", "wait_for_completion", "max_wait_days"}
MAIL_TEXTS = ("subject", "body_html")

# What is compared: `key` is the same in both versions, `what` is its label, `text` what people read.
Line = namedtuple("Line", "key what text")


class SalesSequencePublishingDifference(models.AbstractModel):
    """What changed from one version of a sequence to another, as people read it.

    Steps of two versions are the same where one is a copy of the other (`lineage`); of versions that were made before
    that was kept, where they have the same place and channel. Archived steps and variants are in no version.
    """

    _name = "sales.sequence.publishing.difference"
    _description = "Difference between Versions"

    @api.readonly
    @checked(sequence_id=ID, with_id=ID)
    @api.model
    def get_difference(self, sequence_id, with_id=False):
        """What changed in a version.

        :param sequence_id: id of the version
        :param with_id: id of the version that it is compared with; by default the one before it
        :return: dict ``from``, ``to``: dicts ``id``, ``name``, ``version``; ``parts``: list of dicts ``kind``
            (settings, added, removed, changed), ``title``, ``step_id`` (False for settings), ``channel`` and
            ``changes``: list of dicts ``what``, ``before``, ``after`` (texts, False for nothing), ``words``: False, or
            ``before`` and ``after`` as lists of dicts ``text``, ``changed``; ``model``: False, or of which the texts
            are filters. No parts where nothing differs. A fixed number of queries, whatever the number of steps.
        :raises UserError: there is no such version, or none before it
        :raises AccessError: the user may not read them
        """
        after = self.env["sales.sequence"]._find_to_show(sequence_id)
        if not with_id and not after.sudo().previous_version_id:
            raise UserError(self.env._("“%s” is the first version: there is none before it.", after._numbered_name()))
        before = self.env["sales.sequence"]._find_to_show(with_id or after.sudo().previous_version_id.id)
        return {
            "from": self._version_shown(before),
            "to": self._version_shown(after),
            "parts": [*self._difference_of_settings(before, after), *self._difference_of_steps(before, after)],
        }

    def _version_shown(self, sequence):
        return {"id": sequence.id, "name": sequence.display_name, "version": sequence._version_in_words()}

    # ------------------------------------------------------------------
    # Settings
    # ------------------------------------------------------------------

    def _difference_of_settings(self, before, after):
        described = {
            sequence: self._describe(sequence, row, SETTINGS)
            for sequence, row in zip(before | after, (before | after).read(SETTINGS), strict=True)
        }
        changes = self._changes(described[before], described[after])
        for change in changes:
            change["model"] = change.pop("key") in DOMAINS and after._target_model_name()
        part = {"kind": "settings", "title": self.env._("Settings"), "step_id": False, "channel": False}
        return [{**part, "changes": changes}] if changes else []

    def _describe(self, record, row, names):
        """:param row: what `read` says of the record: names that the user may not read are hidden there
        :return: list of `Line`"""
        fields = record.fields_get(names, ["string", "type", "selection"])
        labels = {name: field["string"] for name, field in fields.items()} | self._labels_of_their_own()
        return [Line(name, labels[name], self._in_words(name, fields[name], row[name])) for name in names]

    def _labels_of_their_own(self):
        """Of fields whose label needs the form around it."""
        return {
            "window_start": self.env._("Sending hours from"),
            "window_end": self.env._("Sending hours to"),
            "wait_for_completion": self.env._("Wait until it is done"),
            "date_source": self.env._("Date that steps are counted from"),
        }

    def _in_words(self, name, field, value):
        """A value as people read it; "" for nothing."""
        if field["type"] == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if value is None or value is False:
            return ""
        if field["type"] == "selection":
            return dict(field["selection"]).get(value, value)
        if field["type"] == "many2one":
            return value[1]
        if name in HOURS:
            minutes = round(value * 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        if field["type"] == "datetime":
            return format_datetime(self.env, value, dt_format="short")
        return str(value)

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def _difference_of_steps(self, before, after):
        old, new = (self._steps_of(sequence) for sequence in (before, after))
        pairs = self._pairs(old, new)
        partner = {**pairs, **{one: other for other, one in pairs.items()}}
        described = self._describe_steps(old | new)
        same = [step for step in old if step in pairs], [step for step in new if step in partner]
        for steps in same if [pairs[step] for step in same[0]] != same[1] else ():
            # Also where the days stay the same.
            for place, step in enumerate(steps, 1):
                described[step].append(Line("place", self.env._("Place among the steps that stayed"), str(place)))
        parts = []
        for step in new:
            other = partner.get(step)
            changes = self._changes(described[other], described[step]) if other else self._whole(step, described)
            if changes:
                parts.append(self._part_of_step("changed" if other else "added", step, changes))
        removed = [step for step in old if step not in pairs]
        return parts + [self._part_of_step("removed", one, self._whole(one, described, gone=True)) for one in removed]

    def _whole(self, step, described, gone=False):
        """What a step says that is there in one version only."""
        lines = [line for line in described[step] if line.key not in LEFT_OUT_OF_WHOLE]
        return self._changes(lines, []) if gone else self._changes([], lines)

    def _steps_of(self, sequence):
        # Whoever may read the sequence may read its steps and their texts.
        return sequence.sudo().step_ids.filtered("active")._in_order()

    def _pairs(self, old, new):
        """``{step of the one version: the same step of the other one}``"""
        pairs = {}
        by_lineage = new.sorted("id").grouped(lambda step: step._lineage())
        for lineage, steps in old.sorted("id").grouped(lambda step: step._lineage()).items():
            pairs.update(zip(steps, by_lineage.get(lineage, ()), strict=False))
        found = set(pairs.values())
        for one, other in zip(old, new, strict=False):
            if one not in pairs and other not in found and one.channel == other.channel:
                pairs[one] = other
        return pairs

    def _part_of_step(self, kind, step, changes):
        for change in changes:
            change.pop("key")
            change["model"] = False
        title = self.env._("%(step)s, day %(day)s", step=step.name, day=step.day_number)
        return {"kind": kind, "title": title, "step_id": step.id, "channel": step.channel, "changes": changes}

    def _describe_steps(self, steps):
        """``{step: list of Line}``, all at once."""
        names = [*OF_ALL, *dict.fromkeys(name for of_channel in OF_CHANNEL.values() for name in of_channel)]
        rows = {row["id"]: row for row in steps.read(names)}
        texts = self._texts(steps, STEP_TEXTS, steps.mapped("target_model"))
        texts_of_mails = self._texts(steps._templates(), MAIL_TEXTS, steps.mapped("target_model"))
        described = {}
        for step in steps:
            lines = self._describe(step, rows[step.id], [*OF_ALL, *OF_CHANNEL[step.channel]])
            lines.insert(1, Line("day", self.env._("Day"), str(step.day_number)))
            lines.insert(2, Line("wait", self.env._("Wait"), step._delay_in_words()))
            if step.channel == "email":
                lines += self._describe_wordings(step, texts_of_mails)
            elif step.channel in MANUAL_CHANNELS:
                lines += self._lines_of_text(("note",), self.env._("Script"), texts[step.id]["note"])
            described[step] = lines
        return described

    def _describe_wordings(self, step, texts):
        lines = []
        labels = {"subject": self.env._("Subject"), "body_html": self.env._("Text")}
        variants = step.variant_ids.filtered("active")
        if not variants:
            for name in MAIL_TEXTS if step.mail_template_id else ():
                lines += self._lines_of_text((name,), labels[name], texts[step.mail_template_id.id][name])
        for variant in variants:
            what = self.env._("Share of variant %s", variant.name)
            lines.append(Line(("share", variant.name), what, str(variant.weight)))
            for name in MAIL_TEXTS:
                what = self.env._("%(what)s, variant %(variant)s", what=labels[name], variant=variant.name)
                lines += self._lines_of_text((name, variant.name), what, texts[variant.mail_template_id.id][name])
        return lines

    def _lines_of_text(self, key, what, by_language):
        """A line for each language that the text was written in."""
        languages, lang = dict(self.env["res.lang"].get_installed()), self.env.lang or "en_US"
        main = by_language.get(lang) or by_language.get("en_US")
        lines = [Line((*key, lang), what, main or "")]
        for code, text in by_language.items():
            if code != lang and code in languages and text != main:
                words = self.env._("%(what)s (%(language)s)", what=what, language=languages[code])
                lines.append(Line((*key, code), words, text or ""))
        return lines

    def _texts(self, records, names, model_names):
        """``{record id: {field name: {language code: text}}}`` with merge fields by their names, in one query.

        :param model_names: of the records to which the merge fields belong
        """
        if not records:
            return {}
        labels = {
            name: f"[{description['string']}]"
            for model_name in dict.fromkeys(model_names)
            for name, description in self.env[model_name].sudo().fields_get(attributes=["string"]).items()
        }
        records.flush_recordset(names)
        columns = SQL(", ").join(SQL.identifier(name) for name in names)
        query = SQL("SELECT id, %s FROM %s WHERE id = ANY(%s)", columns, SQL.identifier(records._table), records.ids)
        return {
            id_: {name: self._shown(name, value, labels) for name, value in zip(names, values, strict=True)}
            for id_, *values in self.env.execute_query(query)
        }

    def _shown(self, name, by_language, labels):
        """The texts of a field as people read them."""
        show = templates_shown.inline if name == "subject" else templates_shown.body
        return {code: plain_text(show(text, labels)) for code, text in (by_language or {}).items()}

    # ------------------------------------------------------------------
    # Changes
    # ------------------------------------------------------------------

    def _changes(self, before, after):
        """What differs between two lists of `Line`, in the order of the second one."""
        old, new = ({line.key: line for line in lines} for lines in (before, after))
        changes = []
        for key in dict.fromkeys([*new, *old]):
            texts = [side[key].text if key in side else "" for side in (old, new)]
            if texts[0] != texts[1]:
                changes.append({"key": key, "what": (new.get(key) or old[key]).what, **self._change(*texts)})
        return changes

    def _change(self, before, after):
        change = {"before": shortened(before, MAX_TEXT) or False, "after": shortened(after, MAX_TEXT) or False}
        if not (" " in before and " " in after):
            return {**change, "words": False}
        words = [
            [{"text": text, "changed": is_changed} for text, is_changed in cut(pieces)]
            for pieces in compare(before, after)
        ]
        # Of two values that have nothing in common, no word says more than the others.
        has_common = any(not piece["changed"] and piece["text"].strip() for piece in words[0])
        return {**change, "words": has_common and {"before": words[0], "after": words[1]}}
