from . import chaining
from . import enrollment
from . import eligibility
from . import conflicts
from . import enroll
from . import enroll_run
from . import audience
