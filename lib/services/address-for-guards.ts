/** Listen addresses that stand for all addresses of a machine. */
const everywhere = ['0.0.0.0', '[::]']

/**
 * Returns host and port at which a guard reaches this server without TLS, which the server itself
 * does not speak: by http, the address that people use; by https, where a proxy stands in front,
 * the address that the server listens on.
 * @param origin the server's address for people, which may come from a client's `Host`
 * @param listen the address that the server listens on, as `urlOf` writes it
 */
export function addressForGuards(origin: string, listen: string): string {
  const own = new URL(listen)
  const people = URL.canParse(origin) ? new URL(origin) : own
  if (people.protocol === 'http:') return withPort(people.hostname, people.port)
  const host = everywhere.includes(own.hostname) ? people.hostname : own.hostname
  return withPort(host, own.port)
}

/** A resolver may take `localhost` for ::1, where this server does not listen. */
const withPort = (host: string, port: string) =>
  `${host === 'localhost' ? '127.0.0.1' : host}:${port || '80'}`
