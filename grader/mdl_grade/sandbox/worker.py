"""The loop inside the locked worker: load an answer, run programs on it, answer each request once."""

from __future__ import annotations

import inspect
import sys
import types
import warnings
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

from mdl_grade.sandbox import library
from mdl_grade.sandbox.execution import execute
from mdl_grade.sandbox.library import remember_lines
from mdl_grade.sandbox.programs import plain, raised, run_program, texts
from mdl_grade.sandbox.relay import Elsewhere
from mdl_grade.sandbox.wire import Definition, Load, Loaded, Raised, Reply, Run, Told, Wire, decode_request, encode

MODULE = "answer"


class Frame(Protocol):
    @property
    def header(self) -> bytes: ...
    @property
    def data(self) -> bytes | memoryview: ...


class Channel(Protocol):
    def receive(self) -> Frame | None: ...
    def send(self, header: bytes, buffers: Any = ()) -> None: ...


def serve(channel: Channel) -> None:
    """Answer requests until the trusted process hangs up."""
    namespace: dict[str, Any] = {}

    def ask(header: bytes, buffers: list[bytes]) -> tuple[list[Wire] | None, bytes | memoryview]:
        channel.send(header, buffers)
        frame = channel.receive()
        told = decode_request(frame.header) if frame is not None else None
        return (told.outputs, frame.data) if frame is not None and isinstance(told, Told) else (None, b"")

    elsewhere = Elsewhere(ask)
    while (frame := channel.receive()) is not None:
        request = decode_request(frame.header)
        reply: Reply
        buffers: list[bytes] = []
        elsewhere.nonce = request.nonce
        if isinstance(request, Load):
            namespace, reply = load(request, elsewhere)
        elif isinstance(request, Run):
            reply, buffers = run_program(namespace, request, frame.data, catch=BaseException)
        flush()
        channel.send(encode(reply), buffers)


def load(request: Load, elsewhere: Elsewhere) -> tuple[dict[str, Any], Loaded | Raised]:
    """Execute a file as the module `answer`; a fresh namespace each time."""
    module = types.ModuleType(MODULE)
    namespace = module.__dict__
    namespace["__file__"] = request.filename
    namespace["__parts__"] = [each.filename for each in request.modules.values()]
    sys.modules[MODULE] = module
    library.FINDER.offer(request.modules)
    sys.modules.update({name: elsewhere.module(name, functions) for name, functions in request.elsewhere.items()})
    remember_lines(request.filename, request.source)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            failures = execute(request.source, request.filename, namespace, request.names)
        except BaseException as error:
            return namespace, raised(error, -1, request.nonce, namespace, texts(caught))
    failed = [raised(error, -1, request.nonce, namespace, []) for error in failures]
    definitions = {name: definition(named(namespace, name)) for name in request.names}
    names = [plain(name, 100) for name in list(namespace) if not str(name).startswith("_")][:100]
    return namespace, Loaded(request.nonce, definitions, names, failed)


def named(namespace: Mapping[str, Any], name: str) -> Any:
    """Return what a name stands for, or a method of a class, "Momentum.step"; None if it is not there."""
    outer, _, inner = name.partition(".")
    value = namespace.get(outer)
    return vars(value).get(inner) if inner and isinstance(value, type) else None if inner else value


def definition(value: Any) -> Definition:
    """Tell what a name stands for, and with which parameters it is called."""
    if value is None:
        return Definition("absent", [])
    kind = "class" if isinstance(value, type) else "function" if callable(value) else "other"
    if unwritten(value):
        kind = "unwritten"
    try:
        parameters = [plain(p, 200) for p in called_with(value)]
    except (TypeError, ValueError):
        return Definition(kind, ["*args", "**kwargs"])
    except BaseException:  # a hostile __signature__
        return Definition(kind, [])
    return Definition(kind, parameters[:50])


def unwritten(value: Any) -> bool:
    """Tell whether a function does nothing but raise Python's own NotImplementedError, as in a stub."""
    if not isinstance(value, types.FunctionType):
        return False
    code = value.__code__
    stub = _stub.__code__
    plain = code.co_code == stub.co_code and code.co_names == stub.co_names
    return plain and value.__globals__.get("NotImplementedError", NotImplementedError) is NotImplementedError


def _stub() -> None:
    raise NotImplementedError


def called_with(value: Any) -> list[str]:
    """Return the parameters of something as they stand in a signature, annotations aside.

    Raises
    ------
    TypeError, ValueError
        If it has no signature.
    """
    if isinstance(value, types.FunctionType) and not (value.__defaults__ or value.__kwdefaults__ or value.__dict__):
        code = value.__code__
        if not code.co_kwonlyargcount and not code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS):
            return list(code.co_varnames[: code.co_argcount])
    parameters = inspect.signature(value).parameters.values()
    return [str(parameter.replace(annotation=inspect.Parameter.empty)) for parameter in parameters]


def flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(BaseException):  # a submission may have closed or replaced it
            stream.flush()
