"""Attacks on files: results, secrets, suites, and places where others would look.

Each is handed in with a right answer. The body of a function runs behind the wall, knows where everything is (`at`), and
returns something true if it got there. Each is tame enough to succeed without harm to the machine: tests let it, with
all layers off.
"""

# ruff: noqa: F821, PTH101, PTH102, PTH104, PTH108, PTH116, PTH120, PTH123, PTH208, PTH211, SIM115
# (`call` is defined in what is handed in, and attackers take the shortest way)
from __future__ import annotations

from attack import in_module, reach


# --- files: writing -----------------------------------------------------------------------------------------------------
@reach("A06")
def overwrite_results(at):
    """overwrite the results file"""
    with open(at["results"], "w") as file:
        return file.write('{"points": 100}')


@reach("A07a")
def results_read_only(at):
    """make the results file read-only before it is written"""
    import os

    os.chmod(at["results"], 0o444)
    os.chmod(at["results"], 0o666)
    return True


@reach("A07b")
def results_into_a_link(at):
    """put a symbolic link in the place of the results file"""
    import os

    os.unlink(at["results"])
    os.symlink(at["secret"], at["results"])
    os.unlink(at["results"])
    return os.open(at["results"], os.O_CREAT | os.O_WRONLY, 0o666)


@reach("A07c")
def results_into_a_fifo(at):
    """put a FIFO in the place of the results file, so that its reader waits for ever"""
    import os

    os.unlink(at["results"])
    os.mkfifo(at["results"])
    os.unlink(at["results"])
    return os.open(at["results"], os.O_CREAT | os.O_WRONLY, 0o666)


@reach("A08")
def watch_results(at):
    """wait by inotify for the results to be written, to rewrite them at once"""
    return call("inotify_init1", 0) >= 0


@reach("A06b")
def truncate_results(at):
    """empty the results file without opening it"""
    import os

    os.truncate(at["results"], 0)
    return True


@reach("A06c")
def rename_results(at):
    """rename the results away and back"""
    import os

    os.rename(at["results"], at["results"] + ".old")
    os.rename(at["results"] + ".old", at["results"])
    return True


@reach("A06d")
def date_results_back(at):
    """date the results back, so that they look older than a deadline"""
    import os

    os.utime(at["results"], (0, 0))
    return True


@reach("N01")
def open_readonly_with_truncate(at):
    """open the results for reading with O_TRUNC, which empties them all the same"""
    import os

    os.close(os.open(at["results"], os.O_RDONLY | os.O_TRUNC))
    return True


@reach("N02")
def openat2_for_writing(at):
    """open the results for writing by openat2, which filters of openat do not see"""
    import ctypes
    import os
    import struct

    how = ctypes.create_string_buffer(struct.pack("QQQ", os.O_WRONLY | os.O_TRUNC, 0, 0), 24)
    path = ctypes.create_string_buffer(at["results"].encode())
    return call("openat2", -100, path, how, 24) >= 0


@reach("A68a")
def write_to_tmp(at):
    """write to /tmp, where other answers would find it"""
    with open(f"/tmp/{at['mark']}", "w") as file:
        return file.write("x")


@reach("A68b")
def write_to_shared_memory(at):
    """write to /dev/shm"""
    with open(f"/dev/shm/{at['mark']}", "w") as file:
        return file.write("x")


@reach("A68c")
def unnamed_file(at):
    """make a file without a name (O_TMPFILE), which no listing shows"""
    import os

    return os.open(at["public"], os.O_TMPFILE | os.O_RDWR) >= 0


@reach("A68d")
def folders_without_end(at):
    """use up inodes with folders"""
    import os

    os.mkdir(f"{at['public']}/{at['mark']}")
    return True


@reach("N03")
def chdir_beside_the_suite(at):
    """change the working directory to the suites, and open what lies there by its short name"""
    import os

    os.chdir(at["suites"])
    return open("key.txt").read()


@reach("N04")
def leave_a_core(at):
    """leave a core dump with what is in memory: raise the limit for it"""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    if hard == 0:
        return False
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    return True


@reach("N05")
def sendfile_to_stdout(at):
    """have the kernel copy from standard input to standard output by sendfile"""
    return call("sendfile", 1, 0, 0, 0) >= 0


@reach("N06")
def copy_by_splice(at):
    """move bytes between descriptors by vmsplice and splice, past read and write"""
    import ctypes
    import struct

    text = ctypes.create_string_buffer(b"spliced\n")
    vector = ctypes.create_string_buffer(struct.pack("QQ", ctypes.addressof(text), 8), 16)
    return call("vmsplice", 1, vector, 1, 0) == 8


# --- files: by other doors ----------------------------------------------------------------------------------------------
@reach("A19a", bites="bare as root")
def secret_by_proc_root(at):
    """read the secret through /proc/<grader>/root"""
    return open(f"/proc/{at['trusted']}/root{at['secret']}").read()


@reach("A19b")
def secret_by_hard_link(at):
    """make a hard link to the secret in a public folder and read that"""
    import os

    link = f"{at['public']}/link"
    os.link(at["secret"], link)
    return open(link).read()


@reach("A19c")
def secret_by_symlink(at):
    """make a symbolic link to the secret and read that"""
    import os

    link = f"{at['public']}/link"
    os.symlink(at["secret"], link)
    return open(link).read()


@reach("A19d")
def secret_directly(at):
    """read the secret file"""
    return open(at["secret"]).read()


@reach("A18x")
def read_the_suite(at):
    """read the suite that this answer is judged by"""
    import os

    return [open(f"{at['suites']}/{name}").read()[:80] for name in os.listdir(at["suites"])[:1]]


@reach("N07")
def read_the_solution(at):
    """read the solution, and hand its text to exec"""
    import os

    space = {}
    name = os.listdir(at["solutions"])[0]
    exec(open(f"{at['solutions']}/{name}").read(), space)
    return "curve" in space


@reach("N08")
def import_the_grader(at):
    """import the package of the grader, whose course holds solutions"""
    import importlib.machinery
    import os
    import sys

    sys.meta_path[:] = [importlib.machinery.PathFinder]
    sys.path.insert(0, os.path.dirname(at["package"]))
    import mdl_grade.checks

    return mdl_grade.checks.__file__


@reach("N09")
def file_by_handle(at):
    """open a file by its handle, past all permissions of folders"""
    import ctypes
    import struct

    handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0), 136)
    mount = ctypes.c_int()
    path = ctypes.create_string_buffer(at["secret"].encode())
    return call("name_to_handle_at", -100, path, handle, ctypes.byref(mount), 0) == 0


@reach("A32")
def stat_oracle(at):
    """learn by stat whether a path exists and how large the file is"""
    import os

    return os.stat(at["secret"]).st_size


@reach("A32b")
def open_oracle(at):
    """tell by the error of open what is there from what is not"""
    told = set()
    for path in (at["secret"], at["secret"] + "-that-is-not-there", "/no/such/folder/file"):
        try:
            open(path).close()
            told.add(0)
        except OSError as error:
            told.add(error.errno)
    return len(told) > 1 and told


@reach("A32c")
def path_descriptor(at):
    """open a path without reading it (O_PATH), and take its size from the descriptor"""
    import os

    return os.fstat(os.open(at["secret"], os.O_PATH)).st_size


@reach("A32d")
def size_of_the_library(at):
    """take the size of a file that was granted until lately: the library's own"""
    import os

    return os.stat(os.__file__).st_size


@reach("A32e")
def paths_by_other_calls(at):
    """look a path up by calls that seldom are thought of: access, readlink, getxattr, chdir, statfs, an import"""
    import ctypes
    import importlib.machinery
    import os

    libc = ctypes.CDLL(None, use_errno=True)
    room, told = ctypes.create_string_buffer(4096), set()
    for path in (at["secret"].encode(), (at["secret"] + "-that-is-not-there").encode()):
        for call, *given in (
            (libc.access, path, 0),
            (libc.readlink, path, room, 4096),
            (libc.getxattr, path, b"user.x", room, 8),
            (libc.chdir, path),
            (libc.statfs, path, room),
            (libc.inotify_add_watch, 0, path, 1),
        ):
            call(*given)
            told.add((call.__name__, ctypes.get_errno()))
    folder, name = os.path.split(at["secret"])
    seen = importlib.machinery.FileFinder(folder, (importlib.machinery.SourceFileLoader, [".py"]))
    return len(told) > 6 or seen.find_spec(name.removesuffix(".py"))


@reach("N10")
def list_folders(at):
    """list the folder of the suites"""
    import os

    return os.listdir(at["suites"])


@reach("N11")
def mounted_file_systems(at):
    """read /proc/self/mountinfo, maps and status: the machine's layout"""
    return open("/proc/self/mountinfo").read() + open("/proc/self/maps").read()


@reach("N12")
def users_of_the_machine(at):
    """read /etc/passwd"""
    return open("/etc/passwd").read()


@reach("N13")
def reopen_own_descriptor(at):
    """open standard output again through /proc/self/fd, with another mode"""
    import os

    return os.open("/proc/self/fd/1", os.O_RDWR) >= 0


ATTACKS = in_module(globals())
