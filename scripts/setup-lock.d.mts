/** @throws SetupError when the folder cannot be written, or the turn does not come */
export function inTurn<T>(
  work: () => Promise<T>,
  options?: { folder?: string; limitMs?: number },
): Promise<T>
