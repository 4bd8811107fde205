import { keyring } from '@/lib/config/keyring'

const intervalMs = 1_000

/*
 * A rotation of the master key is detected by polling, so that no restart is needed. Late detection
 * causes no refusal: a thread that meets data of a master key it lacks reloads the keys at once.
 * Signatures made with a removed master key are refused once the removal is detected.
 */

/**
 * Polls the master keys every second.
 * @param changed called when keys were added or removed, and on every poll while there are two;
 * `isOther` says whether keys were added or removed
 */
export function watchMasterKeys(changed: (isOther: boolean) => unknown): void {
  const look = () => {
    const isOther = keyring().refresh()
    if (isOther || keyring().all.length > 1) void changed(isOther)
  }
  setInterval(look, intervalMs).unref()
}
