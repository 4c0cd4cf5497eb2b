"""Scheduled jobs, ours and those of Odoo that we depend on: the one place that knows their external ids, and how they
are woken."""

from odoo import fields

RUNNER = "sales_sequence.ir_cron_runner"
AUDIENCE = "sales_sequence.ir_cron_audience"
ENROLL_RUNS = "sales_sequence.ir_cron_enroll"
GOALS = "sales_sequence.ir_cron_goals"
MAIL_QUEUE = "mail.ir_cron_mail_scheduler_action"
INCOMING_MAIL = "mail.ir_cron_mail_gateway_action"


def wake(env, job, moments=None):
    """Let a job run soon.

    :param job: one of the external ids above; if an administrator has deleted the job, nothing happens
    :param moments: iterable of naive UTC datetimes, now by default
    """
    cron = env.ref(job, raise_if_not_found=False)
    if cron:
        cron.sudo()._trigger(moments)  # only administrators may touch scheduled jobs


def wake_runner(env, moments):
    """Let the runner come at the earliest of these moments. It finds the others itself.

    :param moments: iterable of naive UTC datetimes; empty ones do not count
    """
    moments = [moment for moment in moments if moment]
    if moments:
        wake(env, RUNNER, [min(moments)])


def wake_mail_queue(env, moments=()):
    """Let Odoo's mail queue run now, and at the moments at which single mails are to leave.

    :param moments: iterable of naive UTC datetimes
    """
    wake(env, MAIL_QUEUE, {fields.Datetime.now(), *moments})
