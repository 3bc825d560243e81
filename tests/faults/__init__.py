"""Faults on real sockets: a loopback server that misbehaves by script, and a probe to meet it."""

from ._probe import BOTH, Outcome, call, error_of, probe, steady
from ._server import FaultServer, Peer, Script, answer, full_backlog, refusing_url

__all__ = [
    "BOTH",
    "FaultServer",
    "Outcome",
    "Peer",
    "Script",
    "answer",
    "call",
    "error_of",
    "full_backlog",
    "probe",
    "refusing_url",
    "steady",
]
