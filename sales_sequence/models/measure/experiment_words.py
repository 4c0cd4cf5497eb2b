from odoo import fields, models
from odoo.tools import format_list, html2plaintext

from ...tools.experiment import SAME
from .numbers import END, MOST_WEEKS, STRONG


class SalesSequenceExperimentWords(models.AbstractModel):
    """What the card of an experiment says, in sentences.

    The sentence first: it is the result. What may be said of the leader before it is proved is that there is no winner
    yet, whatever the numbers look like.
    """

    _name = "sales.sequence.experiment.words"
    _inherit = "sales.sequence.numbers"
    _description = "Words of an Experiment"

    # ------------------------------------------------------------------
    # The head
    # ------------------------------------------------------------------

    def _badge(self, shown):
        return {
            "not_started": self.env._("Not started"),
            "too_few": self.env._("Running"),
            "running": self.env._("Running"),
            "winner": self.env._("Winner: %s", shown.letter(shown.leader)),
            "no_difference": self.env._("No difference"),
            "stopped": self.env._("Stopped"),
        }[shown.state]

    def _since(self, shown):
        since = shown.facts["since"]
        if not since:
            return False
        weeks = (fields.Date.context_today(self) - self._as_day(since)).days // 7
        if not weeks:
            return self.env._("since %s", self._day(since))
        return self.env._("since %(day)s, %(weeks)s", day=self._day(since), weeks=self._weeks_in_words(weeks))

    def _title(self, shown):
        letters = list(shown.letters.values())
        if len(letters) == 2:
            return self.env._("%(step)s: %(a)s against %(b)s", step=shown.step.display_name, a=letters[0], b=letters[1])
        return self.env._(
            "%(step)s: %(variants)s", step=shown.step.display_name, variants=format_list(self.env, letters)
        )

    # ------------------------------------------------------------------
    # The sentence, and what explains it
    # ------------------------------------------------------------------

    def _sentence(self, shown):
        """:return: Markup, its main words strong"""
        return getattr(self, f"_sentence_{shown.state}")(shown)

    def _explanation(self, shown):
        return getattr(self, f"_explanation_{shown.state}")(shown)

    def _sentence_too_few(self, shown):
        needed = self._number(shown.fewest_answers)
        if shown.answers == 1:
            return self.env._(
                "%(strong)s1 answer%(end)s so far: nothing can be said before about %(needed)s.",
                strong=STRONG,
                end=END,
                needed=needed,
            )
        return self.env._(
            "%(strong)s%(count)s answers%(end)s so far: nothing can be said before about %(needed)s.",
            strong=STRONG,
            end=END,
            count=self._number(shown.answers),
            needed=needed,
        )

    def _explanation_too_few(self, shown):
        return self.env._(
            "Even if all of them had come to one variant, chance could have done it. An answer counts once %s days "
            "have passed since the email.",
            shown.days,
        )

    def _sentence_running(self, shown):
        if not shown.facts["more"]:
            return self.env._("%(strong)sNo winner yet%(end)s.", strong=STRONG, end=END)
        return self.env._(
            "%(strong)sNo winner yet%(end)s, about %(strong)s%(count)s%(end)s more each.",
            strong=STRONG,
            end=END,
            count=self._number(shown.facts["more"]),
        )

    def _explanation_running(self, shown):
        more = shown.facts["more"]
        if len(shown.sent) < 2 or not more:
            return ""
        on_their_way = round(min(variant["open"] for variant in shown.sent))
        if on_their_way >= more:
            return self.env._(
                "All of them have the email already: their answers count once %s days have passed.", shown.days
            )
        weeks = self._weeks_to_send(shown, more - on_their_way)
        if not weeks:
            return self.env._("Hardly anybody has reached this step lately, so it cannot be said how long that takes.")
        if weeks > MOST_WEEKS:
            return self.env._("At your pace, that takes more than two years.")
        values = {"count": self._number(on_their_way), "weeks": self._weeks_in_words(weeks), "days": shown.days}
        if not on_their_way:
            return self.env._(
                "To send them takes about %(weeks)s, and %(days)s days more until their answers count.", **values
            )
        return self.env._(
            "About %(count)s of them have the email already, and count within %(days)s days. To send the others "
            "takes about %(weeks)s, and %(days)s days more until their answers count.",
            **values,
        )

    def _sentence_winner(self, shown):
        if len(shown.beaten) != 1:
            values = {"strong": STRONG, "end": END, "winner": shown.letter(shown.leader)}
            if not shown.beaten:
                # Nobody is left of those who had the others.
                return self.env._("%(strong)s%(winner)s earned the most answers%(end)s.", **values)
            return self.env._(
                "%(strong)s%(winner)s earns more answers%(end)s than %(others)s.",
                others=format_list(self.env, [shown.letter(rival.variant) for rival in shown.beaten]),
                **values,
            )
        (rival,) = shown.beaten
        values = {"strong": STRONG, "end": END, **self._ratio_values(shown, rival)}
        if not rival.is_known:
            # Every answer was taken back: the verdict stays, the numbers do not.
            return self.env._("%(strong)s%(a)s earned more answers%(end)s than %(b)s.", **values)
        if not rival.ratio or not rival.high:
            return self.env._("%(a)s earns %(strong)sat least %(low)s times%(end)s the answers of %(b)s.", **values)
        return self.env._(
            "%(a)s earns %(strong)s%(ratio)s times%(end)s the answers of %(b)s, %(strong)sbetween %(low)s and %(high)s"
            "%(end)s.",
            **values,
        )

    def _explanation_winner(self, shown):
        day = self._proved_on(shown)
        if shown.facts["kept_at"]:
            return self.env._(
                "Proved on %(day)s. It was decided on %(kept)s to keep sending the others.",
                day=day,
                kept=self._day(shown.facts["kept_at"]),
            )
        if len(shown.variants) == 2:
            return self.env._("Proved on %s and counted on since then, as both are still sent.", day)
        return self.env._("Proved on %s and counted on since then, as the others are still sent.", day)

    def _proved_on(self, shown):
        # What is seen first now is kept by the next run of the daily job.
        return self._day(shown.facts["proved_at"] or fields.Datetime.now())

    def _sentence_no_difference(self, shown):
        letters = format_list(self.env, [shown.letter(variant) for variant in shown.variants])
        if len(shown.variants) == 2:
            return self.env._(
                "%(strong)s%(variants)s are the same%(end)s for all practical purposes: keep the shorter.",
                strong=STRONG,
                end=END,
                variants=letters,
            )
        return self.env._(
            "%(strong)s%(variants)s are the same%(end)s for all practical purposes: keep the shortest.",
            strong=STRONG,
            end=END,
            variants=letters,
        )

    def _explanation_no_difference(self, shown):
        lengths = [
            f"{shown.letter(variant)} {self._number(len(self._text(variant).split()))}" for variant in shown.variants
        ]
        return " ".join(
            [
                self.env._("No variant can earn half as much again as another."),
                self.env._("Length in words: %s.", format_list(self.env, lengths)),
            ]
        )

    def _sentence_stopped(self, shown):
        if len(shown.sent) != 1:
            return self.env._("%(strong)sNone of the variants%(end)s is sent anymore.", strong=STRONG, end=END)
        return self.env._(
            "%(strong)sEverybody gets %(variant)s%(end)s from now on.",
            strong=STRONG,
            end=END,
            variant=shown.letter(shown.sent[0]),
        )

    def _explanation_stopped(self, shown):
        if shown.facts["winner_id"]:
            why = self.env._(
                "%(winner)s was proved better on %(day)s.",
                winner=shown.letter(shown.leader),
                day=self._proved_on(shown),
            )
        else:
            why = self.env._("It was stopped before one was proved better.")
        stopped = [shown.letter(variant) for variant in shown.variants if variant not in shown.sent]
        # A variant that nobody got before it was stopped is not on the card.
        return f"{why} {self._numbers_stay(stopped)}" if stopped else why

    def _numbers_stay(self, letters):
        if len(letters) == 1:
            return self.env._("%s's numbers stay.", letters[0])
        return self.env._("The numbers of %s stay.", format_list(self.env, letters))

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------

    def _warnings(self, shown):
        """What makes the comparison worthless."""
        if len(shown.sent) < 2:
            return []
        alike = {}
        for variant in shown.sent:
            template = self._template(variant)
            text = (template.subject or "").strip(), " ".join(self._text(variant).split())
            alike.setdefault(text, []).append(shown.letter(variant))
        return [
            self.env._(
                "%s have the same text: there is nothing to compare. Change one of them.",
                format_list(self.env, letters),
            )
            for letters in alike.values()
            if len(letters) > 1
        ]

    # ------------------------------------------------------------------
    # Comparisons
    # ------------------------------------------------------------------

    def _comparison(self, shown, rival):
        is_proved = rival in shown.beaten
        return {
            "variant_id": rival.variant["variant_id"],
            "title": self._ratio_in_words(shown, rival),
            "is_known": rival.is_known,
            "ratio": rival.ratio,
            "low": rival.low,
            "high": rival.high,
            "is_proved": is_proved,
            "note": self._ratio_note(rival),
        }

    def _ratio_in_words(self, shown, rival):
        values = self._ratio_values(shown, rival)
        if not rival.is_known:
            return self.env._("%(a)s against %(b)s: no answers to compare yet", **values)
        if not rival.high:
            return self.env._("%(a)s earns at least %(low)s times what %(b)s earns", **values)
        if not rival.ratio:
            return self.env._("%(a)s earns at most %(high)s times what %(b)s earns", **values)
        return self.env._("%(a)s earns %(ratio)s times what %(b)s earns, between %(low)s and %(high)s", **values)

    def _ratio_note(self, rival):
        if not rival.is_known:
            return ""
        if rival.low > 1:
            return self.env._("1× means no difference; the whole interval lies above it")
        if rival.high and SAME[0] <= rival.low and rival.high <= SAME[1]:
            return self.env._("1× means no difference; the whole interval is too small to matter (0.67 to 1.5)")
        return self.env._("1× means no difference; gray: too small to matter (0.67 to 1.5)")

    def _ratio_values(self, shown, rival):
        return {
            "a": shown.letter(shown.leader),
            "b": shown.letter(rival.variant),
            "ratio": self._number(rival.ratio, 1),
            "low": self._number(rival.low, 1),
            "high": self._number(rival.high, 1),
        }

    def _decided(self, shown):
        """How the verdict comes about: list of sentences."""
        evidence = [
            self.env._(
                "Evidence that %(a)s is better than %(b)s: %(evidence)s. A winner needs %(needed)s.",
                a=shown.letter(shown.leader),
                b=shown.letter(rival.variant),
                evidence=self._evidence(rival.evidence),
                needed=self._number(shown.threshold),
            )
            for rival in shown.rivals
        ]
        if shown.facts["winner_id"]:
            return [*evidence, self.env._("Later corrections are shown here and do not take the verdict back.")]
        counted = self.env._(
            "Answers within %s days, people whose days are over only, one per company. A look every day costs nothing.",
            shown.days,
        )
        return [*evidence, counted]

    def _restarted(self, shown):
        """When the present experiment began, if there was another one before. :return: str or False"""
        restarted_at = shown.facts["restarted_at"]
        if not restarted_at:
            return False
        return self.env._("A new experiment began on %s, as a text was changed.", self._day(restarted_at))

    def _past(self, shown):
        """An experiment with an earlier text, in one sentence."""
        counts = [
            self.env._(
                "%(variant)s %(answers)s of %(people)s",
                variant=shown.label(variant),
                answers=self._number(variant["replies"]),
                people=self._number(variant["people"]),
            )
            for variant in shown.variants
        ]
        values = {
            "since": self._day(shown.facts["since"]),
            "until": self._day(shown.facts["until"] or fields.Datetime.now()),
            "counts": "; ".join(counts),
        }
        if not shown.facts["winner_id"]:
            return self.env._("%(since)s to %(until)s, no winner. Answers: %(counts)s.", **values)
        values["winner"] = shown.letter(shown.leader)
        return self.env._("%(since)s to %(until)s, winner %(winner)s. Answers: %(counts)s.", **values)

    # ------------------------------------------------------------------
    # Stopping
    # ------------------------------------------------------------------

    def _stops(self, shown):
        """The buttons that stop variants: the losers of a winner, or each one that is sent.

        :return: list of ``{"variant_ids", "label", "consequence", "is_primary"}``
        """
        if len(shown.sent) < 2 or shown.state in ("not_started", "stopped"):
            return []
        if shown.state == "winner" and shown.leader in shown.sent:
            beaten = [rival.variant for rival in shown.beaten if rival.variant in shown.sent]
            if beaten:
                return [self._stop(shown, beaten, True)]
        return [self._stop(shown, [variant], False) for variant in shown.sent]

    def _stop(self, shown, stopped, is_primary):
        letters = [shown.letter(variant) for variant in stopped]
        left = [shown.letter(variant) for variant in shown.sent if variant not in stopped]
        if len(left) == 1:
            then = self.env._("From then on everybody gets %s.", left[0])
        else:
            then = self.env._("From then on everybody gets one of %s.", format_list(self.env, left))
        return {
            "variant_ids": [variant["variant_id"] for variant in stopped],
            "label": self.env._("Stop sending %s", format_list(self.env, letters)),
            "consequence": f"{then} {self._numbers_stay(letters)}",
            "is_primary": is_primary,
        }

    # ------------------------------------------------------------------
    # Texts
    # ------------------------------------------------------------------

    def _template(self, variant):
        return self.env["sales.sequence.step.variant"].browse(variant["variant_id"]).mail_template_id

    def _text(self, variant):
        return html2plaintext(self._template(variant).body_html or "")
