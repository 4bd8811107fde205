import { keyring } from '@/lib/config/keyring'

const intervalMs = 1_000

/*
 * A rotation of the secret is noticed by looking: nobody is asked to restart. Nothing is refused for being noticed late (a thread that meets something of
 * a secret that it lacks looks at once); what was signed with a secret that is gone is refused when this has noticed.
 */

/** @param changed is told when keys have come or gone, and, as long as there are two, at every look */
export function watchMasterKeys(changed: (isOther: boolean) => unknown): void {
  const look = () => {
    const isOther = keyring().refresh()
    if (isOther || keyring().all.length > 1) void changed(isOther)
  }
  setInterval(look, intervalMs).unref()
}
