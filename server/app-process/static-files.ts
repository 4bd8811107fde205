import { existsSync, readdirSync } from 'node:fs'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import compression from 'compression'
import Negotiator from 'negotiator'
import send from 'send'
import { pathOf } from '@/lib/http/address'
import { ProblemError, toAnswer } from '@/lib/http/problem'

/*
 * Serves the files of the pages and of `public`. Next's own file server answers 500 if a range or a
 * precondition cannot be met (RFC 9110, sections 13 and 14); `send` does not.
 */

const builtPrefix = '/_next/static/'

/**
 * The only folder of the build that is served: those beside it hold code and keys of the server.
 */
const builtFolder = '.next/static'

/** The types of the files of which the build keeps a Brotli copy: see scripts/compress.mjs. */
const compressedTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}
const yearMs = 31_536_000_000

const refusals: Record<number, string> = {
  412: 'The file does not meet the conditions of the request.',
  416: 'The file has no such range.',
}

/**
 * Returns a listener that serves static files.
 * @param next handles requests for anything else
 */
export function staticFilesBefore(next: RequestListener): RequestListener {
  const published = new Set(readdirSync('public').map((name) => `/${name}`))
  const compress = compression()
  const copies = compressedCopies()

  return (request, response) => {
    const path = pathOf(request.url ?? '')
    const isBuilt = path.startsWith(builtPrefix)
    if (!isBuilt && !published.has(path)) return next(request, response)
    const serve = () =>
      sendFile(request, response, isBuilt ? inBuiltFolder(path) : path, isBuilt, next)
    // A range refers to the uncompressed file.
    if (request.headers.range !== undefined) return serve()
    const copy = `${path}.br`
    if (copies.has(copy) && takesBrotli(request)) {
      response.setHeader('Content-Type', compressedTypes[extname(path)] ?? '')
      response.setHeader('Content-Encoding', 'br')
      response.setHeader('Vary', 'Accept-Encoding')
      return sendFile(request, response, inBuiltFolder(copy), isBuilt, next)
    }
    // The types are Express's, which extend node:http's objects. compression uses none of the
    // extensions.
    compress(request as never, response as never, serve)
  }
}

/** @returns the paths of the Brotli copies; none in development */
function compressedCopies(): Set<string> {
  if (!existsSync(builtFolder)) return new Set()
  const names = readdirSync(builtFolder, { recursive: true, encoding: 'utf8' })
  return new Set(names.filter((name) => name.endsWith('.br')).map((name) => builtPrefix + name))
}

const inBuiltFolder = (path: string): string => path.slice(builtPrefix.length - 1)

const takesBrotli = (request: IncomingMessage): boolean =>
  new Negotiator(request).encodings(['br']).includes('br')

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  isBuilt: boolean,
  next: RequestListener,
): void {
  const folder = isBuilt ? builtFolder : 'public'
  // The name of a built file contains a digest of its content.
  const caching = isBuilt ? { maxAge: yearMs, immutable: true } : { maxAge: 0 }
  send(request, path, {
    root: join(process.cwd(), folder),
    index: false,
    dotfiles: 'ignore',
    ...caching,
  })
    .on(
      'error',
      ({ status = 500, headers = {} }: { status?: number; headers?: Record<string, string> }) => {
        response.removeHeader('Content-Encoding')
        response.removeHeader('Content-Type')
        const detail = refusals[status]
        if (detail === undefined) return next(request, response)
        const answer = toAnswer(new ProblemError('input_invalid', detail, { status, headers }))
        response.writeHead(answer.status, answer.headers).end(answer.body)
      },
    )
    .on('directory', () => next(request, response))
    .pipe(response)
}
