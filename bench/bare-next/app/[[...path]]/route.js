/*
 * The Next baseline for Jeton's route handlers: one fixed response to every request, and nothing
 * else.
 */

const { status, headers, body } = JSON.parse(
  process.env.BARE_ANSWER ?? '{"status":200,"headers":[],"body":""}',
)

/**
 * Converts Node's alternating names and values to pairs. Next sets the headers that frame the body.
 */
const pairs = headers
  .flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]]] : []))
  .filter(([name]) => !['transfer-encoding', 'content-length'].includes(name.toLowerCase()))

const answer = async () => new Response(body, { status, headers: pairs })

/**
 * Makes Next run the handler for each request, as in Jeton. Next would cache the response of a
 * handler that reads nothing from the request.
 */
export const dynamic = 'force-dynamic'

export { answer as GET, answer as POST }
