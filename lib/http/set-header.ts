import type { IncomingMessage } from 'node:http'

/** Gives a request a header, in the place of what the client sent under that name, for whoever reads it next. */
export function setHeader(request: IncomingMessage, name: string, value: string): void {
  const raw = request.rawHeaders
  const others = raw.filter((_, i) => raw[i - (i % 2)]?.toLowerCase() !== name)
  request.rawHeaders = [...others, name, value]
  request.headers[name] = value
}
