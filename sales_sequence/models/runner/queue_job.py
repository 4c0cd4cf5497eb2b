import logging
import math
import time

from odoo import api, models
from odoo.tools import config

from .runner import BATCH_SIZE

_logger = logging.getLogger(__name__)

LANES_PARAMETER = "sales_sequence.queue_job_lanes"
CHANNEL = "sales_sequence"
# So long does a lane work before it makes way. Meanwhile it occupies a worker, and the transaction in which queue_job
# holds the job's lock keeps PostgreSQL from removing dead rows.
LANE_SECONDS = 60
# So long does a lane wait that found nothing but what another lane holds.
BUSY_SECONDS = 10


class SalesSequenceRunner(models.AbstractModel):
    """Where OCA's `queue_job` is installed, its workers may do the work; it is no dependency.

    With a number in the system parameter `sales_sequence.queue_job_lanes`, the scheduled job only enqueues up to so
    many lanes, each a job that runs batch after batch and enqueues itself again when its time is over.
    """

    _inherit = "sales.sequence.runner"

    @api.model
    def _run(self, batch_size=BATCH_SIZE):
        lanes = self._queue_job_lanes() if "cron_id" in self.env.context else 0
        if not lanes:
            return super()._run(batch_size)
        # The first in any case: signals and paused enrollments wait for it too.
        wanted = math.ceil(self._count_due(lanes * batch_size) / batch_size)
        for number in range(1, max(wanted, 1) + 1):
            self._enqueue_lane(number, batch_size)
        return 0

    def _queue_job_lanes(self):
        """How many lanes queue_job is to run, 0 where the scheduled job does the work itself."""
        if "queue.job" not in self.env:
            return 0
        value = self.env["ir.config_parameter"].sudo().get_param(LANES_PARAMETER) or "0"
        if not value.isdecimal():
            _logger.warning("System parameter %s: %r is not a number, queue_job gets no lanes", LANES_PARAMETER, value)
            return 0
        return int(value)

    def _enqueue_lane(self, number, batch_size, seconds=0):
        """Let lane `number` begin in so many seconds, unless it is waiting to begin already."""
        self._register_with_queue_job()
        self.with_delay(
            identity_key=f"sales_sequence lane {number}",
            description=f"Sales Sequences: run due steps, lane {number}",
            eta=seconds,
        )._run_lane(number, batch_size)

    def _register_with_queue_job(self):
        """Tell queue_job once that lanes commit, and their channel. It is the administrator's from then on."""
        Function = self.env["queue.job.function"].sudo()
        if Function.search_count([("name", "=", Function.job_function_name(self._name, "_run_lane"))]):
            return
        channel = {"name": CHANNEL, "parent_id": self.env.ref("queue_job.channel_root").id}
        Channel = self.env["queue.job.channel"].sudo()
        found = Channel.search([(name, "=", value) for name, value in channel.items()]) or Channel.create(channel)
        model_id = self.env["ir.model"]._get_id(self._name)
        Function.create({"model_id": model_id, "method": "_run_lane", "channel_id": found.id, "allow_commit": True})

    @api.model
    def _run_lane(self, number, batch_size=BATCH_SIZE):
        """Execute what is due until the lane's time is over. Called by queue_job, commits after each batch.

        :return: what queue_job shows as the job's result
        """
        end = time.monotonic() + self._lane_seconds()
        handled = self.with_context(sales_sequence_lane_end=end)._run(batch_size)
        is_over = time.monotonic() >= end
        if is_over or self._count_due(1):
            self._enqueue_lane(number, batch_size, 0 if is_over else BUSY_SECONDS)
        return f"{handled} enrollments handled"

    def _lane_seconds(self):
        """Half of what Odoo allows a worker, so that the last batch ends in time too."""
        return min([LANE_SECONDS, *(config[f"limit_time_{kind}"] / 2 or LANE_SECONDS for kind in ("real", "cpu"))])

    def _commit(self, count, remaining):
        seconds = super()._commit(count, remaining)
        end = self.env.context.get("sales_sequence_lane_end")
        return seconds if end is None else max(end - time.monotonic(), 0)
