"""Faults on real sockets: a loopback server that misbehaves by script, and a probe to meet it."""

from ._probe import BOTH, Outcome, begin, call, error_of, probe, steady
from ._scripted import NOON, Scripted, lost, told
from ._server import FaultServer, Peer, Script, answer, full_backlog, refusing_url

__all__ = [
    "BOTH",
    "NOON",
    "FaultServer",
    "Outcome",
    "Peer",
    "Script",
    "Scripted",
    "answer",
    "begin",
    "call",
    "error_of",
    "full_backlog",
    "lost",
    "probe",
    "refusing_url",
    "steady",
    "told",
]
