import logging
import math
import time

from odoo import api, models
from odoo.tools import config

from .batch import BATCH_SIZE, Run

_logger = logging.getLogger(__name__)

LANES_PARAMETER = "sales_sequence.queue_job_lanes"
CHANNEL = "sales_sequence"
# How long a lane works before it enqueues itself again. Meanwhile it occupies a worker, and the transaction in which
# queue_job holds the job's lock keeps PostgreSQL from removing dead rows.
LANE_SECONDS = 60
# How long a lane waits after it found only what other lanes hold.
BUSY_SECONDS = 10


class SalesSequenceRunnerQueueJob(models.AbstractModel):
    """The part of `sales.sequence.runner` that hands the work to OCA's `queue_job`, where that is installed. It is not
    a dependency.

    With a number in the system parameter `sales_sequence.queue_job_lanes`, the scheduled job only enqueues up to that
    many lanes. Each is a job that runs batch after batch and enqueues itself again when its time is over.
    """

    _name = "sales.sequence.runner.queue_job"
    _description = "Sales Sequence Runner: Lanes of queue_job"

    def _enqueue_lanes(self, batch_size):
        """:return: whether the lanes of queue_job do the work"""
        lanes = self._queue_job_lanes()
        if not lanes:
            return False
        # At least one: it also settles signals and resumes paused enrollments.
        wanted = math.ceil(self._count_due(lanes * batch_size) / batch_size)
        for number in range(1, max(wanted, 1) + 1):
            self._enqueue_lane(number, batch_size)
        return True

    def _queue_job_lanes(self):
        """How many lanes queue_job may run, 0 where the scheduled job does the work itself."""
        if "queue.job" not in self.env:
            return 0
        value = self.env["ir.config_parameter"].get_param(LANES_PARAMETER) or "0"
        if not value.isdecimal():
            _logger.warning("System parameter %s: %r is not a number, so queue_job is not used", LANES_PARAMETER, value)
            return 0
        return int(value)

    def _enqueue_lane(self, number, batch_size, seconds=0):
        """Enqueue lane `number` to begin in so many seconds, unless it is enqueued already."""
        self._register_with_queue_job()
        self.with_delay(
            identity_key=f"sales_sequence lane {number}",
            description=f"Sales Sequences: run due steps, lane {number}",
            eta=seconds,
        )._run_lane(number, batch_size)

    def _register_with_queue_job(self):
        """Tell queue_job once that lanes commit, and in which channel they run. Administrators may change it later."""
        Function = self.env["queue.job.function"]
        if Function.search_count([("name", "=", Function.job_function_name(self._name, "_run_lane"))]):
            return
        channel = {"name": CHANNEL, "parent_id": self.env.ref("queue_job.channel_root").id}
        Channel = self.env["queue.job.channel"]
        found = Channel.search([(name, "=", value) for name, value in channel.items()]) or Channel.create(channel)
        model_id = self.env["ir.model"]._get_id(self._name)
        Function.create({"model_id": model_id, "method": "_run_lane", "channel_id": found.id, "allow_commit": True})

    @api.model
    def _run_lane(self, number, batch_size=BATCH_SIZE):
        """Execute what is due until the lane's time is over. Called by queue_job, commits after each batch.

        :return: what queue_job shows as the job's result
        """
        end = time.monotonic() + self._lane_seconds()
        # With all rights, as the scheduled job.
        runner = self.sudo()
        handled = runner._work(Run(end), batch_size)
        is_over = time.monotonic() >= end
        if is_over or runner._count_due(1):
            runner._enqueue_lane(number, batch_size, 0 if is_over else BUSY_SECONDS)
        return f"{handled} enrollments handled"

    def _lane_seconds(self):
        """At most half of what Odoo allows a worker, so that the last batch also ends in time."""
        return min([LANE_SECONDS, *(config[f"limit_time_{kind}"] / 2 or LANE_SECONDS for kind in ("real", "cpu"))])
