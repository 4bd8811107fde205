"""A service behind the guide's middleware.

It records exactly what it receives, as a line of JSON for each request.
"""

import hashlib
import io
import json
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

folder, port, record = sys.argv[1:]
sys.path.insert(0, folder)

import jeton  # noqa: E402


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def service(environ, start_response):
    body = environ['wsgi.input'].read()
    seen = {
        'method': environ['REQUEST_METHOD'],
        'url': environ['PATH_INFO'],
        'headers': [[name_of(key), value] for key, value in environ.items() if isinstance(value, str)],
        'bodyLength': len(body),
        'bodyDigest': hashlib.sha256(body).hexdigest(),
    }
    with open(record, 'a') as file:
        file.write(json.dumps(seen) + '\n')
    start_response('200 OK', [('Content-Type', 'application/json')])
    return [] if environ['REQUEST_METHOD'] == 'HEAD' else [json.dumps(environ['jeton.identity']).encode()]


def name_of(key):
    return key[5:] if key.startswith('HTTP_') else 'cgi:' + key


guarded = getattr(jeton, 'RequireTokenOrPreflight', jeton.RequireToken)(service)


def read_first(environ, start_response):
    """Read the body first, because wsgiref resets a connection whose body was not read."""
    length = int(environ.get('CONTENT_LENGTH') or 0)
    environ['wsgi.input'] = io.BytesIO(environ['wsgi.input'].read(length))
    return guarded(environ, start_response)


make_server('127.0.0.1', int(port), read_first, handler_class=Silent).serve_forever()
