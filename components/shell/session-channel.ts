/* How the windows of one browser hear that its session has ended in one of them. */

let channel: BroadcastChannel | undefined

/** One for the whole page: what it says itself it does not hear. */
function sessionChannel(): BroadcastChannel {
  channel ??= new BroadcastChannel('jeton.session')
  return channel
}

export function announceSessionEnd(): void {
  sessionChannel().postMessage('ended')
}

/** @returns what ends it */
export function onSessionEnd(listener: () => void): () => void {
  const own = sessionChannel()
  own.addEventListener('message', listener)
  return () => own.removeEventListener('message', listener)
}
