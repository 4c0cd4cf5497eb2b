from . import figures
from . import jobs
from . import outgoing
from . import incoming
from . import chain
from . import health
from . import health_link
