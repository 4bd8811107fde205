/* Exits with code 0 if the server in this container responds, else with 1. */
const address = `http://127.0.0.1:${process.env.PORT ?? 3000}/api/health`
const answer = await fetch(address).catch(() => null)
process.exit(answer?.ok ? 0 : 1)
