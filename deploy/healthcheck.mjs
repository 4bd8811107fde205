/* Exits with code 0 if the server in this container responds wherever it listens, else with 1. */
import { get } from 'node:http'

const { HOST, PORT, JETON_SOCKET } = process.env

/** A server on every interface is asked on loopback. */
const everyInterface = ['0.0.0.0', '::']

const named = (HOST || '127.0.0.1').trim().replace(/^\[(.*)\]$/, '$1')
const host = everyInterface.includes(named) ? '127.0.0.1' : named
const port = Number(PORT || 3000)

const places = []
// Port 0 is any free port, and nobody knows it here.
if (port !== 0) places.push({ host, port })
if (JETON_SOCKET) places.push({ socketPath: JETON_SOCKET })

const responds = (place) =>
  new Promise((resolve) => {
    const question = get({ ...place, path: '/api/health' }, ({ statusCode }) =>
      resolve(statusCode === 200),
    )
    question.on('error', () => resolve(false))
  })

const answers = await Promise.all(places.map(responds))
process.exit(answers.every(Boolean) ? 0 : 1)
