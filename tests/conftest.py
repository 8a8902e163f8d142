"""What all tests start from, however they are started: in the background, or under nohup."""

import signal

for ignored in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):  # children would inherit it
    if signal.getsignal(ignored) is signal.SIG_IGN:
        signal.signal(ignored, signal.default_int_handler if ignored is signal.SIGINT else signal.SIG_DFL)
