/* Prints as JSON whether a server is ready: ready.mjs ADDRESS. */
const [address] = process.argv.slice(2)
const answer = await fetch(`${address}/api/ready`).catch(() => null)
console.log(JSON.stringify({ isReady: answer?.ok ?? false }))
