/** @throws SetupError when the folder is not writable, or the lock is not released in time */
export function inTurn<T>(
  work: () => Promise<T>,
  options?: { folder?: string; limitMs?: number },
): Promise<T>
