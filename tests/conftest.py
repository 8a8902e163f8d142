"""What all tests start from, however they are started: in the background, under nohup, in CI."""

import os
import signal
from importlib.util import find_spec

os.environ.pop("CI", None)  # under it, grading refuses to run the package of the folder that it is started in

for ignored in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):  # children would inherit it
    if signal.getsignal(ignored) is signal.SIG_IGN:
        signal.signal(ignored, signal.default_int_handler if ignored is signal.SIGINT else signal.SIG_DFL)

if find_spec("hypothesis"):  # the environment of the notebooks' tests has none
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "whatever the load", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("whatever the load")
