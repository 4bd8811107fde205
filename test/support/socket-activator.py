"""Starts a command with listening sockets, as systemd does for a socket unit, and starts it again
after each exit: socket-activator.py ADDRESS … -- COMMAND …

An address is a path, or a port of 127.0.0.1. Each start is announced by a line with its process id.
SIGTERM ends the command and then the activator."""

import os
import signal
import socket
import subprocess
import sys

FIRST = 3


def listen_on(address):
    if "/" in address:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(address)
    else:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", int(address)))
    listener.listen(511)
    return listener


split = sys.argv.index("--")
listeners = [listen_on(address) for address in sys.argv[1:split]]
# By way of high numbers, so that no descriptor replaces another one that is still needed.
high = [os.dup2(listener.fileno(), 100 + i) for i, listener in enumerate(listeners)]
passed = [os.dup2(descriptor, FIRST + i) for i, descriptor in enumerate(high)]

ending = False
child = None


def end(*_):
    global ending
    ending = True
    if child:
        child.terminate()


signal.signal(signal.SIGTERM, end)

# LISTEN_PID is the process id of the command itself.
launcher = ["sh", "-c", 'LISTEN_PID=$$ exec "$@"', "sh", *sys.argv[split + 1 :]]
while not ending:
    child = subprocess.Popen(
        launcher, pass_fds=passed, env={**os.environ, "LISTEN_FDS": str(len(passed))}
    )
    print("started", child.pid, flush=True)
    code = child.wait()
    print("ended", code, flush=True)
sys.exit(0)
