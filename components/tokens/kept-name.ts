'use client'

/*
 * The token name that was entered when the session turned out to have ended. It is restored after
 * the following sign-in, in this tab.
 */

const key = 'jeton.token-name'

export function keepName(name: string) {
  try {
    sessionStorage.setItem(key, name)
  } catch {
    // In a browser that stores nothing for the page, the name has to be entered again.
  }
}

/** Returns the kept name, once, or null. */
export function takeKeptName(): string | null {
  try {
    const name = sessionStorage.getItem(key)
    sessionStorage.removeItem(key)
    return name
  } catch {
    return null
  }
}
