"""Attacks on other processes, and starting more of them.

Each is handed in with a right answer. The body of a function runs behind the wall, knows where everything is (`at`), and
returns something true if it got there. Each is tame enough to succeed without harm to the machine: tests let it, with
all layers off.
"""

# ruff: noqa: F821, PTH123, SIM115
# (`call` is defined in what is handed in, and attackers take the shortest way)
from __future__ import annotations

from attack import in_module, reach


# --- other processes ----------------------------------------------------------------------------------------------------
@reach("A13")
def signal_the_grader(at):
    """signal the grader, so that an older good result stands"""
    import os

    os.kill(at["trusted"], 0)
    return True


@reach("A14")
def signal_the_zygote(at):
    """signal the process that all workers are forked from"""
    import os

    os.kill(os.getppid(), 0)
    return True


@reach("A87a")
def stop_the_sibling(at):
    """stop another process of the same user"""
    import os
    import signal

    os.kill(at["sibling"], signal.SIGSTOP)
    os.kill(at["sibling"], signal.SIGCONT)
    return True


@reach("N14")
def signal_whole_session(at):
    """signal every process that may be signalled by a group of its own session"""
    import os

    os.killpg(os.getpgid(at["sibling"]), 0)
    return True


@reach("N15")
def tgkill_another(at):
    """signal a thread of another process by tgkill"""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.tgkill(at["sibling"], at["sibling"], 0) != 0:
        raise OSError(ctypes.get_errno(), "tgkill")
    return True


@reach("N16")
def wide_tgkill(at):
    """pass tgkill a 64-bit pid whose lower half is another process: filters compare 64 bits, the kernel takes 32"""
    import ctypes
    import os

    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    number = {"x86_64": 234, "aarch64": 131}[os.uname().machine]
    wide = ctypes.c_long((1 << 32) | at["sibling"])
    if libc.syscall(ctypes.c_long(number), wide, ctypes.c_long(at["sibling"]), ctypes.c_long(0)) != 0:
        raise OSError(ctypes.get_errno(), "tgkill")
    return True


@reach("A20a", bites="bare as root")
def memory_of_the_grader(at):
    """open the grader's memory"""
    return open(f"/proc/{at['trusted']}/mem", "rb").fileno() >= 0


@reach("A20b")
def memory_of_the_sibling(at):
    """copy another process's memory by process_vm_readv"""
    import ctypes
    import struct

    line = next(line for line in open(f"/proc/{at['sibling']}/maps") if "[heap]" in line)
    start = int(line.split("-")[0], 16)
    buffer = ctypes.create_string_buffer(4096)
    here = ctypes.create_string_buffer(struct.pack("QQ", ctypes.addressof(buffer), 4096), 16)
    there = ctypes.create_string_buffer(struct.pack("QQ", start, 4096), 16)
    return call("process_vm_readv", at["sibling"], here, 1, there, 1, 0) > 0


@reach("A20c")
def trace_the_sibling(at):
    """trace another process"""
    seize = 0x4206
    return call("ptrace", seize, at["sibling"], 0, 0) == 0


@reach("A21a", bites="bare as root")
def environment_of_the_grader(at):
    """read the grader's environment"""
    return open(f"/proc/{at['trusted']}/environ", "rb").read()


@reach("A21b")
def environment_of_the_sibling(at):
    """read another process's environment"""
    return open(f"/proc/{at['sibling']}/environ", "rb").read()


@reach("A21c")
def command_line_of_the_grader(at):
    """read the grader's command line"""
    return open(f"/proc/{at['trusted']}/cmdline", "rb").read()


@reach("A23")
def steal_a_descriptor(at):
    """take an open descriptor out of another process by pidfd_getfd"""
    pidfd = call("pidfd_open", at["sibling"], 0)
    return call("pidfd_getfd", pidfd, 0, 0) >= 0


@reach("N17")
def compare_with_the_sibling(at):
    """ask by kcmp whether two processes share memory or files"""
    import os

    return call("kcmp", os.getpid(), at["sibling"], 0, 0, 0) >= 0


@reach("A73a")
def slow_the_sibling_down(at):
    """lower the priority of another process"""
    call("setpriority", 0, at["sibling"], 19)
    return True


@reach("A73b")
def move_the_sibling(at):
    """confine another process to one processor"""
    import ctypes

    mask = ctypes.create_string_buffer(b"\1" + b"\0" * 127, 128)
    return call("sched_setaffinity", at["sibling"], 128, mask) == 0


@reach("A87b")
def limit_the_sibling(at):
    """take open files from another process by prlimit"""
    import ctypes
    import struct

    limit = ctypes.create_string_buffer(struct.pack("QQ", 64, 4096), 16)
    return call("prlimit64", at["sibling"], 7, limit, 0) == 0


@reach("N18", bites="bare as root")
def drop_the_siblings_pages(at):
    """have another process's pages thrown out by process_madvise"""
    import ctypes

    pidfd = call("pidfd_open", at["sibling"], 0)
    vector = ctypes.create_string_buffer(16)
    return call("process_madvise", pidfd, vector, 0, 20, 0) >= 0


@reach("N19")
def move_the_siblings_pages(at):
    """ask where another process's pages lie (move_pages), which tells its layout"""
    return call("move_pages", at["sibling"], 0, 0, 0, 0, 0) >= 0


# --- starting processes and threads -------------------------------------------------------------------------------------
@reach("A63a")
def fork(at):
    """fork"""
    import os

    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


@reach("A63b")
def fork_bomb(at):
    """fork sixty-four children that stay"""
    import os
    import signal

    children = []
    try:
        for _ in range(64):
            pid = os.fork()
            if pid == 0:
                signal.pause()
            children.append(pid)
    finally:
        for pid in children:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
    return len(children)


@reach("A63c", silent=True)
def clone3(at):
    """make a process by clone3"""
    import ctypes
    import os
    import struct

    arguments = ctypes.create_string_buffer(struct.pack("Q" * 8, 0, 0, 0, 0, 17, 0, 0, 0), 64)
    pid = call("clone3", arguments, 64)
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


@reach("A64")
def threads(at):
    """start a thread"""
    import threading

    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return True


@reach("A82a")
def run_a_program(at):
    """run a program by subprocess"""
    import subprocess

    return subprocess.run(["/bin/echo", "hello"], capture_output=True).stdout


@reach("A82b")
def posix_spawn(at):
    """run a program by posix_spawn"""
    import os

    return os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)[1] == 0


@reach("A82c", silent=True)
def exec_in_place(at):
    """turn into another program, which prints for us"""
    import os

    os.execv("/bin/echo", ["echo", "REACHED", "exec"])


@reach("N20")
def shell(at):
    """run a command in a shell by os.system"""
    import os

    return os.system("true") == 0


@reach("N21")
def pool(at):
    """let multiprocessing start helpers"""
    import multiprocessing

    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.map(abs, [-1]) == [1]


ATTACKS = in_module(globals())
