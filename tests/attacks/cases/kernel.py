"""Attacks on the kernel's own doors.

Each is handed in with a right answer. The body of a function runs behind the wall, knows where everything is (`at`), and
returns something true if it got there. Each is tame enough to succeed without harm to the machine: tests let it, with
all layers off.
"""

# ruff: noqa: F821, PTH208
# (`call` is defined in what is handed in, and attackers take the shortest way)
from __future__ import annotations

from attack import in_module, reach


# --- the kernel's own doors ---------------------------------------------------------------------------------------------
@reach("A85a")
def io_uring(at):
    """make system calls through io_uring, which seccomp does not see"""
    import ctypes

    return call("io_uring_setup", 4, ctypes.create_string_buffer(120)) >= 0


@reach("A85b")
def namespaces(at):
    """become root in a user namespace of its own"""
    return call("unshare", 0x10000000) == 0


@reach("A85c", bites="bare as root")
def bpf(at):
    """load a program into the kernel"""
    import ctypes

    map_of_one = ctypes.create_string_buffer(b"\2\0\0\0\4\0\0\0\4\0\0\0\1\0\0\0" + b"\0" * 104, 120)
    return call("bpf", 0, map_of_one, 120) >= 0


@reach("A85d", bites="bare as root")
def performance_counters(at):
    """watch other processes by performance counters"""
    import ctypes

    event = ctypes.create_string_buffer(b"\1\0\0\0\x70\0\0\0" + b"\0" * 104, 112)
    return call("perf_event_open", event, -1, 0, -1, 8) >= 0


@reach("A85e", bites="bare as root")
def user_faults(at):
    """hold the kernel up at a page fault"""
    return call("userfaultfd", 0) >= 0


@reach("A85f", bites="bare as root")
def mount(at):
    """mount a file system over a public folder"""
    import ctypes

    text = ctypes.create_string_buffer
    call("unshare", 0x00020000)
    call("mount", text(b"none"), text(b"/"), 0, 0x44000, 0)
    return call("mount", text(b"tmpfs"), text(at["public"].encode()), text(b"tmpfs"), 0, 0) == 0


@reach("A85g", bites="bare as root")
def new_root(at):
    """change the root of the file system"""
    import ctypes

    return call("chroot", ctypes.create_string_buffer(b"/")) == 0


@reach("N28")
def no_randomness(at):
    """switch address space randomisation off for what comes after (personality)"""
    return call("personality", 0x0040000) >= 0


@reach("N29")
def undo_by_prctl(at):
    """make itself traceable and dumpable again by prctl"""
    return call("prctl", 4, 1, 0, 0, 0) == 0


@reach("N30")
def another_filter(at):
    """put a filter of its own on, which could fake the results of system calls"""
    import ctypes

    return call("seccomp", 2, 0, ctypes.create_string_buffer(b"\0\0\xff\x7f")) >= 0


@reach("N31", silent=True, bites="")  # the wrong architecture kills; some kernels are built without it
def thirty_two_bit_call(at):
    """make a 32-bit system call (int 0x80), whose numbers mean other calls"""
    import ctypes
    import mmap
    import os

    if os.uname().machine != "x86_64":
        return False
    code = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"  # mov eax, 20 (getpid); int 0x80; ret
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    run = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    return run() == os.getpid()


@reach("N32", bites="")  # few kernels are built with it
def x32_call(at):
    """make an x32 system call, whose numbers a filter may take for others"""
    import ctypes
    import os

    if os.uname().machine != "x86_64":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    if libc.syscall(ctypes.c_long(0x40000000 | 257), -100, at["secret"].encode(), 0, 0) < 0:  # openat
        raise OSError(ctypes.get_errno(), "x32 openat")
    return True


@reach("A86a", bites="")  # a test has no terminal
def terminal(at):
    """open the terminal that the instructor sits at"""
    import os

    return os.open("/dev/tty", os.O_RDONLY) >= 0


@reach("A86b", bites="")  # a test has no terminal
def type_into_the_terminal(at):
    """type a command into the instructor's terminal (TIOCSTI)"""
    import fcntl

    return [fcntl.ioctl(fd, 0x5412, b"l") for fd in (0, 1, 2)]


@reach("A87c")
def raise_own_limits(at):
    """raise its own limits as far as they go"""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


@reach("N33")
def timers(at):
    """set a timer that ends the worker in the next check"""
    import ctypes

    return call("setitimer", 0, ctypes.create_string_buffer(32), 0) == 0


@reach("N34")
def write_to_the_kernel_log(at):
    """read the kernel's log"""
    import os

    return os.listdir("/sys/kernel") + os.listdir("/proc/sys")


@reach("N36")
def wait_by_epoll(at):
    """keep watch on other descriptors by epoll, eventfd and signalfd"""
    return call("epoll_create1", 0) >= 0 and call("eventfd2", 0, 0) >= 0


@reach("N37")
def replace_the_channel(at):
    """put another descriptor in the place of the channel by dup3"""
    import os

    return call("dup3", os.dup(0), 9, 0) == 9


@reach("A83")
def past_the_audit_hooks(at):
    """write by ctypes, past everything that Python could be told to refuse"""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.open(at["results"].encode(), 1 | 0o1000)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "open")
    return libc.write(descriptor, b"100", 3)


ATTACKS = in_module(globals())
