from . import pacing
from . import queue_job
from . import runner
from . import channel
from . import channel_action
from . import channel_email
from . import channel_manual
from . import outbox
