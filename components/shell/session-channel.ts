/* Notifies the other windows of a browser that its session has ended in one of them. */

let channel: BroadcastChannel | undefined

/** One channel for the whole page: it does not receive its own messages. */
function sessionChannel(): BroadcastChannel {
  channel ??= new BroadcastChannel('jeton.session')
  return channel
}

export function announceSessionEnd(): void {
  sessionChannel().postMessage('ended')
}

/** @returns a function that removes the listener */
export function onSessionEnd(listener: () => void): () => void {
  const own = sessionChannel()
  own.addEventListener('message', listener)
  return () => own.removeEventListener('message', listener)
}
