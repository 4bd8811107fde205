/* What Jeton's route handlers are measured against: Next, one answer for everything, and nothing else. */

const { status, headers, body } = JSON.parse(
  process.env.BARE_ANSWER ?? '{"status":200,"headers":[],"body":""}',
)

/** Node's names and values in turns, as pairs. What frames the body is Next's to say. */
const pairs = headers
  .flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]]] : []))
  .filter(([name]) => !['transfer-encoding', 'content-length'].includes(name.toLowerCase()))

const answer = async () => new Response(body, { status, headers: pairs })

/** Asked for anew each time, as Jeton is: Next would remember the answer of a handler that looks at nothing. */
export const dynamic = 'force-dynamic'

export { answer as GET, answer as POST }
