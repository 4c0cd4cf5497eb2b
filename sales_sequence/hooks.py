"""What Odoo calls when the addon leaves a database."""

# Each before what it refers to.
TABLES = (
    "sales_sequence_signal",
    "sales_sequence_touch",
    "sales_sequence_enrollment",
    "sales_sequence_step_variant",
    "sales_sequence_step",
)


def uninstall_hook(env):
    """Let nothing of ours go out any more, and let no history hold on to what is about to be deleted.

    Odoo deletes what a module shipped record by record, and leaves behind what it may not delete: here the
    templates that a step uses, the steps that a touch remembers. Mails in the chatter and activities are the
    customer's, and stay.

    :param env: `odoo.api.Environment` of the superuser
    """
    # The queue would send them without looking whether the person has answered, and without a way to opt out.
    waiting = env["mail.mail"].search([("is_sequence_mail", "=", True), ("state", "in", ("outgoing", "exception"))])
    waiting.write({"state": "cancel", "failure_reason": env._("Sales Sequences was uninstalled.")})
    env.flush_all()
    _forget_lanes(env)
    # Odoo keeps account of this foreign key, which is on a table of another app, and would go on doing so.
    env["ir.model.constraint"].search([("name", "=", "mail_activity_sequence_digest_id_fkey")]).unlink()
    _forget_choices(env)
    templates = _templates_of_copies(env)
    for table in TABLES:
        env.cr.execute(f"DELETE FROM {table}")  # pylint: disable=sql-injection  # noqa: S608
    env.invalidate_all(flush=False)
    templates.unlink()


def _templates_of_copies(env):
    """The email templates that came with sequences of the library: without our merge fields, they are of no use."""
    steps = env["sales.sequence.step"].with_context(active_test=False)
    steps = steps.search(["|", ("sequence_id.in_gallery", "=", True), ("sequence_id.gallery_origin_id", "!=", False)])
    return steps.mail_template_id | steps.variant_ids.mail_template_id


def _forget_choices(env):
    """Odoo gives the choices of a sequence's activity fields to the app *Discuss*, which would keep their names."""
    names = env["ir.model.data"].search(
        [
            ("module", "=", "mail"),
            ("model", "=", "ir.model.fields.selection"),
            ("name", "=like", "selection__sales\\_sequence\\_\\_%"),
        ]
    )
    names.unlink()


def _forget_lanes(env):
    """OCA's queue_job, where it is installed, must not run what is no more."""
    if "queue.job" in env:
        env["queue.job"].search([("model_name", "=", "sales.sequence.runner")]).unlink()
        functions = env["queue.job.function"].search([("model_id.model", "=", "sales.sequence.runner")])
        channels = functions.channel_id.filtered(lambda channel: channel.complete_name == "root.sales_sequence")
        functions.unlink()
        channels.filtered(lambda channel: not channel.job_function_ids).unlink()
