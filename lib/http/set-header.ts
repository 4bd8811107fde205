import type { IncomingMessage } from 'node:http'

/**
 * Sets a request header for later readers and replaces the client's value.
 * @param name in lower case
 */
export function setHeader(request: IncomingMessage, name: string, value: string): void {
  const raw = request.rawHeaders
  const others = raw.filter((_, i) => raw[i - (i % 2)]?.toLowerCase() !== name)
  request.rawHeaders = [...others, name, value]
  request.headers[name] = value
}
