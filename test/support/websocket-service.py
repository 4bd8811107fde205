"""A WebSocket server (RFC 6455) that opens connections as the guide's revocations.py says."""

import base64
import hashlib
import http.client
import sys
from socketserver import StreamRequestHandler, ThreadingTCPServer

folder, port, jeton = sys.argv[1:]
sys.path.insert(0, folder)

import revocations  # noqa: E402

GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
CREDENTIALS = ('xc-token', 'xc-auth')
# Code 1008: a policy is violated.
CLOSE = bytes([0x88, 2]) + (1008).to_bytes(2, 'big')


class Handler(StreamRequestHandler):
    def handle(self):
        self.rfile.readline()
        headers = http.client.parse_headers(self.rfile)
        forget = revocations.open_for(lambda: ask(headers), lambda: self.connect(headers))
        if forget is None:
            self.wfile.write(b'HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
            return
        # Until either side closes it.
        while self.rfile.read(1):
            pass
        forget()

    def connect(self, headers):
        digest = hashlib.sha1((headers['sec-websocket-key'] + GUID).encode()).digest()
        accept = base64.b64encode(digest).decode()
        self.wfile.write(
            'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
            f'Sec-WebSocket-Accept: {accept}\r\n\r\n'.encode()
        )
        return self.close

    def close(self):
        try:
            self.connection.sendall(CLOSE)
            self.connection.shutdown(2)
        except OSError:
            pass


def ask(headers):
    sent = {name: headers[name] for name in CREDENTIALS if name in headers}
    connection = http.client.HTTPConnection(jeton, timeout=5)
    try:
        connection.request('GET', '/api/v1/verify', headers=sent)
        answer = connection.getresponse()
        if answer.status != 200:
            return None
        return answer.headers['x-auth-request-user'], answer.headers['x-token-id']
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


Server(('127.0.0.1', int(port)), Handler).serve_forever()
